"""Exponential smoothing of day totals (damped trend, weekly season), with the planner's ratios on special days."""

import warnings
from dataclasses import dataclass

import numpy as np
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from forecasting.day_table import DayTable, past_days
from forecasting.models.simple import class_ratios
from forecasting.profile import day_totals, shares
from forecasting.series import LEAST_OBSERVED_SHARE, Floats, QueueSeries, Truths

LEAST_WEEKS = 4
MOST_DAYS = 730  # older days change nothing that smoothing remembers, and cost time
LEAST_TOTAL = 0.5  # a day without contacts, on the logarithm's scale


@dataclass(frozen=True, slots=True, eq=False)
class FittedSmoothing:
    """The log totals of coming ordinary days, in turn, by the weekdays on which the queue is open."""

    coming: Floats
    open_weekdays: Truths
    ratios: dict[str, float]
    history: QueueSeries
    past: DayTable

    def mean(self, future: DayTable) -> Floats:
        """Total of every day, times its class's ratio, times its profile; nothing on weekdays that are never open."""
        steps = [self._steps_to((day - self.history.last).days) for day in future.dates]
        is_open = self.open_weekdays[future.weekdays]
        totals = np.exp(self.coming[np.minimum(steps, len(self.coming) - 1)]) * is_open
        factors = np.array([self.ratios.get(str(name), 1.0) for name in future.classes])
        return (totals * factors)[:, None] * shares(self.history, self.past, future)

    def _steps_to(self, days_ahead: int) -> int:
        """Which of the open days after the history's last it is, from zero."""
        after = (self.history.last.weekday() + np.arange(1, days_ahead + 1)) % 7
        return max(int(self.open_weekdays[after].sum()) - 1, 0)


@dataclass(frozen=True, slots=True)
class Smoothing:
    """Holt-Winters on logarithms of day totals: level, damped trend and a season of the weekdays that are open.

    Special days are divided by their class's ratio to the four weeks before, and multiplied by it again; days that are
    unknown take the value of a week before. Holt 1957; Winters 1960; damping: Gardner and McKenzie 1985.
    """

    name: str = "exponential_smoothing"
    least_days: int = 56
    most_ahead: int = 400

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedSmoothing:
        """The smoothed days of the history, continued for as many days as could be asked for."""
        past = past_days(history, calendar)
        ratios = class_ratios(history, past)
        open_weekdays = history.is_open.any(axis=1)
        logs = _ordinary_logs(history, past, ratios)[open_weekdays[history.weekdays]][-MOST_DAYS:]
        period = int(open_weekdays.sum())
        filled = _filled(logs, period)
        if len(filled) < LEAST_WEEKS * period:
            raise ForecastError(f"there are only {len(filled)} open days to smooth")
        return FittedSmoothing(_continued(filled, period, self.most_ahead), open_weekdays, ratios, history, past)


def _ordinary_logs(history: QueueSeries, past: DayTable, ratios: dict[str, float]) -> Floats:
    """log of every day's total as if it were an ordinary day, NaN where too little of it was observed."""
    totals = day_totals(history)
    factors = np.array([ratios.get(str(name), 1.0) for name in past.classes])
    used = (totals.observed_share >= LEAST_OBSERVED_SHARE) & (factors > 0)
    scaled = np.where(used, totals.scaled / np.where(factors > 0, factors, 1.0), np.nan)
    return np.log(np.maximum(scaled, LEAST_TOTAL))


def _filled(logs: Floats, period: int) -> Floats:
    """The series without its unknown beginning; later unknown days take the value of a week before."""
    known = np.flatnonzero(~np.isnan(logs))
    if len(known) == 0:
        raise ForecastError("there is no day with contacts to learn from")
    filled = logs[known[0] :].copy()
    for row in np.flatnonzero(np.isnan(filled)):
        filled[row] = filled[row - period] if row >= period else filled[row - 1]
    return filled


def _continued(logs: Floats, period: int, ahead: int) -> Floats:
    season = {"seasonal": "add", "seasonal_periods": period} if period > 1 else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a search that stops short of its optimum still smooths
        smoothed = ExponentialSmoothing(
            logs, trend="add", damped_trend=True, initialization_method="heuristic", **season
        ).fit(use_brute=False)  # a search over a grid of starts takes most of the time and changes next to nothing
        return np.asarray(smoothed.forecast(ahead))
