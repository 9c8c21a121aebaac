"""A made-up instance in the public format: arrays, bound, choice of tours and search against all rosters."""

import time
from itertools import count, groupby, pairwise, product
from pathlib import Path

import numpy as np
import pytest

from bench.curtois_parts.instance import Instance, read_instance
from bench.curtois_parts.problem import problem, rows
from bench.curtois_parts.solving import solved
from scheduling import deep_search, recombination
from scheduling.arena import Arena
from scheduling.column_generation import generated_bound, new_master
from scheduling.cover_state import roster_state, total_points
from scheduling.cover_terms import cover_terms
from scheduling.diving import dived
from scheduling.held_choices import FREE, all_free, keeps
from scheduling.lagrange import Bound, lower_bound, new_climb
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.prices import priced_duties, start_prices
from scheduling.pricing import legal_tour_points
from scheduling.recombination import can_recombine, cheap_tours, recombined
from scheduling.relaxation import relaxed
from scheduling.roster_search import new_search
from scheduling.tour_choice import Effort, better_choice
from scheduling.watch import Watch

DAYS = 7
MADE_UP = """# made up
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,600,E
SECTION_STAFF
A,E=7|L=2,2400,1400,4,2,2,1
B,E=3|L=7,2600,0,5,1,1,0
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
B,1,L,3
SECTION_SHIFT_OFF_REQUESTS
A,0,E,2
SECTION_COVER
"""
NEED = [(1, 1), (1, 0), (2, 1), (0, 1), (1, 1), (1, 0), (0, 1)]
MINUTES = {OFF: 0, 0: 480, 1: 600}
LIMITS = (((7, 2), 1400, 2400, 4, 2, 2, 1, {3}), ((3, 7), 0, 2600, 5, 1, 1, 0, set()))  # as the file says them


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    path: Path = tmp_path_factory.mktemp("instance") / "made_up.txt"
    cover = [f"{day},{name},{need},100,1" for day in range(DAYS) for name, need in zip("EL", NEED[day], strict=True)]
    path.write_text(MADE_UP + "\n".join(cover) + "\n", encoding="utf-8")
    return read_instance(path)


def is_legal(worker: int, tour: tuple[int, ...]) -> bool:
    """The limits by plain counting."""
    most, least_min, most_min, most_run, least_run, least_off, most_weekends, off = LIMITS[worker]
    runs = [(worked, len(list(run))) for worked, run in groupby(shift != OFF for shift in tour)]
    return (
        all(tour.count(shift) <= most[shift] for shift in range(2))
        and least_min <= sum(MINUTES[shift] for shift in tour) <= most_min
        and all(length <= most_run for worked, length in runs if worked)
        and all(length >= (least_run if worked else least_off) for worked, length in runs[1:-1])
        and (tour[5] != OFF or tour[6] != OFF) <= most_weekends
        and all(tour[day] == OFF for day in off)
        and not any(before == 1 and after == 0 for before, after in pairwise(tour))
    )


def wish_points(worker: int, tour: tuple[int, ...]) -> float:
    """Points of the two wishes."""
    return 2.0 * (tour[0] == 0) if worker == 0 else 3.0 * (tour[1] != 1)


def best_points(short: int = 0) -> float:
    """The points of the best of all pairs of legal tours that leave at least so many agents short."""
    legal = [[tour for tour in product((OFF, 0, 1), repeat=DAYS) if is_legal(who, tour)] for who in range(2)]
    works = [np.array([[[shift == s for s in range(2)] for shift in tour] for tour in tours]) for tours in legal]
    points = [np.array([wish_points(who, tour) for tour in tours]) for who, tours in enumerate(legal)]
    have = works[0][:, None].astype(float) + works[1][None]
    need = np.array(NEED, dtype=float)
    cover = (100 * np.maximum(0, need - have) + np.maximum(0, have - need)).sum(axis=(2, 3))
    is_as_short = np.maximum(0, need - have).sum(axis=(2, 3)) >= short
    return float((cover + points[0][:, None] + points[1][None])[is_as_short].min())


def points_of(tours: np.ndarray) -> float:
    """The points of two tours by plain counting."""
    need, have = np.array(NEED, dtype=float), np.zeros((DAYS, 2))
    for tour in tours:
        for day, shift in enumerate(tour):
            if shift != OFF:
                have[day, shift] += 1
    cover = (100 * np.maximum(0, need - have) + np.maximum(0, have - need)).sum()
    return float(cover + sum(wish_points(who, tuple(tour.tolist())) for who, tour in enumerate(tours)))


def any_tours(of: Arena) -> np.ndarray:
    """A legal tour for each, whatever it costs."""
    return np.stack([cheap_tours(of, who, of.duty_cost[who], 1e6, 5000)[0][0] for who in range(2)])


def test_the_arrays_call_a_tour_legal_exactly_where_the_file_does(made_up: Instance) -> None:
    of = problem(made_up)

    assert can_recombine(of)
    for who in range(2):
        for tour in product((OFF, 0, 1), repeat=DAYS):
            points = legal_tour_points(of, who, np.array(tour))
            assert np.isfinite(points) == is_legal(who, tour)
            if np.isfinite(points):
                assert points == wish_points(who, tour)


def test_bounds_stay_below_the_best_roster_and_tours_generated_raise_them(made_up: Instance) -> None:
    of = problem(made_up)
    first = lower_bound(new_climb(of, 1), 50)
    master = new_master(of)
    master.add(relaxed(of, first.prices, 1).tours)
    rounds = iter(range(60))

    found, _ = generated_bound(master, first, 1, lambda points: next(rounds, None) is not None)

    assert first.points <= found.points <= best_points() + 1e-6
    assert found.points > best_points() - 60


@pytest.mark.parametrize("patience", [0.0, 2e-4])
def test_a_dive_gives_everybody_a_legal_tour_and_leaves_the_program_free(made_up: Instance, patience: float) -> None:
    of = problem(made_up)
    master = new_master(of)
    master.add(any_tours(of))
    rounds = iter(range(200))

    tours = dived(master, 1, patience, lambda: next(rounds, None) is not None)

    assert tours is not None
    assert all(is_legal(who, tuple(tour.tolist())) for who, tour in enumerate(tours))
    free = master.solve()[0]
    assert free <= best_points() + 1e-6
    assert best_points() <= points_of(tours) <= best_points() + 100


def test_a_program_asked_to_be_short_of_more_is_so_and_costs_no_more_than_rosters_that_are(made_up: Instance) -> None:
    of = problem(made_up)
    master = new_master(of)
    master.add(any_tours(of))
    points = []
    for agents in (0, 4, 6, 4):  # the best roster is three short
        master.ask_short(agents)
        points.append(master.generate(all_free(of), 1, 50, lambda: True))
        short = np.array(master.highs.getSolution().col_value)[len(of.allowed) : master.first]
        assert short.sum() >= agents - 1e-6

    assert points[0] < points[1] < points[2]
    assert points[3] == pytest.approx(points[1])
    assert points[2] <= best_points(short=6) + 1e-6


def test_a_dive_without_time_gives_nothing(made_up: Instance) -> None:
    master = new_master(problem(made_up))

    assert dived(master, 1, 0.0, lambda: False) is None


@pytest.mark.parametrize(
    "free", [(0, slice(None)), (1, slice(None)), (slice(None), slice(2, 6)), (slice(None), slice(None))]
)
def test_choices_made_anew_keep_what_stays_and_are_the_best_there_are(
    made_up: Instance, free: tuple[object, ...]
) -> None:
    of = problem(made_up)
    tours = any_tours(of)
    held = tours.copy()
    held[free] = FREE
    legal = [[tour for tour in product((OFF, 0, 1), repeat=DAYS) if is_legal(who, tour)] for who in range(2)]
    kept = [[tour for tour in legal[who] if keeps(held[who], np.array(tour))] for who in range(2)]
    least = min(points_of(np.array(pair)) for pair in product(*kept))

    found = better_choice(of, tours, points_of(tours), held, Effort(50, 20.0, 20.0), lambda: True)

    now = tours if found.tours is None else found.tours
    assert all(is_legal(who, tuple(tour.tolist())) and keeps(held[who], tour) for who, tour in enumerate(now))
    assert found.is_settled
    assert least <= points_of(now) <= points_of(tours)
    if found.tours is None:
        assert least > points_of(tours) - 1


def test_without_time_nothing_is_called_settled(made_up: Instance) -> None:
    of = problem(made_up)
    tours = any_tours(of)

    found = better_choice(of, tours, points_of(tours), all_free(of), Effort(50, 20.0, 20.0), lambda: False)

    assert found.tours is None and not found.is_settled


def test_everybodys_tours_chosen_together_make_the_best_roster(made_up: Instance) -> None:
    of = problem(made_up)
    cost = priced_duties(of, start_prices(of))

    found = recombined(of, cost, any_tours(of), range(2), 1e6, recombination.Effort(10_000, 20.0), lambda: True)

    assert found is not None and found.is_proven
    assert points_of(found.tours) == pytest.approx(best_points())


def test_tours_are_not_listed_when_the_time_is_up(made_up: Instance) -> None:
    of = problem(made_up)
    cost = priced_duties(of, start_prices(of))
    effort = recombination.Effort(10_000, 20.0)

    assert recombined(of, cost, any_tours(of), range(2), 1e6, effort, lambda: False) is None


def test_the_search_finds_the_best_roster(made_up: Instance) -> None:
    options = SolveOptions(time.process_time, time_limit_s=4.0, gap=0.0, threads=1)

    found = solved(problem(made_up), options)

    assert found.points == pytest.approx(best_points())
    assert found.bound <= found.points + 1e-6
    assert all(is_legal(who, tuple(tour.tolist())) for who, tour in enumerate(found.tours))
    assert len(rows(made_up, found.tours)) == int((found.tours != OFF).sum())


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


@pytest.mark.parametrize(("share_dived", "dives"), [(0.0, 1), (0.2, 0)])
def test_another_way_is_dived_for_in_a_tenth_of_the_time(
    made_up: Instance, monkeypatch: pytest.MonkeyPatch, share_dived: float, dives: int
) -> None:
    of, asked = problem(made_up), []
    options = SolveOptions(lambda: 2.0, time_limit_s=4.0, gap=0.0, threads=1)
    search = new_search(of, cover_terms(of), roster_state(of, cover_terms(of), any_tours(of)), Watch(options, 0.0))
    master = new_master(of)
    effort = recombination.Effort(10_000, 20.0)
    cost = priced_duties(of, start_prices(of))
    best = recombined(of, cost, any_tours(of), range(2), 1e6, effort, lambda: True).tours
    monkeypatch.setattr(deep_search, "dived", lambda *given: asked.append(given) or best)

    down = deep_search.Ways(master, began=0.0, dived=share_dived).another(search)

    assert len(asked) == dives
    assert (master.short_row is not None) == (dives == 1)
    assert down.points == pytest.approx(points_of(search.state.tours))
    if dives:
        assert down.points == pytest.approx(best_points())
