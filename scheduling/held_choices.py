"""Choices that stay: some people's shifts or days off on some days, everything else being free.

`held[p, d]` is a shift, OFF for a day off, FREE where the person's day is open.
"""

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.relaxation import FREE

__all__ = ["FREE", "all_free", "keeps", "with_held"]


def all_free(arena: Arena) -> Ints:
    """Nothing stays."""
    return np.full(arena.allowed.shape[:2], FREE, dtype=np.int64)


def keeps(held: Ints, tour: Ints) -> bool:
    """Whether a tour `[d]` has all that stays of its person."""
    return bool(((held == FREE) | (held == tour)).all())


def with_held(arena: Arena, held: Ints) -> Arena:
    """The problem in which every tour has what stays."""
    allowed, off_cost = arena.allowed.copy(), arena.off_cost.copy()
    shifts = np.arange(allowed.shape[2])
    allowed[(held[:, :, None] != FREE) & (held[:, :, None] != shifts)] = 0
    off_cost[held >= 0] = np.inf
    return arena._replace(allowed=allowed, off_cost=off_cost)
