"""Replanning days in a row for everybody at once: HiGHS chooses among legal tours that differ on them only."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import lean
from scheduling.cover_state import CoverState
from scheduling.cover_steps import CoverSteps
from scheduling.day_program import Around, DayProgram, day_program
from scheduling.path_labels import OFF
from scheduling.pricing import tour_points
from scheduling.quiet import columns_of, quiet_highs
from scheduling.stretch_list import cheapest_stretches
from scheduling.watch import Watch
from scheduling.work import A_COLUMN, run_highs


@dataclass(frozen=True, slots=True)
class DayLimits:
    """How far one replanning goes: choices of each person that are weighed, seconds and nodes of the integer program,
    and its relative gap.
    """

    room: int = 50
    seconds: float = 5.0
    nodes: int = 500
    gap: float = 0.0002
    threads: int = 1


def replanned_days(
    arena: Arena,
    steps: CoverSteps,
    cost: Floats,
    state: CoverState,
    days: range,
    people: Sequence[int],
    limits: DayLimits,
    watch: Watch,
) -> tuple[Ints | None, float]:
    """Tours `[p, d]` with these people's days chosen anew, None where HiGHS found none within the limits; and what it
    took, in seconds of counted work.

    `cost[p, d, s]` are the points of duties at the prices by which everybody's choices are picked.
    """
    program = day_program(arena, steps, around(arena, state, days, people), days, people)
    for person in people:
        tour, changed = state.tours[person], state.tours[person].copy()
        for shifts in cheapest_stretches(arena, person, cost[person], tour, days, limits.room):
            changed[days] = shifts
            program.option(person, shifts, float(tour_points(arena, person, changed)))
    return _chosen(program, state.tours, limits, watch)


def around(arena: Arena, state: CoverState, days: range, people: Sequence[int]) -> Around:
    """What is there without these people's duties of these days."""
    periods = len(arena.need)
    work = np.zeros((periods, len(arena.skills)))
    counts, carried = np.zeros((3, periods)), np.zeros(arena.share.shape)
    outside = state.tours.copy()
    outside[np.ix_(people, days)] = OFF
    group_work(arena, outside, state.breaks, work)
    _count(arena, outside, counts, carried)
    return Around(work, counts[0], counts[1], counts[2], carried)


@lean
def group_work(arena: Arena, tours: Ints, breaks: Ints, work: Floats) -> None:
    """Adds to `work[t, g]` how many agents of each group are at work."""
    for person in range(tours.shape[0]):
        group = arena.group_of[person]
        if group == arena.lead_group:
            continue
        for day in range(tours.shape[1]):
            shift = tours[person, day]
            if shift == OFF:
                continue
            begins = day * 1440
            _add(work, group, begins + arena.start_min[shift], begins + arena.end_min[shift], 1.0, arena.interval_min)
            meal = breaks[person, day, 0]
            if meal >= 0:
                _add(work, group, meal, meal + arena.meal_min[shift], -1.0, arena.interval_min)
            for rest in range(arena.n_rests[shift]):
                at = breaks[person, day, 1 + rest]
                _add(work, group, at, at + arena.rest_min[shift], -1.0, arena.interval_min)


@lean
def _add(work: Floats, group: int, start_min: int, end_min: int, sign: float, interval_min: int) -> None:
    for t in range(start_min // interval_min, -(-end_min // interval_min)):
        begins = t * interval_min
        inside = min(end_min, begins + interval_min) - max(start_min, begins)
        work[t, group] += sign * inside / interval_min


@lean
def _count(arena: Arena, tours: Ints, counts: Floats, carried: Floats) -> None:
    """Adds agents, leads and desks to `counts[3, t]` and burdens to `carried[b, p]`."""
    for person in range(tours.shape[0]):
        row = 1 if arena.group_of[person] == arena.lead_group else 0
        for day in range(tours.shape[1]):
            shift = tours[person, day]
            if shift == OFF:
                continue
            first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
            last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
            for t in range(first, last):
                counts[row, t] += 1
                counts[2, t] += arena.on_site[person, shift]
            for burden in range(carried.shape[0]):
                if arena.share[burden, person] > 0:
                    carried[burden, person] += arena.carries[burden, day, shift]


def _chosen(program: DayProgram, tours: Ints, limits: DayLimits, watch: Watch) -> tuple[Ints | None, float]:
    """One option a person, chosen by HiGHS from the tours as they are onwards."""
    highs = quiet_highs(program.problem, limits.threads)
    columns = columns_of(program.problem, (variable for _, _, variable in program.options))
    now = np.array([float((tours[person, program.days] == shifts).all()) for person, shifts, _ in program.options])
    highs.setOptionValue("mip_rel_gap", limits.gap)
    highs.setOptionValue("mip_max_nodes", limits.nodes)
    highs.setSolution(len(columns), columns, now)
    seconds = A_COLUMN * highs.getNumCol() + run_highs(highs, watch, limits.seconds)
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None, seconds
    values = np.array(highs.getSolution().col_value)[columns]
    chosen = tours.copy()
    for (person, shifts, _), value in zip(program.options, values, strict=True):
        if value > 0.5:
            chosen[person, program.days] = shifts
    return chosen, seconds
