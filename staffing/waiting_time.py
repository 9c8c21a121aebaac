"""How long contacts wait, not only on the mean: shares answered and gone within a time, and the wait for a share.

M/M/n (Erlang C) and M/M/n+M (Erlang A) in the steady state, exact; times in seconds. The wait of the answered ends with
the answer; the wait of the offered ends with the answer or when the caller leaves.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from staffing.cases import (
    checked_agents,
    checked_load,
    checked_patience,
    checked_positive,
    checked_share,
    flat_cases,
    in_shape,
    refuse,
)
from staffing.compiling import FloatArray
from staffing.kernels import figures_of_each
from staffing.wait_kernels import OF_ANSWERED, OF_OFFERED, shares_after_of_each, wait_for_share_of_each


@dataclass(frozen=True, slots=True)
class WaitingTime:
    """What has become of the contacts after a time; the first three add up to 1.

    `answered` is the service level of all offered at that threshold, `answered_of_answered` that of the answered (NaN
    where nobody is ever answered).
    """

    answered: FloatArray
    abandoned: FloatArray
    waiting: FloatArray
    answered_of_answered: FloatArray


def waiting_time(
    load: ArrayLike,
    agents: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    after_s: ArrayLike = 20.0,
) -> WaitingTime:
    """The shares after each time: cases in one axis and times in another (`after_s[None, :]`) give a table of both.

    Without patience (None, NaN or inf) nobody abandons; with load >= agents, too, the queue never stops growing, and in
    the limit everybody still waits.
    """
    shape, (loads, counts, aht, patience, after) = flat_cases(
        load, agents, aht_s, checked_patience(patience_s), after_s
    )
    heads, impatience = checked_agents(counts), aht / patience
    checked_load(loads), checked_positive(aht, "aht_s")
    refuse(~((after >= 0) & np.isfinite(after)), "after_s", after, "seconds, 0 or more")
    answered, abandoned, waiting = shares_after_of_each(loads, heads, impatience, after / aht).T
    ever = figures_of_each(loads, heads, impatience, after / aht)[:, 2]
    with np.errstate(invalid="ignore"):
        of_answered = np.minimum(answered / ever, 1.0)
    return WaitingTime(*(in_shape(share, shape) for share in (answered, abandoned, waiting, of_answered)))


def wait_of_answered_s(
    load: ArrayLike,
    agents: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    share: ArrayLike = 0.9,
) -> FloatArray:
    """The wait that this share of the answered do not exceed: 0 where so many find an agent free, inf for a share of 1.

    inf, too, where a queue without patience never stops growing; NaN where nobody is at work.
    """
    return _wait_s(load, agents, aht_s, patience_s, share, OF_ANSWERED)


def wait_of_offered_s(
    load: ArrayLike,
    agents: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    share: ArrayLike = 0.9,
) -> FloatArray:
    """The wait, until answered or gone, that this share of all offered do not exceed; the edges as of the answered."""
    return _wait_s(load, agents, aht_s, patience_s, share, OF_OFFERED)


def _wait_s(
    load: ArrayLike, agents: ArrayLike, aht_s: ArrayLike, patience_s: ArrayLike | None, share: ArrayLike, of: int
) -> FloatArray:
    shape, (loads, counts, aht, patience, shares) = flat_cases(load, agents, aht_s, checked_patience(patience_s), share)
    heads = checked_agents(counts)
    checked_load(loads), checked_positive(aht, "aht_s"), checked_share(shares, "share")
    return in_shape(wait_for_share_of_each(loads, heads, aht / patience, shares, of) * aht, shape)
