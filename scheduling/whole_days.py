"""Whole days at some prices: what each costs at least when people fill its shifts, with meals and rests inside them.

An interval alone may ask for any whole number of agents, and the next one for another. A day asks for whole duties: its
least points are those of a small integer program (`counted_day.py`), and never less than those of its intervals one by
one. What HiGHS has proven when its time ends is a bound as well.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import highspy
import numpy as np
import pulp

from scheduling.arena import Arena, Floats
from scheduling.counted_day import counted_day
from scheduling.cover_steps import CoverSteps, cover_steps
from scheduling.day_program import DayProgram
from scheduling.interval_bounds import cheapest_intervals
from scheduling.prices import DutyPrices, Prices, duty_prices
from scheduling.quiet import columns_of, quiet_highs
from scheduling.watch import Watch
from scheduling.work import run_highs

CLOSE_ENOUGH = 0.1  # points of a day between its best found and its bound
SAFE = 1e-3  # points of a day, more than what HiGHS's tolerances may hide


class WholeDays(NamedTuple):
    """The days of a window at some prices."""

    arena: Arena
    intervals: list[range]
    single: Floats  # [t], least points of the intervals one by one
    steps: CoverSteps
    priced: DutyPrices


class Asked(NamedTuple):
    """What was found of a day: points by which whole duties raise the bound, lead duties in the best answer, and the
    seconds of work that it took.
    """

    points: float
    leads: float  # 0 where no answer was found; in `with_fewer_leads` one fewer where an answer costs less than wanted
    worked: float


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


def whole_days(arena: Arena, prices: Prices) -> WholeDays | None:
    """The days at the prices; None where they do not come apart."""
    intervals = days_apart(arena)
    if intervals is None:
        return None
    points, asked = np.zeros(arena.intervals), np.zeros_like(prices.work)
    agents, leads = np.zeros_like(prices.agent), np.zeros_like(prices.lead)
    cheapest_intervals(arena, prices.work, prices.agent, prices.lead, prices.contact, asked, agents, leads, points)
    return WholeDays(arena, intervals, points, cover_steps(arena, prices.contact), duty_prices(arena, prices))


def ask(days: WholeDays, some: Sequence[int], watch: Watch, seconds: float, whole_leads: bool) -> list[Asked]:
    """Ask some days at the same time, each for so many seconds; the work is counted."""
    threads = max(1, watch.options.threads)
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(partial(_asked, days, watch, seconds, whole_leads), some))
    watch.worked(sum(each.worked for each in found) / min(threads, len(some)))  # counted where no core is at it
    return found


def with_fewer_leads(days: WholeDays, day: int, leads: int, most: float, watch: Watch, seconds: float) -> Asked:
    """A day with fewer lead duties than so many: what it costs at least beyond its intervals one by one.

    HiGHS ends as soon as that is known to be `most`, which is what is wanted, or an answer costs less.
    """
    program, single = _program(days, day, True), _single(days, day)
    program.problem.addConstraint(pulp.lpSum(program.counted_leads) <= leads - 1, "fewer_leads")
    highs = quiet_highs(program.problem, 1)

    def is_known(event: highspy.HighsCallbackEvent) -> bool:
        found = event.data_out
        return bool(found.mip_dual_bound >= single + most + SAFE or found.mip_primal_bound < single + most)

    for option, value in (("mip_abs_gap", SAFE), ("mip_rel_gap", 0.0), ("mip_allow_restart", False)):
        highs.setOptionValue(option, value)  # begun anew at its root it takes up to three times as long
    worked = run_highs(highs, watch, seconds, is_known)
    has_answer = highs.getInfo().objective_function_value < single + most
    least = float(highs.getInfo().mip_dual_bound) - SAFE - single
    return Asked(min(most, max(0.0, least)), float(leads - 1 if has_answer else leads), worked)


def _asked(days: WholeDays, watch: Watch, seconds: float, whole_leads: bool, day: int) -> Asked:
    program = _program(days, day, whole_leads)
    if program.problem.objective is None:  # nothing is needed on the day and nothing is worth anything
        return Asked(0.0, 0.0, 0.0)
    highs = quiet_highs(program.problem, 1)
    for option, value in (("mip_abs_gap", CLOSE_ENOUGH), ("mip_rel_gap", 0.0)):
        highs.setOptionValue(option, value)
    worked, leads = run_highs(highs, watch, seconds), 0.0
    if highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        leads = float(np.array(highs.getSolution().col_value)[columns_of(program.problem, program.counted_leads)].sum())
    return Asked(max(0.0, float(highs.getInfo().mip_dual_bound) - SAFE - _single(days, day)), leads, worked)


def _program(days: WholeDays, day: int, whole_leads: bool) -> DayProgram:
    arena, priced = days.arena, days.priced

    def worth(group: int, shift: int) -> float:
        if group == arena.lead_group:
            return float(priced.leading[day, shift])
        return float(priced.work[group, day, shift] + priced.on_duty[day, shift])

    return counted_day(arena, days.steps, day, days.intervals[day], worth, whole_leads)


def _single(days: WholeDays, day: int) -> float:
    """Least points of the day's intervals one by one, as its program counts them: a need that is met costs nothing."""
    arena, intervals = days.arena, days.intervals[day]
    over = arena.over_points * float(arena.need[intervals.start : intervals.stop].sum())
    return over + float(days.single[intervals.start : intervals.stop].sum())
