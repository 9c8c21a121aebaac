"""How deviations from a forecast last, learnt from what past forecasts missed.

The weights of the parts and the dispersion (see `deviations`) are those that fit the products of past deviations best:

    E[w w'] = sum of weight x correlation(days apart, hours apart) + (same cell: dispersion / due)

by least squares over all pairs of hours up to a week apart and on the same weekday of four weeks. Each pair is weighted
by how surely it is known and how recent it is; weights are not below zero and are drawn to the usual shares of the
variance that single hours show, which count as much as a few days.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import nnls

from forecasting.deviations import PARTS, HourGrid, hour_grid
from forecasting.quantiles import BAND_SHARE, LEAST_DUE, in_band
from forecasting.series import Floats

DAYS_APART = (0, 1, 2, 3, 4, 5, 6, 7, 14, 21, 28)
ASSUMED_VARIANCE = 0.01  # hours miss by a tenth
ASSUMED_SHARES = (0.15, 0.35, 0.10, 0.10, 0.05, 0.15, 0.05, 0.05)  # of the parts in that
ASSUMED_DISPERSION = 1.5
ASSUMED_DAYS = 5.0  # past days that speak as loud as what is assumed
HALF_LIFE_DAYS = 28.0  # a forecast gets to know its queue, so old misses say less; measured on five real series
MOST_DEVIATIONS = 4.0  # a deviation beyond four of its standard deviations is an event, and is held to them
ROUNDS = 3
SAME_CELL_GROUPS = 10
LEAST_DISPERSION = 0.5
LEAST_SCALE, MOST_SCALE = 0.25, 4.0


@dataclass(frozen=True, slots=True)
class Persistence:
    """The variance of each part of a deviation, the dispersion of counts, and from how many days they were learnt.

    `band_scale` times the variance of a count is what makes a band p10 to p90 hold 80%: counts have no normal tails.
    """

    weights: tuple[float, ...]
    dispersion: float
    band_scale: float
    days: int

    @property
    def rate_variance(self) -> float:
        """Variance of how far the rate is off, before anything is counted (a share, squared)."""
        return sum(self.weights)

    def count_variances(self, means: Floats, rate_variances: Floats | float) -> Floats:
        """Variance of counts about their means where the rate is known to that variance; never below Poisson's."""
        spread = self.band_scale * (self.dispersion * means + rate_variances * means**2)
        return np.asarray(np.maximum(spread, means))


ASSUMED = Persistence(tuple(share * ASSUMED_VARIANCE for share in ASSUMED_SHARES), ASSUMED_DISPERSION, 1.0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Moments:
    """One row a group of pairs: what each weight (and last the dispersion) adds, what was found, and its surety."""

    terms: Floats
    found: Floats
    surety: Floats


type _Pairs = Mapping[int, tuple[list[int], list[int]]]


def learnt_persistence(day_numbers: Sequence[int], means: Floats, counts: Floats, interval_min: int) -> Persistence:
    """The persistence from past days in order of time: forecast means and counts by interval, unknown counts NaN.

    Days whose numbers differ by as much are as many days apart; days of forecasts that have nothing to do with each
    other get numbers far from each other.
    """
    grid = hour_grid(means, counts, interval_min) if len(means) else None
    if grid is None or not (grid.due > 0).any():
        return ASSUMED
    found = replace(ASSUMED, days=int((grid.due > 0).any(axis=1).sum()))
    pairs = _pairs(day_numbers)
    for _ in range(ROUNDS):
        weights, dispersion = _fitted(_moments(grid, pairs, found), found.days)
        found = replace(found, weights=weights, dispersion=dispersion)
    return replace(found, band_scale=_band_scale(found, means, counts))


def _pairs(day_numbers: Sequence[int]) -> _Pairs:
    """For each distance in days the rows of the earlier and of the later days."""
    row_of = {number: row for row, number in enumerate(day_numbers)}
    found = {}
    for apart in DAYS_APART:
        earlier = [number for number in row_of if number + apart in row_of]
        found[apart] = ([row_of[number] for number in earlier], [row_of[number + apart] for number in earlier])
    return found


def _moments(grid: HourGrid, pairs: _Pairs, so_far: Persistence) -> _Moments:
    known = grid.due > 0
    due = np.where(known, grid.due, 1.0)
    sureness = np.where(known, 1 / (so_far.rate_variance + so_far.dispersion / due), 0.0)
    limit = MOST_DEVIATIONS / np.sqrt(np.where(known, sureness, 1.0))
    deviation = np.clip(np.where(known, grid.deviation, 0.0), -limit, limit)
    age_days = np.arange(len(due))[::-1]
    surety = sureness * (0.5 ** (age_days / HALF_LIFE_DAYS / 2))[:, None]  # halved for a pair: both days count
    rows = [_apart_rows(deviation, surety, apart, *days) for apart, days in pairs.items() if days[0]]
    rows.append(_same_cell_rows(deviation[known], surety[known], due[known]))
    return _Moments(
        np.concatenate([row.terms for row in rows]),
        np.concatenate([row.found for row in rows]),
        np.concatenate([row.surety for row in rows]),
    )


def _apart_rows(deviation: Floats, surety: Floats, apart: int, earlier: list[int], later: list[int]) -> _Moments:
    """A row for each distance in hours between cells that lie so many days apart; a cell with itself left out."""
    of_pair = surety[earlier].T @ surety[later]
    product = (surety * deviation)[earlier].T @ (surety * deviation)[later]
    hours = of_pair.shape[0]
    lag = np.abs(np.arange(hours)[:, None] - np.arange(hours)[None, :])
    if apart == 0:
        np.fill_diagonal(of_pair, 0.0)
        np.fill_diagonal(product, 0.0)
    by_lag, products = (np.bincount(lag.ravel(), weights=each.ravel(), minlength=hours) for each in (of_pair, product))
    seen = by_lag > 0
    lags_h = np.flatnonzero(seen) * 24.0 / hours
    terms = [part.correlation(np.full(len(lags_h), apart), lags_h) for part in PARTS]
    return _Moments(np.column_stack([*terms, np.zeros(len(lags_h))]), products[seen] / by_lag[seen], by_lag[seen])


def _same_cell_rows(deviation: Floats, surety: Floats, due: Floats) -> _Moments:
    """Squared deviations, in groups of cells with about as many contacts due: there chance comes on top."""
    order = np.argsort(due, kind="stable")
    groups = [group for group in np.array_split(order, SAME_CELL_GROUPS) if len(group)]
    weights = [surety[group] ** 2 for group in groups]
    chance = [float(np.average(1 / due[group], weights=weight)) for group, weight in zip(groups, weights, strict=True)]
    squared = [
        float(np.average(deviation[group] ** 2, weights=weight)) for group, weight in zip(groups, weights, strict=True)
    ]
    terms = np.column_stack([np.ones((len(groups), len(PARTS))), chance])
    return _Moments(terms, np.array(squared), np.array([float(weight.sum()) for weight in weights]))


def _fitted(moments: _Moments, days: int) -> tuple[tuple[float, ...], float]:
    """Weights and dispersion by non-negative least squares, drawn to the usual shares of the variance that there is."""
    root = np.sqrt(moments.surety)
    total, dispersion = _same_cell_law(moments)
    assumed = np.append(np.array(ASSUMED_SHARES) * total, dispersion)
    # A row that says "this weight is as assumed" is as sure as that many days are of it.
    own = np.sqrt((moments.surety[:, None] * moments.terms**2).sum(axis=0) * ASSUMED_DAYS / days)
    terms = np.vstack([moments.terms * root[:, None], np.diag(own)])
    found, _residual = nnls(terms, np.concatenate([moments.found * root, own * assumed]))
    return tuple(float(weight) for weight in found[:-1]), max(float(found[-1]), LEAST_DISPERSION)


def _same_cell_law(moments: _Moments) -> tuple[float, float]:
    """Variance of the rate and dispersion of counts as single hours show them."""
    same = moments.terms[:, -1] > 0
    root = np.sqrt(moments.surety[same])
    terms = np.column_stack([np.ones(int(same.sum())), moments.terms[same, -1]]) * root[:, None]
    (total, dispersion), _residual = nnls(terms, moments.found[same] * root)
    return float(total), float(dispersion)


def _band_scale(plain: Persistence, means: Floats, counts: Floats) -> float:
    """The scale at which p10 to p90 of the forecast as it was held 80% of the past counts, by bisection on its log."""
    judged = ~np.isnan(counts) & (means >= LEAST_DUE)
    if not judged.any():
        return 1.0
    due, counted = means[judged], counts[judged]
    low, high = np.log(LEAST_SCALE), np.log(MOST_SCALE)
    for _ in range(10):
        middle = (low + high) / 2
        variances = replace(plain, band_scale=float(np.exp(middle))).count_variances(due, plain.rate_variance)
        if float(in_band(counted, due, variances).mean()) < BAND_SHARE:
            low = middle
        else:
            high = middle
    return float(np.exp(high))
