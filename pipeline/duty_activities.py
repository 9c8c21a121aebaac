"""Meal, rests and queues of a duty that a planner gives by hand: laid where they cost the cover least."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import gcd

from domain.people import Person
from domain.roster import Activity, ActivityKind, Duty
from domain.shifts import Shift
from domain.site import Site
from scheduling.break_plans import BreakPlan, break_plans
from scheduling.naming import merged

type Lack = Mapping[tuple[datetime, str], float]  # agents missing by interval and queue; negative where there are more


def activities_of(site: Site, person: Person, duty: Duty, lack: Lack) -> list[Activity]:
    """The duty tiled with work, its meal and its rests, where fewest are missing; an agent's work has a queue."""
    shift = site.shift_by_id[duty.shift]
    plans = break_plans(shift, site.rules.parameters, site.interval_min)
    worth = _worth(site, person, duty, lack)
    plan = min(plans, key=lambda each: _lost(worth, each.meal_start_min, shift.meal_min))
    slot_min = _slot_min(site, shift, plan)
    breaks: list[tuple[int, int, ActivityKind]] = []
    if plan.meal_start_min is not None:
        breaks.append((plan.meal_start_min, shift.meal_min, "meal"))
    for starts in plan.rest_starts_min:
        breaks.append((min(starts, key=lambda start: _lost(worth, start, shift.rest_min)), shift.rest_min, "rest"))
    queues = _queues(site, person, duty, lack, slot_min)
    stretch: list[tuple[ActivityKind, str]] = [("work", queue) for queue in queues]
    for start_min, length_min, kind in breaks:
        for slot in range(start_min // slot_min, (start_min + length_min) // slot_min):
            stretch[slot] = (kind, "")
    return merged(duty.agent_id, stretch, duty.start, slot_min)


def _worth(site: Site, person: Person, duty: Duty, lack: Lack) -> Sequence[float]:
    """What each minute of the duty is worth: the agents missing then on the queue that lacks most, 0 where none are."""
    worth = []
    for minute in range(duty.span_min):
        moment = _interval_of(site, duty.start + timedelta(minutes=minute))
        worth.append(max((lack.get((moment, queue), 0.0) for queue in person.skills), default=0.0))
    return worth


def _lost(worth: Sequence[float], start_min: int | None, length_min: int) -> float:
    return 0.0 if start_min is None else sum(worth[start_min : start_min + length_min])


def _slot_min(site: Site, shift: Shift, plan: BreakPlan) -> int:
    """The longest slot on whose borders everything in the duty begins and ends."""
    starts = [start for rests in plan.rest_starts_min for start in rests]
    marks = [site.interval_min, shift.start_min, shift.span_min, shift.meal_min, shift.rest_min, *starts]
    return gcd(*(mark for mark in (*marks, plan.meal_start_min or 0) if mark))


def _queues(site: Site, person: Person, duty: Duty, lack: Lack, slot_min: int) -> list[str]:
    """The queue of each slot: the one that lacks most among those known, kept until another lacks more."""
    known = [queue.id for queue in site.queues if queue.id in person.skills]
    found, current = [], ""
    for slot in range(duty.span_min // slot_min):
        moment = _interval_of(site, duty.start + timedelta(minutes=slot * slot_min))
        best = max(known, key=lambda queue: lack.get((moment, queue), 0.0), default="")
        if not current or lack.get((moment, best), 0.0) > lack.get((moment, current), 0.0):
            current = best
        found.append("" if person.role == "lead" else current)
    return found


def _interval_of(site: Site, moment: datetime) -> datetime:
    minute = (moment.hour * 60 + moment.minute) // site.interval_min * site.interval_min
    return moment.replace(hour=minute // 60, minute=minute % 60, second=0)


def lack_on(need: Lack, present: Lack, days: Iterable[datetime]) -> dict[tuple[datetime, str], float]:
    """Agents missing by interval and queue on these days (their midnights) and those after them."""
    wanted = {day.date() for day in days}
    wanted |= {day + timedelta(days=1) for day in wanted}
    return {place: value - present.get(place, 0.0) for place, value in need.items() if place[0].date() in wanted}
