"""What a duty of one more person saves, counted exactly, compiled: whole and parts of intervals, each as it stands.

`duty_values.py` weighs a part of an interval as that part of the whole one. That is what a search wants, but half an
agent may save all that there is to save. Here every part is counted by itself; a person's breaks lie in different
intervals wherever these are no longer than what the rules keep between breaks (longer ones: nearly exact).
"""

import numpy as np

from scheduling.arena import Floats, Ints
from scheduling.compiled import compiled, lean
from scheduling.cover_state import CoverState
from scheduling.cover_terms import CoverTerms, work_points
from scheduling.duty_values import BreakTimes


@lean
def lost_while_away(
    terms: CoverTerms, state: CoverState, group: int, begins: int, ends: int, away: int, back: int
) -> float:
    """Points that cover costs more when one more agent of a group, at work from `begins` to `ends`, is away a while.

    All four in minutes of the window; away all the time, it is what the duty saves without its breaks.
    """
    lost, step = 0.0, terms.interval_min
    for t in range(away // step, min(-(-back // step), terms.intervals)):
        first, last = t * step, (t + 1) * step
        at_work = (min(ends, last) - max(begins, first)) / step
        missing = (min(back, last) - max(away, first)) / step
        lost += work_points(terms, state.supply, t, group, at_work - missing)
        lost -= work_points(terms, state.supply, t, group, at_work)
    return lost


@compiled
def least_lost_to_breaks(
    times: BreakTimes, terms: CoverTerms, state: CoverState, group: int, day: int, shift: int, breaks: Ints
) -> float:
    """The least points lost to a duty's meal and rests; writes the meal's start (-1: none) and the rests' starts."""
    begins, ends = day * 1440 + terms.start_min[shift], day * 1440 + terms.end_min[shift]
    least, chosen = np.inf, np.full(len(breaks), -1, dtype=np.int64)
    breaks[:] = -1
    for plan in range(times.n_plans[shift]):
        lost, meal = 0.0, times.meal_start[shift, plan]
        chosen[0] = begins + meal if meal >= 0 else -1
        if meal >= 0:
            until = chosen[0] + times.meal_min[shift]
            lost += lost_while_away(terms, state, group, begins, ends, chosen[0], until)
        for rest in range(times.n_rests[shift]):
            best = np.inf
            for choice in range(times.n_starts[shift, plan, rest]):
                at = begins + times.rest_start[shift, plan, rest, choice]
                points = lost_while_away(terms, state, group, begins, ends, at, at + times.rest_min[shift])
                if points < best:
                    best, chosen[1 + rest] = points, at
            lost += best
        if lost < least:
            least = lost
            breaks[:] = chosen
    return least


@compiled
def saved_by_duties(times: BreakTimes, terms: CoverTerms, state: CoverState, group: int, saved: Floats) -> None:
    """Writes what every duty of one more agent of the group saves, its breaks lying best: `saved[day, shift]`."""
    breaks = np.empty(1 + times.n_starts.shape[2], dtype=np.int64)
    for day in range(saved.shape[0]):
        for shift in range(saved.shape[1]):
            begins, ends = day * 1440 + terms.start_min[shift], day * 1440 + terms.end_min[shift]
            saved[day, shift] = lost_while_away(terms, state, group, begins, ends, begins, ends)
            saved[day, shift] -= least_lost_to_breaks(times, terms, state, group, day, shift, breaks)


@compiled
def place_breaks(times: BreakTimes, terms: CoverTerms, state: CoverState, group: int, tour: Ints, breaks: Ints) -> None:
    """Writes the best places of the breaks of a tour's duties `[day, 1 + rests]`, the tour not being in the cover."""
    for day in range(len(tour)):
        breaks[day] = -1
        if tour[day] >= 0:
            least_lost_to_breaks(times, terms, state, group, day, tour[day], breaks[day])
