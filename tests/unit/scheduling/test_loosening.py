"""Rosters loosened and settled again: legal, never dearer, the same with the same seed, and what is kept stays."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.arena import Arena, arena
from scheduling.cover_state import NO_DAY, CoverState, copy_state, fill, total_points
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.held_choices import FREE, with_held
from scheduling.lagrange import lower_bound, new_climb
from scheduling.loosening import FEWEST_DAYS, MOST_LOOSENED, _parts, can_loosen, loose_days, loosened, loosening_seconds
from scheduling.options import SolveOptions
from scheduling.prices import Prices
from scheduling.pricing import legal_tour_points
from scheduling.relaxation import relaxed
from scheduling.roster_search import RosterSearch, new_search
from scheduling.settling import settled
from scheduling.staff_tables import staff_tables
from scheduling.watch import Watch
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

SHIFTS = [shift(), shift("D11", "11:00"), shift("L09", "09:00", span_min=630), NIGHT]


def problem(days: int = 14, agents: int = 12) -> Arena:
    window = PlanningWindow(MONDAY, days)
    people = [person(f"A{n:04}", consents=n % 2 == 0, overtime_min=240 * (n % 3)) for n in range(1, agents + 1)]
    people += [person(f"L{n:03}", role="lead", consents=True) for n in range(1, 4)]
    of = site(people, SHIFTS, lead=Lead(span=4))
    staff, grid = staff_tables(of, window), DayGrid(window, 30)
    return arena(of, staff, grid, needed_agents(of, requirement(days, "07:00", "23:30", 3), grid))


def searching(of: Arena, rounds: float, seed: int = 0) -> tuple[RosterSearch, Prices]:
    """A search that has settled, with counted work for so many rounds."""
    prices, terms = lower_bound(new_climb(of, 1), 100).prices, cover_terms(of)
    first = settled(of, terms, prices, relaxed(of, prices, 1).tours, 1, 0, lambda turns: turns / 10).state
    options = SolveOptions(time.process_time, 600.0, 0.0, seed, threads=2, counted_s=1.0)
    found = new_search(of, terms, first, Watch(options, options.clock()), prices)
    counted = replace(options, counted_s=rounds * loosening_seconds(found))
    return new_search(of, terms, first, Watch(counted, counted.clock()), prices), prices


@pytest.mark.parametrize("days", [7, 14, 28])
def test_the_roster_stays_legal_gets_cheaper_and_what_is_counted_is_what_it_costs(days: int) -> None:
    of = problem(days)
    search, prices = searching(of, 8)
    before = float(total_points(of, search.state))

    best = loosened(search, prices)

    points = float(total_points(of, best))
    assert points < before
    assert all(np.isfinite(legal_tour_points(of, who, tour)) for who, tour in enumerate(best.tours))
    fill(of, search.terms, best, NO_DAY)
    assert total_points(of, best) == pytest.approx(points, abs=1e-6)


def test_the_same_seed_gives_the_same_roster_and_another_one_another() -> None:
    of = problem()

    def found(seed: int) -> CoverState:
        return loosened(*searching(of, 8, seed))

    first, again, other = found(1), found(1), found(2)

    assert (first.tours == again.tours).all()
    assert (first.breaks == again.breaks).all()
    assert (first.tours != other.tours).any()


def test_what_is_kept_stays() -> None:
    of = problem()
    search, prices = searching(of, 8)
    held = search.state.tours.copy()
    held[:, 3:] = FREE
    kept = with_held(of, held)
    start = search.state
    again, _ = searching(of, 8)
    locked_search = replace(again, arena=kept)
    copy_state(start, locked_search.state)

    best = loosened(locked_search, prices)

    assert (best.tours[:, :3] == start.tours[:, :3]).all()
    assert (best.tours != start.tours).any()


def test_too_many_people_or_too_little_time_are_left_to_annealing() -> None:
    few, _ = searching(problem(), 8)
    many, _ = searching(problem(7, MOST_LOOSENED), 8)

    assert can_loosen(few, 1.0)
    assert not can_loosen(few, 0.1)
    assert not can_loosen(many, 1.0)


@pytest.mark.parametrize(("days", "lanes"), [(28, 1), (28, 2), (28, 4), (14, 2), (7, 2), (3, 2)])
def test_ever_fewer_days_are_loosened_down_to_the_fewest(days: int, lanes: int) -> None:
    lengths = [loose_days(days, lanes, passed) for passed in np.linspace(0.0, 1.0, 11)]

    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] == min(days, FEWEST_DAYS)
    assert lengths[0] <= days


@pytest.mark.parametrize(("days", "lanes"), [(28, 2), (28, 4), (14, 2), (7, 2), (3, 2), (3, 1)])
@pytest.mark.parametrize("passed", [0.0, 0.5, 1.0])
def test_cores_loosen_days_of_the_window_apart_where_it_has_enough(days: int, lanes: int, passed: float) -> None:
    length = loose_days(days, lanes, passed)
    loosened_once: set[int] = set()
    for seed in range(40):
        parts = _parts(days, lanes, passed, np.random.default_rng(seed))
        assert all(part.last_day - part.first_day == length for part in parts)
        assert all(part.first_day >= 0 and part.last_day <= days for part in parts)
        if lanes * (length + 1) - 1 <= days:
            assert all(one.last_day < other.first_day for one, other in pairwise(parts))
        loosened_once.update(day for part in parts for day in range(part.first_day, part.last_day))
    assert loosened_once == set(range(days))
