"""Spare time as it is lent: what a deferred queue may have of it, and what is left when it has taken its part.

Live and deferred contacts together keep an agent busy for no more than the occupancy that the deferred queue's goal
allows (0.9 where it names none); the rest of an agent's time is his own, and is held back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from staffing.compiling import FloatArray
from staffing.spare_time.lenders import SkillGroup


@dataclass(frozen=True)
class Lender:
    """A group of a live queue's agents: seconds that they are there, and can still spare, by interval."""

    group: SkillGroup
    there_s: pd.Series
    spare_s: pd.Series


def lent_s(lenders: Sequence[Lender], queue: str, stamps: pd.Index, held_back: float) -> FloatArray:
    """Seconds that those who know `queue` can spare in each interval, a share `held_back` of their presence kept."""
    total = np.zeros(len(stamps))
    for lender in lenders:
        if queue in lender.group.deferred:
            free = (lender.spare_s - held_back * lender.there_s).clip(lower=0.0)
            total += free.reindex(stamps, fill_value=0.0).to_numpy()
    return total


def after_loan(
    lenders: Sequence[Lender], queue: str, used: pd.Series, held_back: float
) -> tuple[list[Lender], dict[str, float]]:
    """What is left when `used` seconds of each interval went to `queue`, and the seconds by live queue.

    Those who know the fewest deferred queues give first, so that the others are left for queues that only they know.
    """
    open_s, left, given = used, list(lenders), dict.fromkeys((lender.group.live for lender in lenders), 0.0)
    for place in sorted(range(len(left)), key=lambda number: len(left[number].group.deferred)):
        lender = left[place]
        if queue not in lender.group.deferred:
            continue
        free = (lender.spare_s - held_back * lender.there_s).clip(lower=0.0)
        taken = free.clip(upper=open_s.reindex(free.index, fill_value=0.0))
        left[place] = replace(lender, spare_s=lender.spare_s - taken)
        open_s = open_s - taken.reindex(open_s.index, fill_value=0.0)
        given[lender.group.live] += float(taken.sum())
    return left, {live: seconds for live, seconds in given.items() if seconds > 0}
