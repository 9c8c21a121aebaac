"""From the mean to a distribution of the count: p10, p50, p90, with spreads learnt from the backtest's errors.

A count is taken as negative binomial (a Poisson count whose rate is gamma) with mean m and variance
    v = (dispersion * m + level_variance * m^2) * scales of the lead week and of special days, never less than m,
where `level_variance` is how far the rate misses (relative, squared) and `dispersion` how counts scatter about it
(Poisson: 1). Both are learnt from the backtest and set so that the band p10 to p90 held 80% of its counts, widened
where few cutoffs were seen.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import nnls
from scipy.stats import nbinom, norm, poisson

from forecasting.backtest import Backtest
from forecasting.choice import combined
from forecasting.day_table import ORDINARY
from forecasting.series import Floats, Truths, Whole

PROBABILITIES = (0.1, 0.5, 0.9)
BAND_SHARE = 0.8
NORMAL_HALF_BAND = float(norm.ppf(0.9))  # half the width of an 80% band, in standard deviations
PRIOR_DAYS = 14.0  # days that speak for no difference between groups of days
TRIM = 16.0  # squared errors over this many variances are events, and are held to it
ASSUMED_LEVEL_VARIANCE = 0.2**2  # without a backtest: days miss by a fifth (assumed)
LEAST_SCALE, MOST_SCALE = 0.5, 8.0  # counts near zero are held by any band: they must not narrow it for the others
LEAST_EXCESS = 1e-6


@dataclass(frozen=True, slots=True)
class Spread:
    """How counts scatter about their mean; see the module's formula. `held` is the share of past counts in the band."""

    level_variance: float
    dispersion: float
    lead_week_scales: tuple[float, ...]
    special_scale: float
    held: float

    def variances(self, means: Floats, lead_days: Floats, is_special: Truths) -> Floats:
        """Variance of every count, day by interval; lead times beyond the backtest's take its last week's."""
        week = np.minimum(np.maximum(lead_days, 0) // 7, len(self.lead_week_scales) - 1).astype(int)
        by_day = np.array(self.lead_week_scales)[week] * np.where(is_special, self.special_scale, 1.0)
        spread = self.dispersion * means + self.level_variance * means**2
        return np.maximum(spread * by_day[:, None], means)


def assumed_spread() -> Spread:
    """The spread used where no backtest could be made."""
    return Spread(ASSUMED_LEVEL_VARIANCE, 1.0, (1.0,), 1.0, float("nan"))


def count_quantiles(means: Floats, variances: Floats) -> tuple[Floats, Floats, Floats]:
    """p10, p50 and p90 of counts with these means and variances; whole numbers, in order."""
    excess = variances - means
    is_poisson = excess <= LEAST_EXCESS * np.maximum(means, LEAST_EXCESS)
    size = means**2 / np.where(is_poisson, 1.0, excess)
    chance = np.where(is_poisson, 0.5, means / np.maximum(variances, LEAST_EXCESS))
    low, middle, high = (
        np.where(is_poisson, poisson.ppf(share, means), nbinom.ppf(share, np.maximum(size, LEAST_EXCESS), chance))
        for share in PROBABILITIES
    )
    empty = means <= 0
    return np.where(empty, 0.0, low), np.where(empty, 0.0, middle), np.where(empty, 0.0, high)


@dataclass(frozen=True, slots=True, eq=False)
class _Errors:
    """Past means and counts, one element an interval, with the lead time and kind of its day."""

    means: Floats
    counts: Floats
    lead_week: Floats
    is_special: Truths
    day: Whole


def learnt_spread(backtest: Backtest, members: tuple[str, ...]) -> Spread:
    """The spread of counts about the members' mean, from the backtest."""
    errors = _errors(backtest, members)
    if len(errors.means) == 0:
        return assumed_spread()
    dispersion, level_variance = _variance_law(errors)
    law = np.sqrt(dispersion * errors.means + level_variance * errors.means**2)
    standard = np.abs(errors.counts - errors.means) / law
    weeks = range(int(errors.lead_week.max()) + 1)
    by_week = tuple(_group_scale(standard, errors.lead_week == week, errors.day) for week in weeks)
    special = _group_scale(standard, errors.is_special, errors.day)
    plain = Spread(level_variance, dispersion, by_week, special, float("nan"))
    scale = _calibrated_scale(plain, errors)
    # Few cutoffs share few swings of the level: what they show is widened by their number, as a mean's error is.
    widened = _scaled(plain, scale * (1 + 1 / len(backtest.plan.cutoffs)))
    return replace(widened, held=_held(widened, errors))


def _errors(backtest: Backtest, members: tuple[str, ...]) -> _Errors:
    means = np.concatenate(combined(backtest, members))
    counts = np.concatenate(backtest.actual)
    lead = np.concatenate([np.arange(len(table)) for table in backtest.actual])
    special = np.concatenate([days.classes != ORDINARY for days in backtest.days])
    known = ~np.isnan(counts) & (means > 0)
    row = np.broadcast_to(np.arange(len(means))[:, None], means.shape)[known]
    return _Errors(means[known], counts[known], (lead // 7)[row], special[row], row)


def _variance_law(errors: _Errors) -> tuple[float, float]:
    """dispersion and level_variance, fitted to squared errors by non-negative least squares, events trimmed."""
    means = errors.means
    squared = (errors.counts - means) ** 2
    beyond, level_variance = 0.0, ASSUMED_LEVEL_VARIANCE
    for _ in range(3):
        variance = means * (1 + beyond) + level_variance * means**2
        target = np.minimum(squared, TRIM * variance) - means
        terms = np.column_stack([means, means**2]) / variance[:, None]
        (beyond, level_variance), _residual = nnls(terms, target / variance)
    return 1 + float(beyond), float(level_variance)


def _group_scale(standard: Floats, group: Truths, day: Whole) -> float:
    """Variance of a group of intervals relative to all, drawn to one where it has few days."""
    days = len(np.unique(day[group]))
    if days == 0:
        return 1.0
    whole = float(np.quantile(standard, BAND_SHARE))
    own = float(np.quantile(standard[group], BAND_SHARE))
    ratio = (own / whole) ** 2 if whole > 0 else 1.0
    return float(np.clip((days * ratio + PRIOR_DAYS) / (days + PRIOR_DAYS), LEAST_SCALE, MOST_SCALE))


def _calibrated_scale(plain: Spread, errors: _Errors) -> float:
    """The scale at which the band holds 80% of the past counts, by bisection on its logarithm."""
    low, high = np.log(LEAST_SCALE), np.log(MOST_SCALE)
    for _ in range(12):
        middle = (low + high) / 2
        if _held(_scaled(plain, float(np.exp(middle))), errors) < BAND_SHARE:
            low = middle
        else:
            high = middle
    return float(np.exp(high))


def _scaled(spread: Spread, scale: float) -> Spread:
    """The spread with its excess over Poisson scaled."""
    return replace(spread, level_variance=spread.level_variance * scale, dispersion=1 + (spread.dispersion - 1) * scale)


def _held(spread: Spread, errors: _Errors) -> float:
    """Share of past counts within p10 and p90, by the normal approximation with continuity correction."""
    lead_days = errors.lead_week * 7
    variances = spread.variances(errors.means[:, None], lead_days, errors.is_special)[:, 0]
    reach = NORMAL_HALF_BAND * np.sqrt(variances) + 0.5
    return float((np.abs(errors.counts - errors.means) <= reach).mean())
