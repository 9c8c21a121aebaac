"""Days in a row replanned together: all legal choices are listed, the cheapest are kept, and rosters get no dearer."""

import time
from itertools import product

import numpy as np
import pytest

from scheduling.arena import Arena
from scheduling.cover_state import CoverState, copy_state, follow, total_points
from scheduling.cover_steps import cover_steps
from scheduling.cover_terms import CoverTerms, cover_terms
from scheduling.day_search import DayLimits, replanned_days
from scheduling.lagrange import lower_bound, new_climb
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.prices import Prices, priced_duties
from scheduling.pricing import legal_tour_points, tour_points
from scheduling.replanning import replan_days_together, take_days
from scheduling.roster_search import RosterSearch, new_search
from scheduling.stretch_list import cheapest_stretches
from scheduling.watch import Watch
from tests.unit.scheduling.test_annealing import first, problem, recounted

DAYS = range(5, 8)


@pytest.fixture(scope="module")
def priced() -> tuple[Arena, CoverTerms, Prices, CoverState]:
    of = problem()
    terms = cover_terms(of)
    return of, terms, lower_bound(new_climb(of, 1), 150).prices, first(of, terms)


def search(priced: tuple[Arena, CoverTerms, Prices, CoverState]) -> RosterSearch:
    of, terms, prices, state = priced
    options = SolveOptions(time.process_time, time_limit_s=10.0, gap=0.0, threads=1)
    return new_search(of, terms, recounted(of, terms, state), Watch(options, options.clock()), prices)


@pytest.mark.parametrize("who", range(6))
def test_all_legal_choices_of_the_days_are_listed_from_the_cheapest_on(priced, who: int) -> None:
    of, _, prices, state = priced
    cost, tour = priced_duties(of, prices)[who], state.tours[who]

    listed = cheapest_stretches(of, who, cost, tour, DAYS, 10_000)
    few = cheapest_stretches(of, who, cost, tour, DAYS, 3)

    points = {}
    for shifts in product(range(OFF, of.allowed.shape[2]), repeat=len(DAYS)):
        changed = tour.copy()
        changed[DAYS] = shifts
        if np.isfinite(legal_tour_points(of, who, changed)):
            worked = [(day, shift) for day, shift in enumerate(changed) if shift != OFF]
            of_prices = sum(cost[day, shift] - of.duty_cost[who, day, shift] for day, shift in worked)
            points[shifts] = tour_points(of, who, changed) + of_prices
    assert {tuple(shifts) for shifts in listed.tolist()} == set(points)
    assert (listed[0] == tour[DAYS]).all()
    in_turn = [points[tuple(shifts)] for shifts in listed[1:].tolist()]
    assert in_turn == pytest.approx(sorted(in_turn))
    assert few.tolist() == listed[: len(few)].tolist() and len(few) == min(4, len(listed))


def test_days_together_are_as_good_as_one_day_after_the_other(priced) -> None:
    of, _, prices, state = priced
    steps, cost = cover_steps(of, np.zeros(0)), priced_duties(of, prices)
    everybody, limits = range(len(state.tours)), DayLimits(room=10_000, seconds=60.0)
    one_by_one, together = search(priced), search(priced)

    for day in DAYS:
        only = range(day, day + 1)
        tours, _ = replanned_days(of, steps, cost, one_by_one.state, only, everybody, limits, one_by_one.watch)
        take_days(one_by_one, tours, only)
    tours, _ = replanned_days(of, steps, cost, together.state, DAYS, everybody, limits, together.watch)
    others = [day for day in range(14) if day not in DAYS]
    assert (tours[:, others] == state.tours[:, others]).all()
    take_days(together, tours, DAYS)

    assert total_points(of, together.state) < total_points(of, state)
    assert total_points(of, together.state) <= total_points(of, one_by_one.state) + 0.5  # breaks are placed by chance


def test_whoever_stays_keeps_all_his_duties(priced) -> None:
    of, _, prices, state = priced
    steps, cost = cover_steps(of, np.zeros(0)), priced_duties(of, prices)

    for people in ([4, 5], [0, 2]):  # leads only: work stays as it is; agents only
        tours, _ = replanned_days(of, steps, cost, state, DAYS, people, DayLimits(seconds=60.0), search(priced).watch)

        stay = [person for person in range(6) if person not in people]
        assert (tours[stay] == state.tours[stay]).all()


def test_duties_of_some_days_followed_are_what_counting_anew_gives_and_illegal_ones_are_told(priced) -> None:
    of, terms, _, state = priced
    changed = recounted(of, terms, state)
    tours = state.tours.copy()
    tours[:, DAYS] = OFF

    assert follow(of, terms, changed, tours, DAYS[0], DAYS[-1] + 1)
    again = recounted(of, terms, changed)
    for name in CoverState._fields:
        np.testing.assert_allclose(getattr(changed, name), getattr(again, name), atol=1e-9, err_msg=name)
    night = of.allowed.shape[2] - 1
    tours[1, DAYS] = night  # has not consented to nights
    copy_state(state, changed)
    assert not follow(of, terms, changed, tours, DAYS[0], DAYS[-1] + 1)


def test_replanned_again_and_again_the_roster_is_legal_and_no_dearer(priced) -> None:
    found = search(priced)
    before = total_points(found.arena, found.state)

    best = replan_days_together(found)

    assert total_points(found.arena, best) < before
    assert all(np.isfinite(legal_tour_points(found.arena, number, tour)) for number, tour in enumerate(best.tours))
