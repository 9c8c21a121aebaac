"""Deferred work: between what has arrived and what is due, steady, in whole agents that do not stand idle."""

from dataclasses import replace

import numpy as np
import pytest

from staffing.compiling import FloatArray
from staffing.deferred import Placement, WorkFlow, due_work, mean_waits_s, place_work, steadiest_rate, work_done

HALF_HOUR_S = 1800.0


def flow_of(agent_intervals: list[float], start_min: list[float] | None = None) -> WorkFlow:
    """Work given in intervals of one agent, half-hours in a row unless their starts are given."""
    starts: FloatArray = np.arange(len(agent_intervals), dtype=np.float64) * 30
    if start_min is not None:
        starts = np.array(start_min, dtype=np.float64)
    work_s: FloatArray = np.array(agent_intervals, dtype=np.float64) * HALF_HOUR_S
    return WorkFlow(starts, work_s, 30)


def test_work_is_due_in_the_last_interval_that_ends_in_time() -> None:
    """Two hours after 00:00 is the end of the fourth half-hour; the last work is due when the forecast ends."""
    due = due_work(flow_of([1, 0, 0, 2, 0, 0]), 120)
    assert (due / HALF_HOUR_S).tolist() == [0, 0, 0, 1, 1, 3]


def test_work_that_cannot_wait_an_interval_is_due_in_its_own() -> None:
    assert (due_work(flow_of([1, 2, 0]), 20) / HALF_HOUR_S).tolist() == [1, 3, 3]


def test_closed_hours_count_as_waiting() -> None:
    """What comes in at 17:30 with two hours to go is due at 18:00, when the centre closes until 09:00."""
    due = due_work(flow_of([1, 1, 0], start_min=[17 * 60, 17.5 * 60, 33 * 60]), 120)
    assert (due / HALF_HOUR_S).tolist() == [0, 2, 2]


def test_a_burst_is_spread_evenly_over_the_time_it_may_wait() -> None:
    arrived, due = np.array([8.0, 8, 8, 8]), np.array([0.0, 0, 0, 8])
    assert steadiest_rate(arrived, due, 0) == 2


def test_work_is_done_ahead_of_a_rush_only_as_far_as_it_has_arrived() -> None:
    """One has arrived until the rush of nine in the third interval: the string follows the arrivals first."""
    arrived, due = np.array([1.0, 1, 10, 10]), np.array([0.0, 0, 0, 10])
    assert steadiest_rate(arrived, due, 0) == 0.5


def test_work_that_falls_due_early_sets_the_pace() -> None:
    arrived, due = np.array([6.0, 6, 6, 6]), np.array([0.0, 4, 4, 6])
    assert steadiest_rate(arrived, due, 0) == 2


def test_a_burst_takes_a_level_number_of_agents() -> None:
    """Nine agent-intervals at occupancy 0.9 within three quarters of 4 h (six half-hours): ten over six."""
    placement = place_work(flow_of([9, 0, 0, 0, 0, 0, 0, 0]), 240, 0.9, 0)
    assert placement.agents.sum() == 10
    assert placement.agents[:6].max() == 2
    assert placement.agents[6:].sum() == 0


def test_little_work_is_gathered_until_it_fills_an_agent() -> None:
    """0.3 of an agent an interval is one agent every third interval, not one in each."""
    placement = place_work(flow_of([0.3] * 24), 240, 0.9, 0)
    assert placement.agents.max() == 1
    assert placement.agents.sum() == 8


def test_shrinkage_adds_agents_but_does_not_round_twice() -> None:
    """47 agents on the queue are 50 at work at 6%."""
    steady = place_work(flow_of([47.0] * 16), 240, 1.0, 0.06)
    assert steady.agents.tolist() == [50] * 16


@pytest.mark.parametrize("backlog_min", [30, 60, 240, 720])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_contact_is_worked_in_time_and_never_before_it_comes(backlog_min: float, seed: int) -> None:
    work = np.random.default_rng(seed).gamma(0.5, 4.0, 96) * (np.arange(96) % 48 > 14)
    flow = flow_of(list(work))
    placement = place_work(flow, backlog_min, 0.85, 0.06)
    capacity_s = placement.agents * HALF_HOUR_S * 0.85 * 0.94
    done = np.diff(placement.done_s, prepend=0.0)
    assert (done <= capacity_s + 1e-6).all()
    assert (placement.done_s <= np.cumsum(flow.work_s) + 1e-6).all()
    assert (placement.done_s >= due_work(flow, backlog_min) - 1e-6).all()
    assert placement.done_s[-1] == pytest.approx(flow.work_s.sum())
    _, longest_s = mean_waits_s(flow, placement)
    assert np.nanmax(longest_s) <= max(60 * backlog_min, HALF_HOUR_S)


def test_waits_are_those_of_the_order_of_coming() -> None:
    """One agent-interval comes in at an even pace and is worked in the second half-hour: everybody waits 30 minutes."""
    worked_later = Placement(np.array([0, 1, 0]), np.array([0.0, 1800, 1800]))
    mean_s, longest_s = mean_waits_s(flow_of([1, 0, 0]), worked_later)
    assert mean_s[0] == pytest.approx(1800)
    assert longest_s[0] == pytest.approx(1800)
    assert np.isnan(mean_s[1:]).all()


def test_nothing_offered_needs_nobody() -> None:
    assert place_work(flow_of([0, 0, 0]), 240, 0.9, 0.06).agents.tolist() == [0, 0, 0]


def night_closed(agent_intervals: list[float], worked: list[int]) -> WorkFlow:
    """Half-hours in a row, of which those numbered are worked."""
    flow = flow_of(agent_intervals)
    return replace(flow, is_worked=np.isin(np.arange(len(agent_intervals)), worked))


def test_working_hours_stop_the_clock_of_what_waits() -> None:
    """One hour of working time: what comes in the last worked half-hour is due in the first of the next day."""
    due = due_work(night_closed([0, 1, 0, 0, 0, 0], worked=[0, 1, 4, 5]), 60)
    assert (due / HALF_HOUR_S).tolist() == [0, 0, 0, 0, 1, 1]


def test_what_is_due_when_the_working_day_ends_is_not_due_after_the_night() -> None:
    """An hour from the start of the first half-hour ends with the second, after which the queue is closed."""
    due = due_work(night_closed([1, 0, 0, 0, 0, 0], worked=[0, 1, 4, 5]), 60)
    assert (due / HALF_HOUR_S).tolist() == [0, 1, 1, 1, 1, 1]


def test_what_comes_at_night_is_worked_in_the_morning() -> None:
    flow = night_closed([0, 0, 3, 0, 0, 0, 0, 0], worked=[0, 1, 4, 5, 6, 7])
    placement = place_work(flow, 80, 1.0, 0)  # planned: 60 minutes, two half-hours of working time
    assert placement.agents.tolist() == [0, 0, 0, 0, 2, 1, 0, 0]
    mean_s, longest_s = mean_waits_s(flow, placement)
    assert mean_s[2] > HALF_HOUR_S
    assert longest_s[2] < 2 * 3600


def test_what_comes_after_the_last_working_hour_is_left_and_its_wait_unknown() -> None:
    flow = night_closed([1, 0, 0, 2], worked=[0, 1])
    placement = place_work(flow, 240, 1.0, 0)
    assert placement.agents.sum() == 1
    mean_s, _ = mean_waits_s(flow, placement)
    assert np.isfinite(mean_s[0])
    assert np.isnan(mean_s[3])


def test_spare_time_that_is_enough_needs_no_agents_of_its_own() -> None:
    spare_s = np.full(8, 0.5 * HALF_HOUR_S)
    placement = place_work(flow_of([1, 1, 0, 0, 0, 0, 0, 0]), 240, 0.9, 0, spare_s)
    assert placement.agents.tolist() == [0] * 8
    assert placement.done_s[-1] == pytest.approx(2 * HALF_HOUR_S)


def test_only_what_spare_time_leaves_asks_for_agents() -> None:
    """Six agent-intervals within six half-hours, of which others do a third of an agent: four are left at most."""
    spare_s = np.full(8, HALF_HOUR_S / 3)
    placement = place_work(flow_of([6, 0, 0, 0, 0, 0, 0, 0]), 240, 1.0, 0, spare_s)
    assert placement.agents.sum() == 4
    assert placement.agents.max() == 1


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_beside_spare_time_no_agent_interval_could_be_spared(seed: int) -> None:
    chance = np.random.default_rng(seed)
    work = chance.gamma(0.5, 4.0, 96) * (np.arange(96) % 48 > 14)
    spare_s = chance.gamma(0.5, 1.5, 96) * HALF_HOUR_S
    flow = flow_of(list(work))
    placement, capacity_s = place_work(flow, 240, 0.85, 0.06, spare_s), HALF_HOUR_S * 0.85 * 0.94
    arrived, due = np.cumsum(flow.work_s), due_work(flow, 0.75 * 240)
    assert (work_done(arrived, placement.agents * capacity_s + spare_s) >= due - 1e-3).all()
    assert placement.agents.sum() > 0
    for k in np.flatnonzero(placement.agents):
        fewer = placement.agents.copy()
        fewer[k] -= 1
        assert (work_done(arrived, fewer * capacity_s + spare_s) < due - 1e-9).any()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_spare_time_never_asks_for_more_agents(seed: int) -> None:
    chance = np.random.default_rng(seed)
    flow = flow_of(list(chance.gamma(0.5, 4.0, 96)))
    without = place_work(flow, 240, 0.85, 0.06).agents.sum()
    little, much = (
        place_work(flow, 240, 0.85, 0.06, np.full(96, share * HALF_HOUR_S)).agents.sum() for share in (0.5, 1.5)
    )
    assert without >= little >= much
    assert without > much


def test_work_is_done_as_soon_as_it_has_come_in_and_agents_have_time() -> None:
    """Step by step: done = min(arrived, done before + capacity)."""
    chance = np.random.default_rng(5)
    arrived, capacity_s = np.cumsum(chance.exponential(1.0, 50)), chance.exponential(1.0, 50)
    done, expected = 0.0, []
    for k in range(50):
        done = min(arrived[k], done + capacity_s[k])
        expected.append(done)
    assert work_done(arrived, capacity_s) == pytest.approx(expected)
