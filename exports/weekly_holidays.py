"""The paid weekly holiday (Labour Standards Act 55(1)): which day of a site week it is, and what it is worth."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.people import Person
from domain.roster import PlanningWindow
from domain.rule_parameters import RuleParameters

SUNDAY = 6
WEEK_DAYS = 7
SHORT_CONTRACT_MIN = 900  # Labour Standards Act 18(3): under 15 hours a week


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """A site week of one person: the days that a duty touches, as far as known, and the days of approved leave."""

    person: Person
    week: Sequence[date]
    window: PlanningWindow
    touched: Collection[date]
    leave: Collection[date]

    @property
    def is_settled(self) -> bool:
        """Whether this window settles the week: the person is employed on all its days and it ends in the window."""
        return all(map(self.person.is_employed, self.week)) and self.window.holds(self.week[-1])


def site_weeks(window: PlanningWindow, week_start_weekday: int) -> list[list[date]]:
    """The whole site weeks that the window touches, days outside the window included."""
    first = window.start - timedelta(days=(window.start.weekday() - week_start_weekday) % WEEK_DAYS)
    count = ((window.last - first).days // WEEK_DAYS) + 1
    return [[first + timedelta(days=WEEK_DAYS * week + n) for n in range(WEEK_DAYS)] for week in range(count)]


def weekly_holiday_min(contract_min: int, parameters: RuleParameters) -> int:
    """Paid minutes of the weekly holiday: a day of the contract, at most 8 h; none under 15 h a week (55(1), 18(3)).

    A day of the contract is `contract_minutes_week / contract_workdays_week`, of 40 h at most, to the minute; the
    division is our reading (own).
    """
    if contract_min < SHORT_CONTRACT_MIN:
        return 0
    of_week_min = min(contract_min, parameters.standard_minutes_week)
    return min(round(of_week_min / parameters.contract_workdays_week), parameters.standard_minutes_day)


def weekly_holiday(known: PersonWeek, holidays: Collection[date], named_weekday: int | None = None) -> date | None:
    """The weekly holiday of a person's week: the weekday that contracts name, or else a day off; None where not known.

    The Act names no weekday. Of the days that no duty touches it is Sunday, else the last one; a public holiday or a
    day of leave only where no other day is free. It may lie before the window, in a week that began there.
    Where a duty touches all days, which the rule `weekly_rest` forbids, it is Sunday, and its work is holiday work.
    Not known in a week that goes on after the window or that the person is not employed for.
    """
    if named_weekday is not None:
        return _on_weekday(known.week, named_weekday)
    if not known.is_settled:
        return None
    free = [day for day in known.week if day not in known.touched]
    return _chosen(free, holidays, known.leave) or _on_weekday(known.week, SUNDAY)


def _chosen(free: Sequence[date], holidays: Collection[date], leave: Collection[date]) -> date | None:
    """Of the days without duty the one that is the weekly holiday; None where there is no such day."""
    plain = [day for day in free if day not in holidays and day not in leave]
    without_leave = [day for day in free if day not in leave]
    days = plain or without_leave or free
    return next((day for day in days if day.weekday() == SUNDAY), days[-1] if days else None)


def _on_weekday(week: Sequence[date], weekday: int) -> date:
    return next(day for day in week if day.weekday() == weekday)


def entitled_on(known: PersonWeek, weekly: date | None) -> date | None:
    """The day on whose row the pay of the weekly holiday stands; None where this window does not settle the week.

    It is the holiday itself, or the week's last day where the holiday lies before the window.
    """
    if not known.is_settled:
        return None
    return weekly if weekly is not None and known.window.holds(weekly) else known.week[-1]
