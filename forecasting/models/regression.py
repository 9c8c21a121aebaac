"""Count regression: a Poisson regression of day totals on the calendar, spread by the holiday-aware profile."""

import warnings
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from forecasting.day_table import DayTable, past_days
from forecasting.models.features import Column, Features, holiday_columns, joined, weekday_columns, year_columns
from forecasting.profile import DayTotals, day_totals, shares
from forecasting.series import LEAST_OBSERVED_SHARE, Floats, QueueSeries, Truths, level_days

HALF_LIFE_DAYS = 26 * 7
LEVEL_DAYS = 28
YEAR_HARMONICS = 3
LEAST_DAYS_FOR_YEAR = 300  # a shorter history does not carry the seasons
LEAST_DAYS_FOR_TREND = 730  # in fewer than two years a trend cannot be told from a season, and runs away
DAYS_A_YEAR = 365.0


@dataclass(frozen=True, slots=True, eq=False)
class FittedRegression:
    """Coefficients by feature, the recent level, and the history whose profile spreads the totals."""

    coefficients: Floats
    level: float
    history: QueueSeries
    past: DayTable

    def mean(self, future: DayTable) -> Floats:
        """Total of every day times its profile."""
        totals = np.exp(_design(future, self.history).columns @ self.coefficients) * self.level
        return totals[:, None] * shares(self.history, self.past, future)


@dataclass(frozen=True, slots=True)
class Regression:
    """Poisson regression (statsmodels) on weekday, holidays and, where history carries them, season and trend.

    log E[total] = weekday + holiday + near a holiday + seasons + trend, days weighted by 0.5 ** (age / 26 weeks), then
    scaled so that the last four weeks add up. Together with the profile by weekday (168 hours of the week) and by
    class of special day (holiday x hour) this is the Poisson regression of the single intervals; see
    `forecasting.profile` for why.
    """

    name: str = "regression"
    least_days: int = 56

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedRegression:
        """The regression of the series' day totals."""
        past = past_days(history, calendar)
        totals = day_totals(history)
        used = totals.observed_share >= LEAST_OBSERVED_SHARE
        design = _design(past, history)
        coefficients = _poisson_coefficients(design, totals, used)
        expected = np.exp(design.columns @ coefficients) * totals.observed_share
        recent = level_days(history, LEVEL_DAYS)
        due, counted = expected[recent][used[recent]].sum(), totals.counted[recent][used[recent]].sum()
        return FittedRegression(coefficients, float(counted / due) if due > 0 else 1.0, history, past)


def _design(days: DayTable, history: QueueSeries) -> Features:
    columns: list[Column] = [*weekday_columns(days), *holiday_columns(days)]
    if history.days >= LEAST_DAYS_FOR_YEAR:
        columns += year_columns(days, YEAR_HARMONICS)
    if history.days >= LEAST_DAYS_FOR_TREND:
        columns.append(("trend", np.array([(day - history.last).days / DAYS_A_YEAR for day in days.dates])))
    return joined(iter(columns))


def _poisson_coefficients(design: Features, totals: DayTotals, used: Truths) -> Floats:
    """Weighted maximum likelihood; a column that the history never shows keeps a coefficient of zero."""
    age = np.arange(len(used))[::-1]
    shown = np.abs(design.columns[used]).sum(axis=0) > 0
    if not used.any() or totals.counted[used].sum() == 0:
        raise ForecastError("there is no day with contacts to learn from")
    regression = sm.GLM(
        totals.counted[used],
        design.columns[used][:, shown],
        family=sm.families.Poisson(),
        offset=np.log(totals.observed_share[used]),
        freq_weights=0.5 ** (age[used] / HALF_LIFE_DAYS),
    )
    with warnings.catch_warnings():
        # Aliased columns (a bridge that always falls on a Friday) are resolved by least norm; the warning is no news.
        warnings.simplefilter("ignore")
        fitted = regression.fit()
    coefficients = np.zeros(len(shown))
    coefficients[shown] = fitted.params
    return coefficients
