"""A made-up instance: cores that anneal apart, and other ways down from the best roster."""

from itertools import count

import numpy as np
import pytest

from bench.curtois_parts.instance import Instance
from bench.curtois_parts.problem import problem
from scheduling import deep_search, dives, improvement
from scheduling.column_generation import Master, new_master
from scheduling.cover_state import CoverState, roster_state, total_points
from scheduling.cover_terms import cover_terms
from scheduling.lagrange import Bound
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.prices import start_prices
from scheduling.recombination import agents_short
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


@pytest.mark.parametrize(("share_dived", "may_dive"), [(0.0, True), (0.2, False)])
def test_another_way_is_dived_for_in_a_quarter_of_the_time(
    made_up: Instance, monkeypatch: pytest.MonkeyPatch, share_dived: float, may_dive: bool
) -> None:
    search = begun_search(made_up)
    asked: list[float | None] = []
    monkeypatch.setattr(
        dives, "dived", lambda master, *_: asked.append(asked_short(master)) or best_tours(search.arena)
    )
    short = agents_short(search.arena, search.best.tours)

    dives_of = dives.Dives(search.arena, [], bound=best_points())
    down = deep_search.Ways(dives_of, began=0.0, dived=share_dived).another(search)

    assert down.points == pytest.approx(points_of(search.state.tours))
    if may_dive:
        assert set(asked) <= {short, short - 1}
        assert down.points == pytest.approx(best_points())
    else:
        assert asked == []


def test_dives_differ_in_patience_chance_and_what_they_are_asked(
    made_up: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, asked = begun_search(made_up), []
    needed = [*enumerate(any_tours(search.arena))]

    def dived(
        master: Master, _: int, patience: float, __: object, below: float, rng: np.random.Generator
    ) -> np.ndarray | None:
        assert len(master.tours) == len(needed)  # its own program each, with what the bound needed
        asked.append((id(master), asked_short(master), patience, below, rng.uniform()))
        masters.append(master)  # so that no other can have its place

    masters: list[Master] = []
    monkeypatch.setattr(dives, "dived", dived)
    of_search = dives.Dives(search.arena, needed, bound=0.0)

    assert of_search.better(search, (None, 5.0), until=1.0) == []
    assert of_search.better(search, (None, 5.0), until=1.0) == []

    best = float(total_points(search.arena, search.best))
    assert len(asked) == 2 * 2 * len(dives.PATIENCES)  # each core each patience, twice
    tried = {(short, patience) for _, short, patience, *_ in asked}
    assert tried == {(short, patience) for short in (None, 5.0) for patience in dives.PATIENCES}
    assert all(below == pytest.approx(best) for *_, below, _ in asked)  # nothing dearer is wanted
    assert len({luck for *_, luck in asked}) == len({master for master, *_ in asked}) == len(asked)


def test_cores_dive_on_while_that_gives_better_rosters_until_one_is_proven(
    made_up: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = begun_search(made_up, threads=1)
    first, best = float(total_points(search.arena, search.best)), best_tours(search.arena)
    gives = iter([None, None, np.full_like(best, OFF), best])
    belows: list[float] = []
    monkeypatch.setattr(dives, "dived", lambda *given: belows.append(given[4]) or next(gives))
    monkeypatch.setattr(
        dives, "roster_points", lambda _, tours: points_of(tours) if (tours != OFF).any() else first - 1
    )

    found = dives.Dives(search.arena, [], bound=best_points()).better(search, (None,), until=1.0)

    assert belows == pytest.approx([first, first, first, first - 1])
    assert [(tours != OFF).any() for tours in found] == [True, False]  # the best one first
    assert next(gives, "none left") == "none left"


def test_no_dive_begins_when_its_share_of_the_time_is_over(made_up: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    search, asked = begun_search(made_up), []
    monkeypatch.setattr(dives, "dived", lambda *_: asked.append(1))

    assert dives.Dives(search.arena, [], bound=0.0).better(search, (None,), until=0.5) == []
    assert asked == []


def asked_short(master: Master) -> float | None:
    """How many agents the program is asked to be short of at least; None where it is not asked."""
    return None if master.short_row is None else float(master.highs.getLp().row_lower_[master.short_row])


def begun_search(made_up: Instance, threads: int = 2) -> RosterSearch:
    """A search begun at any roster, whose clock says that half of the time has passed."""
    of, options = problem(made_up), SolveOptions(lambda: 2.0, time_limit_s=4.0, gap=0.0, threads=threads)
    return new_search(of, cover_terms(of), roster_state(of, cover_terms(of), any_tours(of)), Watch(options, 0.0))
