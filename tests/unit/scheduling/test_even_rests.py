"""Rests lie evenly in an interval, where the rules leave them another start in it."""

import numpy as np

from domain.roster import PlanningWindow
from scheduling.arena import Arena, arena
from scheduling.cover_state import CoverState, roster_state
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.even_rests import evened_rests
from scheduling.path_labels import OFF
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, person, requirement, shift, site

DAY = PlanningWindow(MONDAY, 1)
PEOPLE, SLOT = 6, 15


def six_at_work() -> tuple[Arena, CoverState]:
    """Six people on one shift, and where their meals and rests were put."""
    of = site([person(f"A{n:04}") for n in range(PEOPLE)], [shift()])
    needed = requirement(1, "09:00", "18:00", 3)
    problem = arena(of, staff_tables(of, DAY), DayGrid(DAY, 30), needed_agents(of, needed, DayGrid(DAY, 30)))
    return problem, roster_state(problem, cover_terms(problem), np.zeros((PEOPLE, 1), dtype=np.int64))


def at_rest(problem: Arena, breaks: np.ndarray, step_min: int) -> list[int]:
    """How many are at rest in each stretch of so many minutes of the day, a rest being of fifteen."""
    return np.bincount(breaks[:, 0, 1:].ravel() // step_min, minlength=1440 // step_min).tolist()


def test_rests_of_one_quarter_are_shared_with_the_other_and_the_interval_keeps_its_number() -> None:
    problem, state = six_at_work()
    first, starts = state.breaks.copy(), problem.rest_start[0, 0, 0, : problem.n_starts[0, 0, 0]]
    begins = int(problem.start_min[0])
    on_border = next(int(start) for start in starts if (begins + start) % 30 == 0 and start + SLOT in starts)
    first[:, 0, 0] = begins + problem.meal_start[0, 0]
    first[:, 0, 1] = begins + on_border

    found = evened_rests(problem, state.tours, first, SLOT)

    border = (begins + on_border) // SLOT
    assert at_rest(problem, found, SLOT)[border : border + 2] == [3, 3]
    assert at_rest(problem, found, 30) == at_rest(problem, first, 30)
    assert (found[:, :, 0] == first[:, :, 0]).all()


def test_every_rest_stays_where_the_rules_leave_it() -> None:
    problem, state = six_at_work()

    found = evened_rests(problem, state.tours, state.breaks, SLOT)

    for breaks in found[:, 0] - problem.start_min[0]:
        plan = problem.meal_start[0].tolist().index(breaks[0])
        for rest in range(problem.n_rests[0]):
            assert breaks[1 + rest] in problem.rest_start[0, plan, rest, : problem.n_starts[0, plan, rest]]


def test_nobody_at_work_has_no_rest_to_move() -> None:
    problem, state = six_at_work()
    off = np.full_like(state.tours, OFF)

    assert (evened_rests(problem, off, np.full_like(state.breaks, -1), SLOT) == -1).all()
