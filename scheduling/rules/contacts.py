"""Contacts: what is promised over a day, a week or the window is kept over it, by contacts and not by heads."""

import numpy as np
from numpy.typing import NDArray

from domain.rule_pack import RuleOrigin
from domain.rule_weights import Weights
from scheduling.rules.rule import SoftRule, Wording

type Floats = NDArray[np.float64]

WORDING = Wording(
    id="contacts",
    title_en="Contacts promised",
    title_ko="약속한 응대",
    sentence_en=(
        "With a curve of contacts, a response rate promised over a day, a week or the window is kept over it: what one "
        "interval lacks another may make up for."
    ),
    sentence_ko=(
        "응대 곡선이 있으면 하루, 한 주 또는 기간 전체로 약속한 응대율은 그 기간 전체로 지킵니다. "
        "한 시간대의 부족을 다른 시간대가 채울 수 있습니다."
    ),
    inequality=(
        "points = handling x contact_short_of_goal x (promised - answered)+\n"
        "       - handling x contact_beyond_goal x (answered - promised)+\n"
        "       + over_per_agent_interval x (at work - need)  for each queue with a curve and day, week or window\n"
        "promised = response rate x contacts, answered = sum of the curve at the agents at work; coverage by heads is\n"
        "         not counted for such a queue; handling = agent-intervals that a contact of the queue takes"
    ),
    weights=("contact_short_of_goal", "contact_beyond_goal", "over_per_agent_interval"),
    strength="soft",
    origin=RuleOrigin(id="contacts", status="policy", source="Goal and curve", source_ko="목표와 응대 곡선"),
)


def contact_weights(weights: Weights, handling: Floats) -> tuple[Floats, Floats]:
    """Points of a contact short of a goal and beyond it, by goal; `handling` are agent-intervals a contact takes."""
    return weights.contact_short_of_goal * handling, weights.contact_beyond_goal * handling


def contact_points(weights: Weights, handling: Floats, promised: Floats, answered: Floats) -> float:
    """Points of contacts answered against those promised, by goal; negative where more are answered."""
    missing = promised - answered
    short, beyond = contact_weights(weights, handling)
    return float((np.where(missing > 0, short, beyond) * missing).sum())


RULE = SoftRule(WORDING)
