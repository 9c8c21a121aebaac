"""Holidays as people speak of them: the days of one feast together, and the same feast of the year before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.day_types import ONE_DAY, DemandCalendar, day_type, days_between

# A feast by the moon comes up to a month earlier or later than a year ago.
LEAST_DAYS_BEFORE, MOST_DAYS_BEFORE = 180, 420


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday by the day that gives it its name; `first` is the workday before the days off around it, `last` the
    one after."""

    name: str
    day: date
    first: date
    last: date

    def at(self, offset: int) -> date:
        """The day so many days after the one that gives the name, or before it where that is negative."""
        return self.day + timedelta(days=offset)

    def offset_of(self, day: date) -> int:
        """How many days after the one that gives the name a day is."""
        return (day - self.day).days


def feasts(calendar: DemandCalendar, first: date, last: date) -> tuple[Feast, ...]:
    """The feasts whose main day is from `first` to `last`, in order.

    A day that is named after the holiday beside it (설날 전날, The day preceding Korean New Year) belongs to that one,
    and so do the further days of a holiday that goes on under one name. Substitutes are of the feast that they stand
    for.
    """
    return tuple(
        Feast(name, day, *_around(calendar, day))
        for day in days_between(first, last)
        if day not in calendar.substitutes
        for name in calendar.holidays.get(day, ())
        if _gives_the_name(calendar, day, name)
    )


def feast_before(calendar: DemandCalendar, feast: Feast) -> Feast | None:
    """The same feast of the year before by its name; None where the calendar has none."""
    first, last = (feast.day - timedelta(days=days) for days in (MOST_DAYS_BEFORE, LEAST_DAYS_BEFORE))
    same = [found for found in feasts(calendar, first, last) if found.name == feast.name]
    return same[-1] if same else None


def _gives_the_name(calendar: DemandCalendar, day: date, name: str) -> bool:
    yesterday = calendar.holidays.get(day - ONE_DAY, ())
    return name not in yesterday and not any(other != name and other in name for other in _beside(calendar, day))


def _beside(calendar: DemandCalendar, day: date) -> Iterator[str]:
    for neighbour in (day - ONE_DAY, day + ONE_DAY):
        yield from calendar.holidays.get(neighbour, ())


def _around(calendar: DemandCalendar, day: date) -> tuple[date, date]:
    """The day before and the day after the run of days off that the day is in."""
    found = day_type(calendar, day)
    return day - timedelta(days=found.run_day), day + timedelta(days=found.run_length - found.run_day + 1)
