"""Effective loads: a curve agrees with a plan that was followed through time, whatever that found."""

import numpy as np
import pytest

from domain.site_config import Goal
from staffing.compiling import IntArray
from staffing.contacts_bought import anchors as anchoring
from staffing.contacts_bought.anchors import anchored_shares, anchors
from staffing.contacts_bought.intervals import QueueIntervals, plan_at_work, plan_figures, queue_intervals
from staffing.queue_figures import queue_figures
from staffing.through_time.answers import FiguresThroughTime
from tests.unit.staffing.small import small_forecast, voice

REQUIRED = np.array([13, 3, 0, 62])


def intervals(patience_s: float | None = 150) -> QueueIntervals:
    """A middling, a small, a closed and a large interval."""
    return queue_intervals(voice(Goal(response_rate=0.9), patience_s=patience_s), small_forecast([120, 12, 0, 600]), 30)


def steady(of: QueueIntervals, agents: IntArray) -> FiguresThroughTime:
    """What a plan reaches where every interval has its load for ever."""
    figures = queue_figures(of.load, agents, of.aht_s, of.queue.patience_s)
    return FiguresThroughTime(figures.response_rate, figures.service_level, figures.asa_s, figures.occupancy)


def heavier(of: QueueIntervals, agents: IntArray) -> FiguresThroughTime:
    """What a plan reaches where its intervals inherit a tenth of their load from those before."""
    figures = queue_figures(of.load * 1.1, agents, of.aht_s, of.queue.patience_s)
    return FiguresThroughTime(figures.response_rate, figures.service_level, figures.asa_s, figures.occupancy)


@pytest.mark.parametrize("patience_s", [None, 150])
def test_what_is_steady_has_its_own_load_as_effective_one(
    patience_s: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchoring, "plan_figures", steady)
    assert anchors(intervals(patience_s), REQUIRED + 8).factors == pytest.approx(1, abs=1e-5)


def test_what_an_interval_leaves_behind_is_in_the_effective_load_of_the_next() -> None:
    """Half an hour of 120 contacts before one of 12: its load and who still waits are carried over, also at 21:00."""
    found = anchors(intervals(), np.array([11, 3, 0, 62]))
    assert (found.factors[0, :, 0] > 1.005).all()  # who waits at its end meets three agents, no longer eleven
    assert (found.factors[0, :, 0] < 1.05).all()
    assert found.factors[0, 2, 1] > 1.1


def test_an_effective_load_is_the_one_that_was_inherited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchoring, "plan_figures", heavier)
    found = anchors(intervals(), REQUIRED)
    assert found.agents[:, 3].tolist() == [54, 62, 70]
    assert found.agents[:, 1].tolist() == [1, 3, 5]
    assert found.factors[:, :, [0, 1, 3]] == pytest.approx(1.1, abs=1e-4)
    assert (found.factors[:, :, 2] == 1).all()


def test_the_shares_of_a_curve_are_those_of_the_plans_it_was_anchored_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchoring, "plan_figures", heavier)
    of = intervals()
    found, place = anchors(of, REQUIRED), np.array([0, 1, 3])
    for level in range(3):
        answered, in_time = anchored_shares(of, found, place, found.agents[level][place])
        reached = heavier(of, found.agents[level])
        assert answered == pytest.approx(reached.response_rate[place], abs=1e-6)
        assert in_time == pytest.approx(reached.service_level[place], abs=1e-6)


def test_between_and_beyond_the_plans_the_load_runs_straight_and_stays() -> None:
    of = intervals()
    factors = np.ones((2, 3, 4))
    factors[:, 0, 0], factors[:, 1, 0], factors[:, 2, 0] = 0.8, 1.0, 1.2
    numbers = np.stack([REQUIRED - np.array([4, 2, 0, 8]), REQUIRED, REQUIRED + np.array([4, 2, 0, 8])])
    held = anchoring.Anchors(numbers, factors)
    for agents, factor in ((5, 0.8), (9, 0.8), (11, 0.9), (13, 1.0), (14, 1.05), (17, 1.2), (30, 1.2)):
        answered, _ = anchored_shares(of, held, np.array([0]), np.array([agents]))
        assert answered[0] == pytest.approx(float(queue_figures(12 * factor, agents, 180, 150).response_rate))


def test_a_plan_at_work_lies_between_the_whole_numbers_on_the_queue() -> None:
    """13 at work at 10% are 11.7 on the queue."""
    of = intervals()
    mixed = plan_at_work(of, np.array([13, 10, 0, 70]), 0.9)
    eleven, twelve = (plan_figures(of, np.array([agents, 9, 0, 63])) for agents in (11, 12))
    for name in ("response_rate", "service_level", "asa_s", "occupancy"):
        low, high, found = (getattr(figures, name) for figures in (eleven, twelve, mixed))
        assert found[0] == pytest.approx(0.3 * low[0] + 0.7 * high[0])
        assert found[[1, 3]] == pytest.approx(low[[1, 3]])
