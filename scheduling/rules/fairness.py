"""Fairness: nights and weekends spread evenly among those who can work them."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from scheduling.rules.rule import SoftRule, Wording

SATURDAY = 5
TOLERANCE = 1.0  # a duty: shares are no whole numbers, so that less than one beyond a share is no unevenness

WORDING = Wording(
    id="fairness",
    title_en="Fairness",
    title_ko="공정성",
    sentence_en="Nights and weekends are spread evenly among those who can work them.",
    sentence_ko="야간과 주말 근무를 맡을 수 있는 사람들 사이에 고르게 나눕니다.",
    inequality=(
        "points = weight x (carried(p) - share(p) x carried by all of the role - 1)+    for each person p, for night\n"
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


def beyond_share(carried: NDArray[np.float64], share: NDArray[np.float64]) -> float:
    """Duties that people carry more than one beyond their even share of what their role carries in all."""
    beyond = np.maximum(0.0, carried - share * carried.sum() - TOLERANCE)
    return float(beyond[share > 0].sum())


RULE = SoftRule(WORDING)
