"""A published roster on the arrays of the search: everybody's tour, and where meals and rests were announced."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from datetime import time as time_of_day

import numpy as np

from domain.roster import Activity, Duty
from scheduling.arena import Arena, Ints
from scheduling.cover_state import NO_DAY, CoverState, empty_state, fill
from scheduling.cover_terms import CoverTerms
from scheduling.path_labels import OFF
from scheduling.staff_tables import Staff


def announced_tours(arena: Arena, staff: Staff, duties: Iterable[Duty]) -> Ints:
    """Shift index by person and day, OFF where there is no duty or what a person may choose does not hold it."""
    person_of = {tables.person.id: number for number, tables in enumerate(staff.people)}
    shift_of = {shift.id: number for number, shift in enumerate(staff.shifts)}
    found = np.full(arena.allowed.shape[:2], OFF, dtype=np.int64)
    for duty in duties:
        person, day, shift = person_of[duty.agent_id], (duty.day - staff.window.start).days, shift_of[duty.shift]
        if arena.allowed[person, day, shift]:
            found[person, day] = shift
    return found


def announced_breaks(
    arena: Arena, staff: Staff, tours: Ints, activities: Mapping[tuple[str, datetime], Sequence[Activity]]
) -> Ints:
    """Starts of meal and rests of every duty `[p, d, 1 + rests]`, in minutes of the window; by the first plan of the
    shift where the activities (by person and start of the duty) are not one meal and the rests of the shift.
    """
    found = np.full((*tours.shape, 1 + arena.n_starts.shape[2]), -1, dtype=np.int64)
    midnight = datetime.combine(staff.window.start, time_of_day())
    for person, day in zip(*np.nonzero(tours != OFF), strict=True):
        shift = int(tours[person, day])
        begins = int(day) * 1440 + int(arena.start_min[shift])
        key = (staff.people[person].person.id, midnight + timedelta(minutes=begins))
        breaks = _breaks_of(arena, shift, activities.get(key, ()), midnight)
        n_rests = int(arena.n_rests[shift])
        if breaks is None:
            meal = int(arena.meal_start[shift, 0])
            breaks = [begins + meal if meal >= 0 else -1]
            breaks += [begins + int(arena.rest_start[shift, 0, rest, 0]) for rest in range(n_rests)]
        found[person, day, : 1 + n_rests] = breaks
    return found


def _breaks_of(arena: Arena, shift: int, activities: Sequence[Activity], midnight: datetime) -> list[int] | None:
    """Starts of the meal (-1: none) and of the rests, in minutes; None where they are not those that the shift has."""
    minute = timedelta(minutes=1)
    starts: dict[str, list[int]] = {"meal": [], "rest": []}
    for activity in activities:
        length = int(arena.meal_min[shift] if activity.activity == "meal" else arena.rest_min[shift])
        if activity.activity in starts and (activity.end - activity.start) // minute == length:
            starts[activity.activity].append((activity.start - midnight) // minute)
    meals = 1 if arena.meal_start[shift, 0] >= 0 else 0
    if len(starts["meal"]) != meals or len(starts["rest"]) != arena.n_rests[shift]:
        return None
    return [*(starts["meal"] or [-1]), *sorted(starts["rest"])]


def announced_state(arena: Arena, terms: CoverTerms, tours: Ints, breaks: Ints) -> CoverState:
    """The cover of the tours with their meals and rests where they are."""
    state = empty_state(arena, terms)._replace(tours=tours.copy(), breaks=breaks.copy())
    fill(arena, terms, state, NO_DAY)
    return state
