"""The bound raised by whole duties: at the bound's prices, what a day costs at least when people fill its shifts.

An interval alone may ask for any whole number of agents, and the next one for another. A day asks for whole duties,
with meals and rests inside them: the least points of a day are those of a small integer program (`day_program.py`), at
the same prices of duties, and never less than those of its intervals one by one. What HiGHS has proven when its time
ends is a bound as well.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from scheduling.arena import Arena, Floats
from scheduling.cover_steps import cover_steps
from scheduling.day_program import counted_day
from scheduling.interval_bounds import cheapest_intervals
from scheduling.prices import Prices, duty_prices
from scheduling.quiet import quiet_highs
from scheduling.watch import Watch
from scheduling.work import run_highs

CLOSE_ENOUGH = 0.1  # points of a day between its best found and its bound
SAFE = 1e-3  # points of a day, more than what HiGHS's tolerances may hide


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


def raised_by_days(arena: Arena, prices: Prices, watch: Watch, until: float) -> float:
    """Points by which whole duties raise the bound at the prices; 0 where days do not come apart.

    What is left until a share of the time or work has passed is shared by the days still to be asked. Deterministic as
    long as no day needs more time than its share, or the search goes by counted work.
    """
    days = days_apart(arena)
    if days is None:
        return 0.0
    single, steps = _interval_points(arena, prices), cover_steps(arena, prices.contact)
    priced = duty_prices(arena, prices)

    threads = max(1, watch.options.threads)

    def raised(day: int) -> tuple[float, float]:
        left = (until - watch.share()) * watch.options.planned_s * threads / (len(days) - day)
        if left <= 0:
            return 0.0, 0.0

        def worth(group: int, shift: int) -> float:
            if group == arena.lead_group:
                return float(priced.leading[day, shift])
            return float(priced.work[group, day, shift] + priced.on_duty[day, shift])

        program = counted_day(arena, steps, day, days[day], worth)
        if program.problem.objective is None:  # nothing is needed on the day and nothing is worth anything
            return 0.0, 0.0
        highs = quiet_highs(program.problem, 1)
        for option, value in (("mip_abs_gap", CLOSE_ENOUGH), ("mip_rel_gap", 0.0)):
            highs.setOptionValue(option, value)
        worked = run_highs(highs, watch, left)
        over = arena.over_points * float(arena.need[days[day].start : days[day].stop].sum())
        least = float(highs.getInfo().mip_dual_bound) - over - SAFE
        return max(0.0, least - float(single[days[day].start : days[day].stop].sum())), worked

    points, at_once = 0.0, len(days) if watch.options.counted_s is None else threads
    with ThreadPoolExecutor(threads) as pool:
        for first in range(0, len(days), at_once):  # work is counted where no core is at it
            found = [*pool.map(raised, range(first, min(first + at_once, len(days))))]
            points += sum(raise_ for raise_, _ in found)
            watch.worked(max(worked for _, worked in found))
    return points


def _interval_points(arena: Arena, prices: Prices) -> Floats:
    points, asked = np.zeros(arena.intervals), np.zeros_like(prices.work)
    agents, leads = np.zeros_like(prices.agent), np.zeros_like(prices.lead)
    cheapest_intervals(arena, prices.work, prices.agent, prices.lead, prices.contact, asked, agents, leads, points)
    return points
