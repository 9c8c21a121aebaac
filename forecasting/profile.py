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
from forecasting.series import Floats, QueueSeries, Truths, mean_of_known

HALF_LIFE_DAYS = 364.0  # opening hours and habits drift slowly
PRIOR_DAYS = 1.0  # days of a class that speak for the ordinary day's shape, and days of a block for the class's
NAME_PRIOR_DAYS = 3.0  # a holiday's own shape comes from one day a year: its fellows speak louder
PRIOR_CONTACTS = 5.0  # and a thin line needs this many contacts in its busiest interval before its shape counts


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


def day_totals(history: QueueSeries) -> DayTotals:
    """The day totals of a series; days that are shut or absent have an observed share of zero."""
    usual = _ordinary_shares(history, np.ones(history.days, dtype=bool))
    known = ~np.isnan(history.offered)
    share = (usual[history.weekdays] * known).sum(axis=1)
    return DayTotals(counted=np.where(known, history.offered, 0.0).sum(axis=1), observed_share=np.minimum(share, 1.0))


def shares(history: QueueSeries, past: DayTable, future: DayTable) -> Floats:
    """For every future day the share of its contacts by interval; a row sums to one, or to zero on a shut day.

    Special days start from the ordinary shape and are bent in turn by what their class, their block and their name
    showed so far, each drawn towards the step before: one past occurrence counts a little, and its fellows the rest.
    """
    base = _ordinary_shares(history, past.classes == ORDINARY)
    rest = _rest_day_shares(base, past.weekend)
    seen_spread, spread = _starting_shares(base, rest, past), _starting_shares(base, rest, future)
    for seen, due, prior_days in _special_groups(past, future):
        if seen.any() and due.any():
            ratio = _shape_ratio(history.offered[seen], seen_spread[seen], prior_days)
            seen_spread[seen] *= ratio
            spread[due] *= ratio
    can_be_open = history.is_open[future.weekdays] & ~shut_days(history, past, future)[:, None]
    return _normalised(spread * can_be_open)


def _special_groups(past: DayTable, future: DayTable) -> Iterator[tuple[Truths, Truths, float]]:
    """Groups of days that share a shape, the widest first: the past ones, the future ones, the prior's days.

    All days of a block of holidays count, also its weekend: people are away together.
    """
    for day_class in SPECIAL_CLASSES:
        yield past.classes == day_class, future.classes == day_class, PRIOR_DAYS
    yield np.isin(past.kinds, BLOCK_DAYS), np.isin(future.kinds, BLOCK_DAYS), PRIOR_DAYS
    for name in past.names:
        yield past.is_named(name), future.is_named(name), NAME_PRIOR_DAYS


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


def _shape_ratio(counted: Floats, start: Floats, prior_days: float) -> Floats:
    """By interval, contacts counted over contacts due by the starting profile, drawn towards one.

    ratio = (counted + prior) / (due + prior): the mean of a Poisson rate under a gamma prior worth `prior_days` days.
    """
    known = ~np.isnan(counted)
    totals = np.where(known, counted, 0.0).sum(axis=1, keepdims=True)
    observed = (start * known).sum(axis=1, keepdims=True)
    due = (start * np.divide(totals, observed, out=np.zeros_like(totals), where=observed > 0) * known).sum(axis=0)
    days_seen = max(int((totals > 0).sum()), 1)
    prior = prior_days * due / days_seen + PRIOR_CONTACTS * due / max(float(due.max()), 1e-9)
    ratio = np.where(known, counted, 0.0).sum(axis=0) + prior
    return np.divide(ratio, due + prior, out=np.ones_like(due), where=due + prior > 0)


def _normalised(table: Floats) -> Floats:
    sums = table.sum(axis=1, keepdims=True)
    return np.divide(table, sums, out=np.zeros_like(table), where=sums > 0)
