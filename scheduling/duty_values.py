"""What a duty is worth when an agent at work is worth so much in each interval, breaks lying where they cost least.

The worth of a stretch of minutes is a difference of two values of the integral of the worth over time, so that every
place of a meal or a rest is weighed in constant time.
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled, inlined, lean
from scheduling.grains import Grains

EQUAL = 1e-12  # worth, of places of which the first is taken


class BreakTimes(NamedTuple):
    """The part of the arena that places of meals and rests depend on, small enough to be handed about."""

    interval_min: int
    start_min: Ints
    n_plans: Ints
    meal_start: Ints
    meal_min: Ints
    n_rests: Ints
    n_starts: Ints
    rest_start: Ints
    rest_min: Ints


@inlined
def break_times(arena: Arena) -> BreakTimes:
    """The break times of a problem; for compiled code."""
    return BreakTimes(
        arena.interval_min, arena.start_min, arena.n_plans, arena.meal_start, arena.meal_min, arena.n_rests,
        arena.n_starts, arena.rest_start, arena.rest_min,
    )  # fmt: skip


@compiled
def integral(worth: Floats) -> Floats:
    """Running sums of the worth per interval: entry t is what lies before interval t.

    Called from compiled code only: arrays handed back by code from numba's cache have been seen to arrive broken.
    """
    sums = np.zeros(len(worth) + 1)
    for t in range(len(worth)):
        sums[t + 1] = sums[t] + worth[t]
    return sums


@inlined
def sums_room(arena: Arena) -> Floats:
    """Room for running sums by grain over the window; for compiled code."""
    return np.zeros(len(arena.need) * arena.grains.an_interval + 1)


@lean
def grain_sums(grains: Grains, worth: Floats, first: int, last: int, sums: Floats) -> None:
    """Writes the running sums of the worth per interval by grain, from interval `first` up to `last`: the difference of
    two is what lies between their grains.
    """
    parts = grains.an_interval
    so_far = 0.0
    for t in range(first, last):
        for part in range(parts):
            sums[t * parts + part] = so_far + worth[t] * part / parts
        so_far += worth[t]
    sums[last * parts] = so_far


@lean
def cheapest_breaks(grains: Grains, sums: Floats, day: int, shift: int, breaks: Ints) -> float:
    """The least worth lost to meal and rests; writes meal start and rest starts (minutes after midnight of the window).

    `sums` are those by grain. `breaks[0]` is the start of the meal or -1, `breaks[1 + r]` the start of rest r.
    """
    least, plan = _cheapest_plan(grains, sums, day, shift)
    begins, length = day * grains.a_day + grains.start[shift], grains.rest[shift]
    meal = grains.meal_start[shift, plan]
    breaks[0] = (begins + meal) * grains.grain_min if meal >= 0 else -1
    for rest in range(grains.n_rests[shift]):
        best = np.inf
        for choice in range(grains.n_starts[shift, plan, rest]):
            at = begins + grains.rest_start[shift, plan, rest, choice]
            worth = sums[at + length] - sums[at]
            if worth < best - EQUAL:
                best, breaks[1 + rest] = worth, at * grains.grain_min
    return least


@lean
def _cheapest_plan(grains: Grains, sums: Floats, day: int, shift: int) -> tuple[float, int]:
    """The least worth lost to the breaks of a plan, each at its best place, and the plan.

    The places are not noted: without them a look at each costs next to nothing.
    """
    begins, length = day * grains.a_day + grains.start[shift], grains.rest[shift]
    least, cheapest = np.inf, 0
    for plan in range(grains.n_plans[shift]):
        lost = 0.0
        if grains.meal_start[shift, plan] >= 0:
            meal = begins + grains.meal_start[shift, plan]
            lost += sums[meal + grains.meal[shift]] - sums[meal]
        for rest in range(grains.n_rests[shift]):
            best = np.inf
            for choice in range(grains.n_starts[shift, plan, rest]):
                at = begins + grains.rest_start[shift, plan, rest, choice]
                best = min(best, sums[at + length] - sums[at])
            lost += best
        if lost < least - EQUAL:
            least, cheapest = lost, plan
    return least, cheapest


@lean
def work_values(arena: Arena, sums: Floats, wanted: Bytes, values: Floats, days: slice) -> None:
    """Writes the worth of the wanted duties (`[day, shift]`, not 0) of some days in a row, from the running sums of an
    agent's worth by grain: `values[day, shift]` is that of its work, meal and rests at their best places; else 0.
    """
    grains = arena.grains
    for day in range(days.start, days.stop):
        for shift in range(values.shape[1]):
            values[day, shift] = 0.0
            if not wanted[day, shift]:
                continue
            begins, ends = day * grains.a_day + grains.start[shift], day * grains.a_day + grains.end[shift]
            values[day, shift] = sums[ends] - sums[begins] - _cheapest_plan(grains, sums, day, shift)[0]


@compiled
def presence_values(arena: Arena, worth: Floats, values: Floats) -> None:
    """Writes the worth of being on duty, meals included, in all intervals that a duty touches: `values[day, shift]`."""
    _read_presence(arena, integral(worth), values)


@lean
def _read_presence(arena: Arena, sums: Floats, values: Floats) -> None:
    for day in range(values.shape[0]):
        for shift in range(values.shape[1]):
            first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
            last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
            values[day, shift] = sums[last] - sums[first]
