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
from scipy.special import gammaincinv
from scipy.stats import poisson

from staffing.cases import NEVER
from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.queue_figures import QueueFigures, queue_figures

BAND = (0.1, 0.9)
BAND_DEVIATIONS = 2 * 1.2815515655446004  # standard normal, p10 to p90
LEAST_CONTACTS = 5.0  # below, whole counts make a band too coarse to tell
MOST_VARIANCE = 1.0  # a band from nothing to three times the mean
RATES = 7
DAYS = 40
LEAST_VARIANCE = 1e-10  # relative, of a rate that does not vary among others that do


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
    varies = np.maximum(variance, LEAST_VARIANCE)
    alpha, order = 1 / varies[:, None], np.arange(RATES)
    recurrence = np.zeros((variance.size, RATES, RATES))
    recurrence[:, order, order] = 2 * order + alpha + 1
    beside = np.sqrt(order[1:] * (order[1:] + alpha))
    recurrence[:, order[1:], order[:-1]] = beside
    rates, vectors = np.linalg.eigh(recurrence)
    return rates * varies[:, None], np.ascontiguousarray(vectors[:, 0, :] ** 2)


def rates_with_mean(variance: FloatArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """The same with the mean among the rates, where no contacts are counted; and its place, a case each."""
    rates, shares = rate_laws(variance)
    if rates.shape[1] == 1:
        return rates, shares, np.zeros(variance.size, dtype=np.int64)
    rates, shares = np.insert(rates, 0, 1.0, axis=1), np.insert(shares, 0, 0.0, axis=1)
    order = np.argsort(rates, axis=1, kind="stable")
    sorted_rates, sorted_shares = (np.take_along_axis(given, order, axis=1) for given in (rates, shares))
    return sorted_rates, sorted_shares, order.argmin(axis=1)


def day_rates(variance: FloatArray) -> FloatArray:
    """Rates of days in equal parts, relative to the mean, a case a row; a single 1 where all variances are 0."""
    if not (variance > 0).any():
        return np.ones((variance.size, 1))
    return rate_quantile(variance[:, None], (np.arange(DAYS) + 0.5) / DAYS)


def rate_quantile(variance: ArrayLike, share: ArrayLike) -> FloatArray:
    """The rate, relative to the mean, that is not passed on a share of days: gamma."""
    shape = 1 / np.maximum(variance, LEAST_VARIANCE)
    rates: FloatArray = gammaincinv(shape, share) / shape
    return rates


def expected_figures(
    load: FloatArray,
    agents: IntArray,
    aht_s: FloatArray,
    patience_s: float | None,
    answer_within_s: float,
    variance: FloatArray,
) -> QueueFigures:
    """The figures of `agents` under steady loads whose rates vary; see `figures_over_law`."""
    return figures_over_law(load, agents, aht_s, patience_s, answer_within_s, rate_laws(variance))


def figures_over_law(
    load: FloatArray,
    agents: IntArray,
    aht_s: FloatArray,
    patience_s: float | None,
    answer_within_s: float,
    law: RateLaw,
) -> QueueFigures:
    """The figures of `agents`, with response rate and service level on average over a law of the load.

    Waits and occupancy are those at the mean, as their goals are.
    """
    at_mean = queue_figures(load, agents, aht_s, patience_s, answer_within_s)
    rates, shares = law
    if rates.shape[1] == 1:
        return at_mean
    patience = NEVER if patience_s is None else patience_s
    at_rates = queue_figures(load[:, None] * rates, agents[:, None], aht_s[:, None], patience, answer_within_s)
    return replace(
        at_mean,
        response_rate=1 - (shares * (1 - at_rates.response_rate)).sum(axis=1),
        service_level=1 - (shares * (1 - at_rates.service_level)).sum(axis=1),
    )
