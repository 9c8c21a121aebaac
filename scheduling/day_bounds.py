"""The bound raised by whole duties: at the bound's prices, what a day costs at least when people fill its shifts.

An interval alone may ask for any whole number of agents, and the next one for another. A day asks for whole duties,
with meals and rests inside them: the least points of a day are those of a small integer program (`counted_day.py`), at
the same prices of duties, and never less than those of its intervals one by one. What HiGHS has proven when its time
ends is a bound as well.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.counted_day import counted_day
from scheduling.cover_steps import CoverSteps, cover_steps
from scheduling.interval_bounds import cheapest_intervals
from scheduling.prices import DutyPrices, Prices, duty_prices
from scheduling.quiet import quiet_highs
from scheduling.watch import Watch
from scheduling.work import run_highs

CLOSE_ENOUGH = 0.1  # points of a day between its best found and its bound
SAFE = 1e-3  # points of a day, more than what HiGHS's tolerances may hide
AT_ONCE, STRIDE = 4, 9  # days asked at a time, so many days apart
LEAST_GAIN = 0.1  # points of days asked at a time, for which whole leads are worth asking about


def days_apart(arena: Arena) -> list[range] | None:
    """The intervals of every day from its earliest start to the next day's; None where duties reach beyond.

    None too where goals are kept by contacts, which a day's program weighs by steps only.

    The first day has what comes before, the last what comes after.
    """
    days, first = arena.allowed.shape[1], int(arena.start_min.min())
    if int(arena.end_min.max()) > first + 1440 or arena.contacts.goals:
        return None
    cuts = [day * arena.a_day + first // arena.interval_min for day in range(days)]
    return [range(cut, end) for cut, end in zip([0, *cuts[1:]], [*cuts[1:], arena.intervals], strict=True)]


class _Days(NamedTuple):
    """The days of a window at some prices."""

    intervals: list[range]
    single: Floats  # [t], least points of the intervals one by one
    steps: CoverSteps
    priced: DutyPrices


def raised_by_days(arena: Arena, prices: Prices, watch: Watch, until: float) -> float:
    """Points by which whole duties raise the bound at the prices; 0 where days do not come apart.

    First without whole leads, which is done in a tenth of a second a day; then with them, as long as that gains
    anything. What is left until a share of the time or work has passed is shared by the days still to be asked.
    Deterministic as long as no day needs more time than its share, or the search goes by counted work.
    """
    intervals = days_apart(arena)
    if intervals is None:
        return 0.0
    single, steps = _interval_points(arena, prices), cover_steps(arena, prices.contact)
    days, order = _Days(intervals, single, steps, duty_prices(arena, prices)), _spread(len(intervals))
    threads, points = max(1, watch.options.threads), np.zeros(len(intervals))
    with ThreadPoolExecutor(threads) as pool:
        for whole_leads in (False, True) if arena.span > 0 else (False,):
            for first in range(0, len(order), AT_ONCE):
                some = order[first : first + AT_ONCE]
                left = (until - watch.share()) * watch.options.planned_s * threads / (len(order) - first)
                if left <= 0:
                    return float(points.sum())
                asked = partial(_raised, arena, days, watch, left, whole_leads)
                raised, worked = zip(*pool.map(asked, some), strict=True)
                watch.worked(sum(worked) / min(threads, len(some)))  # counted where no core is at it
                gained = np.maximum(0.0, np.array(raised) - points[some])
                points[some] += gained
                if whole_leads and gained.sum() < LEAST_GAIN:
                    break
    return float(points.sum())


def _spread(days: int) -> Ints:
    """All days, so that those next to each other in the order are far apart and of other weekdays."""
    return np.concatenate([np.arange(first, days, STRIDE) for first in range(min(STRIDE, days))])


def _raised(
    arena: Arena, days: _Days, watch: Watch, seconds: float, whole_leads: bool, day: int
) -> tuple[float, float]:
    """Points by which whole duties raise the bound of a day, as far as is proven in so many seconds, and the seconds
    that it took.
    """
    priced, intervals = days.priced, days.intervals[day]

    def worth(group: int, shift: int) -> float:
        if group == arena.lead_group:
            return float(priced.leading[day, shift])
        return float(priced.work[group, day, shift] + priced.on_duty[day, shift])

    program = counted_day(arena, days.steps, day, intervals, worth, whole_leads)
    if program.problem.objective is None:  # nothing is needed on the day and nothing is worth anything
        return 0.0, 0.0
    highs = quiet_highs(program.problem, 1)
    for option, value in (("mip_abs_gap", CLOSE_ENOUGH), ("mip_rel_gap", 0.0)):
        highs.setOptionValue(option, value)
    worked = run_highs(highs, watch, seconds)
    over = arena.over_points * float(arena.need[intervals.start : intervals.stop].sum())
    least = float(highs.getInfo().mip_dual_bound) - over - SAFE
    return max(0.0, least - float(days.single[intervals.start : intervals.stop].sum())), worked


def _interval_points(arena: Arena, prices: Prices) -> Floats:
    points, asked = np.zeros(arena.intervals), np.zeros_like(prices.work)
    agents, leads = np.zeros_like(prices.agent), np.zeros_like(prices.lead)
    cheapest_intervals(arena, prices.work, prices.agent, prices.lead, prices.contact, asked, agents, leads, points)
    return points
