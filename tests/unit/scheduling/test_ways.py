"""Several ways from one roster: each with chances of its own, the best kept, and one only where time is short."""

from dataclasses import replace

import numpy as np
import pytest

from scheduling.cover_state import NO_DAY, CoverState, copy_state, empty_state, fill, total_points
from scheduling.improvement import improved
from scheduling.loosening import loosened_widely, loosening_seconds
from scheduling.prices import Prices
from scheduling.pricing import legal_tour_points
from scheduling.roster_search import RosterSearch
from scheduling.ways import FEWEST_ROUNDS, WAYS, begun_well, ways_in_time
from tests.unit.scheduling.test_loosening import problem, searching

ROUNDS = 240.0  # of loosening in the whole search: enough for all ways


def well_begun(rounds: float, seed: int = 0) -> tuple[RosterSearch, Prices, float, int]:
    """A search after its ways, with the points that it began with and the rounds that they took."""
    search, prices = searching(problem(), rounds, seed)
    before = float(total_points(search.arena, search.state))
    return search, prices, before, begun_well(search, prices)


def test_the_best_of_the_ways_is_kept_legal_and_as_cheap_as_it_is_counted() -> None:
    search, _, before, rounds = well_begun(ROUNDS)

    best = search.best
    points = float(total_points(search.arena, best))
    assert points < before
    assert rounds >= WAYS * FEWEST_ROUNDS / 2
    assert all(np.isfinite(legal_tour_points(search.arena, who, tour)) for who, tour in enumerate(best.tours))
    fill(search.arena, search.terms, best, NO_DAY)
    assert total_points(search.arena, best) == pytest.approx(points, abs=1e-6)


def test_the_ways_leave_most_of_the_work_to_what_comes_next() -> None:
    search, *_ = well_begun(ROUNDS)

    assert 0.3 < search.watch.share() < 0.5


def test_with_counted_work_the_ways_are_the_same_again_and_go_by_the_seed() -> None:
    first, again, other = (well_begun(ROUNDS, seed)[0].best for seed in (1, 1, 2))

    assert (first.tours == again.tours).all()
    assert (first.breaks == again.breaks).all()
    assert (first.tours != other.tours).any()


def test_each_way_has_chances_of_its_own() -> None:
    def annealed(way: int) -> CoverState:
        search, _ = searching(problem(), ROUNDS)
        return improved(search, 0.2, replan_at=(), way=way)

    assert (annealed(0).tours != annealed(1).tours).any()


def test_ways_begin_at_the_settled_roster_and_not_where_the_one_before_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bytes] = []

    def noted(search: RosterSearch, *arguments: float, **named: object) -> CoverState:
        begun.append(search.state.tours.tobytes() + search.state.breaks.tobytes())
        return improved(search, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("scheduling.ways.improved", noted)
    search, prices = searching(problem(), ROUNDS)
    settled = search.state.tours.tobytes() + search.state.breaks.tobytes()
    begun_well(search, prices)

    assert begun == [settled] * WAYS


def test_where_time_is_short_there_is_one_way_and_no_round() -> None:
    search, _, before, rounds = well_begun(8)

    assert ways_in_time(search, 1.0) == 1
    assert rounds == 0
    assert total_points(search.arena, search.best) < before


def test_what_is_good_enough_ends_the_ways() -> None:
    search, prices = searching(problem(), ROUNDS)
    search.watch.bound = float(total_points(search.arena, search.state))
    search.watch.options = replace(search.watch.options, gap=0.5)

    assert begun_well(search, prices) == 0
    assert search.watch.share() < 0.2


def test_wide_rounds_go_on_numbering_and_end_in_time() -> None:
    search, prices = searching(problem(), 8)
    settled = empty_state(search.arena, search.terms)
    copy_state(search.state, settled)

    following = loosened_widely(search, prices, 0.5, 7)

    a_round = loosening_seconds(search, 0.0) / search.watch.options.planned_s
    assert following == 7 + int(0.5 / a_round)
    assert search.watch.share() <= 0.5
    assert total_points(search.arena, search.state) <= total_points(search.arena, settled)
