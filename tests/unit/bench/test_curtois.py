"""A made-up instance in the public format: arrays, bound, choice of tours and search against all rosters."""

import time
from itertools import product

import numpy as np
import pytest

from bench.curtois_parts.instance import Instance
from bench.curtois_parts.problem import problem, rows
from bench.curtois_parts.solving import solved
from scheduling import recombination
from scheduling.column_generation import generated_bound, new_master
from scheduling.diving import dived
from scheduling.held_choices import FREE, all_free, keeps
from scheduling.lagrange import lower_bound, new_climb
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.prices import priced_duties, start_prices
from scheduling.pricing import legal_tour_points
from scheduling.recombination import can_recombine, recombined, roster_points
from scheduling.relaxation import relaxed
from scheduling.tour_choice import Effort, better_choice
from tests.unit.bench.made_up import DAYS, any_tours, best_points, best_tours, is_legal, points_of, wish_points


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


def test_a_dive_ends_where_nothing_better_is_left(made_up: Instance) -> None:
    of = problem(made_up)
    master = new_master(of)
    master.add(any_tours(of))

    assert dived(master, 1, 0.0, lambda: True, below=best_points() - 200.0) is None
    assert master.solve()[0] <= best_points() + 1e-6  # and is free again


def test_tours_that_nobody_may_have_any_more_can_be_taken_out_and_the_solution_stays(made_up: Instance) -> None:
    of = problem(made_up)
    master = new_master(of)
    master.add(any_tours(of))
    master.generate(all_free(of), 1, 50, lambda: True)
    held = all_free(of)
    held[0, 0] = OFF
    master.hold(held)
    points, before = master.generate(held, 1, 50, lambda: True), master.taken()
    gone = ~master.stays(held)
    assert 0 < gone.sum() < len(gone)

    master.forget(gone)

    assert len(master.tours) < len(gone)
    assert sum(master.stays(held)) == (~gone).sum()  # all the others are there
    assert master.solve()[0] == pytest.approx(points)
    assert master.taken() == pytest.approx(before)  # nothing was left to be done


def test_a_dive_in_which_chance_has_a_say_is_legal_and_can_be_repeated(made_up: Instance) -> None:
    of = problem(made_up)
    found = []
    for seed in (1, 2, 3, 4, 1):
        master = new_master(of)
        master.add(any_tours(of))
        master.ask_short(6)  # there are many such rosters
        tours = dived(master, 1, 0.0, lambda: True, rng=np.random.default_rng(seed))
        assert tours is not None
        assert all(is_legal(who, tuple(tour.tolist())) for who, tour in enumerate(tours))
        assert points_of(tours) >= best_points()
        found.append(tours)

    assert (found[0] == found[4]).all()
    assert any((tours != found[0]).any() for tours in found)


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

    now, before = tours, np.inf
    while points_of(now) < before:
        before = points_of(now)
        found = better_choice(of, now, before, held, Effort(50, 20.0, 10_000, 20.0), lambda: True)
        now = now if found.tours is None else found.tours
        assert all(is_legal(who, tuple(tour.tolist())) and keeps(held[who], tour) for who, tour in enumerate(now))
        assert found.is_settled

    assert before == pytest.approx(least)


def test_tours_chosen_among_a_few_are_legal_no_worse_and_not_proven(made_up: Instance) -> None:
    of = problem(made_up)
    tours, cost = any_tours(of), priced_duties(of, start_prices(of))

    found = recombined(of, cost, tours, range(2), 1e6, recombination.Effort(4, 20.0), lambda: True)

    assert found is not None and not found.is_proven
    assert all(is_legal(who, tuple(tour.tolist())) for who, tour in enumerate(found.tours))
    assert points_of(found.tours) <= points_of(tours)


def test_points_of_a_roster_are_those_of_plain_counting(made_up: Instance) -> None:
    of = problem(made_up)
    for tours in (any_tours(of), best_tours(of)):
        assert roster_points(of, tours) == pytest.approx(points_of(tours))


def test_without_time_nothing_is_called_settled(made_up: Instance) -> None:
    of = problem(made_up)
    tours = any_tours(of)

    found = better_choice(of, tours, points_of(tours), all_free(of), Effort(50, 20.0, 10_000, 20.0), lambda: False)

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
