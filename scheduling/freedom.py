"""After which shift a tour is as free as after another: of two with the same hours the less free one has to be cheaper.

Whoever works from seven to four may begin the next day whenever someone may who works until eight. Where the early
shift costs no more, the shortest path (`pricing.py`) need not try the late one. A state of the succession automaton is
as free as another where whatever may follow the other may follow it too, and leads to a state that is as free again:
the greatest simulation of automata (Milner 1971).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NONE = -1


class Freedom(NamedTuple):
    """Which shifts the shortest path may leave out, by state of the succession and shift."""

    as_free: NDArray[np.uint8]  # [state, other], 1 where whatever may follow the other state may follow this one
    hours_like: NDArray[np.int64]  # [s], number of the set of shifts that count as the same hours
    freest_first: NDArray[np.int64]  # [state, n], shifts that may follow, those that leave the tour freest first


def freedom(
    after_duty: NDArray[np.int16],
    after_off: NDArray[np.int16],
    touches_today: NDArray[np.uint8],
    hours_after: NDArray[np.int16],
) -> Freedom:
    """The freedom that states leave: `after_duty[state, s]`, `hours_after[hours, s]`, -1 where it is forbidden."""
    as_free = _simulation(after_duty, after_off, touches_today)
    worth = as_free.sum(axis=1)
    order = np.full(after_duty.shape, NONE, dtype=np.int64)
    for state, after in enumerate(after_duty):
        may = np.flatnonzero(after >= 0)
        order[state, : len(may)] = may[np.argsort(-worth[after[may]], kind="stable")]
    hours_like = np.unique(hours_after, axis=1, return_inverse=True)[1].astype(np.int64).reshape(-1)
    return Freedom(as_free.astype(np.uint8), hours_like, order)


def _simulation(
    after_duty: NDArray[np.int16], after_off: NDArray[np.int16], touches_today: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    """All pairs at first, then without those that a day tells apart, until no more fall out."""
    as_free: NDArray[np.bool_] = touches_today[:, None] <= touches_today[None, :]
    while True:
        kept = as_free & as_free[np.ix_(after_off, after_off)]
        for after in after_duty.T.astype(np.int64):
            follows = as_free[np.ix_(after, after)] & (after >= 0)[:, None]  # -1 takes any row, and counts below
            kept &= follows | (after < 0)[None, :]
        if (kept == as_free).all():
            return as_free
        as_free = kept
