"""The integer program of a few days: everybody's tour over those days chosen together, all other days as they are.

Sets: p people, r the legal tours of a person that differ only on these days, d days, s shifts, g groups of agents with
the same skills (and the team leads), t intervals that a duty of these days can touch, q queues.
Variables: x[p,r] in {0, 1}; and, all >= 0 and continuous: y[d,s,g] people on duty, z[d,s,g,m] of them whose meal begins
at m, w[d,s,g,j,k] shares of interval k spent on rest j, f[t,g,q] work of a group on a queue, u[t,q] agents short (its
deep part apart), v[t] leads short, a[d,s] desks, e[b,p] burden beyond the even share.

    person__p         sum over r of x[p,r]                                               = 1
    duty__d__s__g     sum of x[p,r] of people p of g with s on d - y[d,s,g]              = 0
    meal__d__s__g     sum over m of z[d,s,g,m] - y[d,s,g]                                = 0
    rest__d__s__g__j  sum over k of w[d,s,g,j,k] - (rest / interval) y[d,s,g]            = 0
    supply__t__g      work of y - meals z - rests w - sum over q of f[t,g,q]             >= -already at work
    cover__t__q       sum over g of f[t,g,q] + u[t,q]                                    >= need[t,q]
    lead__t           span x (leads on duty + v[t]) - agents on duty                     >= already on duty
    desk__d__s        sum of x[p,r] that take a desk for s on d - a[d,s]                 = 0
    seat__t           on-site duties a                                                   <= seats left
    even__b__p        burden of p - share of p x total of b - e[b,p]                     <= 1

PuLP builds the program and names its rows; HiGHS keeps it warm while tours are added as columns and chooses among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pulp

from scheduling.arena import IMPOSSIBLE, Arena
from scheduling.cover_state import CoverState
from scheduling.evenness import TOLERANCE


@dataclass(slots=True)
class WindowProgram:
    """The PuLP problem of some days without tours yet; PuLP's problem is why this holds state."""

    arena: Arena
    state: CoverState
    days: range
    problem: pulp.LpProblem
    rows: dict[str, pulp.LpConstraint] = field(default_factory=dict)

    def row(self, name: str, sense: str, right: float) -> None:
        """An empty row, filled by the columns that enter it."""
        left = pulp.LpAffineExpression.from_constant(0.0)
        constraint = {"=": left == right, ">": left >= right, "<": left <= right}[sense]
        self.rows[name] = self.problem.addConstraint(constraint, name)

    def column(self, name: str, points: float, entries: Mapping[str, float], most: float | None = None) -> None:
        """A variable with its entries in the rows that exist; entries in other rows are dropped."""
        coefficients = {self.rows[row]: value for row, value in entries.items() if row in self.rows and value}
        self.problem.add_column(name, 0, most, obj=points, coefficients=coefficients)

    def row_number(self, name: str) -> int:
        """The number that HiGHS gives the row, -1 where there is none."""
        return self.rows[name].id if name in self.rows else -1


def window_program(arena: Arena, state: CoverState, days: range) -> WindowProgram:
    """The program of some days; `state` must no longer hold the duties of these days."""
    program = WindowProgram(arena, state, days, pulp.LpProblem("window", pulp.LpMinimize))
    _cover(program)
    for person in range(arena.group_of.shape[0]):
        program.row(f"person__{person}", "=", 1.0)
    allowed = arena.allowed[:, days.start : days.stop].astype(bool)
    for group in range(len(arena.skills) + 1):
        possible = allowed[arena.group_of == group].any(axis=0)
        for day, shift in zip(*np.nonzero(possible), strict=True):
            _duties(program, days[int(day)], int(shift), group)
    _desks(program)
    _even(program)
    return program


def _touchable(program: WindowProgram) -> range:
    """Intervals that a duty of these days can touch."""
    arena = program.arena
    last = (program.days.stop - 1) * arena.a_day + -(-int(arena.end_min.max()) // arena.interval_min)
    return range(program.days.start * arena.a_day, last)


def _cover(program: WindowProgram) -> None:
    """Rows of cover, supply, leads and seats, with what being short costs and the flows of groups to queues."""
    arena, state = program.arena, program.state
    for t in _touchable(program):
        if t < arena.intervals:
            _queues(program, t)
            if arena.span > 0:
                already = state.agents[t] - arena.span * state.leads[t]
                program.row(f"lead__{t}", ">", float(already))
                program.column(f"leadshort__{t}", arena.lead_points, {f"lead__{t}": float(arena.span)})
        if arena.seats >= 0:
            program.row(f"seat__{t}", "<", float(arena.seats - state.desks[t]))
            program.column(f"seatless__{t}", IMPOSSIBLE, {f"seat__{t}": -1.0})


def _queues(program: WindowProgram, t: int) -> None:
    arena, state = program.arena, program.state
    for queue in np.flatnonzero(arena.need[t]):
        need = float(arena.need[t, queue])
        row = f"cover__{t}__{queue}"
        program.row(row, ">", need)
        program.column(
            f"short__{t}__{queue}", arena.short_points + arena.over_points, {row: 1.0}, arena.deep_share * need
        )
        program.column(f"deep__{t}__{queue}", arena.deep_points + arena.over_points, {row: 1.0})
    for group in range(len(arena.skills)):
        supply = f"supply__{t}__{group}"
        program.row(supply, ">", -float(state.flow[t, group].sum()))
        for queue in np.flatnonzero((arena.skills[group] == 1) & (arena.need[t] > 0)):
            program.column(f"flow__{t}__{group}__{queue}", 0.0, {supply: -1.0, f"cover__{t}__{queue}": 1.0})


def _work(
    program: WindowProgram, group: int, start_min: int, end_min: int, sign: float
) -> tuple[dict[str, float], float]:
    """Entries of work in [start, end) minutes of the window, and the points of its being over."""
    arena, entries, points = program.arena, {}, 0.0
    for t in range(start_min // arena.interval_min, -(-end_min // arena.interval_min)):
        begins = t * arena.interval_min
        inside = min(end_min, begins + arena.interval_min) - max(start_min, begins)
        entries[f"supply__{t}__{group}"] = sign * inside / arena.interval_min
        points += sign * inside / arena.interval_min * arena.over_points * (t < arena.intervals)
    return entries, points


def _duties(program: WindowProgram, day: int, shift: int, group: int) -> None:
    """People of a group on a shift of a day, and for agents where their meals and rests lie."""
    arena, tag = program.arena, f"{day}__{shift}__{group}"
    program.row(f"duty__{tag}", "=", 0.0)
    first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
    last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
    is_lead = group == arena.lead_group
    entries = {f"lead__{t}": float(arena.span) if is_lead else -1.0 for t in range(first, last)}
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


def _breaks(program: WindowProgram, day: int, shift: int, group: int) -> None:
    """Meals and rests of a group on a shift of a day, free within their windows."""
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


def _desks(program: WindowProgram) -> None:
    """Desks that on-site duties take, where seats are limited."""
    arena = program.arena
    if arena.seats < 0:
        return
    for day in program.days:
        for shift in range(arena.allowed.shape[2]):
            row = f"desk__{day}__{shift}"
            program.row(row, "=", 0.0)
            first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
            last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
            program.column(
                f"onsite__{day}__{shift}", 0.0, {row: -1.0} | {f"seat__{t}": 1.0 for t in range(first, last)}
            )


def _even(program: WindowProgram) -> None:
    """Rows on even burdens, for those burdens that a duty of these days can carry."""
    arena, carried = program.arena, program.state.carried
    for burden in range(len(arena.share)):
        if not arena.carries[burden, program.days.start : program.days.stop].any():
            continue
        program.row(f"total__{burden}", "=", -float(carried[burden].sum()))
        shares = {f"total__{burden}": -1.0}
        for person in np.flatnonzero(arena.share[burden]):
            row = f"even__{burden}__{person}"
            program.row(row, "<", TOLERANCE - float(carried[burden, person]))
            shares[row] = -float(arena.share[burden, person])
            program.column(f"uneven__{burden}__{person}", float(arena.burden_points[burden]), {row: -1.0})
        program.column(f"burden__{burden}", 0.0, shares)
