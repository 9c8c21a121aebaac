"""Preferences: what people wish for, as points lost where it is not met."""

from datetime import date

from domain.people import Preference
from domain.rule_weights import Weights
from scheduling.rules.rule import SoftRule, Wording

DAY_OFF = "off"
ANY_SHIFT = "*"

WORDING = Wording(
    id="preferences",
    title_en="Preferences",
    title_ko="희망 근무",
    sentence_en="People's wishes are met.",
    sentence_ko="사람들의 희망을 들어줍니다.",
    inequality=(
        "points = preference_per_weight x |weight|             for each dated wish that is not met\n"
        "       + standing_preference_per_weight x |weight|    for each day on which a wish for every day is not met"
    ),
    weights=("preference_per_weight", "standing_preference_per_weight"),
    strength="soft",
)


def points_lost(preference: Preference, day: date, shift: str, weights: Weights) -> float:
    """Points lost on a day on which `shift` is worked ('off': nothing); 0 where the wish is met or for another day.

    A dated wish costs `preference_per_weight` x |weight|, a standing one (date '*') `standing_preference_per_weight`;
    a standing wish for a shift says nothing about days off.
    """
    if preference.day is not None and preference.day != day:
        return 0.0
    if preference.day is None and (preference.shift == DAY_OFF) != (shift == DAY_OFF) and preference.weight > 0:
        return 0.0
    hit = shift != DAY_OFF if preference.shift == ANY_SHIFT else shift == preference.shift
    if hit == (preference.weight > 0):
        return 0.0
    standing = preference.day is None
    each = weights.standing_preference_per_weight if standing else weights.preference_per_weight
    return each * abs(preference.weight)


RULE = SoftRule(WORDING)
