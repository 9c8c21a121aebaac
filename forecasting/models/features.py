"""Day features for the models of day totals: columns in named groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.day_types import DayKind
from forecasting.day_table import NEAR_KINDS, DayTable
from forecasting.series import Floats, Truths

DAYS_A_YEAR = 365.25
BLOCK_KINDS = (DayKind.BLOCK_FIRST, DayKind.BLOCK_MIDDLE, DayKind.BLOCK_LAST, DayKind.SUBSTITUTE)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """A design matrix, a row a day, and the group of each column."""

    columns: Floats
    groups: tuple[str, ...]

    def of_group(self, group: str) -> Truths:
        """The columns of a group."""
        return np.array([name == group for name in self.groups], dtype=bool)


type Column = tuple[str, Floats]


def joined(columns: Iterator[Column]) -> Features:
    """Columns as a design matrix."""
    pairs = list(columns)
    return Features(np.column_stack([values for _, values in pairs]), tuple(group for group, _ in pairs))


def weekday_columns(days: DayTable) -> Iterator[Column]:
    """One column a weekday."""
    for weekday in range(7):
        yield "weekday", (days.weekdays == weekday).astype(float)


def holiday_columns(days: DayTable) -> Iterator[Column]:
    """A holiday on a workday and on a weekend, its place in a block, and the days around it."""
    workday_holiday = days.is_holiday & ~days.is_weekend
    yield "holiday", workday_holiday.astype(float)
    yield "holiday", (days.is_holiday & days.is_weekend).astype(float)
    kinds = days.kinds
    for kind in BLOCK_KINDS:
        yield "block", (kinds == kind.value).astype(float)
    for kind in NEAR_KINDS:
        yield "near", (kinds == kind.value).astype(float)
    yield "near", days.in_long_weekend.astype(float)


def named_columns(days: DayTable, names: tuple[str, ...]) -> Iterator[Column]:
    """A column a holiday of the history, on workdays and on weekends: what sets it apart from holidays at large.

    On a weekend a holiday is little more than a weekend day, so what was seen there must not pass for a workday's.
    """
    is_weekend = days.is_weekend
    for name in names:
        is_named = days.is_named(name)
        yield "named", (is_named & ~is_weekend).astype(float)
        yield "named weekend", (is_named & is_weekend).astype(float)


def month_columns(days: DayTable, harmonics: int) -> Iterator[Column]:
    """The month's turn: bills, wages and due dates make the first and last days of a month differ."""
    phase = 2 * np.pi * np.array([(day.day - 0.5) / days_in_month(day) for day in days.dates])
    for order in range(1, harmonics + 1):
        yield "month", np.cos(order * phase)
        yield "month", np.sin(order * phase)


def year_columns(days: DayTable, harmonics: int, damping: float = 0.0) -> Iterator[Column]:
    """The seasons: Fourier pairs of the day of the year, of order k divided by k ** damping."""
    phase = 2 * np.pi * np.array([day.timetuple().tm_yday for day in days.dates]) / DAYS_A_YEAR
    for order in range(1, harmonics + 1):
        yield "year", np.cos(order * phase) / order**damping
        yield "year", np.sin(order * phase) / order**damping


def days_in_month(day: date) -> int:
    """Days of the month that the date is in."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return (following - day.replace(day=1)).days
