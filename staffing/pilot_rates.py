"""What a pilot says of the share of contacts that a machine settles: a rate with its error, week by week.

With k weeks of n[w] contacts tried and the share p[w] of them settled, N = sum of n[w]:

    p    = (settled + 1/2) / (N + 1)                                  Jeffreys' prior: no pilot is certain
    Q    = sum over w of n[w] (p[w] - p)^2 / (p (1 - p))              k - 1 where weeks differ by chance alone
    tau2 = p (1 - p) (Q - (k - 1))+ / (N - sum of n[w]^2 / N)         what weeks differ by beyond chance
    variance of a week to come = tau2 + p (1 - p) / N + tau2 sum of n[w]^2 / N^2

times the square of t / z at 90% with k - 2 degrees of freedom (1 at least), for few weeks hardly show how much they
differ. The moments are those of DerSimonian and Laird (1986) for proportions, the t that of Higgins, Thompson and
Spiegelhalter (2009). A pilot of one week shows no difference between weeks, and its error is that of its count alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, t

from staffing.compiling import FloatArray

TAIL = 0.9


@dataclass(frozen=True, slots=True)
class PilotRate:
    """The share that is settled without an agent in a week to come: its mean and its standard deviation."""

    mean: float
    deviation: float


def pilot_rate(tried: Sequence[int], taken: Sequence[int]) -> PilotRate:
    """The rate of a pilot with so many contacts tried and taken in each of its weeks."""
    tries, settled = np.asarray(tried, float), np.asarray(taken, float)
    total = tries.sum()
    mean = (settled.sum() + 0.5) / (total + 1)
    chance = mean * (1 - mean)
    known = tries > 0
    shares = settled[known] / tries[known]
    scatter = (tries[known] * (shares - mean) ** 2).sum() / chance
    squares = (tries**2).sum()
    among = total - squares / total if total else 0.0
    between = chance * max(0.0, scatter - (known.sum() - 1)) / among if among > 0 else 0.0
    variance = between + chance / max(total, 1.0) + between * squares / max(total, 1.0) ** 2
    weeks = int(known.sum())
    few = float(t.ppf(TAIL, max(1, weeks - 2)) / norm.ppf(TAIL)) if weeks > 1 else 1.0
    return PilotRate(float(mean), few * math.sqrt(variance))


def drawn_rates(rates: Mapping[str, PilotRate], draws: int, seed: int) -> Mapping[str, FloatArray]:
    """So many possible rates of each topic, apart from each other: Beta variables of the pilots' mean and deviation."""
    chance = np.random.default_rng(seed)
    found = {}
    for topic, rate in rates.items():
        spread = rate.mean * (1 - rate.mean)
        weight = max(spread / max(rate.deviation**2, 1e-12) - 1, 1e-3)
        found[topic] = chance.beta(rate.mean * weight, (1 - rate.mean) * weight, size=draws)
    return found
