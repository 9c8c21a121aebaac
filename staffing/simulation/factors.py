"""Days that are busier or quieter than their forecast: a gamma factor, mean 1, on the rates of a day."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from staffing.compiling import FloatArray, IntArray

DAY_FACTOR = 1  # beside the seed: the branch of the factors on the rates


def rate_factors(
    replications: int, shape: tuple[int, int], seed: int, day_cv: ArrayLike, factor_intervals: int | IntArray | None
) -> FloatArray:
    """Factors by replication, stream (an axis of 1 where all are alike) and interval; `shape` counts the last two.

    A day is drawn once, as the share of days that are quieter: every interval of every stream then has the factor
    below which that share of its gamma law lies. So a day that is busy is busy throughout, by each interval's own
    coefficient of variation. A replication's days depend on seed and number of the replication alone.
    """
    cv = np.atleast_2d(np.asarray(day_cv, dtype=np.float64))
    if not (cv > 0).any():
        return np.ones((replications, 1, shape[1]))
    block = blocks_of(factor_intervals, shape[1])
    quieter = [
        np.random.default_rng([seed, DAY_FACTOR, replication]).uniform(size=block[-1] + 1)
        for replication in range(replications)
    ]
    if cv.shape[1] == 1:  # one law a stream: a value a day, not an interval
        return gamma_factor(np.array(quieter)[:, None, :], cv)[:, :, block]
    return gamma_factor(np.array(quieter)[:, None, block], cv)


def blocks_of(factor_intervals: int | IntArray | None, intervals: int) -> IntArray:
    """Which of a replication's factors each interval has: runs of so many, the given numbers, or one for all."""
    if isinstance(factor_intervals, np.ndarray):
        return factor_intervals
    return np.arange(intervals) // (factor_intervals or intervals)


def gamma_factor(quieter: FloatArray, cv: FloatArray) -> FloatArray:
    """The factor below which that share of a gamma law with mean 1 and that coefficient of variation lies."""
    variance = np.where(cv > 0, cv, 1.0) ** 2
    factors: FloatArray = np.where(cv > 0, gammaincinv(1 / variance, quieter) * variance, 1.0)
    return factors
