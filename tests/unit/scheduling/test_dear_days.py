"""Days dearer than the bound asks: never less than nothing, found where work is missing, mended within the rules."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from scheduling import dear_days as module
from scheduling.arena import Arena
from scheduling.cover_state import NO_DAY, CoverState, copy_state, fill, total_points
from scheduling.cover_terms import cover_terms
from scheduling.day_bounds import raised_by_days
from scheduling.dear_days import (
    OF_FEW,
    OF_MANY,
    DearDays,
    _dearest,
    dear_days,
    dearness,
    mended,
    mended_to_the_end,
)
from scheduling.lagrange import lower_bound, new_climb
from scheduling.loosening import loosened, loosening_seconds
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.prices import Prices
from scheduling.pricing import legal_tour_points
from scheduling.relaxation import price_people, relaxed
from scheduling.roster_search import RosterSearch, new_search
from scheduling.settling import settled
from scheduling.watch import Watch
from tests.unit.scheduling.test_loosening import problem

DAYS = OF_FEW[0].days
SECONDS = 1e6  # of counted work: more than any of these tests does


@pytest.fixture(scope="module")
def priced() -> tuple[Arena, Prices, CoverState]:
    of = problem(14, agents=8)
    terms, prices = cover_terms(of), lower_bound(new_climb(of, 1), 150).prices
    return of, prices, settled(of, terms, prices, relaxed(of, prices, 1).tours, 1, 0, lambda turns: turns / 4).state


def searching(priced: tuple[Arena, Prices, CoverState], threads: int = 2, counted_s: float = SECONDS) -> RosterSearch:
    of, prices, state = priced
    terms = cover_terms(of)
    options = SolveOptions(time.process_time, 600.0, 0.0, threads=threads, counted_s=counted_s)
    found = new_search(of, terms, state, Watch(options, options.clock()), prices)
    again = replace(found, state=found.lanes[0].state)  # a state of its own
    copy_state(state, again.state)
    return replace(again, lanes=new_search(of, terms, state, found.watch, prices).lanes)


def dear_of(priced: tuple[Arena, Prices, CoverState]) -> DearDays:
    of, prices, _ = priced
    options = SolveOptions(time.process_time, 60.0)
    dear = dear_days(of, prices, raised_by_days(of, prices, Watch(options, options.clock()), 1.0).by_day)
    assert dear is not None
    return dear


@pytest.mark.parametrize("seed", range(3))
def test_no_day_of_any_roster_costs_less_than_the_bound_asks_of_it(priced, seed: int) -> None:
    of, _, state = priced
    dear, search, rng = dear_of(priced), searching(priced), np.random.default_rng(seed)
    search.state.tours[rng.random(state.tours.shape) < 0.1] = OFF  # legal or not: cover is what counts here
    search.state.breaks[search.state.tours == OFF] = -1
    fill(of, search.terms, search.state, NO_DAY)

    assert (dearness(dear, search.state) > -1e-6).all()
    assert dear.raised.sum() > 0


def test_tours_and_days_dearer_than_they_have_to_be_are_all_that_is_above_the_bound(priced) -> None:
    of, prices, state = priced
    free = replace(prices, burden=np.zeros_like(prices.burden))  # uneven shares belong to nobody's day
    dear = dear_days(of, free, np.zeros(of.allowed.shape[1]))
    assert dear is not None
    cheapest, points = np.full(state.tours.shape, -2, dtype=np.int64), np.empty((2, len(state.tours)))
    for tours, each in ((cheapest, points[0]), (state.tours.copy(), points[1])):
        price_people(of, np.arange(len(tours)), dear.days.priced, tours, each)

    above = total_points(of, state) - relaxed(of, free, 1).bound

    even = state.own_points.sum() + state.cover_points.sum()
    uneven = float(total_points(of, state) - even)
    assert above == pytest.approx((points[1] - points[0]).sum() + dearness(dear, state).sum() + uneven, abs=1e-6)


def test_the_dearest_is_where_work_was_taken_away(priced) -> None:
    of, _, _ = priced
    dear, search = dear_of(priced), searching(priced)
    before = dearness(dear, search.state)
    search.state.tours[:8, 9] = OFF
    search.state.breaks[:8, 9] = -1
    fill(of, search.terms, search.state, NO_DAY)

    after = dearness(dear, search.state)

    assert after.argmax() == 9
    assert after[9] > before[9] + 10
    assert 9 in _dearest(dear, search, DAYS)[0]


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_cores_take_the_dearest_days_apart_and_none_twice(priced, threads: int) -> None:
    dear, search, seen = dear_of(priced), searching(priced, threads), []

    while found := sorted(_dearest(dear, search, DAYS), key=lambda each: each.start):
        assert len(found) <= threads
        assert all(one.stop < other.start for one, other in pairwise(found))
        seen += [each.start for each in found]

    points = np.convolve(np.maximum(0.0, dearness(dear, search.state)), np.ones(DAYS), "valid")
    assert sorted(seen) == np.flatnonzero(points >= 1.0).tolist()
    assert points[seen[0]] >= points[seen[-1]]


def test_a_roster_is_mended_within_the_rules_until_nothing_dear_is_untried(priced) -> None:
    of, _, state = priced
    dear, search = dear_of(priced), searching(priced)
    points = [float(total_points(of, state))]

    while mended(dear, search):
        points.append(float(total_points(of, search.state)))
        assert len(points) < 200

    assert points == sorted(points, reverse=True)
    assert points[-1] < points[0] - 1
    assert all(np.isfinite(legal_tour_points(of, who, tour)) for who, tour in enumerate(search.state.tours))
    assert total_points(of, search.best) == pytest.approx(points[-1])
    fill(of, search.terms, search.state, NO_DAY)
    assert total_points(of, search.state) == pytest.approx(points[-1], abs=1e-6)


def test_among_many_people_fewer_days_in_a_row_come_first(priced) -> None:
    few, many, search = dear_of(priced), dear_of(priced), searching(priced)
    many.stretches = OF_MANY

    while mended(many, search):
        pass

    assert few.stretches == OF_FEW
    lengths = [len(around) // (8 * len(search.state.tours)) for _, around in many.tried]
    assert {3, 4, 5} <= set(lengths)  # one to three days with one before and one after them
    assert not mended(many, search)


def test_no_days_are_replanned_where_the_time_is_too_short_for_it(priced) -> None:
    dear, search = dear_of(priced), searching(priced, counted_s=0.01)
    before = search.state.tours.copy()

    assert not mended(dear, search)
    assert not dear.tried
    assert (search.state.tours == before).all()


def test_the_search_goes_on_from_the_best_roster_and_ends_with_the_best(priced) -> None:
    _, _, state = priced
    dear, search = dear_of(priced), searching(priced, counted_s=10.0)
    search.state.tours[:] = OFF  # worse by far

    best = mended_to_the_end(dear, search)

    assert dear.tried
    assert total_points(search.arena, best) < total_points(search.arena, state) - 1


def test_too_many_people_are_not_mended(priced, monkeypatch) -> None:
    of, prices, state = priced
    monkeypatch.setattr(module, "MOST_MENDED", len(state.tours) - 1)

    assert dear_days(of, prices, np.zeros(of.allowed.shape[1])) is None


def test_with_counted_work_a_loosened_roster_is_mended_the_same_way_again(priced) -> None:
    def found() -> tuple[CoverState, DearDays]:
        dear, rounds = dear_of(priced), 60 * loosening_seconds(searching(priced))
        search = searching(priced, counted_s=rounds)
        return loosened(search, priced[1], dear), dear

    (first, tried), (again, _) = found(), found()

    assert tried.tried
    assert (first.tours == again.tours).all()
    assert (first.breaks == again.breaks).all()


def test_days_that_reach_into_one_another_are_left_alone(priced) -> None:
    of, prices, _ = priced
    overlapping = of._replace(end_min=of.end_min + 1440)

    assert dear_days(overlapping, prices, np.zeros(of.allowed.shape[1])) is None
