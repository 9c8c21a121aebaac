"""How far a forecast was from what happened, as planners report it."""

from dataclasses import dataclass

import numpy as np

from domain.forecast_errors import ErrorSums
from forecasting.day_table import DayTable
from forecasting.series import Floats


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors over the intervals where the actual is known; shares of the actual total, NaN where that is zero.

    wape = sum of |forecast - actual| / sum of actual by interval; wape_day the same on sums by day;
    bias = sum of (forecast - actual) / sum of actual.
    """

    intervals: int
    actual: float
    wape: float
    wape_day: float
    bias: float


def error_sums(forecast: Floats, actual: Floats) -> ErrorSums:
    """The sums of errors of a table of days by intervals; unknown actuals (NaN) are not scored."""
    known = ~np.isnan(actual)
    expected, counted = np.where(known, forecast, 0.0), np.where(known, actual, 0.0)
    error = expected - counted
    return ErrorSums(
        intervals=int(known.sum()),
        actual=float(counted.sum()),
        absolute=float(np.abs(error).sum()),
        absolute_day=float(np.abs(error.sum(axis=1)).sum()),
        signed=float(error.sum()),
    )


def accuracy(forecast: Floats, actual: Floats) -> Accuracy:
    """The errors of a table of days by intervals; unknown actuals (NaN) are not scored."""
    sums = error_sums(forecast, actual)
    return Accuracy(sums.intervals, sums.actual, sums.wape, sums.wape_day, sums.bias)


def accuracy_by_class(forecast: Floats, actual: Floats, days: DayTable) -> dict[str, Accuracy]:
    """The errors for each class of day that occurs."""
    classes = days.classes
    return {
        str(name): accuracy(forecast[rows], actual[rows]) for name in np.unique(classes) for rows in [classes == name]
    }
