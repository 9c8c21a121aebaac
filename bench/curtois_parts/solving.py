"""One instance solved by the parts of the roster engine, in the order in which the engine takes them."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.column_generation import generated_bound, new_master
from scheduling.cover_state import copy_state, total_points
from scheduling.cover_terms import cover_terms
from scheduling.deep_search import deep_searched
from scheduling.improvement import improved, improvement
from scheduling.lagrange import Bound, lower_bound, new_climb
from scheduling.options import SolveOptions
from scheduling.relaxation import relaxed, start_prices
from scheduling.settling import settled
from scheduling.watch import Watch

BOUND_ROUNDS = 3000
CLIMB_UNTIL, GENERATE_UNTIL, SETTLE_SHARE, ANNEAL_UNTIL = 0.1, 0.22, 0.03, 0.55


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
    bound = _generated(arena, bound, watch)
    tours = relaxed(arena, bound.prices, options.threads).tours
    begins = watch.share()
    first = settled(
        arena, terms, bound.prices, tours, options.threads, options.seed,
        lambda: (watch.share() - begins) / SETTLE_SHARE,
    )  # fmt: skip
    search = improvement(arena, terms, first, watch)
    watch.tell("settled")
    small_changes = Watch(replace(options, time_limit_s=ANNEAL_UNTIL * options.time_limit_s), watch.started, bound=bound.points)
    best = improved(improvement(arena, terms, first, small_changes))
    copy_state(best, search.state)
    search.note()
    watch.tell("search")
    best = deep_searched(search, bound, np.random.default_rng(options.seed))
    course = tuple(f"{step.phase} {step.seconds:.0f} s: {step.incumbent} / {step.bound}" for step in watch.course)
    return Solved(best.tours, float(total_points(arena, best)), bound.points, watch.seconds(), course)


def _generated(arena: Arena, bound: Bound, watch: Watch) -> Bound:
    master = new_master(arena)
    master.add(relaxed(arena, bound.prices, watch.options.threads).tours)

    def more(best: float) -> bool:
        watch.bound = best
        watch.tell("tours")
        return watch.share() < GENERATE_UNTIL

    return generated_bound(master, bound, watch.options.threads, more)[0]


def _compile(arena: Arena, options: SolveOptions) -> None:
    """Have everything compiled before time is counted."""
    terms = cover_terms(arena)
    tours = new_climb(arena, options.threads).step(0.0).tours
    state = settled(arena, terms, start_prices(arena), tours, 1, 0, lambda: 1.0)
    search = improvement(arena, terms, state, Watch(options, options.clock()))
    search.stage(0, 0.0, 1)
    none = Watch(replace(options, time_limit_s=1e-9), options.clock())
    deep_searched(improvement(arena, terms, state, none), Bound(-np.inf, start_prices(arena)), np.random.default_rng(0))
