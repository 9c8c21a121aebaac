"""What one agent's duty could be instead today: a rest elsewhere in its window, a longer shift, an earlier one.

Each way keeps what has already been worked, every meal and every rest; the audit of the whole tour has the last word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.people import Person
from domain.roster import Activity, Duty
from domain.shifts import Shift
from domain.site import Site
from exports.workbook_styles import Kind, kind_of_shift
from pipeline.duty_activities import Lack, activities_of
from scheduling.break_plans import REST_GRID_MIN, break_plans
from scheduling.staff_tables import duty_on, work_mode

REST_NOTICE_MIN = 5  # before a rest moves, so that the person can be told
CALL_NOTICE_MIN = 60  # before somebody begins who was to begin later, or not at all
ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DayWork:
    """A person's duty with the activities that tile it, in order of time."""

    person: Person
    duty: Duty
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Instead:
    """What the duty would be instead, and how it is told: what is there now, what would be."""

    duty: Duty
    activities: tuple[Activity, ...]
    before: str
    after: str


def moved_rests(site: Site, work: DayWork, now: datetime) -> Iterator[Instead]:
    """Each rest that has not begun at every other start in the window that the shift's plan gives it."""
    shift = site.shift_by_id.get(work.duty.shift)
    if shift is None or not shift.rest_count:
        return
    rests = [each for each in work.activities if each.activity == "rest"]
    windows = _rest_windows(site, work, shift)
    earliest = now + timedelta(minutes=REST_NOTICE_MIN)
    for rest, starts in zip(rests, windows, strict=False):
        if rest.start < earliest:
            continue
        for start_min in starts:
            start = work.duty.start + timedelta(minutes=start_min)
            moved = None if start < earliest or start == rest.start else _with_rest_at(work, rest, start)
            if moved is not None:
                yield Instead(work.duty, moved, f"{rest.start:%H:%M}", f"{start:%H:%M}")


def _rest_windows(site: Site, work: DayWork, shift: Shift) -> Sequence[Sequence[int]]:
    """The starts that each rest may have beside the meal as it lies; none where no plan has the meal there."""
    meals = [each for each in work.activities if each.activity == "meal"]
    meal_start = round((meals[0].start - work.duty.start) / ONE_MINUTE) if meals else None
    plans = break_plans(shift, site.rules.parameters, site.interval_min)
    return next((plan.rest_starts_min for plan in plans if plan.meal_start_min == meal_start), ())


def _with_rest_at(work: DayWork, rest: Activity, start: datetime) -> tuple[Activity, ...] | None:
    """The duty with the rest at another time, worked where it was; None where something else lies there."""
    queue = _queue_beside(work.activities, rest)
    worked = tuple(replace(each, activity="work", queue=queue) if each == rest else each for each in work.activities)
    return with_break(worked, replace(rest, start=start, end=start + (rest.end - rest.start)))


def _queue_beside(activities: Sequence[Activity], gap: Activity) -> str:
    """The queue worked before the gap, or else after it."""
    before = [each.queue for each in activities if each.activity == "work" and each.end <= gap.start]
    after = [each.queue for each in activities if each.activity == "work" and each.start >= gap.end]
    return before[-1] if before else after[0] if after else ""


def with_break(activities: Sequence[Activity], taken: Activity) -> tuple[Activity, ...] | None:
    """The activities with a stretch taken out of work; None where it would touch anything but work."""
    found, left = [], taken.end - taken.start
    for each in activities:
        if each.end <= taken.start or each.start >= taken.end:
            found.append(each)
        elif each.activity != "work":
            return None
        else:
            left -= min(each.end, taken.end) - max(each.start, taken.start)
            if each.start < taken.start:
                found.append(replace(each, end=taken.start))
            if each.end > taken.end:
                found.append(replace(each, start=taken.end))
    return None if left else joined((*found, taken))


def joined(activities: Sequence[Activity]) -> tuple[Activity, ...]:
    """In order of time, neighbours of one kind and queue as one."""
    found: list[Activity] = []
    for each in sorted(activities, key=lambda activity: activity.start):
        last = found[-1] if found else None
        if last and last.end == each.start and (last.activity, last.queue) == (each.activity, each.queue):
            found[-1] = replace(last, end=each.end)
        else:
            found.append(each)
    return tuple(found)


def longer_duties(site: Site, work: DayWork, now: datetime) -> Iterator[Instead]:
    """Shifts of the catalogue that begin as the present one and end later; further rests are placed in what is left."""
    if not work.duty.start <= now < work.duty.end or not work.person.max_overtime_min_week:
        return
    present = site.shift_by_id.get(work.duty.shift)
    for shift in site.shifts:
        if present is None or shift.start_min != present.start_min or shift.span_min <= present.span_min:
            continue
        if shift.meal_min != present.meal_min or shift.rest_min != present.rest_min or "agent" not in shift.roles:
            continue
        duty = duty_on(work.person, shift, work.duty.day, work.duty.mode)
        last = _queue_beside(work.activities, Activity(work.person.id, work.duty.end, duty.end, "work"))
        longer = joined((*work.activities, Activity(work.person.id, work.duty.end, duty.end, "work", last)))
        for placed in _with_rests(site, longer, duty, shift, now):
            yield Instead(duty, placed, f"{present.id} ~{work.duty.end:%H:%M}", f"{shift.id} ~{duty.end:%H:%M}")


def _with_rests(
    site: Site, activities: tuple[Activity, ...], duty: Duty, shift: Shift, now: datetime
) -> Iterator[tuple[Activity, ...]]:
    """As many rests as the shift has: the first that is missing wherever it may lie, others as late as can be.

    Nothing where they do not fit.
    """
    missing = shift.rest_count - sum(each.activity == "rest" for each in activities)
    if missing <= 0:
        yield activities
        return
    for placed in _rest_added(site, activities, duty, shift, now):
        for _ in range(missing - 1):
            placed = next(_rest_added(site, placed, duty, shift, now), ())
        if placed:
            yield placed


def _rest_added(
    site: Site, activities: tuple[Activity, ...], duty: Duty, shift: Shift, now: datetime
) -> Iterator[tuple[Activity, ...]]:
    """One more rest in the work to come, well apart from the others, the latest first."""
    apart = timedelta(minutes=site.rules.parameters.rest_apart_minutes)
    length = timedelta(minutes=shift.rest_min)
    breaks = [each for each in activities if each.activity in ("rest", "meal")]
    start = duty.end - apart - length
    while start > now:
        clear = all(start - each.end >= apart or each.start - start - length >= apart for each in breaks)
        placed = with_break(activities, Activity(duty.agent_id, start, start + length, "rest")) if clear else None
        if placed is not None:
            yield placed
        start -= timedelta(minutes=REST_GRID_MIN)


def earlier_part_shifts(site: Site, work: DayWork, lack: Lack, now: datetime) -> Iterator[Instead]:
    """For a part shift that has not begun: the other ones of the same paid time that begin sooner."""
    present = site.shift_by_id.get(work.duty.shift)
    earliest = now + timedelta(minutes=CALL_NOTICE_MIN)
    if present is None or work.duty.start <= earliest or kind_of_shift(present, site.rules.parameters) is not Kind.PART:
        return
    for shift in site.shifts:
        duty = duty_on(work.person, shift, work.duty.day, work_mode(work.person, shift))
        if shift.paid_min == present.paid_min and earliest <= duty.start < work.duty.start:
            laid = tuple(activities_of(site, work.person, duty, lack))
            yield Instead(duty, laid, _named(present, work.duty), _named(shift, duty))


def coming_duty(site: Site, person: Person, shift: Shift, lack: Lack, midnight: datetime) -> Instead:
    """A duty for somebody who has none today."""
    duty = duty_on(person, shift, midnight.date(), work_mode(person, shift))
    return Instead(duty, tuple(activities_of(site, person, duty, lack)), "–", _named(shift, duty))


def _named(shift: Shift, duty: Duty) -> str:
    return f"{shift.id} {duty.start:%H:%M}~{duty.end:%H:%M}"
