"""One person's duties as a site and a roster, for pay cases that are computed by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pandas as pd

from domain.people import Leave
from domain.public_holidays import public_holidays
from domain.roster import Activity, Duty, PlanningWindow, Roster
from domain.site import Site
from exports.pay_hours import PayTerms, pay_hours
from tests.builders import person, shift, site

type Worked = tuple[str, str, str, tuple[str, str] | None]  # day, start, end, meal


def duty(day: str, start: str, end: str, meal: tuple[str, str] | None = None) -> tuple[Duty, list[Activity]]:
    """A duty from one clock time to another, into the next day where the end is not later, with its activities."""
    begin = datetime.combine(date.fromisoformat(day), time.fromisoformat(start))
    finish, stretches = _after(begin, end), [(begin, _after(begin, end), "work")]
    if meal is not None:
        out, back = (_after(begin, clock) for clock in meal)
        stretches = [(begin, out, "work"), (out, back, "meal"), (back, finish, "work")]
    activities = [
        Activity("A0001", one, two, kind, "general" if kind == "work" else "")  # type: ignore[arg-type]
        for one, two, kind in stretches
    ]
    paid = sum(activity.span_min for activity in activities if activity.activity != "meal")
    return Duty("A0001", "agent", "T01", begin.date(), "X", begin, finish, paid, "site"), activities


def _after(begin: datetime, clock: str) -> datetime:
    moment = datetime.combine(begin.date(), time.fromisoformat(clock))
    return moment if moment > begin else moment + timedelta(days=1)


def case(
    *worked: tuple[Duty, list[Activity]],
    first: str,
    days: int = 7,
    contract_min: int = 2400,
    leave: Iterable[str] = (),
    announced: Iterable[str] = (),
    previous: Sequence[Duty] = (),
    weekly_holiday: int | None = None,
    employed: tuple[date, date] = (date(2000, 1, 1), date(9999, 12, 31)),
) -> Mapping[str, Mapping[str, int]]:
    """The minutes of pay_hours.csv by date; only columns that are not 0, without paid_minutes."""
    who = replace(person(contract_min=contract_min, start=employed[0], end=employed[1]), max_overtime_min_week=720)
    off = [Leave("A0001", date.fromisoformat(day), "annual") for day in leave]
    place: Site = site([who], [shift()], leave=off, previous=previous)
    window = PlanningWindow(date.fromisoformat(first), days)
    known = public_holidays("KR", window.start - timedelta(days=6), window.last)
    terms = PayTerms(known | {date.fromisoformat(day) for day in announced}, weekly_holiday)
    roster = Roster(window, tuple(one for one, _ in worked), tuple(each for _, found in worked for each in found))
    return by_day(pd.DataFrame(pay_hours(place, roster, terms)))


def by_day(frame: pd.DataFrame) -> Mapping[str, Mapping[str, int]]:
    rows = frame.drop(columns=["agent_id", "role", "team", "day_kind", "paid_minutes"]).to_dict("records")
    return {row.pop("date"): {name: value for name, value in row.items() if value} for row in rows}
