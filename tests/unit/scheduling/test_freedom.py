"""Which shifts the shortest path leaves out: only such as another makes good, whatever follows, and none by chance."""

from itertools import product

import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.arena import Arena, arena
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.freedom import Freedom, freedom
from scheduling.path_labels import OFF
from scheduling.pricing import cheapest_tour
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

WINDOW = PlanningWindow(MONDAY, 14)
SHIFTS = [shift("D07", "07:00"), shift(), shift("D13", "13:00"), shift("L09", "09:00", span_min=630), NIGHT]


def problem() -> Arena:
    people = [person("A0001", consents=True, overtime_min=480), person("L001", role="lead")]
    of = site(people, SHIFTS, lead=Lead(span=4))
    staff, grid = staff_tables(of, WINDOW), DayGrid(WINDOW, 30)
    return arena(of, staff, grid, needed_agents(of, requirement(14, "07:00", "23:30", 1), grid))


def with_freedom(of: Arena, free: Freedom) -> Arena:
    return of._replace(limits=of.limits._replace(freedom=free))


def follows(after_duty: np.ndarray, after_off: np.ndarray, state: int, days: int) -> set[tuple[int, ...]]:
    """All that may follow a state, so many days of it."""
    found = set()
    for choice in product(range(OFF, after_duty.shape[1]), repeat=days):
        at = state
        for shift_ in choice:
            at = after_off[at] if shift_ == OFF else after_duty[at, shift_]
            if at < 0:
                break
        else:
            found.add(choice)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_state_is_as_free_as_another_exactly_where_all_that_may_follow_that_one_may_follow_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    states, shifts, days = 4, 3, 5
    after_duty = rng.integers(-1, states, (states, shifts)).astype(np.int16)
    after_off = rng.integers(0, states, states).astype(np.int16)
    rested = np.zeros(states, dtype=np.uint8)

    as_free = freedom(after_duty, after_off, rested, np.zeros((1, shifts), dtype=np.int16)).as_free

    behind = [follows(after_duty, after_off, state, days) for state in range(states)]
    assert as_free.tolist() == [[int(mine >= other) for other in behind] for mine in behind]


def test_a_duty_that_reaches_into_the_day_leaves_less_free_than_one_that_does_not() -> None:
    after, off = np.zeros((2, 1), dtype=np.int16), np.zeros(2, dtype=np.int16)

    found = freedom(after, off, np.array([0, 1], dtype=np.uint8), np.zeros((1, 1), dtype=np.int16))

    assert found.as_free.tolist() == [[1, 1], [0, 1]]


def test_the_least_points_are_those_of_a_path_that_tries_every_shift() -> None:
    of, rng = problem(), np.random.default_rng(2)
    free = of.limits.freedom
    no_two_alike = Freedom(free.as_free, np.arange(len(SHIFTS)), free.freest_first)
    days, tour = WINDOW.days, np.empty(WINDOW.days, dtype=np.int64)
    fewer = 0

    for _ in range(40):
        cost, off = rng.normal(-15, 15, (days, len(SHIFTS))), rng.normal(0, 10, days)
        least = cheapest_tour(of, 0, cost, off, tour)
        every = cheapest_tour(with_freedom(of, no_two_alike), 0, cost, off, tour)
        fewer += int(least == pytest.approx(every, abs=1e-9))

    assert fewer == 40
    assert len(np.unique(free.hours_like)) < len(SHIFTS)  # and there was something to leave out
