"""Nights chosen first: from legal tours, as many as the relaxed problem has, held exactly, and free again later."""

import time

import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.arena import Arena, arena
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.engine import make_roster
from scheduling.lagrange import Bound, lower_bound, new_climb
from scheduling.nights_first import LEAST_ROUNDS, nights_held
from scheduling.options import SolveOptions
from scheduling.pricing import OFF, cheapest_tour, legal_tour_points
from scheduling.relaxation import relaxed
from scheduling.settling import settled
from scheduling.staff_tables import staff_tables
from scheduling.watch import Watch
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

FORTNIGHT = PlanningWindow(MONDAY, 14)
NEEDED = requirement(14, "08:00", "24:00", 3)
DAY_SHIFTS = [shift(), shift("D11", "11:00")]


def people() -> list:
    agents = [person(f"A{n:04}", consents=n % 2 == 0) for n in range(1, 13)]
    return [*agents, *(person(f"L{n:03}", role="lead", consents=True) for n in range(1, 5))]


def problem(shifts=(*DAY_SHIFTS, NIGHT)) -> Arena:
    of = site(people(), list(shifts), lead=Lead(span=4))
    staff, grid = staff_tables(of, FORTNIGHT), DayGrid(FORTNIGHT, 30)
    return arena(of, staff, grid, needed_agents(of, NEEDED, grid))


def watching(counted_s: float | None = 60.0) -> Watch:
    options = SolveOptions(time.process_time, time_limit_s=600.0, threads=1, counted_s=counted_s)
    return Watch(options, options.clock())


@pytest.fixture(scope="module")
def bounded() -> tuple[Arena, Bound]:
    of = problem()
    return of, lower_bound(new_climb(of, 1), 300)


def nights(of: Arena, tours: np.ndarray) -> np.ndarray:
    """Where somebody has the shift that ends on the next day, `[p, d]`."""
    return tours == int(np.flatnonzero(of.end_min > 1440)[0])


def test_everybody_gets_a_legal_tour_with_exactly_the_nights_that_were_chosen(bounded) -> None:
    of, bound = bounded

    held = nights_held(of, bound, watching(), 200)

    assert held is not None
    tours = relaxed(held.arena, held.prices, 1).tours
    settled_tours = settled(held.arena, cover_terms(of), held.prices, tours, 1, 0, lambda _: 0.9).state.tours
    assert nights(of, tours).any()
    assert (nights(of, tours) == nights(of, settled_tours)).all()
    for person_number, tour in enumerate(settled_tours):
        assert np.isfinite(legal_tour_points(of, person_number, tour))


def test_every_night_has_as_many_people_as_the_relaxed_problem_wants_or_pays_for_it(bounded) -> None:
    of, bound = bounded
    climb = new_climb(of, 1, bound.prices)
    relaxed_nights = np.mean([nights(of, climb.step(0.02).tours) for _ in range(80)], axis=0)
    leads = of.group_of == of.lead_group

    held = nights_held(of, bound, watching(), 200)

    assert held is not None
    chosen = nights(of, relaxed(held.arena, held.prices, 1).tours)
    for role in (leads, ~leads):
        apart = chosen[role].sum(axis=0) - relaxed_nights[role].sum(axis=0)
        assert np.abs(apart).max() < 1.5
        assert np.abs(apart).mean() < 0.75


def test_it_can_be_repeated_and_counts_as_work(bounded) -> None:
    of, bound = bounded
    first, second = watching(), watching()

    one, other = nights_held(of, bound, first, 150), nights_held(of, bound, second, 150)

    assert one is not None and other is not None
    assert (one.arena.allowed == other.arena.allowed).all()
    assert (one.prices.work == other.prices.work).all()
    assert first.worked_s == second.worked_s > 0


def test_days_off_stay_where_they_were_possible_but_on_nights(bounded) -> None:
    of, bound = bounded

    held = nights_held(of, bound, watching(), 150)

    assert held is not None
    on = nights(of, relaxed(held.arena, held.prices, 1).tours)
    assert np.isinf(held.arena.off_cost[on]).all()
    assert (held.arena.off_cost[~on] == of.off_cost[~on]).all()
    tour = np.full(14, OFF)
    assert np.isfinite(cheapest_tour(held.arena, 0, held.arena.duty_cost[0], held.arena.off_cost[0], tour))


def test_without_a_shift_over_midnight_or_without_time_nothing_is_held(bounded) -> None:
    of, bound = bounded
    by_day = problem(DAY_SHIFTS)

    assert nights_held(by_day, lower_bound(new_climb(by_day, 1), 20), watching(), 400) is None
    assert nights_held(of, bound, watching(), LEAST_ROUNDS - 1) is None


def test_a_whole_solve_with_nights_first_is_legal_and_its_course_only_gets_better() -> None:
    of = site(people(), [*DAY_SHIFTS, NIGHT], lead=Lead(span=4))

    outcome = make_roster(of, NEEDED, FORTNIGHT, SolveOptions(time.process_time, 600.0, 0.0, threads=1, counted_s=4.0))

    points = [step.incumbent for step in outcome.course if step.incumbent is not None]
    assert outcome.audit.hard_broken == 0
    assert points == sorted(points, reverse=True)
    assert outcome.bound <= outcome.terms.total + 1e-6
