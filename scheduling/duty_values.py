"""What a duty is worth when an agent at work is worth so much in each interval, breaks lying where they cost least.

The worth of a stretch of minutes is a difference of two values of the integral of the worth over time, so that every
place of a meal or a rest is weighed in constant time.
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled, inlined


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


@compiled
def minute_sums(worth: Floats, interval_min: int, sums: Floats) -> None:
    """Writes the running sums of the worth per interval by minute, which are read without a division: entry m is what
    lies before minute m.
    """
    so_far = 0.0
    for t in range(len(worth)):
        for part in range(interval_min):
            sums[t * interval_min + part] = so_far + worth[t] * part / interval_min
        so_far += worth[t]
    sums[len(worth) * interval_min] = so_far


@inlined
def read_by_minute(times: BreakTimes) -> BreakTimes:
    """The same break times for running sums by minute; for compiled code."""
    return BreakTimes(
        1, times.start_min, times.n_plans, times.meal_start, times.meal_min, times.n_rests, times.n_starts,
        times.rest_start, times.rest_min,
    )  # fmt: skip


@inlined
def _until(sums: Floats, minute: int, interval_min: int) -> float:
    if interval_min == 1:
        return float(sums[minute])
    t = minute // interval_min
    part = minute - t * interval_min
    if part == 0:
        return float(sums[t])
    return float(sums[t] + (sums[t + 1] - sums[t]) * part / interval_min)


@inlined
def stretch(sums: Floats, start_min: int, end_min: int, interval_min: int) -> float:
    """Worth of [start, end) minutes after the window's first midnight."""
    return _until(sums, end_min, interval_min) - _until(sums, start_min, interval_min)


@compiled
def cheapest_breaks(times: BreakTimes, sums: Floats, day: int, shift: int, breaks: Ints) -> float:
    """The least worth lost to meal and rests; writes meal start and rest starts (minutes after midnight of the window).

    `breaks[0]` is the start of the meal or -1, `breaks[1 + r]` the start of rest r.
    """
    begins = day * 1440 + times.start_min[shift]
    least = np.inf
    chosen = np.empty(times.n_rests[shift], dtype=np.int64)
    for plan in range(times.n_plans[shift]):
        meal = times.meal_start[shift, plan]
        lost = 0.0
        if meal >= 0:
            lost += stretch(sums, begins + meal, begins + meal + times.meal_min[shift], times.interval_min)
        for rest in range(times.n_rests[shift]):
            best = np.inf
            for choice in range(times.n_starts[shift, plan, rest]):
                at = begins + times.rest_start[shift, plan, rest, choice]
                worth = stretch(sums, at, at + times.rest_min[shift], times.interval_min)
                if worth < best - 1e-12:
                    best, chosen[rest] = worth, at
            lost += best
        if lost < least - 1e-12:
            least = lost
            breaks[0] = begins + meal if meal >= 0 else -1
            for rest in range(times.n_rests[shift]):
                breaks[1 + rest] = chosen[rest]
    return least


@compiled
def work_values(arena: Arena, worth: Floats, values: Floats, days: slice) -> None:
    """Writes the worth of every duty of some days in a row: `values[day, shift]` is that of its work, meal and rests at
    their best places.
    """
    sums, times = np.empty(len(worth) * arena.interval_min + 1), read_by_minute(break_times(arena))
    first, last = days.start * arena.a_day, (days.stop + 1) * arena.a_day  # duties reach into the day after
    minute_sums(worth[first:last], arena.interval_min, sums[first * arena.interval_min :])
    breaks = np.empty(1 + arena.n_starts.shape[2], dtype=np.int64)
    for day in range(days.start, days.stop):
        for shift in range(values.shape[1]):
            begins, ends = day * 1440 + arena.start_min[shift], day * 1440 + arena.end_min[shift]
            lost = cheapest_breaks(times, sums, day, shift, breaks)
            values[day, shift] = stretch(sums, begins, ends, times.interval_min) - lost


@compiled
def presence_values(arena: Arena, worth: Floats, values: Floats) -> None:
    """Writes the worth of being on duty, meals included, in all intervals that a duty touches: `values[day, shift]`."""
    sums = integral(worth)
    for day in range(values.shape[0]):
        for shift in range(values.shape[1]):
            first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
            last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
            values[day, shift] = sums[last] - sums[first]
