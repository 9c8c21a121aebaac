"""How a day's contacts spread over its intervals: shares by weekday, bent for holidays and the days around them.

Day totals carry most of a forecast's error, and the profile is steadier by far: so models forecast the total, and the
profile, learnt once from all history, spreads it. For a Poisson regression whose day effects do not interact with the
interval this split is exact: the sum of independent Poisson counts is Poisson, and given the sum the counts are
multinomial with the shares.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forecasting.closings import shut_days
from forecasting.day_table import BLOCK_DAYS, HOLIDAY, ORDINARY, SPECIAL_CLASSES, DayTable
from forecasting.kept import kept
from forecasting.series import Floats, QueueSeries, Truths, mean_of_known

HALF_LIFE_DAYS = 364.0  # opening hours and habits drift slowly
# How far an interval's share usually is from the step before (relative, squared): a class of days from the weekday's or
# a rest day's shape, a block from its class, a holiday from its fellows; and how far one day's share is from another's
# of its kind, beyond what counting alone scatters. Of seven settings on eight real series at two sets of origins these
# were best on holidays; none mattered on other days.
CLASS_VARIANCE = 0.04
BLOCK_VARIANCE = 0.04
NAME_VARIANCE = 0.01
DAY_VARIANCE = 0.005


@dataclass(frozen=True, slots=True, eq=False)
class DayTotals:
    """A series' contacts by day: what was counted, and the share of the day's usual contacts that was observed."""

    counted: Floats
    observed_share: Floats

    @property
    def scaled(self) -> Floats:
        """The whole day's contacts, NaN where nothing was observed; a part day is scaled up by its observed share."""
        share = self.observed_share
        return np.divide(self.counted, share, out=np.full(len(share), np.nan), where=share > 0)


@kept(most=32)
def day_totals(history: QueueSeries) -> DayTotals:
    """The day totals of a series; days that are shut or absent have an observed share of zero."""
    usual = _ordinary_shares(history, np.ones(history.days, dtype=bool))
    known = ~np.isnan(history.offered)
    share = (usual[history.weekdays] * known).sum(axis=1)
    return DayTotals(counted=np.where(known, history.offered, 0.0).sum(axis=1), observed_share=np.minimum(share, 1.0))


@kept(most=16)
def shares(history: QueueSeries, past: DayTable, future: DayTable) -> Floats:
    """For every future day the share of its contacts by interval; a row sums to one, or to zero on a shut day.

    Special days start from the ordinary shape and are bent in turn by what their class, their block and their name
    showed so far, each drawn towards the step before: one past occurrence counts a little, and its fellows the rest.
    """
    base = _ordinary_shares(history, past.classes == ORDINARY)
    rest = _rest_day_shares(base, past.weekend)
    seen_spread, spread = _starting_shares(base, rest, past), _starting_shares(base, rest, future)
    for seen, due, variance in _special_groups(past, future):
        if seen.any() and due.any():
            ratio = _shape_ratio(history.offered[seen], seen_spread[seen], variance)
            seen_spread[seen] *= ratio
            spread[due] *= ratio
    can_be_open = history.is_open[future.weekdays] & ~shut_days(history, past, future)[:, None]
    found = _normalised(spread * can_be_open)
    found.flags.writeable = False  # several models have it
    return found


def _special_groups(past: DayTable, future: DayTable) -> Iterator[tuple[Truths, Truths, float]]:
    """Groups of days that share a shape, the widest first: the past ones, the future ones, the prior variance.

    All days of a block of holidays count, also its weekend: people are away together.
    """
    for day_class in SPECIAL_CLASSES:
        yield past.classes == day_class, future.classes == day_class, CLASS_VARIANCE
    yield np.isin(past.kinds, BLOCK_DAYS), np.isin(future.kinds, BLOCK_DAYS), BLOCK_VARIANCE
    for name in past.names:
        yield past.is_named(name), future.is_named(name), NAME_VARIANCE


def _ordinary_shares(history: QueueSeries, ordinary: Truths) -> Floats:
    """Share by weekday and interval from ordinary days, recent ones first; from any day if a weekday has none."""
    weights = 0.5 ** (np.arange(history.days)[::-1] / HALF_LIFE_DAYS)
    table = np.zeros((7, history.intervals))
    known = ~np.isnan(history.offered).all(axis=1)
    for weekday in range(7):
        rows = (history.weekdays == weekday) & known
        rows = rows & ordinary if (rows & ordinary).any() else rows
        if rows.any():
            table[weekday] = np.nan_to_num(mean_of_known(history.offered[rows], weights[rows]))
    return _normalised(table)


def _rest_day_shares(base: Floats, weekend: frozenset[int]) -> Floats | None:
    """The mean profile of the weekend days on which the queue is open; None where it never is."""
    open_rest = [base[day] for day in sorted(weekend) if base[day].sum() > 0]
    return np.mean(open_rest, axis=0) if open_rest else None


def _starting_shares(base: Floats, rest: Floats | None, days: DayTable) -> Floats:
    """The weekday's profile, and on a holiday that of a rest day, which it resembles more."""
    start = base[days.weekdays]
    if rest is not None:
        start[(days.classes == HOLIDAY) & (start.sum(axis=1) > 0)] = rest
    return start


def _shape_ratio(counted: Floats, start: Floats, variance: float) -> Floats:
    """By interval, contacts counted over contacts due by the starting profile, drawn towards one.

    ratio = (counted + prior) / (due + prior), prior = (1 + DAY_VARIANCE * due a day) / variance: the mean of a rate
    under a gamma prior of that variance, where counts scatter as Poisson and days by DAY_VARIANCE. A busy line's one
    past holiday says much about its hours, a thin line's little.
    """
    known = ~np.isnan(counted)
    totals = np.where(known, counted, 0.0).sum(axis=1, keepdims=True)
    observed = (start * known).sum(axis=1, keepdims=True)
    due_by_day = start * np.divide(totals, observed, out=np.zeros_like(totals), where=observed > 0) * known
    due, days_seen = due_by_day.sum(axis=0), np.maximum((due_by_day > 0).sum(axis=0), 1)
    prior = (1 + DAY_VARIANCE * due / days_seen) / variance
    return np.asarray((np.where(known, counted, 0.0).sum(axis=0) + prior) / (due + prior))


def _normalised(table: Floats) -> Floats:
    sums = table.sum(axis=1, keepdims=True)
    return np.divide(table, sums, out=np.zeros_like(table), where=sums > 0)
