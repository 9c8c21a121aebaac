"""A made-up instance: cores that anneal apart, and other ways down from the best roster."""

from itertools import count

import numpy as np
import pytest

from bench.curtois_parts.instance import Instance
from bench.curtois_parts.problem import problem
from scheduling import deep_search, improvement
from scheduling.column_generation import Master, new_master
from scheduling.cover_state import CoverState, roster_state, total_points
from scheduling.cover_terms import cover_terms
from scheduling.lagrange import Bound
from scheduling.options import SolveOptions
from scheduling.prices import start_prices
from scheduling.roster_search import RosterSearch, new_search
from scheduling.watch import Watch
from tests.unit.bench.made_up import any_tours, best_points, best_tours, is_legal, points_of


@pytest.mark.parametrize("lucky", [0, 1])
def test_each_core_anneals_by_itself_and_the_best_of_them_stays(
    made_up: Instance, monkeypatch: pytest.MonkeyPatch, lucky: int
) -> None:
    of = problem(made_up)
    terms, first, best = cover_terms(of), any_tours(of), best_tours(of)
    options = SolveOptions(lambda: 0.0, time_limit_s=100.0, gap=0.0, seed=5, threads=2)
    search, seeds = new_search(of, terms, roster_state(of, terms, first), Watch(options, 0.0)), []

    def improved(mine: RosterSearch, **_: object) -> CoverState:
        """Only one of the cores finds the best roster, the other none."""
        assert (mine.state.tours == first).all()
        assert len(mine.lanes) == mine.watch.options.threads == 1  # nobody's days are parted
        assert mine.watch.options.time_limit_s == pytest.approx(20.0)
        seeds.append(mine.watch.options.seed)
        return roster_state(of, terms, best if mine.watch.options.seed == options.seed + lucky else first)

    monkeypatch.setattr(improvement, "improved", improved)
    improvement.improved_apart(search, 0.2, 10.0)

    assert sorted(seeds) == [5, 6]
    assert (search.best.tours == best).all() and (search.state.tours == best).all()


def test_annealing_apart_leads_to_a_legal_roster_in_its_share_of_the_time(made_up: Instance) -> None:
    of, looks = problem(made_up), count()
    options = SolveOptions(lambda: 0.01 * next(looks), time_limit_s=4.0, gap=0.0, threads=1)
    terms = cover_terms(of)
    search = new_search(of, terms, roster_state(of, terms, any_tours(of)), Watch(options, options.clock()))

    assert improvement.can_improve_apart(search, 0.5)
    improvement.improved_apart(search, 0.5, 10.0)

    assert points_of(search.best.tours) == pytest.approx(best_points())
    assert all(is_legal(who, tuple(tour.tolist())) for who, tour in enumerate(search.best.tours))
    assert 0.5 <= search.watch.share() < 0.6
    assert not improvement.can_improve_apart(search, 0.5)  # no time is left for it


def test_where_nothing_better_comes_another_way_down_begins_and_the_best_is_kept(
    made_up: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, ways, looks = problem(made_up), [], count()
    options = SolveOptions(lambda: 0.01 * next(looks), time_limit_s=5.0, gap=0.0, threads=1)  # whatever compiling takes
    terms, watch = cover_terms(of), Watch(options, options.clock())
    search = new_search(of, terms, roster_state(of, terms, any_tours(of)), watch)
    descent = deep_search.Descent
    monkeypatch.setattr(deep_search, "Descent", lambda *given: ways.append(given[0]) or descent(*given))

    nothing_known = Bound(-1.0, start_prices(of))
    master = new_master(of)
    master.add(any_tours(of))
    monkeypatch.setattr(deep_search, "_everybody", lambda *_: False)  # it would prove the best at once
    deep_search.deep_searched(search, nothing_known, master, np.random.default_rng(1))

    assert len(ways) > 1  # stuck at the best, it began anew
    assert total_points(of, search.best) == pytest.approx(best_points())
    assert watch.share() >= 1


@pytest.mark.parametrize(("share_dived", "dives"), [(0.0, 2), (0.2, 0)])
def test_another_way_is_dived_for_on_every_core_in_a_tenth_of_the_time(
    made_up: Instance, monkeypatch: pytest.MonkeyPatch, share_dived: float, dives: int
) -> None:
    search = begun_search(made_up)
    needed = [*enumerate(any_tours(search.arena))]
    asked: list[Master] = []
    monkeypatch.setattr(deep_search, "dived", lambda master, *_: asked.append(master) or best_tours(search.arena))

    down = deep_search.Ways(needed, began=0.0, dived=share_dived).another(search)

    assert len(asked) == dives
    for master in asked:
        assert master.short_row is not None
        assert len(master.tours) == len(needed)  # its own program each, with what the bound needed
    assert len({id(master) for master in asked}) == dives
    assert down.points == pytest.approx(points_of(search.state.tours))
    if dives:
        assert down.points == pytest.approx(best_points())


def test_dives_for_other_ways_differ_in_patience_and_chance(made_up: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    search = begun_search(made_up)
    asked = []

    def dived(_: Master, __: int, patience: float, ___: object, below: float, rng: np.random.Generator) -> None:
        asked.append((patience, below, rng.uniform()))

    monkeypatch.setattr(deep_search, "dived", dived)
    ways = deep_search.Ways([], began=0.0)
    bests = []
    for share_dived in (0.0, 0.2, 0.0):  # the second may not dive
        bests.append(float(total_points(search.arena, search.best)))
        ways.dived = share_dived
        ways.another(search)

    assert ways.number == 3
    assert {patience for patience, *_ in asked} == set(deep_search.WAY_PATIENCES)
    assert [below for _, below, _ in asked] == pytest.approx(
        [bests[0]] * 2 + [bests[2]] * 2
    )  # nothing dearer is wanted
    assert len({luck for *_, luck in asked}) == len(asked) == 4


def begun_search(made_up: Instance) -> RosterSearch:
    """A search on two cores, begun at any roster, whose clock says that half of the time has passed."""
    of, options = problem(made_up), SolveOptions(lambda: 2.0, time_limit_s=4.0, gap=0.0, threads=2)
    return new_search(of, cover_terms(of), roster_state(of, cover_terms(of), any_tours(of)), Watch(options, 0.0))
