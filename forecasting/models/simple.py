"""The yardsticks: last week again, and the planner's mean of four weeks, plain and with holiday ratios."""

from dataclasses import dataclass, replace

import numpy as np

from domain.day_types import DemandCalendar
from forecasting.day_table import ORDINARY, SPECIAL_CLASSES, DayTable, past_days
from forecasting.profile import day_totals, shares
from forecasting.series import Floats, QueueSeries, level_days, mean_of_known

WEEKS = 4


@dataclass(frozen=True, slots=True, eq=False)
class WeekTable:
    """The same week again and again: contacts by weekday and interval."""

    by_weekday: Floats

    def mean(self, future: DayTable) -> Floats:
        """The table's row for every day."""
        return self.by_weekday[future.weekdays]


@dataclass(frozen=True, slots=True)
class SeasonalNaive:
    """Each interval as in the last week in which it is known."""

    name: str = "seasonal_naive"
    least_days: int = 7

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> WeekTable:
        """The last known count of every weekday and interval."""
        table = np.zeros((7, history.intervals))
        for weekday in range(7):
            rows = history.offered[history.weekdays == weekday]
            for row in rows:
                table[weekday] = np.where(np.isnan(row), table[weekday], row)
        return WeekTable(table)


@dataclass(frozen=True, slots=True)
class PlannerMean:
    """The planner's spreadsheet: the mean of the last four weeks, same weekday and interval."""

    name: str = "planner_mean"
    least_days: int = 14

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> WeekTable:
        """Means over the last four weeks, and over all weeks for what those do not hold."""
        return WeekTable(_week_means(history))


def _week_means(history: QueueSeries) -> Floats:
    recent = level_days(history, 7 * WEEKS)
    table = np.zeros((7, history.intervals))
    for weekday in range(7):
        of_weekday = history.weekdays == weekday
        lately = mean_of_known(history.offered[recent][of_weekday[recent]])
        ever = mean_of_known(history.offered[of_weekday])
        table[weekday] = np.nan_to_num(np.where(np.isnan(lately), ever, lately))
    return table


@dataclass(frozen=True, slots=True, eq=False)
class HolidayWeek:
    """A week table of ordinary days, with day totals scaled and spread anew on special days."""

    ordinary: WeekTable
    ratios: dict[str, float]
    history: QueueSeries
    past: DayTable

    def mean(self, future: DayTable) -> Floats:
        """Ordinary days from the table; special days as the weekday's total times the ratio, by the class's profile."""
        table = self.ordinary.mean(future)
        spread = shares(self.history, self.past, future)
        for day_class, ratio in self.ratios.items():
            due = future.classes == day_class
            table[due] = table[due].sum(axis=1, keepdims=True) * ratio * spread[due]
        table[spread.sum(axis=1) == 0] = 0.0  # shut days
        return table


@dataclass(frozen=True, slots=True)
class PlannerMeanWithHolidays:
    """The planner's mean of ordinary days, times how holidays and the days around them compared to it so far."""

    name: str = "planner_mean_holidays"
    least_days: int = 56

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> HolidayWeek:
        """The ordinary week, and for each class of special day its total over the mean of the four weeks before."""
        past = past_days(history, calendar)
        ordinary = np.where((past.classes == ORDINARY)[:, None], history.offered, np.nan)
        week = WeekTable(_week_means(replace(history, offered=ordinary)))
        return HolidayWeek(week, class_ratios(history, past), history, past)


def class_ratios(history: QueueSeries, past: DayTable) -> dict[str, float]:
    totals = day_totals(history).scaled
    ordinary = np.where(past.classes == ORDINARY, totals, np.nan)
    before = np.full((WEEKS, history.days), np.nan)
    for week in range(1, WEEKS + 1):
        before[week - 1, 7 * week :] = ordinary[: -7 * week] if history.days > 7 * week else np.nan
    due = mean_of_known(before)
    ratios = {}
    for day_class in SPECIAL_CLASSES:
        rows = (past.classes == day_class) & ~np.isnan(totals) & (due > 0)
        if rows.any():
            ratios[day_class] = float(totals[rows].sum() / due[rows].sum())
    return ratios
