"""What trees may split on: the calendar of every interval, as plain numbers."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from domain.day_types import DemandCalendar
from forecasting.day_table import BLOCK_DAYS, ORDINARY, SPECIAL_CLASSES, DayTable
from forecasting.models.features import days_in_month
from forecasting.series import Floats

FARTHEST_DAYS = 15  # a holiday farther away than a fortnight says nothing about a day
CLASS_CODES = {name: code for code, name in enumerate((ORDINARY, *SPECIAL_CLASSES))}


def interval_rows(
    days: DayTable, calendar: DemandCalendar, intervals: int, with_year: bool, last: date | None
) -> Floats:
    """A row an interval, day after day, a column a feature; shape (days x intervals, features).

    Weekday, class of day, holiday, a weekend joined to one, a block of holidays, days to the next and since the last
    holiday, days from either end of the month; the day of the year where the history carries seasons; the age in days
    counted from `last` where that is given; the interval of the day.
    """
    by_day = np.column_stack(list(_day_columns(days, calendar, with_year, last)))
    interval = np.tile(np.arange(intervals, dtype=float), len(by_day))
    return np.column_stack([np.repeat(by_day, intervals, axis=0), interval])


def _day_columns(days: DayTable, calendar: DemandCalendar, with_year: bool, last: date | None) -> Iterator[Floats]:
    dates = days.dates
    yield days.weekdays.astype(float)
    yield np.array([CLASS_CODES[str(name)] for name in days.classes], dtype=float)
    yield days.is_holiday.astype(float)
    yield days.in_long_weekend.astype(float)
    yield np.isin(days.kinds, BLOCK_DAYS).astype(float)
    yield from _holiday_distances(dates, calendar)
    yield np.array([day.day for day in dates], dtype=float)
    yield np.array([days_in_month(day) - day.day for day in dates], dtype=float)
    if with_year:
        yield np.array([day.timetuple().tm_yday for day in dates], dtype=float)
    if last is not None:
        yield np.array([(day - last).days for day in dates], dtype=float)


def _holiday_distances(dates: tuple[date, ...], calendar: DemandCalendar) -> tuple[Floats, Floats]:
    """Days to the next holiday and since the last one, the day itself not counted, a fortnight at most."""
    known = np.array(sorted(day.toordinal() for day in calendar.holidays), dtype=float)
    known = np.concatenate([[-np.inf], known, [np.inf]])
    here = np.array([day.toordinal() for day in dates], dtype=float)
    ahead = known[np.searchsorted(known, here, side="right")] - here
    behind = here - known[np.searchsorted(known, here, side="left") - 1]
    return np.minimum(ahead, FARTHEST_DAYS), np.minimum(behind, FARTHEST_DAYS)
