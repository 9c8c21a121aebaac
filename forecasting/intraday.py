"""The rest of today, and tomorrow, forecast anew from what came so far today and in the days before.

A day that starts above its forecast stays above it, but not by as much, and the next hours more than the last ones.
With the deviations w of `deviations` for all hours counted so far, C their covariance (chance of counting included) and
c that with an hour to come, the hour's mean m becomes

    m (1 + u/2)^2    where u = c C^-1 w,    Var(rate) = total variance - c C^-1 c'

the mean and variance of the hour given all that is known (Kriging; best linear prediction). Updating a day by what its
morning brought follows Weinberg, Brown and Stroud 2007 and Shen and Huang 2008. Where today stands off by more than
its variance allows, the variance is raised as a Student process does (Shah, Wilson and Ghahramani 2014).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.deviations import HOUR_MIN, WEEK_DAYS, Cells, correlations, hour_grid
from forecasting.persistence import Persistence
from forecasting.series import Floats

WEEKS_BACK = 4
TODAY = 0
FREEDOM = 20.0  # degrees of freedom: how many hours off their variance it takes to doubt the variance
LEAST_FACTOR = 0.05  # a forecast is not taken below a twentieth of what it was


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Days by number (0 today, -1 yesterday, 1 tomorrow), their forecast means by interval, and how uncertain each is.

    `scales` multiply the variance of a day's rate: 1 for an ordinary day, more for a holiday.
    """

    numbers: tuple[int, ...]
    means: Floats
    scales: Floats

    @classmethod
    def ordinary(cls, numbers: Sequence[int], means: Floats) -> "Days":
        """Days that are all as uncertain as ordinary ones."""
        return cls(tuple(numbers), means, np.ones(len(means)))


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """New means and variances of the counts of the days asked for, and by what share today stands off so far."""

    means: Floats
    variances: Floats
    deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """The hours counted so far: where they lie, their deviation, and the variance scale of their day."""

    cells: Cells
    deviation: Floats
    scale: Floats


def updated(seen: Days, counts: Floats, ahead: Days, interval_min: int, persistence: Persistence) -> Update:
    """The days ahead brought up to what was counted on the days seen (unknown counts NaN, today from now on too).

    Today's row of `ahead` is forecast anew in all its intervals; those before now are the caller's to leave alone.
    """
    known = _known(seen, counts, interval_min)
    cells = _cells_ahead(ahead, interval_min)
    scale = np.repeat(ahead.scales, ahead.means.shape[1])
    before = persistence.rate_variance * scale
    if len(known.cells) == 0:
        u, rate_variance = np.zeros(len(cells)), before
    else:
        u, rate_variance = _given(known, cells, scale, persistence)
    means = ahead.means * np.maximum((1 + u / 2) ** 2, LEAST_FACTOR).reshape(ahead.means.shape)
    variances = persistence.count_variances(means, np.clip(rate_variance, 0.0, None).reshape(means.shape))
    return Update(means, variances, _deviation_so_far(seen, counts))


def _known(seen: Days, counts: Floats, interval_min: int) -> _Known:
    """The hours of today, of the last week and of the same weekday of the weeks before."""
    rows = [row for row, number in enumerate(seen.numbers) if _speaks(number)]
    grid = hour_grid(seen.means[rows], counts[rows], interval_min)
    known = grid.due > 0
    row, _hour = np.nonzero(known)
    numbers = np.array([seen.numbers[each] for each in rows], dtype=np.int64)
    cells = Cells(numbers[row], grid.hour[known], grid.due[known])
    return _Known(cells, grid.deviation[known], seen.scales[rows][row])


def _speaks(number: int) -> bool:
    return -WEEK_DAYS <= number <= TODAY or (number % WEEK_DAYS == 0 and -WEEKS_BACK * WEEK_DAYS <= number < TODAY)


def _cells_ahead(ahead: Days, interval_min: int) -> Cells:
    intervals = ahead.means.shape[1]
    middle = (np.arange(intervals) + 0.5) * interval_min / HOUR_MIN
    days = np.repeat(np.array(ahead.numbers, dtype=np.int64), intervals)
    return Cells(days, np.tile(middle, len(ahead.numbers)), ahead.means.ravel())


def _given(known: _Known, cells: Cells, scale: Floats, persistence: Persistence) -> tuple[Floats, Floats]:
    """Mean and variance of the rate's deviation in the cells, given what is known."""
    among = _covariance(known.cells, known.cells, persistence) * np.sqrt(np.outer(known.scale, known.scale))
    among += np.diag(persistence.dispersion / known.cells.due)
    between = _covariance(cells, known.cells, persistence) * np.sqrt(np.outer(scale, known.scale))
    solved = np.linalg.solve(among, np.column_stack([known.deviation, between.T]))
    variance = persistence.rate_variance * scale - (between * solved[:, 1:].T).sum(axis=1)
    return between @ solved[:, 0], variance * _surprise(known, among)


def _covariance(of: Cells, other: Cells, persistence: Persistence) -> Floats:
    parts = zip(persistence.weights, correlations(of, other), strict=True)
    return np.asarray(sum(weight * correlation for weight, correlation in parts))


def _surprise(known: _Known, among: Floats) -> float:
    """How much further off than believed today's hours are, as a factor of variance; one where today is unknown."""
    today = known.cells.day == TODAY
    hours = int(today.sum())
    deviation = known.deviation[today]
    squared = float(deviation @ np.linalg.solve(among[np.ix_(today, today)], deviation)) if hours else 0.0
    return (FREEDOM + squared) / (FREEDOM + hours) if hours else 1.0


def _deviation_so_far(seen: Days, counts: Floats) -> float:
    """Counted over due today, less one; 0 where nothing is known or due."""
    if TODAY not in seen.numbers:
        return 0.0
    row = seen.numbers.index(TODAY)
    known = ~np.isnan(counts[row])
    due = float(seen.means[row][known].sum())
    return float(counts[row][known].sum()) / due - 1 if due > 0 else 0.0
