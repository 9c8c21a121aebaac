"""Replanning a few days for everybody at once: column generation over the legal tours that differ on those days only,
then HiGHS chooses one tour a person from the columns found."""

from dataclasses import dataclass, field

import highspy
import numpy as np

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.cover_state import CoverState, change_day
from scheduling.pricing import OFF, cheapest_tour, legal_tour_points
from scheduling.quiet import quiet_highs
from scheduling.window_program import WindowProgram, window_program

NO_ROW = -1
FORBIDDEN = 1e7
NEGATIVE = 1e-4


@dataclass(frozen=True, slots=True)
class WindowLimits:
    """How far one replanning goes: rounds of pricing, nodes and seconds of the integer program, its relative gap."""

    rounds: int = 12
    nodes: int = 300
    seconds: float = 20.0
    gap: float = 0.0005
    threads: int = 2


@dataclass(slots=True)
class WindowMaster:
    """HiGHS with the window's program and the tours added so far; state because the solver is."""

    program: WindowProgram
    highs: highspy.Highs
    static_columns: int
    duty_row: Ints  # [day of the window, s, g]
    desk_row: Ints  # [day of the window, s]
    person_row: Ints  # [p]
    even_row: Ints  # [b, p]
    total_row: Ints  # [b]
    tours: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    known: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)


def replanned(arena: Arena, state: CoverState, days: range, limits: WindowLimits) -> Ints | None:
    """Everybody's tours with these days chosen anew; None where HiGHS found none within the limits.

    The state must hold the duties of these days when this is called and holds them again afterwards.
    """
    tours = state.tours.copy()
    _take_days(arena, state, days, -1)
    master = _master(window_program(arena, state, days), limits)
    _take_days(arena, state, days, 1)
    allowed, off_cost = _others_fixed(arena, tours, days)
    _add(master, [(person, tuple(tour)) for person, tour in enumerate(tours.tolist())])
    for _ in range(limits.rounds):
        master.highs.run()
        if master.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        prices = np.array(master.highs.getSolution().row_dual)
        if not _add(master, _priced(arena, master, prices, allowed, off_cost)):
            break
    return _chosen(master, tours, limits)


def _take_days(arena: Arena, state: CoverState, days: range, sign: int) -> None:
    for day in days:
        for person in np.flatnonzero(state.tours[:, day] != OFF):
            change_day(arena, state, int(person), day, sign)


def _others_fixed(arena: Arena, tours: Ints, days: range) -> tuple[Bytes, Floats]:
    """What is allowed when all days but these must stay as they are."""
    allowed, off_cost = arena.allowed.copy(), arena.off_cost.copy()
    for day in range(tours.shape[1]):
        if day not in days:
            allowed[:, day] = 0
            working = np.flatnonzero(tours[:, day] != OFF)
            allowed[working, day, tours[working, day]] = 1
            off_cost[working, day] = FORBIDDEN
    return allowed, off_cost


def _master(program: WindowProgram, limits: WindowLimits) -> WindowMaster:
    arena, days = program.arena, program.days
    highs = quiet_highs(program.problem, limits.threads)
    people, _, shifts = arena.allowed.shape
    groups, burdens = len(arena.skills) + 1, range(len(arena.share))
    number = program.row_number
    return WindowMaster(
        program=program,
        highs=highs,
        static_columns=highs.getNumCol(),
        duty_row=np.array(
            [[[number(f"duty__{d}__{s}__{g}") for g in range(groups)] for s in range(shifts)] for d in days]
        ),
        desk_row=np.array([[number(f"desk__{d}__{s}") for s in range(shifts)] for d in days]),
        person_row=np.array([number(f"person__{p}") for p in range(people)]),
        even_row=np.array([[number(f"even__{b}__{p}") for p in range(people)] for b in burdens]),
        total_row=np.array([number(f"total__{b}") for b in burdens], dtype=np.int64),
    )


def _add(master: WindowMaster, tours: list[tuple[int, tuple[int, ...]]]) -> int:
    """Add the tours that are not known yet as columns; says how many were new."""
    fresh = [tour for tour in dict.fromkeys(tours) if tour not in master.known]
    if not fresh:
        return 0
    entries = [_entries(master, person, np.array(tour)) for person, tour in fresh]
    starts = np.cumsum([0] + [len(rows) for rows, _ in entries])[:-1].astype(np.int32)
    rows = np.concatenate([rows for rows, _ in entries]).astype(np.int32)
    values = np.concatenate([values for _, values in entries])
    arena = master.program.arena
    costs = np.array([legal_tour_points(arena, person, np.array(tour)) for person, tour in fresh])
    upper = np.ones(len(fresh))
    master.highs.addCols(len(fresh), costs, np.zeros(len(fresh)), upper, len(rows), starts, rows, values)
    master.tours.extend(fresh)
    master.known.update(fresh)
    return len(fresh)


def _entries(master: WindowMaster, person: int, tour: Ints) -> tuple[Ints, Floats]:
    """Rows and coefficients of a tour: its person, its duties on these days, its desks and its burdens."""
    arena, days = master.program.arena, master.program.days
    worked = tour[days.start : days.stop]
    on = np.flatnonzero(worked != OFF)
    shifts = worked[on]
    desks = master.desk_row[on, shifts][arena.on_site[person, shifts] == 1]
    rows = [master.person_row[[person]], master.duty_row[on, shifts, arena.group_of[person]], desks[desks != NO_ROW]]
    values = [np.ones(sum(len(part) for part in rows))]
    for burden in range(len(master.total_row)):
        carried = arena.carries[burden, days.start + on, shifts].sum()
        if carried and master.even_row[burden, person] != NO_ROW:
            rows.append(np.array([master.even_row[burden, person], master.total_row[burden]]))
            values.append(np.array([carried, carried]))
    return np.concatenate(rows), np.concatenate(values)


def _priced(
    arena: Arena, master: WindowMaster, prices: Floats, allowed: Bytes, off_cost: Floats
) -> list[tuple[int, tuple[int, ...]]]:
    """Tours that would lower the linear program's optimum at its prices, the best of each person."""
    days, padded = master.program.days, np.append(prices, 0.0)
    found = []
    restricted = arena._replace(allowed=allowed)
    tour = np.empty(allowed.shape[1], dtype=np.int64)
    for person in range(allowed.shape[0]):
        cost = arena.duty_cost[person].copy()
        here = cost[days.start : days.stop]
        here -= padded[master.duty_row[:, :, arena.group_of[person]]]
        here -= padded[master.desk_row] * arena.on_site[person]
        for burden in range(len(master.total_row)):
            if master.even_row[burden, person] != NO_ROW:
                each = prices[master.even_row[burden, person]] + prices[master.total_row[burden]]
                here -= each * arena.carries[burden, days.start : days.stop]
        points = cheapest_tour(restricted, person, cost, off_cost[person], tour)
        if points - prices[master.person_row[person]] < -NEGATIVE:
            found.append((person, tuple(tour.tolist())))
    return found


def _chosen(master: WindowMaster, tours: Ints, limits: WindowLimits) -> Ints | None:
    """One tour a person, chosen by HiGHS among the columns, starting from the tours as they are."""
    highs, first, count = master.highs, master.static_columns, len(master.tours)
    columns = np.arange(first, first + count, dtype=np.int32)
    highs.changeColsIntegrality(count, columns, np.full(count, highspy.HighsVarType.kInteger))
    highs.setOptionValue("mip_rel_gap", limits.gap)
    highs.setOptionValue("mip_max_nodes", limits.nodes)
    highs.setOptionValue("time_limit", limits.seconds)
    now = np.array([float(tuple(tours[person]) == tour) for person, tour in master.tours])
    highs.setSolution(count, columns, now)
    highs.run()
    if not np.isfinite(highs.getObjectiveValue()):
        return None
    values = np.array(highs.getSolution().col_value)[first:]
    chosen = tours.copy()
    for position in np.flatnonzero(values > 0.5):
        person, tour = master.tours[position]
        chosen[person] = tour
    return chosen
