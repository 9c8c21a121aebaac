"""From the mean to a distribution of the count: p10, p50, p90, with spreads learnt from the backtest's errors.

A count is taken as negative binomial (a Poisson count whose rate is gamma) with mean m and variance
    v = (dispersion * m + level_variance * m^2) * scales of the lead week and of the kind of day, never less than m,
where `level_variance` is how far the rate misses (relative, squared) and `dispersion` how counts scatter about it
(Poisson: 1). Both are learnt from the backtest and set so that the band p10 to p90 held 80% of its counts, widened
where few cutoffs were seen. Intervals in which less than one contact is due are held by any band: they are left out,
or they would narrow the band of all others.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import nnls
from scipy.stats import nbinom, poisson

from forecasting.backtest import Backtest
from forecasting.choice import combined
from forecasting.day_table import AFTER, BRIDGE, EVE, HOLIDAY, ORDINARY, WEEKEND_HOLIDAY, DayTable
from forecasting.series import Floats, Truths, Whole

PROBABILITIES = (0.1, 0.5, 0.9)
BAND_SHARE = 0.8
PRIOR_DAYS = 14.0  # days that speak for no difference between groups of days
TRIM = 16.0  # squared errors over this many variances are events, and are held to it
ASSUMED_LEVEL_VARIANCE = 0.2**2  # without a backtest: days miss by a fifth (assumed)
LEAST_SCALE, MOST_SCALE = 0.5, 8.0
LEAST_EXCESS = 1e-6
LEAST_DUE = 1.0  # contacts an interval from which on a band says something
WIDENED_BY = 0.25  # relative variance added for a single cutoff; measured on five real series at two sets of origins

# Kinds of day with a spread of their own, and how much wider they are believed to be before any was seen: a holiday is
# forecast from the few that there were.
KINDS = ("ordinary", "near a holiday", "holiday")
KIND_OF_CLASS = {ORDINARY: 0, EVE: 1, AFTER: 1, BRIDGE: 1, HOLIDAY: 2, WEEKEND_HOLIDAY: 2}
BELIEVED_SCALES = (1.0, 1.0, 1.2)


@dataclass(frozen=True, slots=True)
class Spread:
    """How counts scatter about their mean; see the module's formula. `held` is the share of past counts in the band."""

    level_variance: float
    dispersion: float
    lead_week_scales: tuple[float, ...]
    kind_scales: tuple[float, ...]
    held: float

    def variances(self, means: Floats, lead_days: Floats, kinds: Whole) -> Floats:
        """Variance of every count, day by interval; lead times beyond the backtest's take its last week's."""
        week = np.minimum(np.maximum(lead_days, 0) // 7, len(self.lead_week_scales) - 1).astype(int)
        by_day = np.array(self.lead_week_scales)[week] * np.array(self.kind_scales)[kinds]
        spread = self.dispersion * means + self.level_variance * means**2
        return np.maximum(spread * by_day[:, None], means)


def kinds_of(days: DayTable) -> Whole:
    """The kind of every day, as its place in `KINDS`."""
    return np.array([KIND_OF_CLASS[str(name)] for name in days.classes], dtype=np.int64)


def assumed_spread() -> Spread:
    """The spread used where no backtest could be made."""
    return Spread(ASSUMED_LEVEL_VARIANCE, 1.0, (1.0,), BELIEVED_SCALES, float("nan"))


def count_quantiles(means: Floats, variances: Floats) -> tuple[Floats, Floats, Floats]:
    """p10, p50 and p90 of counts with these means and variances; whole numbers, in order.

    A thin line's counts are so few that no band of whole numbers holds just 80%. p10 is the count of which the chance
    of fewer is nearest to 10%, p90 that of which the chance of more is: bands then hold 80% on average, not always
    more. These are quantiles of the mid-distribution (P(Y <= y) + P(Y < y)) / 2 (Parzen 2004; Lancaster 1961).
    """
    is_poisson, size, chance = law = _law(means, variances)
    low, middle, high = (
        np.where(is_poisson, poisson.ppf(share, means), nbinom.ppf(share, size, chance)) for share in PROBABILITIES
    )
    low = np.where(_middle_rank(low, means, law) >= PROBABILITIES[0], low, low + 1)
    high = np.where(_middle_rank(high, means, law) <= PROBABILITIES[-1], high, high - 1)
    empty = means <= 0
    ordered = (np.minimum(low, middle), middle, np.maximum(high, middle))
    return tuple(np.where(empty, 0.0, values) for values in ordered)  # type: ignore[return-value]


def in_band(counts: Floats, means: Floats, variances: Floats) -> Truths:
    """Whether counts lie within p10 and p90, both included; means above zero. Much faster than the quantiles."""
    rank = _middle_rank(counts, means, _law(means, variances))
    return np.asarray((rank >= PROBABILITIES[0]) & ((rank <= PROBABILITIES[-1]) | (counts <= 0)))


type Law = tuple[Truths, Floats, Floats]


def _middle_rank(counts: Floats, means: Floats, law: Law) -> Floats:
    """(P(Y <= y) + P(Y < y)) / 2."""
    is_poisson, size, chance = law
    up_to, below = (
        np.where(is_poisson, poisson.cdf(values, means), nbinom.cdf(values, size, chance))
        for values in (counts, counts - 1)
    )
    return np.asarray((up_to + below) / 2)


def _law(means: Floats, variances: Floats) -> Law:
    """Whether a count is Poisson, and the size and chance of its negative binomial if it is not."""
    excess = variances - means
    is_poisson = excess <= LEAST_EXCESS * np.maximum(means, LEAST_EXCESS)
    size = np.maximum(means**2 / np.where(is_poisson, 1.0, excess), LEAST_EXCESS)
    chance = np.where(is_poisson, 0.5, means / np.maximum(variances, LEAST_EXCESS))
    return is_poisson, size, chance


@dataclass(frozen=True, slots=True, eq=False)
class _Errors:
    """Past means and counts, one element an interval, with the lead time and kind of its day."""

    means: Floats
    counts: Floats
    lead_week: Whole
    kind: Whole
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
    by_week = tuple(_group_scale(standard, errors.lead_week == week, errors.day, 1.0) for week in weeks)
    by_kind = tuple(
        _group_scale(standard, errors.kind == kind, errors.day, believed)
        for kind, believed in enumerate(BELIEVED_SCALES)
    )
    plain = Spread(level_variance, dispersion, by_week, by_kind, float("nan"))
    scale = _calibrated_scale(plain, errors)
    # Few cutoffs share few swings of the level: what they show is widened by their number, as a mean's error is.
    widened = _scaled(plain, scale * (1 + WIDENED_BY / len(backtest.plan.cutoffs)))
    return replace(widened, held=_held(widened, errors))


def _errors(backtest: Backtest, members: tuple[str, ...]) -> _Errors:
    means = np.concatenate(combined(backtest, members))
    counts = np.concatenate(backtest.actual)
    lead = np.concatenate([np.arange(len(table)) for table in backtest.actual])
    kind = np.concatenate([kinds_of(days) for days in backtest.days])
    known = ~np.isnan(counts) & (means >= LEAST_DUE)
    if not known.any():  # a line as thin as this is judged by all it has
        known = ~np.isnan(counts) & (means > 0)
    row = np.broadcast_to(np.arange(len(means))[:, None], means.shape)[known]
    return _Errors(means[known], counts[known], (lead // 7)[row], kind[row], row)


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


def _group_scale(standard: Floats, group: Truths, day: Whole, believed: float) -> float:
    """Variance of a group of intervals relative to all, drawn to what was believed where it has few days."""
    days = len(np.unique(day[group]))
    if days == 0:
        return believed
    whole = float(np.quantile(standard, BAND_SHARE))
    own = float(np.quantile(standard[group], BAND_SHARE))
    ratio = (own / whole) ** 2 if whole > 0 else 1.0
    return float(np.clip((days * ratio + PRIOR_DAYS * believed) / (days + PRIOR_DAYS), LEAST_SCALE, MOST_SCALE))


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
    """Share of past counts within p10 and p90, both included."""
    variances = spread.variances(errors.means[:, None], errors.lead_week.astype(np.float64) * 7, errors.kind)[:, 0]
    return float(in_band(errors.counts, errors.means, variances).mean())
