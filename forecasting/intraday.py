"""The rest of today, and tomorrow, forecast anew from what came so far today.

A day that starts above its forecast stays above it, but not by as much. With counts y and day-ahead means m

    x = log(sum of g y + PRIOR) - log(sum of g m + PRIOR)    over the intervals so far, g halved every two hours back
    rest of today = m * exp(b x),  tomorrow = m * exp(c x)

where b and c, how much of a deviation persists, are slopes through the origin of what past days did after the same time
of day, drawn to one half and one quarter where few days are known. Weinberg, Brown and Stroud 2007 find such a day
effect in a bank's calls; updating by its regression on the morning follows Shen and Huang 2008.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.series import Floats

HALF_LIFE_MIN = 120.0  # what came in the last two hours says more than the early morning
PRIOR_CONTACTS = 20.0  # this many contacts must have been due before a deviation is half believed
ASSUMED_REST, ASSUMED_NEXT = 0.5, 0.25  # slopes before any day is known
ASSUMED_WEIGHT = 0.05  # in squared log deviations: five days that are off by a tenth


@dataclass(frozen=True, slots=True)
class Persistence:
    """How much of a deviation so far stays in the rest of the day and in the next day, from that many past days."""

    rest: float
    next_day: float
    days: int


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """Means of all intervals of today (those before `now` as they were) and of tomorrow, and the deviation so far."""

    today: Floats
    tomorrow: Floats
    deviation: float


def deviations_so_far(means: Floats, counts: Floats, now: int, interval_min: int) -> Floats:
    """x of the module's formula for each day (row); `now` is the first interval not yet counted, unknown counts NaN."""
    known = ~np.isnan(counts[:, :now])
    recent = 0.5 ** (np.arange(now)[::-1] * interval_min / HALF_LIFE_MIN)
    counted = (np.where(known, counts[:, :now], 0.0) * recent).sum(axis=1)
    due = (np.where(known, means[:, :now], 0.0) * recent).sum(axis=1)
    return np.asarray(np.log(counted + PRIOR_CONTACTS) - np.log(due + PRIOR_CONTACTS))


def learnt_persistence(means: Floats, counts: Floats, now: int, interval_min: int) -> Persistence:
    """Slopes from past days: their day-ahead means and counts, successive days by interval, unknown days NaN."""
    if len(means) == 0:
        return Persistence(ASSUMED_REST, ASSUMED_NEXT, 0)
    so_far = deviations_so_far(means, counts, now, interval_min)
    rest = _log_ratio(means[:, now:], counts[:, now:])
    whole = _log_ratio(means, counts)
    return Persistence(
        rest=_slope(so_far, rest, ASSUMED_REST),
        next_day=_slope(so_far[:-1], whole[1:], ASSUMED_NEXT),
        days=int((~np.isnan(rest)).sum()),
    )


def updated(
    today: Floats, tomorrow: Floats, counts: Floats, now: int, interval_min: int, persistence: Persistence
) -> Update:
    """Today's and tomorrow's day-ahead means (by interval) brought up to what was counted until `now`."""
    deviation = float(deviations_so_far(today[None, :], counts[None, :], now, interval_min)[0])
    later = np.arange(len(today)) >= now
    return Update(
        today=np.where(later, today * np.exp(persistence.rest * deviation), today),
        tomorrow=np.asarray(tomorrow * np.exp(persistence.next_day * deviation)),
        deviation=deviation,
    )


def _log_ratio(means: Floats, counts: Floats) -> Floats:
    """log(counted / due) of each day, NaN where nothing is known or due."""
    known = ~np.isnan(counts)
    due = np.where(known, means, 0.0).sum(axis=1)
    counted = np.where(known, counts, 0.0).sum(axis=1)
    is_due = due >= 1
    return np.where(is_due, np.log(np.maximum(counted, 0.5) / np.where(is_due, due, 1.0)), np.nan)


def _slope(so_far: Floats, after: Floats, assumed: float) -> float:
    known = ~np.isnan(after)
    x, z = so_far[known], after[known]
    return float(((x * z).sum() + ASSUMED_WEIGHT * assumed) / ((x**2).sum() + ASSUMED_WEIGHT))
