"""The quick proof, for sites of any size: intervals for which too few people have a duty that any rule allows at all.

Whoever has an allowed duty that touches an interval may be at work in it, whatever else happens. How many of them can
cover the queues together is a least cut (`cover_cuts.py`).
"""

import numpy as np
from numpy.typing import NDArray

from scheduling.conflict.case import Case
from scheduling.cover_cuts import cover_cuts, uncovered
from scheduling.staff_tables import Staff

ROUNDING = 1e-9


def hopeless_intervals(case: Case, staff: Staff) -> list[int]:
    """Intervals of the window for which the people who could come at all are too few, agents or team leads."""
    queues = [queue for queue, need in case.needs.items() if need.any()]
    if not queues:
        return []
    need = np.stack([case.needs[queue] for queue in queues], axis=1)
    able, leads = _able(case, staff, queues)
    cuts = cover_cuts(np.array([[queue in skills for queue in queues] for skills in able], dtype=np.uint8))
    supply = np.stack(list(able.values()), axis=1) @ cuts.reach
    is_short = uncovered(cuts, supply, need) > ROUNDING
    lead = case.site.config.lead
    if case.leads_must and lead is not None:
        is_short |= leads * lead.span < need.sum(axis=1)
        is_short |= (leads < lead.min_on_duty) & (need.sum(axis=1) > 0)
    return [int(t) for t in np.flatnonzero(is_short)]


def _able(
    case: Case, staff: Staff, queues: list[str]
) -> tuple[dict[frozenset[str], NDArray[np.float64]], NDArray[np.float64]]:
    """How many agents of each set of skills, and how many leads, have a duty that touches the interval."""
    grid, asked = case.grid, frozenset(queues)
    touched = [[grid.touched(day, shift) for shift in staff.shifts] for day in range(case.window.days)]
    able: dict[frozenset[str], NDArray[np.float64]] = {}
    leads = np.zeros(grid.intervals)
    for tables in staff.people:
        comes = np.zeros(grid.intervals)
        for day, shift in zip(*np.nonzero(tables.allowed), strict=True):
            at = touched[day][shift]
            comes[at.start : min(at.stop, grid.intervals)] = 1
        if tables.person.role == "lead":
            leads += comes
        else:
            skills = tables.person.skills & asked
            able[skills] = able.get(skills, 0.0) + comes
    return able or {frozenset(): np.zeros(grid.intervals)}, leads
