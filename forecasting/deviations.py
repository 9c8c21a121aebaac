"""By how much counts stood off their forecast, hour by hour, and how such deviations go together.

A deviation is taken on the scale on which counts scatter evenly, and is a share: with a count y where m was due

    w = 2 (sqrt((y + 3/8) / (m + 3/8)) - 1),    Var(w) = Var(u) + dispersion / m

where u is how far the rate itself was off (w = 0.1: a tenth more) and the rest is the chance of counting. How u goes
together in two hours is a sum of parts, each a share of variance that fades with the distance in hours or in days:

    Cov(u, u') = sum over the parts of weight x fade(days apart) x exp(-hours apart / the part's hours)

Parts: today as a whole, its half and its couple of hours; a level that stands for days; the same hours of successive
days; the same weekday, and its same hours (a profile that is off). Weinberg, Brown and Stroud 2007 give a bank's calls
a day effect and an autocorrelated part within the day; the square root is theirs and Brown et al. 2005's.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.series import DAY_MIN, Floats, Whole

ROOT_SHIFT = 3 / 8  # Anscombe 1948: with it the root of a Poisson count has the most even variance
HOUR_MIN = 60
WEEK_DAYS = 7
LEAST_DUE = 0.25  # contacts due in an hour below which its count says nothing


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a deviation: how much is left of it a day and a week on, and the hours over which it fades.

    `day_fade` 0: of its own day alone; `week_fade` above 0: of days whole weeks apart alone; no `hours`: all day long.
    """

    day_fade: float = 0.0
    week_fade: float = 0.0
    hours: float | None = None

    def correlation(self, days_apart: Floats | Whole, hours_apart: Floats) -> Floats:
        """The correlation of this part so many days and hours apart, neither below zero."""
        if self.week_fade:
            by_day = np.where(days_apart % WEEK_DAYS == 0, self.week_fade ** (days_apart / WEEK_DAYS), 0.0)
        else:
            by_day = np.where(days_apart == 0, 1.0, self.day_fade ** np.asarray(days_apart, dtype=float))
        return np.asarray(by_day if self.hours is None else by_day * np.exp(-hours_apart / self.hours))


# Each kernel is positive definite, so any weights of zero and more make a valid covariance.
PARTS = (
    Part(),
    Part(hours=6.0),
    Part(hours=2.0),
    Part(day_fade=0.9),
    Part(day_fade=0.6),
    Part(day_fade=0.95, hours=2.0),
    Part(week_fade=0.8),
    Part(week_fade=0.8, hours=1.0),
)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Hours of days: the number of the day, the time of day in hours, and contacts due."""

    day: Whole
    hour: Floats
    due: Floats

    def __len__(self) -> int:
        return len(self.due)


@dataclass(frozen=True, slots=True, eq=False)
class HourGrid:
    """Deviations by day (row) and hour (column), NaN where nothing is known or due, with the time of day of each."""

    deviation: Floats
    due: Floats
    hour: Floats


def hour_grid(means: Floats, counts: Floats, interval_min: int) -> HourGrid:
    """Intervals summed to hours (day by interval; unknown counts are NaN and count neither as due nor as counted)."""
    known = ~np.isnan(counts) & ~np.isnan(means)
    middle = (np.arange(means.shape[1]) + 0.5) * interval_min / HOUR_MIN
    due, counted, weighted = (
        _by_hour(np.where(known, values, 0.0), interval_min) for values in (means, counts, means * middle)
    )
    is_due = due >= LEAST_DUE
    hour = np.divide(weighted, due, out=np.zeros_like(due), where=is_due)
    root = np.sqrt((counted + ROOT_SHIFT) / (due + ROOT_SHIFT))
    return HourGrid(np.where(is_due, 2 * (root - 1), np.nan), np.where(is_due, due, 0.0), hour)


def _by_hour(values: Floats, interval_min: int) -> Floats:
    return np.asarray(values.reshape(len(values), DAY_MIN // max(interval_min, HOUR_MIN), -1).sum(axis=2))


def correlations(of: Cells, other: Cells) -> list[Floats]:
    """The correlation of every part between two groups of cells."""
    days = np.abs(of.day[:, None] - other.day[None, :])
    hours = np.abs(of.hour[:, None] - other.hour[None, :])
    return [part.correlation(days, hours) for part in PARTS]
