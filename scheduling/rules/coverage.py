"""Coverage: agents at work against those required."""

import numpy as np
from numpy.typing import NDArray

from domain.rule_pack import RuleOrigin
from domain.rule_weights import Weights
from scheduling.rules.rule import SoftRule, Wording

WORDING = Wording(
    id="coverage",
    title_en="Coverage",
    title_ko="소요 인원 충족",
    sentence_en="In every interval as many agents are at work as required.",
    sentence_ko="시간대마다 소요 인원만큼 상담사가 일합니다.",
    inequality=(
        "points = short_per_agent_interval x (short - deep) + deep_short_per_agent_interval x deep\n"
        "       + over_per_agent_interval x over                 for each queue q and interval t\n"
        "short = (need - at work)+, over = (at work - need)+, deep = (short - deep_short_from_share x need)+"
    ),
    weights=(
        "short_per_agent_interval",
        "deep_short_per_agent_interval",
        "deep_short_from_share",
        "over_per_agent_interval",
    ),
    strength="soft",
    origin=RuleOrigin(id="coverage", status="policy", source="Requirement", source_ko="소요 인원"),
)


def short_points(weights: Weights, need: NDArray[np.float64], have: NDArray[np.float64]) -> float:
    """Points of agents missing, dearer beyond a share of the requirement."""
    short = np.maximum(0.0, need - have)
    deep = np.maximum(0.0, short - weights.deep_short_from_share * need)
    shallow_points = (short - deep) * weights.short_per_agent_interval
    return float((shallow_points + deep * weights.deep_short_per_agent_interval).sum())


def over_points(weights: Weights, need: NDArray[np.float64], have: NDArray[np.float64]) -> float:
    """Points of agents at work beyond the requirement."""
    return float(np.maximum(0.0, have - need).sum() * weights.over_per_agent_interval)


RULE = SoftRule(WORDING)
