"""Small changes: what is counted step by step is what counting anew gives, tours stay legal, days get no worse."""

import time
from itertools import pairwise

import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.annealing import anneal
from scheduling.arena import Arena, arena
from scheduling.cover_change import empty_trail
from scheduling.cover_state import (
    NO_DAY,
    CoverState,
    copy_days,
    copy_state,
    empty_state,
    fill,
    follow,
    roster_state,
    total_points,
)
from scheduling.cover_steps import cover_steps
from scheduling.cover_terms import CoverTerms, cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.day_search import DayLimits, replanned_days
from scheduling.drafts import Scope, choices, empty_draft
from scheduling.improvement import COLD, FIRST_TEMPERATURE, LAST_TEMPERATURE, parted_days, temperature
from scheduling.lagrange import new_climb
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.prices import priced_duties, start_prices
from scheduling.pricing import legal_tour_points
from scheduling.staff_tables import staff_tables
from scheduling.watch import Watch
from tests.builders import MONDAY, NIGHT, limit, person, requirement, shift, site

FORTNIGHT = PlanningWindow(MONDAY, 14)
QUEUES = ("general", "chat")
SHIFTS = [shift(), shift("D11", "11:00"), shift("L09", "09:00", span_min=630), NIGHT]


def problem(seats: int | None = 3) -> Arena:
    people = [
        person("A0001", skills=QUEUES, consents=True, overtime_min=480),
        person("A0002", skills=QUEUES[:1], mode="any"),
        person("A0003", skills=QUEUES[1:], consents=True),
        person("A0004", skills=QUEUES, overtime_min=240, contract_min=1200),
        person("L001", role="lead", consents=True),
        person("L002", role="lead"),
    ]
    of = site(people, SHIFTS, QUEUES, lead=Lead(span=2), seats=seats, limits=[limit("no_overtime", 0, 6)])
    staff, grid = staff_tables(of, FORTNIGHT), DayGrid(FORTNIGHT, 30)
    needed = requirement(14, "07:00", "23:30", 1, QUEUES)
    return arena(of, staff, grid, needed_agents(of, needed, grid))


def first(of: Arena, terms: CoverTerms) -> CoverState:
    return roster_state(of, terms, new_climb(of, 1).step(0.1).tours)


def annealed(of: Arena, terms: CoverTerms, state: CoverState, scope: Scope, temperatures=(2.0, 0.01), seed=3) -> float:
    rng = np.random.default_rng(seed)
    draft, trail = empty_draft(of), empty_trail(of.grains, terms)
    return anneal(of, terms, state, choices(of), scope, draft, trail, 20_000, temperatures, rng)


def recounted(of: Arena, terms: CoverTerms, state: CoverState) -> CoverState:
    again = empty_state(of, terms)
    copy_state(state, again)
    fill(of, terms, again, NO_DAY)
    return again


@pytest.mark.parametrize("seed", range(3))
def test_what_the_annealing_counts_step_by_step_is_what_counting_anew_gives(seed: int) -> None:
    of = problem()
    terms = cover_terms(of)
    state = first(of, terms)
    before = total_points(of, state)

    change = annealed(of, terms, state, Scope(0, 14, False), seed=seed)

    again = recounted(of, terms, state)
    assert total_points(of, state) == pytest.approx(before + change, abs=1e-6)
    for name in CoverState._fields:
        np.testing.assert_allclose(getattr(state, name), getattr(again, name), atol=1e-9, err_msg=name)


def test_every_tour_stays_legal_and_the_roster_gets_cheaper() -> None:
    of = problem()
    terms = cover_terms(of)
    state = first(of, terms)
    before = total_points(of, state)

    annealed(of, terms, state, Scope(0, 14, False))

    assert total_points(of, state) < before
    assert all(np.isfinite(legal_tour_points(of, number, tour)) for number, tour in enumerate(state.tours))
    own = [legal_tour_points(of, number, tour) for number, tour in enumerate(state.tours)]
    np.testing.assert_allclose(state.own_points.sum(axis=1), own, atol=1e-9)


def test_a_frozen_search_never_gets_dearer() -> None:
    of = problem()
    terms = cover_terms(of)
    state = first(of, terms)

    assert annealed(of, terms, state, Scope(0, 14, False), (1e-9, 1e-9)) <= 1e-9


def test_where_only_breaks_may_move_nobody_gets_another_duty() -> None:
    of = problem()
    terms = cover_terms(of)
    state = first(of, terms)
    tours, breaks = state.tours.copy(), state.breaks.copy()

    annealed(of, terms, state, Scope(2, 4, True), (5.0, 5.0))

    assert (state.tours == tours).all()
    assert (state.breaks != breaks)[:, 2:4].any()
    assert not (state.breaks != breaks)[:, [0, 1, *range(4, 14)]].any()


def test_a_replanned_day_is_legal_changes_that_day_only_and_costs_no_more_than_the_best_single_change() -> None:
    of = problem(seats=None)
    terms = cover_terms(of)
    state = first(of, terms)
    day = 2

    days, cost = range(day, day + 1), priced_duties(of, start_prices(of))
    options = SolveOptions(time.process_time, time_limit_s=60.0)
    tours, _ = replanned_days(
        of, cover_steps(of, np.zeros(0)), cost, state, days, range(len(state.tours)), DayLimits(seconds=60),
        Watch(options, options.clock()),
    )  # fmt: skip

    others = [on for on in range(14) if on != day]
    assert (tours[:, others] == state.tours[:, others]).all()
    replanned = recounted(of, terms, state)
    assert follow(of, terms, replanned, tours, day, day + 1)
    annealed(of, terms, replanned, Scope(day, day + 1, True), (0.1, 0.001))
    assert total_points(of, replanned) <= best_single_change(of, terms, state, day) + 1e-6


def best_single_change(of: Arena, terms: CoverTerms, state: CoverState, day: int) -> float:
    """The least points that one person's other duty on the day leads to, breaks placed by trying."""
    least = np.inf
    for number in range(len(state.tours)):
        for other in (OFF, *np.flatnonzero(of.allowed[number, day])):
            tours = state.tours.copy()
            tours[number, day] = other
            changed = recounted(of, terms, state)
            if follow(of, terms, changed, tours, day, day + 1):
                annealed(of, terms, changed, Scope(day, day + 1, True), (0.1, 0.001))
                least = min(least, total_points(of, changed))
    return least


@pytest.mark.parametrize("seed", range(4))
def test_two_cores_with_days_of_their_own_put_together_are_a_legal_roster_of_what_both_found(seed: int) -> None:
    of = problem()._replace(burden_points=np.zeros(4))  # even shares look at all days: the parts cannot be summed
    terms = cover_terms(of)
    state = first(of, terms)
    together = recounted(of, terms, state)
    changes = 0.0
    for part in parted_days(14, 2, seed):
        mine = recounted(of, terms, state)
        changes += annealed(of, terms, mine, part, seed=seed)
        untouched = [day for day in range(14) if not part.first_day <= day < part.last_day]
        np.testing.assert_array_equal(mine.tours[:, untouched], state.tours[:, untouched])
        copy_days(mine, together, part.first_day, part.last_day)

    fill(of, terms, together, NO_DAY)

    assert np.isfinite([legal_tour_points(of, who, tour) for who, tour in enumerate(together.tours)]).all()
    assert total_points(of, together) == pytest.approx(total_points(of, state) + changes, abs=1e-6)


@pytest.mark.parametrize(("days", "lanes", "number"), [(28, 2, 0), (28, 2, 7), (28, 4, 3), (12, 2, 5), (365, 8, 11)])
def test_days_are_parted_with_one_day_between_that_nobody_changes(days: int, lanes: int, number: int) -> None:
    parts = parted_days(days, lanes, number)

    assert len(parts) == lanes
    assert parts[0].first_day == 0
    assert parts[-1].last_day == days
    for one, following in pairwise(parts):
        assert following.first_day == one.last_day + 1
    assert all(part.last_day - part.first_day >= days // (3 * lanes) for part in parts)
    assert parted_days(days, lanes, number) != parted_days(days, lanes, number + 1)


def test_the_search_begins_the_colder_the_fewer_changes_the_time_leaves_and_ends_alike() -> None:
    begins = [temperature(0.0, 13_356, limit_s, 2) for limit_s in (20, 60, 150, 1500, 3000)]

    assert begins == sorted(begins)
    assert begins[0] == COLD
    assert begins[-2] == begins[-1] == FIRST_TEMPERATURE
    assert temperature(1.0, 13_356, 300, 2) == pytest.approx(LAST_TEMPERATURE)
