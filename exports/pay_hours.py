"""`pay_hours.csv`: what HR pays by, per person and day, from the roster, the activities and the pay calendar."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import DataError, Problem
from domain.frames import checked
from domain.pay_frames import PayHours
from domain.people import Person
from domain.roster import Activity, Duty, Roster
from domain.roster_changes import activities_by_duty
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE
from domain.site import Site
from domain.site_folder import days_on_leave
from exports.pay_rules import DaySplit, week_splits
from exports.weekly_holidays import PersonWeek, entitled_on, site_weeks, weekly_holiday, weekly_holiday_min

KOREA = "KR"


@dataclass(frozen=True, slots=True)
class PayTerms:
    """What pay depends on beside the roster: the days of the pay calendar, and the weekday that contracts name.

    `holidays` reach from the first day of the window's first site week to the window's last day; `weekly_holiday` is
    a weekday, Monday 0, or None where a day off of each week is the weekly holiday.
    """

    holidays: frozenset[date]
    weekly_holiday: int | None = None


@dataclass(frozen=True, slots=True)
class _Worked:
    """What one person worked: paid minutes by day, those before the window too; night minutes; days touched."""

    paid: Mapping[date, int]
    night: Mapping[date, int]
    touched: frozenset[date]


def pay_hours(site: Site, roster: Roster, terms: PayTerms) -> DataFrame[PayHours]:
    """One row a person and day of the window on which the person is employed, in order of person and day; minutes.

    Raises DataError where a duty's paid activities do not add up to its paid minutes, or where somebody is not on the
    staff list. Labour Standards Act 50, 54 to 56 and 18(3), Fixed-Term and Part-Time Employees Act 6; see docs/hr.md.
    """
    by_duty = paid_activities(site, roster)
    leave = days_on_leave(site)
    duties, before = roster.duties_by_person(), _duties_before(site, roster)
    rows: list[dict[str, str | int]] = []
    for person in sorted(site.people, key=lambda person: person.id):
        own = duties.get(person.id, [])
        worked = _worked(site, own, before.get(person.id, []), by_duty)
        rows += _person_rows(site, roster, person, worked, leave.get(person.id, frozenset()), terms)
    columns = list(PayHours.to_schema().columns)
    text = {"agent_id", "role", "team", "date", "day_kind"}
    frame = pd.DataFrame(rows, columns=columns)
    return checked(PayHours, frame.astype({name: "str" if name in text else "int64" for name in columns}))


def paid_activities(site: Site, roster: Roster) -> Mapping[Duty, Sequence[Activity]]:
    """Each duty with its paid activities; refused where they do not add up to its paid minutes."""
    by_duty, problems = activities_by_duty(roster), []
    if sum(map(len, by_duty.values())) != len(roster.activities):
        inside = {activity for found in by_duty.values() for activity in found}
        stray = next((activity for activity in roster.activities if activity not in inside), roster.activities[0])
        where, expected = (
            f"{stray.agent_id} {stray.start.isoformat()}",
            f"activities inside the duties of {ROSTER_FILE}",
        )
        problems.append(Problem(ACTIVITY_FILE, None, "start", where, expected))
    for duty, found in by_duty.items():
        if duty.agent_id not in site.person_by_id:
            problems.append(Problem(ROSTER_FILE, None, "agent_id", duty.agent_id, "somebody on the staff list"))
            continue
        paid_min = sum(activity.span_min for activity in found if activity.is_paid)
        if paid_min != duty.paid_minutes:
            expected = f"the {paid_min} paid minutes that {ACTIVITY_FILE} has for {duty.agent_id} on {duty.day}"
            problems.append(Problem(ROSTER_FILE, None, "paid_minutes", str(duty.paid_minutes), expected))
    if problems:
        raise DataError(problems)
    return {duty: [activity for activity in found if activity.is_paid] for duty, found in by_duty.items()}


def _duties_before(site: Site, roster: Roster) -> Mapping[str, list[Duty]]:
    """The duties of `previous.csv` before the window: they count towards a week that the window begins in."""
    found: dict[str, list[Duty]] = {}
    for duty in site.previous:
        if duty.day < roster.window.start:
            found.setdefault(duty.agent_id, []).append(duty)
    return found


def _worked(
    site: Site, duties: Sequence[Duty], before: Sequence[Duty], by_duty: Mapping[Duty, Sequence[Activity]]
) -> _Worked:
    paid: dict[date, int] = {}
    night: dict[date, int] = {}
    for duty in (*before, *duties):
        paid[duty.day] = paid.get(duty.day, 0) + duty.paid_minutes
    for duty in duties:
        minutes = sum(site.rules.parameters.night.minutes_in(activity) for activity in by_duty[duty])
        night[duty.day] = night.get(duty.day, 0) + minutes
    return _Worked(paid, night, frozenset(day for duty in (*before, *duties) for day in duty.touched_days()))


def _person_rows(
    site: Site, roster: Roster, person: Person, worked: _Worked, leave: frozenset[date], terms: PayTerms
) -> Iterator[dict[str, str | int]]:
    """The rows of one person, week after week."""
    parameters, window = site.rules.parameters, roster.window
    has_weekly = site.config.site.country == KOREA or terms.weekly_holiday is not None
    for week in site_weeks(window, site.config.site.week_start_weekday):
        known = PersonWeek(person, week, window, worked.touched, leave)
        weekly = weekly_holiday(known, terms.holidays, terms.weekly_holiday) if has_weekly else None
        holidays = terms.holidays if weekly is None else terms.holidays | {weekly}
        paid = {day: worked.paid[day] for day in week if day in worked.paid}
        splits = week_splits(paid, holidays, person.contract_min_week, parameters)
        entitled = entitled_on(known, weekly) if site.config.site.country == KOREA else None
        for day in week:
            if window.holds(day) and person.is_employed(day):
                kind = _day_kind(day in terms.holidays, day == weekly, day in leave, day in paid)
                entitled_min = weekly_holiday_min(person.contract_min_week, parameters) if day == entitled else 0
                minutes = (splits.get(day, DaySplit()), worked.night.get(day, 0), entitled_min)
                yield _row(person, day, kind, minutes, int(day in leave))


def _day_kind(is_public: bool, is_weekly: bool, on_leave: bool, at_work: bool) -> str:
    if is_public:
        return "public_holiday"
    if is_weekly:
        return "weekly_holiday"
    if on_leave:
        return "leave"
    return "work" if at_work else "off"


def _row(
    person: Person, day: date, kind: str, minutes: tuple[DaySplit, int, int], leave_days: int
) -> dict[str, str | int]:
    """The row of a day, with its split, its night minutes and those of the weekly holiday."""
    split, night_min, entitled_min = minutes
    return {
        "agent_id": person.id,
        "role": person.role,
        "team": person.team,
        "date": day.isoformat(),
        "day_kind": kind,
        "paid_minutes": split.paid_min,
        "regular_minutes": split.regular_min,
        "part_time_extra_minutes": split.part_time_extra_min,
        "overtime_minutes": split.overtime_min,
        "holiday_minutes_to_8h": split.holiday_to_8h_min,
        "holiday_minutes_over_8h": split.holiday_over_8h_min,
        "night_minutes": night_min,
        "weekly_holiday_minutes": entitled_min,
        "leave_days": leave_days,
    }
