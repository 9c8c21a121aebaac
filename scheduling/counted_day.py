"""The integer program of a day on which people are only counted: what whole duties cost at the prices of the bound.

Sets, variables and rows are those of `day_program.py`, without persons.
"""

from collections.abc import Callable

import numpy as np

from scheduling.arena import NONE, Arena
from scheduling.cover_steps import CoverSteps
from scheduling.day_program import Around, DayProgram, Kind, covered, duties_of

FEW = 3  # shifts that cover an interval, at most, where a fraction of an agent cannot be made up for


def counted_day(
    arena: Arena,
    steps: CoverSteps,
    day: int,
    intervals: range,
    worth: Callable[[int, int], float],
    whole_leads: bool = True,
) -> DayProgram:
    """The program of a day on which people are only counted: n[s,g] of a group on a shift, each paid the points that
    `worth(g, s)` says, nobody else there; seats and even shares are left out.

        duty__s__g      n[s,g] - y[s,g]                  = 0
        people__g       sum over s of n[s,g]            <= people of the group who may work on the day
        number__s       sum over g of n[s,g] - N[s]      = 0

    Whole are only the leads, where asked for, and N[s] of agents on a shift that has an interval nearly to itself
    (`_few_shifts`): elsewhere a fraction of an agent on one shift is made up for by another. The least points are no
    more than those of whole people.
    """
    none = np.zeros(len(arena.need))
    nobody = Around(np.zeros((len(none), len(arena.skills))), none, none, none, np.zeros(arena.share.shape))
    groups = np.arange(len(arena.skills) + 1)
    program = covered(
        arena._replace(seats=NONE), steps, nobody, range(day, day + 1), intervals, groups, whole_leads=whole_leads
    )
    few = _few_shifts(arena, day)
    for shift in sorted(few):
        program.row(f"number__{shift}", "=", 0.0)
        program.column(f"N__{shift}", 0.0, {f"number__{shift}": -1.0}, None, "Integer")
    for group, shift, most in duties_of(arena, day):
        if f"people__{group}" not in program.rows:
            program.row(f"people__{group}", "<", float(arena.allowed[arena.group_of == group, day].any(axis=1).sum()))
        entries, is_lead = {f"duty__{day}__{shift}__{group}": 1.0, f"people__{group}": 1.0}, group == arena.lead_group
        if not is_lead:
            entries[f"number__{shift}"] = 1.0
        kind: Kind = "Integer" if is_lead and whole_leads else "Continuous"
        counted = program.column(f"n__{shift}__{group}", worth(group, shift), entries, float(most), kind)
        if is_lead:
            program.counted_leads.append(counted)
    return program


def _few_shifts(arena: Arena, day: int) -> set[int]:
    """Shifts with an interval of the day that three shifts at most cover which agents may work: at night, mostly."""
    shifts = {shift for group, shift, _ in duties_of(arena, day) if group != arena.lead_group}
    touched: dict[int, set[int]] = {}
    for shift in shifts:
        first = int(arena.start_min[shift]) // arena.interval_min
        for t in range(first, -(-int(arena.end_min[shift]) // arena.interval_min)):
            touched.setdefault(t, set()).add(shift)
    return set().union(*(of for of in touched.values() if len(of) <= FEW))
