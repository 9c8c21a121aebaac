"""Fairness: nights and weekends spread evenly among those who can work them."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from scheduling.compiled import compiled
from scheduling.rules.rule import SoftRule, Wording

SATURDAY = 5
TOLERANCE = 1.0  # a duty: shares are no whole numbers, so that less than one more or less is no unevenness

WORDING = Wording(
    id="fairness",
    title_en="Fairness",
    title_ko="공정성",
    sentence_en="Nights and weekends are spread evenly among those who can work them.",
    sentence_ko="야간과 주말 근무를 맡을 수 있는 사람들 사이에 고르게 나눕니다.",
    inequality=(
        "points = weight x (|carried(p) - share(p) x carried by all of the role| - 1)+  for each person p, for night\n"
        "         duties (uneven_night) and for duties on Saturday or Sunday (uneven_weekend)\n"
        "share(p) = days on which p can carry it / such days of all of the role"
    ),
    parameters=("night_duty_minutes",),
    weights=("uneven_night", "uneven_weekend"),
    strength="soft",
)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= SATURDAY


@compiled
def uneven(apart: float) -> float:
    """Duties that count as uneven where somebody carries so many more (or, negative, fewer) than an even share."""
    return max(0.0, abs(apart) - TOLERANCE)


@compiled
def apart_from_shares(carried: NDArray[np.float64], share: NDArray[np.float64]) -> float:
    """Duties by which people are more than one apart from their even share of what their role carries in all.

    `carried[person]` and `share[person]`; who has no share counts for nothing.
    """
    total, duties = carried.sum(), 0.0
    for person in range(len(carried)):
        if share[person] > 0:
            duties += uneven(carried[person] - share[person] * total)
    return duties


RULE = SoftRule(WORDING)
