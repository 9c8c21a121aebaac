"""What a peer is given and what it gives: plain times and counts, so that each is used as its own manual shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from domain.day_types import DemandCalendar
from forecasting.series import Floats

HOUR_MIN = 60


@dataclass(frozen=True, slots=True, eq=False)
class PeerTask:
    """A history before a day, and the intervals to forecast: naive local starts, counts, and the calendar."""

    origin: date
    interval_min: int
    starts: pd.DatetimeIndex
    counts: Floats
    wanted: pd.DatetimeIndex
    calendar: DemandCalendar

    def by_hour(self) -> "PeerTask":
        """The same task with finer intervals summed to hours."""
        if self.interval_min == HOUR_MIN:
            return self
        sums = pd.Series(self.counts, index=self.starts.floor("h")).groupby(level=0).sum()
        wanted = pd.DatetimeIndex(self.wanted.floor("h").unique())
        starts = pd.DatetimeIndex(sums.index)
        return PeerTask(self.origin, HOUR_MIN, starts, np.asarray(sums, dtype=np.float64), wanted, self.calendar)

    def dates(self, starts: pd.DatetimeIndex) -> list[date]:
        """The date of every start."""
        return [stamp.date() for stamp in starts]


@dataclass(frozen=True, slots=True, eq=False)
class PeerForecast:
    """A peer's mean for every wanted interval; p10, p50 and p90 where it gives them (else NaN)."""

    mean: Floats
    p10: Floats
    p50: Floats
    p90: Floats


def mean_alone(mean: Floats) -> PeerForecast:
    """A forecast without quantiles."""
    unknown = np.full(len(mean), np.nan)
    return PeerForecast(np.maximum(mean, 0.0), unknown, unknown, unknown)


def with_band(mean: Floats, low: Floats, high: Floats) -> PeerForecast:
    """A forecast with an 80% interval, its mean standing for the median; nothing below zero."""
    mean, low, high = (np.maximum(values, 0.0) for values in (mean, low, high))
    return PeerForecast(mean, low, mean, high)


@dataclass(frozen=True, slots=True)
class Peer:
    """A peer: the names of the forecasts that one fit of it gives, the package that makes it, and the fit.

    `has_mean`, `has_band`: whether its mean and its band p10 to p90 are compared. `slow_mean`, `slow_band`: they take
    minutes an origin and are left to a run that asks for them.
    """

    names: tuple[str, ...]
    package: str
    forecasts: Callable[[PeerTask], tuple[PeerForecast, ...]]
    has_mean: bool = True
    has_band: bool = False
    slow_mean: bool = False
    slow_band: bool = False
