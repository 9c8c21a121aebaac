"""A plan over a scope keeps its goals when it is followed through time, also where the curves promised otherwise."""

from dataclasses import replace

import numpy as np
import pytest

from domain.site_config import Goal, Queue
from staffing.compiling import FloatArray, IntArray
from staffing.contacts_bought import anchors as anchoring
from staffing.contacts_bought import scope_plan
from staffing.contacts_bought.intervals import QueueIntervals, queue_intervals
from staffing.contacts_bought.scope_plan import Plan, ScopeSearch, least_plan, share_goals
from staffing.contacts_bought.scope_rows import curves_of_plan
from staffing.queue_figures import queue_figures
from staffing.through_time.answers import FiguresThroughTime
from tests.unit.staffing.small import small_forecast, voice

COUNTS = [30.0, 200, 90, 8, 300, 0]
FLOOR, EACH = [4, 20, 10, 2, 30, 0], [7, 26, 14, 3, 38, 0]


@pytest.fixture
def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every interval has its own load for ever, in the curves and when a plan is followed."""

    def figures(of: QueueIntervals, agents: IntArray, _present: float = 1.0) -> FiguresThroughTime:
        found = queue_figures(of.load, agents, of.aht_s, of.queue.patience_s)
        return FiguresThroughTime(found.response_rate, found.service_level, found.asa_s, found.occupancy)

    monkeypatch.setattr(anchoring, "plan_figures", figures)
    monkeypatch.setattr(scope_plan, "plan_at_work", figures)


def plan_of(agents: list[int], word: str) -> Plan:
    """So many agents at work, each set by the goal named."""
    return Plan(np.array(agents), np.array([word] * len(agents), dtype=object))


def search_of(queue: Queue, scopes: list[int]) -> ScopeSearch:
    """The search for the least plan between FLOOR and EACH."""
    rows = queue_intervals(queue, small_forecast(COUNTS), 30)
    of = replace(rows, load=np.array(COUNTS) * 180 / 1800)
    curves = curves_of_plan(of, np.array(EACH), 1.0)
    return ScopeSearch(of, curves, share_goals(queue.goal), np.array(scopes), plan_of(FLOOR, "floor"), 1.0)


def share_kept(agents: IntArray, load_factor: float = 1.0) -> FloatArray:
    """The share of contacts answered by interval, under the load of each times a factor."""
    loads = np.array(COUNTS) * 180 / 1800 * load_factor
    return np.asarray(queue_figures(loads, agents, 180, 150).response_rate)


def total(shares: FloatArray) -> float:
    """The share answered of all contacts."""
    return float(np.average(shares, weights=COUNTS))


@pytest.mark.usefixtures("steady")
def test_no_agent_can_be_spared_anywhere() -> None:
    queue = voice(Goal(response_rate=0.93, scope="day"))
    found = least_plan(search_of(queue, [0] * 6), plan_of(EACH, "each")).agents
    assert total(share_kept(found)) >= 0.93
    for k in np.flatnonzero(found > FLOOR):
        fewer = found - (np.arange(6) == k)
        assert total(share_kept(fewer)) < 0.93


@pytest.mark.parametrize("factor", [0.97, 1.04])
def test_what_time_shows_otherwise_than_the_curves_is_made_up_for(
    factor: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the load of every interval lighter or heavier than in the curves, the plan would keep its goal barely."""

    def followed(of: QueueIntervals, at_work: IntArray, present: float) -> FiguresThroughTime:
        shares = share_kept(at_work, factor)
        return FiguresThroughTime(shares, shares, shares, shares)

    monkeypatch.setattr(scope_plan, "plan_at_work", followed)
    queue = voice(Goal(response_rate=0.93, scope="day"))
    found = least_plan(search_of(queue, [0] * 6), plan_of([99] * 6, "each")).agents
    assert 0.93 <= total(share_kept(found, factor)) < 0.94


def test_where_no_plan_by_the_curves_keeps_the_goals_every_interval_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = np.zeros(6)
    monkeypatch.setattr(scope_plan, "plan_at_work", lambda *_: FiguresThroughTime(nothing, nothing, nothing, nothing))
    found = least_plan(search_of(voice(Goal(response_rate=0.9, scope="day")), [0] * 6), plan_of(EACH, "each"))
    assert found.agents.tolist() == EACH
    assert set(found.binding) == {"each"}


@pytest.mark.usefixtures("steady")
def test_scopes_are_planned_each_for_itself() -> None:
    queue = voice(Goal(response_rate=0.93, scope="day"))
    found = least_plan(search_of(queue, [0, 0, 0, 1, 1, 1]), plan_of(EACH, "each")).agents
    shares = share_kept(found) * COUNTS
    for own in (slice(0, 3), slice(3, 6)):
        assert shares[own].sum() >= 0.93 * sum(COUNTS[own])


def test_the_goal_that_sets_a_number_is_named_and_the_floor_keeps_its_own() -> None:
    queue = voice(Goal(response_rate=0.85, service_level=0.85, scope="day"))
    found = least_plan(search_of(queue, [0] * 6), plan_of(EACH, "each"))
    assert set(found.binding[found.agents > FLOOR]) == {"service_level"}
    assert set(found.binding[found.agents == FLOOR]) <= {"floor"}
