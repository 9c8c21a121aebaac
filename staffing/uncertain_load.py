"""How uncertain the rate of contacts is, from the band of a forecast, and what agents reach on average over it.

A forecast's count is Poisson about a rate that is itself not known: gamma about the mean m with relative variance c2,
so that the count's variance is m + c2 m^2. A band p10 to p90 that is wider than a Poisson count's, Q10 to Q90, says

    c2 = ((p90 - p10)^2 - (Q90 - Q10)^2) / (2 x 1.2816)^2 / m^2

(the width of a normal's band is 2 x 1.2816 standard deviations). Contacts come more often when the rate is high: over
contacts, not over days, the rate is gamma with one more in its shape, and the share of contacts answered is

    response rate = E[rate x answered at that rate] / E[rate] = sum of shares x answered at rates

by Gauss quadrature. Up to a standard deviation of a fifth, seven rates give the least agents as sixty do to 0.1% at 100
erlangs and to 0.7% at 400.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import poisson

from staffing.cases import NEVER
from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.queue_figures import QueueFigures, queue_figures

BAND = (0.1, 0.9)
BAND_DEVIATIONS = 2 * 1.2815515655446004  # standard normal, p10 to p90
LEAST_CONTACTS = 5.0  # below, whole counts make a band too coarse to tell
MOST_VARIANCE = 1.0  # a band from nothing to three times the mean
RATES = 7


def rate_variance(offered: ArrayLike, p10: ArrayLike, p90: ArrayLike) -> FloatArray:
    """The relative variance c2 of every interval's rate; 0 where its band is no wider than a Poisson count's.

    It is 0 for counts under 5, too, and at most 1.
    """
    mean, low, high = (np.asarray(values, dtype=np.float64) for values in (offered, p10, p90))
    poisson_width = np.subtract(*poisson.ppf(BAND[::-1], mean[..., None]).T).T
    excess = ((high - low) ** 2 - poisson_width**2) / BAND_DEVIATIONS**2
    tells = (mean >= LEAST_CONTACTS) & (excess > 0)
    relative = np.divide(excess, mean**2, out=np.zeros(mean.shape), where=tells)
    return np.minimum(relative, MOST_VARIANCE)


def rate_laws(variance: FloatArray) -> RateLaw:
    """Rates relative to the mean and shares of contacts, a case a row; the mean alone where all variances are 0.

    Gauss-Laguerre by the eigenvalues of its recurrence (Golub and Welsch 1969) with alpha = 1 / c2.
    """
    if not (variance > 0).any():
        return np.ones((variance.size, 1)), np.ones((variance.size, 1))
    alpha, order = 1 / variance[:, None], np.arange(RATES)
    recurrence = np.zeros((variance.size, RATES, RATES))
    recurrence[:, order, order] = 2 * order + alpha + 1
    beside = np.sqrt(order[1:] * (order[1:] + alpha))
    recurrence[:, order[1:], order[:-1]] = beside
    rates, vectors = np.linalg.eigh(recurrence)
    return rates * variance[:, None], np.ascontiguousarray(vectors[:, 0, :] ** 2)


def expected_figures(
    load: FloatArray,
    agents: IntArray,
    aht_s: FloatArray,
    patience_s: float | None,
    answer_within_s: float,
    variance: FloatArray,
) -> QueueFigures:
    """The figures of `agents`, with response rate and service level on average over the law of the rate.

    Waits and occupancy are those at the mean, as their goals are.
    """
    at_mean = queue_figures(load, agents, aht_s, patience_s, answer_within_s)
    known = variance > 0
    if not known.any():
        return at_mean
    rates, shares = rate_laws(variance[known])
    patience = NEVER if patience_s is None else patience_s
    at_rates = queue_figures(
        load[known, None] * rates, agents[known, None], aht_s[known, None], patience, answer_within_s
    )
    response_rate, service_level = at_mean.response_rate.copy(), at_mean.service_level.copy()
    response_rate[known] = (shares * at_rates.response_rate).sum(axis=1)
    service_level[known] = (shares * at_rates.service_level).sum(axis=1)
    return replace(at_mean, response_rate=response_rate, service_level=service_level)
