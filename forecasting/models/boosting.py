"""Gradient boosting (LightGBM) on the calendar of every interval: alone, and on top of the regression's moving level.

Poisson boosting: log E[count] = start + sum of trees, trees grown on the gradient of the Poisson likelihood (Ke et al.
2017; Friedman 2001). Trees find what the regressions' formulas leave out (a profile that changes with the season, the
hours around a holiday); formulas find what trees cannot (growth that goes on, a holiday seen once). Their errors
differ, so their mean is better than either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from forecasting.closings import shut_days
from forecasting.day_table import DayTable, past_days
from forecasting.kept import kept
from forecasting.models.interval_features import interval_rows
from forecasting.models.moving_level import LEAST_DAYS_FOR_YEAR, FittedMovingLevel, MovingLevel
from forecasting.series import Floats, QueueSeries

MOST_DAYS = 730  # trees of older days took a fifth longer and were no better on three years of ambulance calls
LEAST_DUE = 1e-6  # an interval in which the level expects nothing cannot be corrected by a factor

# One thread and one order of sums: the same history gives the same forecast on every machine.
COMMON: Mapping[str, object] = {
    "objective": "poisson",
    "max_bin": 63,
    "bagging_freq": 1,
    "min_data_in_leaf": 20,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}
ALONE: Mapping[str, object] = {**COMMON, "learning_rate": 0.075, "num_leaves": 31, "bagging_fraction": 0.6}
ALONE_ROUNDS = 200
# Corrections are small beside noise: smaller trees, and each sees a part of the features. The trees alone see all of
# them: without a day's age a tree takes growth for season.
ON_LEVEL: Mapping[str, object] = {
    **COMMON,
    "learning_rate": 0.05,
    "num_leaves": 15,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
}
ON_LEVEL_ROUNDS = 150

type LogFactors = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class FittedBoosting:
    """Trees over the calendar of an interval, and the level that they start from (None: a constant)."""

    trees: LogFactors
    level: FittedMovingLevel | None
    history: QueueSeries
    past: DayTable
    calendar: DemandCalendar

    def mean(self, future: DayTable) -> Floats:
        """exp(trees), times the level where there is one; nothing outside open hours and on shut days."""
        rows = _rows(future, self.history, self.calendar, self.level is None)
        factors = np.exp(self.trees(rows)).reshape(len(future.types), self.history.intervals)
        means = factors if self.level is None else factors * self.level.mean(future)
        is_shut = shut_days(self.history, self.past, future)
        return means * (self.history.is_open[future.weekdays] & ~is_shut[:, None])


@dataclass(frozen=True, slots=True)
class Boosting:
    """Poisson boosting of interval counts on the calendar and on the age of a day, by which recent levels are found."""

    name: str = "boosting"
    least_days: int = 56

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedBoosting:
        """The trees grown on the known intervals of the last two years."""
        recent = _recent_days(history, calendar)
        trees = _grown(_rows(recent, history, calendar, True), _recent_counts(history), None, ALONE, ALONE_ROUNDS)
        return FittedBoosting(trees, None, history, past_days(history, calendar), calendar)


@dataclass(frozen=True, slots=True)
class BoostedLevel:
    """Poisson boosting on top of the regression with a moving level: the trees learn factors on what it expects.

    The trees see the calendar but not a day's age: how the level moves is the regression's business.
    """

    name: str = "boosted_level"
    least_days: int = 56

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedBoosting:
        """The regression, then the trees on its ratio of counted to expected."""
        level = MovingLevel().fit(history, calendar)
        recent = _recent_days(history, calendar)
        rows, expected = _rows(recent, history, calendar, False), level.mean(recent).ravel()
        trees = _grown(rows, _recent_counts(history), expected, ON_LEVEL, ON_LEVEL_ROUNDS)
        return FittedBoosting(trees, level, history, level.past, calendar)


@kept(most=16)
def _recent_days(history: QueueSeries, calendar: DemandCalendar) -> DayTable:
    past = past_days(history, calendar)
    return DayTable(past.types[-MOST_DAYS:], past.weekend)


def _recent_counts(history: QueueSeries) -> Floats:
    return history.offered[-MOST_DAYS:].ravel()


def _rows(days: DayTable, history: QueueSeries, calendar: DemandCalendar, with_age: bool) -> Floats:
    last: date | None = history.last if with_age else None
    return interval_rows(days, calendar, history.intervals, history.days >= LEAST_DAYS_FOR_YEAR, last)


def _grown(
    rows: Floats, counts: Floats, expected: Floats | None, parameters: Mapping[str, object], rounds: int
) -> LogFactors:
    """Trees that give log(mean / expected), or log(mean) where nothing is expected beforehand, for rows of features."""
    used = ~np.isnan(counts) if expected is None else ~np.isnan(counts) & (expected > LEAST_DUE)
    if not (counts[used] > 0).any():
        raise ForecastError("there is no interval with contacts to learn from")
    lightgbm = _library()
    start = None if expected is None else np.log(expected[used])
    learnt = lightgbm.Dataset(rows[used], counts[used], init_score=start, params=dict(parameters))  # type: ignore[attr-defined]
    booster = lightgbm.train(dict(parameters), learnt, num_boost_round=rounds)  # type: ignore[attr-defined]
    return lambda wanted: np.asarray(booster.predict(wanted, raw_score=True))


@cache
def _library() -> object:
    """The library, loaded on first use: where its OpenMP runtime is absent the candidate alone fails, and is named."""
    import lightgbm

    return lightgbm
