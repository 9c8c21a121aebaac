"""Announced duties: people have planned their lives around them, so that a repair changes few, and in good time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.rule_weights import Weights
from scheduling.rules.rule import SoftRule, Wording

WORDING = Wording(
    id="announced_duties",
    title_en="Announced duties",
    title_ko="공지한 근무",
    sentence_en=(
        "When a published roster is repaired, duties of the days of notice stay, and as few as possible of the later "
        "ones change."
    ),
    sentence_ko="공지한 근무표를 재조정할 때 알림 기간의 근무는 그대로 두고, 그 뒤의 근무도 되도록 적게 바꿉니다.",
    inequality="points = changed_duty    for each person's day whose duty is added, removed or another shift",
    parameters=("notice_days",),
    weights=("changed_duty",),
    strength="soft",
)


def points(weights: Weights, announced: ArrayLike, worked: ArrayLike) -> NDArray[np.float64]:
    """Points for every day: `changed_duty` where the shift worked (or a day off) is not the one announced."""
    found: NDArray[np.float64] = weights.changed_duty * (np.asarray(announced) != np.asarray(worked))
    return found


RULE = SoftRule(WORDING)
