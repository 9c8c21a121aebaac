"""What the calendar says about a row of days, as arrays that models can select by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from domain.day_types import DayKind, DayType, DemandCalendar, day_type
from domain.errors import ForecastError
from domain.holiday_names import pooled_name
from forecasting.kept import kept
from forecasting.series import QueueSeries, Truths, Whole

BLOCK_DAYS = tuple(kind.value for kind in (DayKind.BLOCK_FIRST, DayKind.BLOCK_MIDDLE, DayKind.BLOCK_LAST))
NEAR_KINDS = (DayKind.EVE, DayKind.FIRST_WORKDAY_AFTER, DayKind.BRIDGE)

# The classes that share a holiday effect where one kind alone has too few days.
ORDINARY, HOLIDAY, WEEKEND_HOLIDAY = "ordinary", "holiday", "weekend holiday"
EVE, AFTER, BRIDGE = "eve", "first workday after", "bridge"
SPECIAL_CLASSES = (HOLIDAY, WEEKEND_HOLIDAY, EVE, AFTER, BRIDGE)


@dataclass(frozen=True, eq=False)  # without slots, so that its arrays are made once
class DayTable:
    """The types of successive or single days, with arrays over them, which nobody may change."""

    types: tuple[DayType, ...]
    weekend: frozenset[int]

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The dates, in order."""
        return tuple(day.date for day in self.types)

    @cached_property
    def weekdays(self) -> Whole:
        """Weekday numbers, Monday 0."""
        return _fixed(np.array([day.date.weekday() for day in self.types], dtype=np.int64))

    @cached_property
    def is_weekend(self) -> Truths:
        """Whether the weekday belongs to the country's weekend."""
        return _fixed(np.isin(self.weekdays, list(self.weekend)))

    @cached_property
    def is_holiday(self) -> Truths:
        """Whether the date is a public holiday."""
        return _fixed(np.array([day.is_holiday for day in self.types], dtype=bool))

    @cached_property
    def in_long_weekend(self) -> Truths:
        """Whether the date is a weekend day joined to a holiday on a workday, itself no holiday."""
        return _fixed(np.array([day.run_has_weekday_holiday and not day.is_holiday for day in self.types], dtype=bool))

    @cached_property
    def kinds(self) -> npt.NDArray[np.str_]:
        """The kind of every day as text."""
        return _fixed(np.array([day.kind.value for day in self.types], dtype=np.str_))

    @cached_property
    def classes(self) -> npt.NDArray[np.str_]:
        """The class of every day: ordinary, or the group whose days share an effect."""
        return _fixed(np.array([_day_class(day, self.weekend) for day in self.types], dtype=np.str_))

    def is_named(self, name: str) -> Truths:
        """Whether the date carries the holiday's name, or is its substitute: the holiday's name within a longer one."""
        found = np.zeros(len(self.types), dtype=bool)
        found[[row for row in self.named_rows if _is_named(self.types[row], name)]] = True
        return found

    @cached_property
    def named_rows(self) -> tuple[int, ...]:
        """The rows of public holidays: few, so that a search for a name need not look at all days."""
        return tuple(row for row, day in enumerate(self.types) if day.names)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All holiday names, sorted; a substitute goes by the name of its holiday where that is among them.

        Elections go by one name, and so do temporary holidays: each comes too rarely to be learnt from alone.
        """
        named = [self.types[row] for row in self.named_rows]
        own = {name for day in named for name in pooled_names(day) if day.kind != DayKind.SUBSTITUTE}
        others = {name for day in named for name in pooled_names(day) if not any(known in name for known in own)}
        return tuple(sorted(own | others))


def _fixed[Kind: np.generic](values: npt.NDArray[Kind]) -> npt.NDArray[Kind]:
    values.flags.writeable = False
    return values


def _is_named(day: DayType, name: str) -> bool:
    return any(own == name or (day.kind == DayKind.SUBSTITUTE and name in own) for own in pooled_names(day))


def pooled_names(day: DayType) -> frozenset[str]:
    """The holiday names under which a day is learnt from."""
    return frozenset(pooled_name(name) for name in day.names)


def _day_class(day: DayType, weekend: frozenset[int]) -> str:
    if day.is_holiday:
        return WEEKEND_HOLIDAY if day.date.weekday() in weekend else HOLIDAY
    return day.kind.value if day.kind in NEAR_KINDS else ORDINARY


def day_table(calendar: DemandCalendar, days: Sequence[date]) -> DayTable:
    """The table of the given days, which the calendar must know."""
    if days and not calendar.covers(min(days), max(days)):
        raise ForecastError(
            f"The calendar of {calendar.country} was made for {calendar.first} to {calendar.last}, but the forecast"
            f" needs {min(days)} to {max(days)}; make it for the history and the horizon together."
        )
    return DayTable(types=tuple(day_type(calendar, day) for day in days), weekend=calendar.weekend)


@kept(most=32)
def past_days(history: QueueSeries, calendar: DemandCalendar) -> DayTable:
    """The table of a series' own days, made once for all models that learn from it."""
    return day_table(calendar, history_days(history))


def history_days(history: QueueSeries) -> tuple[date, ...]:
    """The dates of a series."""
    return tuple(history.first + timedelta(days=offset) for offset in range(history.days))
