"""Day totals under a level that moves: a penalised count regression that learns its penalties from the series."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from forecasting.day_table import DayTable, past_days
from forecasting.kept import kept
from forecasting.models.features import (
    Column,
    Features,
    holiday_columns,
    joined,
    month_columns,
    named_columns,
    weekday_columns,
    year_columns,
)
from forecasting.models.penalised import penalised_coefficients
from forecasting.profile import day_totals, shares
from forecasting.series import LEAST_OBSERVED_SHARE, Floats, QueueSeries

LEVEL_STEP_DAYS = 7
PASSING_DAYS = 14
FINE_DAYS, COARSE_DAYS = 728, 28  # what the level did in single weeks before that changes no forecast, but takes time
MONTH_HARMONICS = 3
YEAR_HARMONICS = 4
LEAST_DAYS_FOR_YEAR = 400  # with a moving level, a season must have been seen to come again

# Prior variances of the log effects of a group: how far they usually are from zero. "level" is one weekly step.
PRIOR_VARIANCES = {
    "constant": 1e4,
    "weekday": 1.0,
    "holiday": 1.0,
    "block": 0.09,
    "near": 0.02,
    "named": 0.02,
    "named weekend": 0.005,
    "month": 0.001,
    "year": 0.01,
    "level": 0.00005,
    "passing": 0.001,
}
MOVING_GROUPS = ("level", "passing")
SEASON_GROUP = "year"


@dataclass(frozen=True, slots=True, eq=False)
class FittedMovingLevel:
    """Log effects by feature, and the history whose profile spreads the totals."""

    coefficients: Floats
    names: tuple[str, ...]
    with_year: bool
    history: QueueSeries
    past: DayTable

    def mean(self, future: DayTable) -> Floats:
        """Total of every day times its profile."""
        design = _design(future, self.history.first, self.history.last, self.names, self.with_year)
        return np.exp(design.columns @ self.coefficients)[:, None] * shares(self.history, self.past, future)

    def effects(self, days: DayTable, without: tuple[str, ...]) -> Floats:
        """The part of the log totals that is left when some groups of effects are not counted."""
        design = _design(days, self.history.first, self.history.last, self.names, self.with_year)
        counted = ~np.isin(design.groups, without)
        return np.asarray(design.columns[:, counted] @ self.coefficients[counted])


@dataclass(frozen=True, slots=True)
class MovingLevel:
    """log E[total] = level + weekday + holiday and its name + near a holiday + turn of month + season + passing swing.

    The level is a random walk in weekly steps and goes on flat; a passing swing is a fortnight's own deviation and
    is forgotten. Every group of effects is drawn towards zero as strongly as the series itself suggests (`penalised`),
    so a holiday seen once counts a little, a season seen once hardly, and a ten-fold growth is followed.
    """

    name: str = "moving_level"
    least_days: int = 28

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedMovingLevel:
        """The effects of the series' day totals."""
        return _fitted(history, calendar)


# Boosting starts from the same fit: it is made once for both, in a backtest of six cutoffs too.
@kept(most=16)
def _fitted(history: QueueSeries, calendar: DemandCalendar) -> FittedMovingLevel:
    past = past_days(history, calendar)
    totals = day_totals(history)
    used = (totals.observed_share >= LEAST_OBSERVED_SHARE) & (totals.counted > 0)
    if not used.any():
        raise ForecastError("there is no day with contacts to learn from")
    with_year = history.days >= LEAST_DAYS_FOR_YEAR
    design = _design(past, history.first, history.last, past.names, with_year)
    coefficients = penalised_coefficients(design, totals, used, PRIOR_VARIANCES)
    return FittedMovingLevel(coefficients, past.names, with_year, history, past)


def _design(days: DayTable, first: date, last: date, names: tuple[str, ...], with_year: bool) -> Features:
    columns: list[Column] = [("constant", np.ones(len(days.types)))]
    columns += [*weekday_columns(days), *holiday_columns(days), *named_columns(days, names)]
    columns += month_columns(days, MONTH_HARMONICS)
    if with_year:
        columns += year_columns(days, YEAR_HARMONICS, damping=1.0)
    columns += _level_columns(days, first, last)
    return joined(iter(columns))


def _level_columns(days: DayTable, first: date, last: date) -> list[Column]:
    """Steps of the level and passing swings, both counted back from the last day; four weeks long before two years."""
    age = np.array([(last - day).days for day in days.dates])  # negative in the future
    history_days_count = (last - first).days + 1
    borders = _ages(LEVEL_STEP_DAYS, history_days_count - LEVEL_STEP_DAYS, LEVEL_STEP_DAYS)
    # A step that stands for several varies as much as they do together.
    steps: list[Column] = [
        ("level", (age < border) * np.sqrt((border - before) / LEVEL_STEP_DAYS))
        for before, border in zip([0, *borders], borders, strict=False)
    ]
    starts = _ages(0, history_days_count, PASSING_DAYS)
    swings: list[Column] = [
        ("passing", ((age >= start) & (age < end)).astype(float))
        for start, end in zip(starts, [*starts[1:], history_days_count], strict=True)
    ]
    return steps + swings


def _ages(first: int, end: int, step: int) -> list[int]:
    """Ages in days from `first` up to `end`, a step apart and, from two years on, four weeks."""
    return [*range(first, min(end, FINE_DAYS), step), *range(FINE_DAYS, end, COARSE_DAYS)]
