"""Locks: kept days stay as they are in every roster, and kept duties that break a rule are refused in a sentence."""

import time

import numpy as np
import pytest

from domain.errors import DataError, NoRosterError
from domain.people import Leave
from domain.roster import PlanningWindow
from domain.site import Site
from scheduling.arena import Arena, arena
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.engine import make_roster
from scheduling.locks import Lock, kept_days, locked
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.pricing import cheapest_tour
from scheduling.staff_tables import staff_tables
from tests.builders import EU, MONDAY, NIGHT, day, duty, person, requirement, shift, site

WEEK = PlanningWindow(MONDAY, 7)
D09, D11, P4 = shift(), shift("D11", "11:00"), shift("P4", "09:00", 240, (30, 60, 180), (0, 0))
NEEDED = requirement(5, "09:00", "18:00", 2)
A, B = person(consents=True), person("A0002")
PEOPLE = ("A0001", "A0002")


def two_agents() -> Site:
    return site([A, B], [D09, D11, NIGHT])


def problem_with(of: Site, *locks: Lock) -> Arena:
    staff, grid = staff_tables(of, WEEK), DayGrid(WEEK, 30)
    return locked(arena(of, staff, grid, needed_agents(of, NEEDED, grid)), of, staff, locks)


def test_kept_duties_are_all_that_a_roster_has_and_leave_its_days_off_open() -> None:
    locks = kept_days((duty(0), duty(2), duty(9)), WEEK, PEOPLE)

    assert [(lock.agent_id, lock.day) for lock in locks] == [("A0001", day(0)), ("A0001", day(2))]


def test_days_kept_up_to_a_date_are_kept_with_their_days_off() -> None:
    locks = kept_days((duty(0), duty(2)), WEEK, PEOPLE, until=day(1))

    assert [(lock.agent_id, lock.day, lock.duty) for lock in locks] == [
        ("A0001", day(0), duty(0)),
        ("A0001", day(1), None),
        ("A0002", day(0), None),
        ("A0002", day(1), None),
    ]


def test_the_cheapest_tour_keeps_its_locks_however_dear_they_are() -> None:
    problem = problem_with(two_agents(), Lock("A0001", day(0), duty(0, D11)), Lock("A0001", day(1), None))
    cost, tour = np.full(problem.duty_cost[0].shape, -50.0), np.empty(7, dtype=np.int64)
    cost[0] = 1000.0

    points = cheapest_tour(problem, 0, cost, problem.off_cost[0], tour)

    assert np.isfinite(points)
    assert tour[0] == 1
    assert tour[1] == OFF
    assert (tour[2:] != OFF).any()


def test_a_solve_keeps_duties_that_nobody_needs_and_days_off_on_which_somebody_is_missing() -> None:
    night = duty(6, NIGHT, A)
    locks = (Lock("A0001", night.day, night), Lock("A0002", day(1), None))

    outcome = make_roster(
        two_agents(), NEEDED, WEEK, SolveOptions(time.monotonic, time_limit_s=60, gap=0.95, locks=locks)
    )

    by_person = outcome.roster.duties_by_person()
    assert night in by_person["A0001"]
    assert day(1) not in {found.day for found in by_person["A0002"]}
    assert outcome.audit.hard_broken == 0
    assert outcome.bound <= outcome.terms.total + 1e-6


@pytest.mark.parametrize(
    ("kept", "rule"),
    [
        ((duty(0, NIGHT, A), duty(1)), "rest_between_duties"),
        (tuple(duty(number, P4) for number in range(7)), "weekly_rest"),
        (tuple(duty(number) for number in range(6)), "weekly_hours"),
        ((duty(0, NIGHT, B),), "night_consent"),
        ((duty(3, who=B),), "leave"),
        ((duty(1, mode="remote"),), "mode"),
        ((duty(1), duty(1, who=B)), "seats"),
    ],
)
def test_kept_duties_that_break_a_rule_are_refused_and_the_rule_is_named(kept, rule) -> None:
    of = site([A, B], [D09, D11, P4, NIGHT], seats=1, leave=[Leave("A0002", day(3), "annual")])

    with pytest.raises(NoRosterError, match=f"hard rule {rule} ") as refused:
        problem_with(of, *(Lock(found.agent_id, found.day, found) for found in kept))

    assert refused.value.exit_code == 5


def test_a_kept_duty_too_soon_after_one_before_the_window_is_refused() -> None:
    of = site([A], [D09, NIGHT], previous=[duty(-1, NIGHT, A)])

    with pytest.raises(NoRosterError, match="A0001 2026-06-08 07:00 to 2026-06-08 09:00"):
        problem_with(of, Lock("A0001", day(0), duty(0)))


def test_kept_duties_that_another_duty_between_them_reconciles_are_let_through() -> None:
    late, early, between = shift("E14", "14:00"), shift("D07", "07:00", 480), shift("D16", "16:00", 240, (0, 0, 240))
    locks = [Lock("A0001", found.day, found) for found in (duty(0, late), duty(2, early))]

    with pytest.raises(NoRosterError, match="hard rule weekly_rest "):
        problem_with(site([A], [late, early], pack=EU), *locks)
    assert problem_with(site([A], [late, early, between], pack=EU), *locks).allowed[0, 1].any()


@pytest.mark.parametrize(
    ("lock", "named"),
    [
        (Lock("A0009", day(0), None), "A0009"),
        (Lock("A0001", day(0), duty(0, shift("X1"))), "X1"),
        (Lock("A0001", day(7), None), "2026-06-15"),
    ],
)
def test_a_lock_on_somebody_a_shift_or_a_day_that_is_not_there_is_bad_input(lock, named) -> None:
    with pytest.raises(DataError, match=named):
        problem_with(two_agents(), lock)
