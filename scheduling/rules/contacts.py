"""Contacts: what is promised over a day, a week or the window is kept over it, by contacts and not by heads."""

import numpy as np
from numpy.typing import NDArray

from domain.rule_pack import RuleOrigin
from domain.rule_weights import Weights
from scheduling.rules.rule import SoftRule, Wording

type Floats = NDArray[np.float64]

SMALLEST_GAIN = 1e-9

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
        "points = short x (asked - answered)+ - handling x contact_beyond_goal x (answered - asked)+\n"
        "       + over_per_agent_interval x (at work - need)  for each queue with a curve and day, week or window\n"
        "asked = contacts - (1 - contact_prudent_share) x (1 - response rate) x contacts: a little more than\n"
        "      promised; answered = sum of the curve at the agents at work\n"
        "handling = agent-intervals that a contact of the queue takes\n"
        "short = handling x contact_short_of_goal; where that is less, such that the last agent whom the goal needs\n"
        "      counts as one short by heads, but no more than contact_most_dearer times that\n"
        "Coverage by heads is not counted for such a queue"
    ),
    weights=(
        "contact_short_of_goal",
        "contact_beyond_goal",
        "over_per_agent_interval",
        "short_per_agent_interval",
        "contact_prudent_share",
        "contact_most_dearer",
    ),
    strength="soft",
    origin=RuleOrigin(id="contacts", status="policy", source="Goal and curve", source_ko="목표와 응대 곡선"),
)


def asked_share(weights: Weights, response_rate: float) -> float:
    """The share of contacts that a roster is planned for: a part more of those that the goal allows to be missed."""
    return response_rate + weights.contact_prudent_share * (1 - response_rate)


def contact_weights(weights: Weights, handling: Floats, last_gain: Floats) -> tuple[Floats, Floats]:
    """Points of a contact short of a goal and beyond it, by goal.

    `handling` are agent-intervals a contact takes; `last_gain` contacts that the last agent adds whom the goal needs.
    Where one or two agents serve a queue the last of them is seldom busy: by handling alone nobody would come for it.
    """
    by_handling = weights.contact_short_of_goal * handling
    as_by_heads = weights.short_per_agent_interval / np.maximum(last_gain, SMALLEST_GAIN)
    short = np.clip(as_by_heads, by_handling, weights.contact_most_dearer * by_handling)
    return short, weights.contact_beyond_goal * handling


def contact_points(weights: Weights, handling: Floats, last_gain: Floats, asked: Floats, answered: Floats) -> float:
    """Points of contacts answered against those asked for, by goal; negative where more are answered."""
    missing = asked - answered
    short, beyond = contact_weights(weights, handling, last_gain)
    return float((np.where(missing > 0, short, beyond) * missing).sum())


RULE = SoftRule(WORDING)
