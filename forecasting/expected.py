"""What was due in the past: each interval's expected contacts, had nothing happened that no calendar explains.

The calendar's effects come from one moving-level fit on the whole history. Its level is then replaced by a running
median, which a fortnight's event does not lift, and which starts anew at a break:

    log due(day) = calendar + median of the days around + median of the same weekday around
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.optimize import nnls

from domain.day_types import DemandCalendar
from forecasting.day_table import ORDINARY, DayTable, past_days
from forecasting.models.moving_level import MOVING_GROUPS, SEASON_GROUP, MovingLevel
from forecasting.profile import day_totals, shares
from forecasting.series import LEAST_OBSERVED_SHARE, Floats, QueueSeries, Truths

LEVEL_REACH_DAYS = 21  # an event of less than three of the six weeks does not carry the median with it
WEEKDAY_REACH = 8  # weeks to each side by which a weekday's own share of the week may move
SHAPE_REACH_DAYS = 28  # opening hours and habits move too
SHAPE_PRIOR_CONTACTS = 20.0
NORMAL_QUARTILE = 0.6745  # median of the absolute value of a standard normal
VARIANCE_BINS = 12
FOLLOWED = 1.2  # the medians follow the very days that are judged by them: their misses look smaller than they are


@dataclass(frozen=True, slots=True, eq=False)
class DayLevels:
    """Every day's log total taken apart: the calendar's part, its season alone, and what the day showed beyond both.

    `beyond` is NaN where the total is unknown; `shares` are the day's profile.
    """

    days: DayTable
    calendar: Floats
    season: Floats
    beyond: Floats
    shares: Floats

    @property
    def ordinary_beyond(self) -> Floats:
        """What ordinary days showed; NaN on and around holidays."""
        return np.where(self.days.classes == ORDINARY, self.beyond, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class PastDue:
    """Contacts due in each past interval, day by interval, and how counts scatter about them.

    The variance of a count is dispersion * due + interval_variance * due^2; a whole day's log misses by `day_variance`.
    """

    days: DayTable
    due: Floats
    dispersion: float
    interval_variance: float
    day_variance: float

    @property
    def is_ordinary(self) -> Truths:
        """The days of which a calendar says nothing."""
        return self.days.classes == ORDINARY

    def variances(self) -> Floats:
        """Variance of every interval's count."""
        return np.asarray(self.dispersion * self.due + self.interval_variance * self.due**2)


def day_levels(series: QueueSeries, calendar: DemandCalendar) -> DayLevels:
    """Every day's log total taken apart: what the calendar explains, and the rest."""
    past = past_days(series, calendar)
    fitted = MovingLevel().fit(series, calendar)
    explained = fitted.effects(past, MOVING_GROUPS)
    season = explained - fitted.effects(past, (*MOVING_GROUPS, SEASON_GROUP))
    totals = day_totals(series)
    known = totals.observed_share >= LEAST_OBSERVED_SHARE
    contacts = np.maximum(np.where(known, totals.scaled, 1.0), 0.5)
    beyond = np.where(known, np.log(contacts) - explained, np.nan)
    return DayLevels(past, explained, season, beyond, shares(series, past, past))


def past_due(
    series: QueueSeries,
    levels: DayLevels,
    breaks: Sequence[int] = (),
    passing: Sequence[tuple[int, int]] = (),
) -> PastDue:
    """What was due, from the days' levels.

    `breaks` are rows from which on another level holds, `passing` stretches [first, last) of rows that say nothing
    about what was due.
    """
    ordinary, beyond = levels.days.classes == ORDINARY, levels.ordinary_beyond
    for first, last in passing:
        beyond[first:last] = np.nan
    parts = np.split(beyond, sorted(breaks))
    level = np.concatenate([_filled(running_median(part, LEVEL_REACH_DAYS)) for part in parts])
    own = _weekday_medians(beyond - level, levels.days)
    due = np.exp(levels.calendar + level + own)[:, None] * levels.shares
    due = _local_shape(due, series.offered, levels.days.is_weekend)
    dispersion, interval_variance = _variance_law(due[ordinary], series.offered[ordinary])
    missed = (beyond - level - own)[~np.isnan(beyond)]
    totals = due.sum(axis=1)[~np.isnan(beyond)]
    by_chance = float(np.median(dispersion / np.maximum(totals, 1.0))) if len(totals) else 0.0
    return PastDue(
        days=levels.days,
        due=due,
        dispersion=dispersion,
        interval_variance=interval_variance,
        day_variance=max(FOLLOWED * robust_variance(missed) - by_chance, 0.0),
    )


def running_median(values: Floats, reach: int) -> Floats:
    """The median of the known values within `reach` places to both sides; NaN where none is known."""
    if len(values) == 0:
        return values
    windows = sliding_window_view(np.pad(values, reach, constant_values=np.nan), 2 * reach + 1)
    return row_medians(windows)


def row_medians(table: Floats) -> Floats:
    """Median of the known values of each row; NaN where none is (ten times as fast as numpy's own)."""
    ordered = np.sort(table, axis=1)  # NaN is sorted to the end
    count = (~np.isnan(ordered)).sum(axis=1)
    rows = np.arange(len(table))
    low, high = ordered[rows, np.maximum(count - 1, 0) // 2], ordered[rows, np.maximum(count, 1) // 2]
    return np.asarray(np.where(count % 2 == 1, low, (low + high) / 2))


def robust_variance(values: Floats) -> float:
    """Variance about zero from the median of the absolute values, as of a normal distribution."""
    return float((np.median(np.abs(values)) / NORMAL_QUARTILE) ** 2) if len(values) else 0.0


def _filled(level: Floats) -> Floats:
    """The level with unknown stretches bridged."""
    known = ~np.isnan(level)
    if not known.any():
        return np.zeros(len(level))
    return np.interp(np.arange(len(level)), np.flatnonzero(known), level[known])


def _weekday_medians(beyond: Floats, days: DayTable) -> Floats:
    """What a day's weekday shows around it beyond the level of all days."""
    own = np.zeros(len(beyond))
    for weekday in range(7):
        rows = days.weekdays == weekday
        own[rows] = np.nan_to_num(running_median(beyond[rows], WEEKDAY_REACH))
    return own


def _local_shape(due: Floats, offered: Floats, is_weekend: Truths) -> Floats:
    """What is due, bent to the shape of the days around, workdays and weekends apart; a day's total stays.

    Counts far from what is due are held to a limit, so that an event hardly bends the shape it is judged by.
    """
    known = ~np.isnan(offered)
    reach = 0.5 * due + 4 * np.sqrt(due + 1)
    held = np.clip(np.where(known, offered, 0.0), np.maximum(due - reach, 0.0), due + reach) * known
    bent = due.copy()
    for rows in (np.flatnonzero(is_weekend), np.flatnonzero(~is_weekend)):
        if len(rows):
            first = np.searchsorted(rows, rows - SHAPE_REACH_DAYS)
            last = np.searchsorted(rows, rows + SHAPE_REACH_DAYS, side="right")
            counted, expected = (_window_sums(table[rows], first, last) for table in (held, due * known))
            bent[rows] *= (counted + SHAPE_PRIOR_CONTACTS) / (expected + SHAPE_PRIOR_CONTACTS)
    sums = bent.sum(axis=1)
    return np.asarray(bent * np.divide(due.sum(axis=1), sums, out=np.ones_like(sums), where=sums > 0)[:, None])


def _window_sums(table: Floats, first: np.ndarray, last: np.ndarray) -> Floats:
    running = np.vstack([np.zeros(table.shape[1]), np.cumsum(table, axis=0)])
    return np.asarray(running[last] - running[first])


def _variance_law(due: Floats, offered: Floats) -> tuple[float, float]:
    """dispersion (at least one) and interval_variance, from the middle of the misses in bins of what was due."""
    known = ~np.isnan(offered) & (due >= 1)
    if known.sum() < VARIANCE_BINS:
        return 1.0, 0.0
    order = np.argsort(due[known], kind="stable")
    parts = np.array_split(order, VARIANCE_BINS)
    means, missed = due[known], (offered - due)[known]
    centres = np.array([means[part].mean() for part in parts])
    variances = np.array([robust_variance(missed[part]) for part in parts])
    terms = np.column_stack([centres, centres**2]) / centres[:, None]
    (beyond, interval_variance), _ = nnls(terms, np.maximum(variances / centres - 1, 0.0))
    return 1 + float(beyond), float(interval_variance)
