"""The least agents through time: Erlang A where nothing changes, more after a peak, none to spare."""

import numpy as np
import pytest

from staffing.least_agents import least_agents
from staffing.through_time.answers import Goals
from staffing.through_time.least import figures_through_time, least_agents_through_time
from tests.unit.staffing.through_time.traffics import traffic, waves

GOALS = Goals(response_rate=0.95)


@pytest.mark.parametrize("load", [0.05, 0.5, 3.0, 15.0, 70.0, 300.0, 1500.0])
@pytest.mark.parametrize("goals", [GOALS, Goals(service_level=0.8), Goals(0.9, 0.7, 25.0, 0.95)])
def test_at_a_constant_rate_they_are_those_of_erlang_a_to_within_one(load: float, goals: Goals) -> None:
    found = least_agents_through_time(traffic([load * 10] * 4), goals)
    plain = least_agents(
        load,
        180,
        120,
        20,
        response_rate=goals.response_rate,
        service_level=goals.service_level,
        max_asa_s=goals.max_asa_s,
        max_occupancy=goals.max_occupancy,
    )
    assert np.abs(found.agents - plain.agents).max() <= 1
    assert set(found.binding) == {str(plain.binding)}


@pytest.mark.parametrize("deviation", [0.0, 0.15])
def test_every_interval_keeps_its_goals_and_with_one_agent_fewer_would_not(deviation: float) -> None:
    day = traffic(waves(48), deviation=deviation)
    goals = Goals(response_rate=0.95, service_level=0.8)
    least = least_agents_through_time(day, goals)
    kept = figures_through_time(day, least.agents)
    # An interval is told as if its agents stayed until those waiting are answered; a plan knows who follows.
    assert kept.response_rate == pytest.approx(least.figures.response_rate, abs=6e-4)
    assert (kept.response_rate > 0.95 - 2e-4).all()
    assert (kept.service_level > 0.8 - 5e-4).all()
    for k in range(0, 48, 7):
        fewer = figures_through_time(day, least.agents - (np.arange(48) == k))
        assert fewer.response_rate[k] < 0.95 or fewer.service_level[k] < 0.8


def test_falling_traffic_needs_more_than_its_own_load_and_rising_traffic_less() -> None:
    """Steps with level rates: what is still in hand comes on top, and what is not yet there is missing."""
    plain = int(least_agents(20, 180, 120, response_rate=0.95).agents)
    down = least_agents_through_time(traffic([400.0, 400.0, 200.0, 200.0]), GOALS).agents
    falling, rising = (
        int(least_agents_through_time(traffic(counts), GOALS).agents[2])
        for counts in ([500.0, 500.0, 200.0, 200.0], [10.0, 10.0, 200.0, 200.0])
    )
    assert rising <= plain < falling
    assert down[3] in (plain, plain + 1)


def test_the_goal_that_binds_is_named() -> None:
    assert least_agents_through_time(traffic([100.0] * 3), Goals(0.9, 0.95)).binding.tolist() == ["service_level"] * 3
    assert least_agents_through_time(traffic([100.0, 0.0]), Goals(max_asa_s=5)).binding.tolist() == ["asa", "none"]
    assert least_agents_through_time(traffic([100.0]), Goals(max_occupancy=0.5)).binding.tolist() == ["occupancy"]


def test_a_closed_queue_needs_nobody_and_opens_with_nobody_in_hand() -> None:
    closed_before, open_before = (
        least_agents_through_time(traffic(counts), GOALS).agents for counts in ([100.0, 0.0, 300.0], [300.0] * 3)
    )
    assert closed_before[1] == 0
    assert closed_before[2] < open_before[2]


def test_the_night_begins_with_what_the_evening_left() -> None:
    """A day that ends at its peak needs more at its beginning than one that ends in quiet."""
    quiet = np.full(48, 100.0)
    busy = quiet.copy()
    busy[-3:] = [250.0, 400.0, 400.0]
    late, early = (least_agents_through_time(traffic(day), GOALS).agents[0] for day in (busy, quiet))
    assert late > early


def test_chats_are_staffed_by_whole_agents() -> None:
    chats = least_agents_through_time(traffic(waves(8), concurrency=3), GOALS)
    slots = least_agents_through_time(traffic(waves(8)), GOALS)
    assert (chats.agents * 3 >= slots.agents - 1).all()
    assert (chats.agents * 3 <= slots.agents + 3).all()


def test_without_patience_the_load_that_is_carried_is_covered_in_every_part_of_an_interval() -> None:
    """An occupancy goal binds by the mean load; a service level by the loads of the parts, of which none is over."""
    day = traffic(waves(48), patience_s=None)
    found = least_agents_through_time(day, Goals(service_level=0.8))
    plain = least_agents(day.load, 180, None, 20, service_level=0.8).agents
    assert (found.figures.service_level >= 0.8 - 1e-9).all()
    assert 0 <= (found.agents - plain).sum() <= 0.02 * plain.sum()
    assert least_agents_through_time(day, Goals(max_occupancy=0.8)).binding.tolist() == ["occupancy"] * 48


def test_shorter_handling_in_one_interval_needs_fewer_there() -> None:
    aht_s = np.full(6, 240.0)
    aht_s[3] = 150.0
    agents = least_agents_through_time(traffic([200.0] * 6, aht_s=aht_s), GOALS).agents
    assert agents[3] < agents[2]
    assert agents[5] == agents[2]


def test_a_day_says_of_its_first_interval_what_two_such_days_say_of_the_second_s() -> None:
    """The evening's fall is carried over midnight as it runs, not as if its last half-hour had gone on for ever."""
    day = waves(48, mean=400.0, height=0.7)
    day = np.roll(day, -30)  # midnight on the steepest fall
    one, two = (least_agents_through_time(traffic(counts), GOALS) for counts in (day, np.tile(day, 2)))
    assert one.agents.tolist() == two.agents[48:].tolist()
    assert one.figures.response_rate == pytest.approx(two.figures.response_rate[48:], abs=2e-4)
