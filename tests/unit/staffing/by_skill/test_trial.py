"""Trials: what a goal gains, its standard error, and agreement with Erlang A where that is exact."""

import numpy as np
import pytest

from domain.site_config import Goal
from staffing.by_skill.promises import Promise, promises
from staffing.by_skill.trial import UNJUDGED, controlled_means, gains, simulated, work_surplus
from staffing.queue_figures import queue_figures
from staffing.simulation.simulated import Simulated
from tests.unit.staffing.by_skill.small import BOTH, stage_of, stream, streams

GOAL = Goal(response_rate=0.95, service_level=0.8, threshold_s=20)


def counted(offered: int, answered: int, in_time: int, wait_s: float) -> Simulated:
    values = offered, answered, in_time, offered - answered, offered, answered, wait_s, 0.0, 0.0, 0.0
    return Simulated(*(np.full((1, 1, 1), value) for value in values))


def test_a_promise_counts_contacts_beyond_its_goal() -> None:
    found = counted(100, 96, 78, 480)
    assert Promise(0, "response_rate", 0.95).gained(found) == pytest.approx(1)
    assert Promise(0, "service_level", 0.8).gained(found) == pytest.approx(-2)
    assert Promise(0, "asa", 6).gained(found) == pytest.approx(16)  # the wait of 80 contacts at 6 s


def test_every_goal_that_hangs_on_waiting_is_a_promise() -> None:
    made = promises([Goal(max_occupancy=0.9), Goal(response_rate=0.9, service_level=0.8, max_asa_s=30)])
    assert [promise.queue for promise in made] == [1, 1, 1]
    assert [promise.kind for promise in made] == ["response_rate", "service_level", "asa"]


def test_a_controlled_mean_is_that_of_the_values_freed_of_what_the_controls_explain() -> None:
    draw = np.random.default_rng(5)
    control = draw.normal(size=200)
    mean, error = controlled_means((3 + 2 * control + draw.normal(size=200) / 100)[None], control[None, :, None])
    assert mean[0] == pytest.approx(3, abs=4 * error[0])
    assert error[0] == pytest.approx(0.01 / np.sqrt(200), rel=0.2)
    still, spread = controlled_means(np.full((1, 20), 7.0), np.zeros((1, 20, 2)))
    assert (still[0], spread[0]) == (pytest.approx(7), pytest.approx(0, abs=1e-12))


def test_a_steady_trial_of_queues_apart_agrees_with_erlang_a() -> None:
    found = gains(stage_of(streams(6, 4), BOTH, GOAL), np.array([[8], [6], [0]]), 60, seed=3)
    exact = queue_figures([6, 4], [8, 6], 180, 120, 20)
    expected = np.array([exact.response_rate - 0.95, exact.service_level - 0.8]).T.reshape(-1, 1)
    assert (np.abs(found.mean - expected * found.offered) < 4 * found.error).all()


def test_a_steady_trial_of_a_pool_agrees_with_erlang_a_of_the_pool() -> None:
    # Routing shares out among queues alike what the pool answers.
    found = gains(stage_of(streams(6, 4), ((0, 1),), GOAL), np.array([[11]]), 60, seed=3)
    answered = 0.95 + found.mean[[0, 2]].sum() / found.offered[[0, 2]].sum()
    error = found.error[[0, 2]].sum() / found.offered[[0, 2]].sum()
    assert answered == pytest.approx(float(queue_figures(10, 11, 180, 120).response_rate), abs=4 * error)


def test_controls_leave_a_smaller_error_than_plain_means() -> None:
    stage = stage_of(streams(6, 4), ((0, 1),), GOAL)
    agents = np.array([[11]])
    plain = stage.by_period(stage.promises[0].gained(simulated(stage, agents, 60, 3)))[:, 0]
    assert gains(stage, agents, 60, 3).error[0, 0] < 0.8 * plain.std(ddof=1) / np.sqrt(60)


def test_work_beyond_the_mean_of_those_answered_is_nothing_on_average() -> None:
    stage = stage_of(streams(6, 4), BOTH, GOAL)
    surplus = work_surplus(stage.streams, simulated(stage, np.array([[7], [5], [1]]), 80, 11))
    assert abs(surplus.mean()) < 4 * surplus.std(ddof=1) / np.sqrt(surplus.size)


def test_a_whole_day_is_led_in_by_its_own_evening_and_a_morning_by_its_first_interval() -> None:
    day = stage_of((stream("a", *range(1, 49)),), ((0,),), GOAL)
    assert day.agents_of.tolist() == [46, 47, *range(48), 47]
    assert day.period.tolist() == [UNJUDGED, UNJUDGED, *range(48), UNJUDGED]
    morning = stage_of((stream("a", 5, 6, 7),), ((0,),), GOAL)
    assert morning.agents_of.tolist() == [0, 0, 0, 1, 2, 2]
    assert morning.streams[0].offered.tolist() == [50, 50, 50, 60, 70, 0]


def test_days_that_scatter_answer_fewer_of_their_contacts_and_are_told_as_well() -> None:
    agents = np.array([[31]])
    sure, unsure = (gains(stage_of(streams(30), ((0,),), GOAL, cv), agents, 200, 7) for cv in (0.0, 0.2))
    share = [found.mean[0, 0] / found.offered[0, 0] for found in (sure, unsure)]
    assert share[1] < share[0] - 0.01
    assert unsure.error[0, 0] / unsure.offered[0, 0] < 0.002


def test_of_some_periods_the_same_is_told_as_of_the_whole_day() -> None:
    """Contacts are the same, and what went before the stretch is over when it begins."""
    day = stage_of((stream("a", 6, 9, 14, 12, 8, 8, 7), stream("b", 4, 4, 7, 9, 9, 6, 5)), BOTH, GOAL)
    agents = np.array([[6, 9, 14, 12, 8, 8, 7], [4, 4, 7, 9, 9, 6, 5], [2] * 7])
    where = np.array([False, False, False, True, False, False, True])
    assert day.around(where).tolist() == [False] * 4 + [True] * 2 + [False, True, True, False]
    whole, part = gains(day, agents, 400, 3), gains(day, agents, 400, 3, where)
    assert part.mean[:, where] == pytest.approx(whole.mean[:, where], abs=whole.error.max())
    assert not part.mean[:, ~where].any()
    renewed = whole.renewed(part, where)
    assert np.array_equal(renewed.mean, np.where(where, part.mean, whole.mean))
