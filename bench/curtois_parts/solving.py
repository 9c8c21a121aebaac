"""One instance solved by the parts of the roster engine, in the order in which the engine takes them."""

from dataclasses import replace
from itertools import count
from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.column_generation import Master, generated_bound, new_master
from scheduling.cover_state import copy_state, roster_state, total_points
from scheduling.cover_terms import cover_terms
from scheduling.deep_search import deep_searched
from scheduling.improvement import can_improve_apart, improved, improved_apart, stage
from scheduling.lagrange import Bound, lower_bound, new_climb
from scheduling.options import SolveOptions
from scheduling.prices import priced_duties, start_prices
from scheduling.recombination import cheap_tours, is_whole, kind_points
from scheduling.relaxation import relaxed
from scheduling.roster_search import RosterSearch, new_search
from scheduling.settling import settled
from scheduling.watch import Watch

BOUND_ROUNDS = 300
WARMTHS, APART_WARMTH = (1.0, 3.0, 10.0), 10.0
ROUNDING = 1e-4  # points, more than sums of prices may be wrong by
CLIMB_UNTIL, GENERATE_UNTIL, SETTLE_SHARE, ANNEAL_SHARE = 0.03, 0.2, 0.03, 0.1


class Solved(NamedTuple):
    """Tours `[p, d]`, their points, a lower bound, and the seconds it took, compiling left out."""

    tours: Ints
    points: float
    bound: float
    seconds: float
    course: tuple[str, ...]


def solved(arena: Arena, options: SolveOptions) -> Solved:
    """The best roster within the time limit."""
    terms = cover_terms(arena)
    _compile(arena, options)
    watch = Watch(options, options.clock())

    def passed(best: float) -> float:
        watch.bound = best
        watch.tell("bound")
        return watch.share() / CLIMB_UNTIL

    bound = lower_bound(new_climb(arena, options.threads), BOUND_ROUNDS, passed)
    master = new_master(arena)
    bound = _rounded(arena, _generated(arena, master, bound, watch))
    watch.bound = bound.points
    tours = relaxed(arena, bound.prices, options.threads).tours
    begins = watch.share()
    priced = arena._replace(duty_cost=arena.duty_cost + kind_points(arena, bound.prices))
    first = settled(
        priced, terms, bound.prices, tours, options.threads, options.seed,
        lambda _: (watch.share() - begins) / SETTLE_SHARE,
    ).state  # fmt: skip
    search = new_search(arena, terms, roster_state(arena, terms, first.tours), watch)
    watch.tell("settled")
    _anneal(search, bound)
    points = deep_searched(search, bound, master, np.random.default_rng(options.seed))
    watch.bound = points
    watch.tell("proven" if points > bound.points else "done")
    return Solved(search.best.tours, float(total_points(arena, search.best)), points, watch.seconds(), _phases(watch))


def _anneal(search: RosterSearch, bound: Bound) -> None:
    """Anneal from the best roster again and again, warmer or cooler, while there is time for it; once on each core by
    itself and warmly where there is time enough for that.
    """
    watch, options = search.watch, search.watch.options
    anneal_until = watch.share() + ANNEAL_SHARE
    if can_improve_apart(search, anneal_until):
        improved_apart(search, anneal_until, APART_WARMTH)
        watch.tell("apart")
    for number in count():
        if watch.share() >= anneal_until or watch.good_enough():
            break
        copy_state(search.best, search.state)
        until = replace(options, time_limit_s=anneal_until * options.time_limit_s, seed=options.seed + number)
        again = Watch(until, watch.started, bound=bound.points)
        warmth = WARMTHS[number % len(WARMTHS)]
        best = improved(new_search(search.arena, search.terms, search.state, again), warmth=warmth)
        copy_state(best, search.state)
        search.note()
        watch.tell("search")


def _phases(watch: Watch) -> tuple[str, ...]:
    """Where the solve stood when each phase last told of itself."""
    last = {step.phase: step for step in watch.course}
    return tuple(f"{name} {step.seconds:.0f} s: {step.incumbent} / {step.bound}" for name, step in last.items())


def _generated(arena: Arena, master: Master, bound: Bound, watch: Watch) -> Bound:
    master.add(relaxed(arena, bound.prices, watch.options.threads).tours)

    def more(best: float) -> bool:
        watch.bound = best
        watch.tell("tours")
        return watch.share() < GENERATE_UNTIL

    return generated_bound(master, bound, watch.options.threads, more)[0]


def _rounded(arena: Arena, bound: Bound) -> Bound:
    """The bound rounded up where every roster costs a whole number of points."""
    return replace(bound, points=float(np.ceil(bound.points - ROUNDING))) if is_whole(arena) else bound


def _compile(arena: Arena, options: SolveOptions) -> None:
    """Have everything compiled before time is counted."""
    terms = cover_terms(arena)
    tours = new_climb(arena, options.threads).step(0.0).tours
    state = settled(arena, terms, start_prices(arena), tours, 1, 0, lambda _: 2.0).state  # one turn
    search = new_search(arena, terms, state, Watch(options, options.clock()))
    stage(search, 0, (1.0, 1.0), 1)
    cheap_tours(arena, 0, priced_duties(arena, start_prices(arena))[0], 0.0, 1)
