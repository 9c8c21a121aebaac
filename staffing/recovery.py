"""The reserve for recovery after abuse: how many of a team are out at once, and how many more must be at work for it.

Who was abused rests for a stated time, on demand and without a reason. With events that come at random, at a rate by
agent and paid hour, the number out at once is that of M/G/infinity: Poisson, whatever the rests' lengths,

    mean out = agents x events per agent-hour x hours of a rest,    held: its quantile (0.95), never its mean

so a small team needs the larger share. Those who cover for the others are exposed as well, so the reserve is the least
R that holds the quantile of a team of needed + R.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import poisson

from staffing.cases import refuse
from staffing.compiling import FloatArray, IntArray

MONTH_H = 168.0  # paid hours of an agent and month, by which surveys count their events
ROUNDING = 1e-9  # of an agent: remainders that differ by rounding alone are equal


def share_out(events_per_agent_month: float, minutes: float) -> float:
    """The share of paid time that an agent is out: events of a month of 168 h, each of so many minutes."""
    return events_per_agent_month * minutes / 60 / MONTH_H


def most_out(agents: ArrayLike, out_share: ArrayLike, quantile: float) -> IntArray:
    """The number of `agents` at work that are out at once, not passed in a share `quantile` of moments."""
    mean = np.asarray(agents, dtype=np.float64) * np.asarray(out_share, dtype=np.float64)
    out: IntArray = np.asarray(poisson.ppf(quantile, mean)).astype(np.int64)
    return np.where(mean > 0, out, 0)


def reserve(needed: ArrayLike, out_share: ArrayLike, quantile: float) -> IntArray:
    """Agents to add to `needed` so that, in a share `quantile` of moments, no fewer than those needed are not out.

    The least R with most_out(needed + R) <= R; nobody is added where nobody is needed.
    """
    refuse(~(np.asarray(out_share) < 1), "out_share", np.asarray(out_share), "a share below 1")
    team = np.asarray(needed, dtype=np.int64)
    shares = np.where(team > 0, np.asarray(out_share, dtype=np.float64), 0.0)
    held = most_out(team, shares, quantile)
    while True:
        wanted = most_out(team + held, shares, quantile)
        if (wanted <= held).all():
            return held
        held = np.maximum(held, wanted)


def shared_fairly(whole: IntArray, weights: FloatArray) -> IntArray:
    """`whole[i]` split over the columns of `weights[i]` in proportion, in whole numbers, by the largest remainders.

    Of equal remainders the earlier column comes first. A row whose weights are all 0 has nothing to share.
    """
    total = weights.sum(axis=1, keepdims=True)
    exact = np.divide(weights * whole[:, None], total, out=np.zeros(weights.shape), where=total > 0)
    parts = np.floor(exact + ROUNDING).astype(np.int64)
    missing = np.where(total[:, 0] > 0, whole, 0) - parts.sum(axis=1)
    order = np.argsort(-np.round(exact - parts, 9), axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    return parts + (rank < missing[:, None])
