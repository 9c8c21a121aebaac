"""Prophet on day totals, spread by the holiday-aware profile."""

import logging
import warnings
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from domain.day_types import DemandCalendar, days_between
from domain.errors import ForecastError
from forecasting.day_table import ORDINARY, DayTable, day_table, past_days
from forecasting.profile import day_totals, shares
from forecasting.series import LEAST_OBSERVED_SHARE, Floats, QueueSeries

LEAST_DAYS_FOR_YEAR = 400
MOST_DAYS = 730  # it is the slowest candidate, and what is older than two years has passed out of its trend


@dataclass(frozen=True, slots=True, eq=False)
class FittedProphet:
    """The fitted library object, and the history whose profile spreads the totals."""

    prophet: "object"
    history: QueueSeries
    past: DayTable

    def mean(self, future: DayTable) -> Floats:
        """Total of every day, never below zero, times its profile."""
        days = pd.DataFrame({"ds": pd.to_datetime(list(future.dates))})
        order = days["ds"].argsort().to_numpy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library's own use of pandas, not ours to mend
            predicted = self.prophet.predict(days.iloc[order])["yhat"].to_numpy()  # type: ignore[attr-defined]
        totals = np.empty(len(days))
        totals[order] = np.maximum(predicted, 0.0)
        return totals[:, None] * shares(self.history, self.past, future)


@dataclass(frozen=True, slots=True)
class ProphetDays:
    """Prophet with holidays by class, multiplicative weekday and, where history carries it, yearly seasonality.

    It is given day totals, not intervals: on these it is an order of magnitude faster, and more accurate, since its
    seasonal terms cannot tell a holiday's hours from a weekday's. Quantiles are not asked of it
    (`uncertainty_samples=0`).
    """

    name: str = "prophet"
    least_days: int = 56

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedProphet:
        """Prophet fitted to the days that were observed at least by half."""
        past = past_days(history, calendar)
        totals = day_totals(history)
        used = (totals.observed_share >= LEAST_OBSERVED_SHARE) & (totals.counted > 0)
        used &= np.arange(history.days) >= history.days - MOST_DAYS
        if used.sum() < 2:
            raise ForecastError("there are not two days with contacts to learn from")
        stamps = pd.to_datetime(list(past.dates))[used]
        prophet = _prophet_class()(
            seasonality_mode="multiplicative",
            daily_seasonality=False,
            weekly_seasonality=True,
            yearly_seasonality=history.days >= LEAST_DAYS_FOR_YEAR,
            holidays=_holiday_frame(calendar),
            uncertainty_samples=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            prophet.fit(pd.DataFrame({"ds": stamps, "y": totals.scaled[used]}), seed=0)
        return FittedProphet(prophet, history, past)


@cache
def _prophet_class() -> type:
    """The library's class, its chatter silenced first.

    Imported on first use: it starts a compiler tool-chain's library, which no other command should wait for.
    """
    _silence("prophet.plot")  # speaks while it is imported
    import cmdstanpy
    from prophet import Prophet

    # They set their own level on import, so they are silenced after it.
    for name in ("prophet", "prophet.forecaster", "prophet.models", cmdstanpy.utils.get_logger().name):
        _silence(name)
    return Prophet


def _silence(name: str) -> None:
    logging.getLogger(name).disabled = True


def _holiday_frame(calendar: DemandCalendar) -> pd.DataFrame:
    """Days unlike ordinary ones in the library's form, by class: temporary holidays and days near holidays count too.

    By name, as the library has its own countries' holidays, each would be learnt from one day a year: on four of five
    real series the classes were better, by up to a seventh.
    """
    days = day_table(calendar, list(days_between(calendar.first, calendar.last)))
    unlike = days.classes != ORDINARY
    dates = [day for day, counts in zip(days.dates, unlike, strict=True) if counts]
    return pd.DataFrame({"holiday": days.classes[unlike], "ds": pd.to_datetime(dates)})
