"""The integer program of some days in a row: everybody's duties on them chosen together, all other days as they are.

Sets: p people, r what a person may do on the days given all other days, s a shift on one of the days, g groups of
agents with the same skills (and the team leads), t intervals that a duty of the days can touch, q queues.
Variables: x[p,r] in {0, 1}; v[t] leads short, whole; and, all >= 0 and continuous: y[s,g] people on duty, z[s,g,m] of
them whose meal begins at m, w[s,g,j,k] shares of interval k spent on rest j, f[t,g,q] work of a group on a queue,
u[t,q,k] agents short of the steps k of cover, a[s] desks, e[b,p] and f[b,p] burden beyond and below the even share.

    person__p       sum over r of x[p,r]                                             = 1
    duty__s__g      sum of x[p,r] of people p of g with s - y[s,g]                   = 0
    meal__s__g      sum over m of z[s,g,m] - y[s,g]                                  = 0
    rest__s__g__j   sum over k of w[s,g,j,k] - (rest / interval) y[s,g]              = 0
    supply__t__g    work of y - meals z - rests w - sum over q of f[t,g,q]           >= -already at work
    cover__t__q     sum over g of f[t,g,q] + sum over k of u[t,q,k]                  >= agents on all steps
    lead__t         span x (leads on duty + v[t]) - agents on duty                   >= already on duty
    whole__t        leads on duty + v[t] + sum of u[t,q,k] / r                       >= k - already on duty
    desk__s         sum of x[p,r] that take a desk for s - a[s]                      = 0
    seat__t         on-site duties a                                                 <= seats left
    even__b__p      burden of p - share of p x total of b - e[b,p] + f[b,p] + g[b,p]  = 1,  g[b,p] <= 2

`whole` says nothing new in whole numbers, but much where fractions of a lead would do: of the N agents that an interval
asks for, the k-th lead, k = ceil(N / span), looks after r = N - span (k - 1). With j leads fewer than k at least
r + span (j - 1) >= r j of the N are short (mixed-integer rounding, Nemhauser and Wolsey 1990).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil
from typing import Literal

import numpy as np
import pulp

from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints
from scheduling.cover_steps import CoverSteps
from scheduling.path_labels import OFF
from scheduling.rules.fairness import TOLERANCE

ROUNDING = 1e-9

type Kind = Literal["Continuous", "Integer"]


@dataclass(frozen=True, slots=True)
class Around:
    """What is there without the duties of the days: work by group `[t, g]`, agents, leads and desks `[t]`, burdens."""

    work: Floats
    agents: Floats
    leads: Floats
    desks: Floats
    carried: Floats


@dataclass(slots=True)
class DayProgram:
    """The PuLP problem of days in a row; PuLP's problem is why this holds around."""

    arena: Arena
    steps: CoverSteps
    around: Around
    days: range
    intervals: range  # that its rows speak of
    problem: pulp.LpProblem
    whole_leads: bool  # whether leads that are missing are whole
    rows: dict[str, pulp.LpConstraint] = field(default_factory=dict)
    options: list[tuple[int, Ints, pulp.LpVariable]] = field(default_factory=list)
    counted_leads: list[pulp.LpVariable] = field(default_factory=list)  # on shifts, where people are only counted

    def row(self, name: str, sense: str, right: float) -> None:
        """An empty row, filled by the columns that enter it."""
        left = pulp.LpAffineExpression.from_constant(0.0)
        constraint = {"=": left == right, ">": left >= right, "<": left <= right}[sense]
        self.rows[name] = self.problem.addConstraint(constraint, name)

    def column(
        self,
        name: str,
        points: float,
        entries: Mapping[str, float],
        most: float | None = None,
        kind: Kind = "Continuous",
    ) -> pulp.LpVariable:
        """A variable with its entries in the rows that exist; entries in other rows are dropped."""
        coefficients = {self.rows[row]: value for row, value in entries.items() if row in self.rows and value}
        return self.problem.add_column(name, 0, most, kind, points, coefficients)

    def option(self, person: int, shifts: Ints, points: float) -> None:
        """Shifts (or OFF) that the person may have on the days, and what the tour then costs by itself."""
        arena, entries = self.arena, {f"person__{person}": 1.0}
        for day, shift in zip(self.days, shifts.tolist(), strict=True):
            if shift == OFF:
                continue
            entries[f"duty__{day}__{shift}__{arena.group_of[person]}"] = 1.0
            entries[f"desk__{day}__{shift}"] = float(arena.on_site[person, shift])
            for burden in range(len(arena.share)):
                if arena.share[burden, person] > 0 and arena.carries[burden, day, shift]:
                    carried = float(arena.carries[burden, day, shift])
                    for row in (f"even__{burden}__{person}", f"total__{burden}"):
                        entries[row] = entries.get(row, 0.0) + carried
        name = f"x__{person}__{len(self.options)}"
        self.options.append((person, shifts, self.column(name, points, entries, 1.0, "Integer")))


def day_program(arena: Arena, steps: CoverSteps, around: Around, days: range, people: Sequence[int]) -> DayProgram:
    """The program of days in a row for some people, still without what they may do on them (`DayProgram.option`)."""
    last = days[-1] * arena.a_day + -(-int(arena.end_min.max()) // arena.interval_min)
    groups = np.unique(arena.group_of[list(people)])
    program = covered(arena, steps, around, days, range(days[0] * arena.a_day, last), groups)
    for person in people:
        program.row(f"person__{person}", "=", 1.0)
    _desks(program)
    _even(program)
    return program


def covered(
    arena: Arena,
    steps: CoverSteps,
    around: Around,
    days: range,
    intervals: range,
    groups: Ints,
    whole_leads: bool = True,
) -> DayProgram:
    """Cover of the intervals, and people of these groups on every shift; work stays as it is where they are leads."""
    program = DayProgram(arena, steps, around, days, intervals, pulp.LpProblem("days", pulp.LpMinimize), whole_leads)
    _cover(program, has_agents=bool((groups != arena.lead_group).any()))
    for day in days:
        for group, shift, _ in duties_of(arena, day):
            if group in groups:
                _duties(program, day, shift, group)
    return program


def duties_of(arena: Arena, day: int) -> Iterator[tuple[int, int, int]]:
    """Groups, shifts that somebody of the group may work on the day, and how many may."""
    for group in range(len(arena.skills) + 1):
        may = arena.allowed[arena.group_of == group, day].sum(axis=0)
        yield from ((group, int(shift), int(may[shift])) for shift in np.flatnonzero(may))


def _cover(program: DayProgram, has_agents: bool) -> None:
    """Rows of cover, supply, leads and seats, with what being short costs and the flows of groups to queues."""
    arena, around = program.arena, program.around
    for t in program.intervals:
        if t < arena.intervals:
            of_last_lead = _leads(program, t, has_agents) if arena.span > 0 else 1.0
            if has_agents:
                _queues(program, t, of_last_lead)
        if arena.seats >= 0:
            program.row(f"seat__{t}", "<", float(arena.seats - around.desks[t]))
            program.column(f"seatless__{t}", IMPOSSIBLE, {f"seat__{t}": -1.0})


def _leads(program: DayProgram, t: int, has_agents: bool) -> float:
    """Rows and the column of leads in an interval; how many of the agents asked for the last lead looks after."""
    arena, around = program.arena, program.around
    program.row(f"lead__{t}", ">", float(around.agents[t] - arena.span * around.leads[t]))
    asked = float(program.steps.agents[t].sum())
    leads = ceil(asked / arena.span - ROUNDING)
    if has_agents and leads > 0:
        program.row(f"whole__{t}", ">", float(leads - around.leads[t]))
    entries = {f"lead__{t}": float(arena.span), f"whole__{t}": 1.0}
    kind: Kind = "Integer" if program.whole_leads else "Continuous"
    program.column(f"leadshort__{t}", arena.lead_points, entries, None, kind)
    return asked - arena.span * (leads - 1)


def _queues(program: DayProgram, t: int, of_last_lead: float) -> None:
    arena, around, steps = program.arena, program.around, program.steps
    need = steps.agents[t].sum(axis=0)
    for queue in np.flatnonzero(need):
        row = f"cover__{t}__{queue}"
        program.row(row, ">", float(need[queue]))
        for k in np.flatnonzero(steps.agents[t, :, queue]):
            column = f"short__{t}__{queue}__{k}"
            entries = {row: 1.0, f"whole__{t}": 1.0 / of_last_lead}
            program.column(column, float(steps.points[k]), entries, float(steps.agents[t, k, queue]))
    for group in range(len(arena.skills)):
        supply = f"supply__{t}__{group}"
        program.row(supply, ">", -float(around.work[t, group]))
        for queue in np.flatnonzero((arena.skills[group] == 1) & (need > 0)):
            program.column(f"flow__{t}__{group}__{queue}", 0.0, {supply: -1.0, f"cover__{t}__{queue}": 1.0})


def _work(program: DayProgram, group: int, start_min: int, end_min: int, sign: float) -> tuple[dict[str, float], float]:
    """Entries of work in [start, end) minutes of the window, and the points of its being over."""
    arena, entries, points = program.arena, {}, 0.0
    for t in range(start_min // arena.interval_min, -(-end_min // arena.interval_min)):
        begins = t * arena.interval_min
        inside = min(end_min, begins + arena.interval_min) - max(start_min, begins)
        entries[f"supply__{t}__{group}"] = sign * inside / arena.interval_min
        points += sign * inside / arena.interval_min * arena.over_points * (t < arena.intervals)
    return entries, points


def _duties(program: DayProgram, day: int, shift: int, group: int) -> None:
    """People of a group on a shift of a day, and for agents where their meals and rests lie."""
    arena, tag = program.arena, f"{day}__{shift}__{group}"
    program.row(f"duty__{tag}", "=", 0.0)
    first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
    last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
    is_lead = group == arena.lead_group
    entries = {f"lead__{t}": float(arena.span) if is_lead else -1.0 for t in range(first, last)}
    if is_lead:
        entries |= {f"whole__{t}": 1.0 for t in range(first, last)}
    entries[f"duty__{tag}"] = -1.0
    if is_lead:
        program.column(f"on__{tag}", 0.0, entries)
        return
    begins = day * 1440
    work, points = _work(program, group, begins + int(arena.start_min[shift]), begins + int(arena.end_min[shift]), 1.0)
    if arena.meal_min[shift]:
        program.row(f"meal__{tag}", "=", 0.0)
        entries[f"meal__{tag}"] = -1.0
    for rest in range(int(arena.n_rests[shift])):
        program.row(f"rest__{tag}__{rest}", "=", 0.0)
        entries[f"rest__{tag}__{rest}"] = -float(arena.rest_min[shift] / arena.interval_min)
    program.column(f"on__{tag}", points, entries | work)
    _breaks(program, day, shift, group)


def _breaks(program: DayProgram, day: int, shift: int, group: int) -> None:
    """Meals and rests of a group on a shift, free within their windows."""
    arena, tag = program.arena, f"{day}__{shift}__{group}"
    begins, step = day * 1440 + int(arena.start_min[shift]), arena.interval_min
    if arena.meal_min[shift]:
        for plan in range(int(arena.n_plans[shift])):
            at = begins + int(arena.meal_start[shift, plan])
            entries, points = _work(program, group, at, at + int(arena.meal_min[shift]), -1.0)
            program.column(f"eat__{tag}__{plan}", points, {f"meal__{tag}": 1.0} | entries)
    for rest in range(int(arena.n_rests[shift])):
        counts = arena.n_starts[shift, : arena.n_plans[shift], rest]
        starts = [int(s) for plan, n in enumerate(counts) for s in arena.rest_start[shift, plan, rest, :n]]
        last = begins + max(starts) + int(arena.rest_min[shift]) - 1
        for t in range((begins + min(starts)) // step, last // step + 1):
            entries, points = _work(program, group, t * step, (t + 1) * step, -1.0)
            program.column(f"pause__{tag}__{rest}__{t}", points, {f"rest__{tag}__{rest}": 1.0} | entries)


def _desks(program: DayProgram) -> None:
    """Desks that on-site duties take, where seats are limited."""
    arena = program.arena
    if arena.seats < 0:
        return
    for day, shift in product(program.days, range(arena.allowed.shape[2])):
        row = f"desk__{day}__{shift}"
        program.row(row, "=", 0.0)
        first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
        last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
        program.column(f"onsite__{day}__{shift}", 0.0, {row: -1.0} | {f"seat__{t}": 1.0 for t in range(first, last)})


def _even(program: DayProgram) -> None:
    """Rows on even burdens, for those burdens that a duty of the days can carry."""
    arena, carried = program.arena, program.around.carried
    for burden in range(len(arena.share)):
        if not arena.carries[burden, program.days].any():
            continue
        program.row(f"total__{burden}", "=", -float(carried[burden].sum()))
        shares = {f"total__{burden}": -1.0}
        for person in np.flatnonzero(arena.share[burden]):
            row = f"even__{burden}__{person}"
            program.row(row, "=", TOLERANCE - float(carried[burden, person]))
            shares[row] = -float(arena.share[burden, person])
            points, name = float(arena.burden_points[burden]), f"{burden}__{person}"
            program.column(f"beyond__{name}", points, {row: -1.0})
            program.column(f"below__{name}", points, {row: 1.0})
            program.column(f"within__{name}", 0.0, {row: 1.0}, 2 * TOLERANCE)
        program.column(f"burden__{burden}", 0.0, shares)
