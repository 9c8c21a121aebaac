"""Contract hours: what a person is owed in a week, reduced pro rata by leave and by days not employed."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.rule_pack import RuleOrigin
from domain.rule_weights import Weights
from scheduling.rules.rule import PersonFacts, SoftRule, Wording

WEEK_DAYS = 7
MINUTES_AN_HOUR = 60

WORDING = Wording(
    id="contract_hours",
    title_en="Contract hours",
    title_ko="계약 시간",
    sentence_en="Paid time of a week meets the contract; leave reduces it pro rata.",
    sentence_ko="주간 유급 시간은 계약 시간에 맞추며, 휴가가 있는 주는 그만큼 줄입니다.",
    inequality=(
        "points = contract_under_per_hour x (due(w) - paid(w))+\n"
        "       + overtime_per_hour x max(overtime(w), paid(w) - due(w), 0)    for each person and site week w\n"
        "due(w) = contract x (1 - (days of leave + days not employed beyond the free ones) / contract_workdays_week)"
    ),
    parameters=("contract_workdays_week",),
    weights=("contract_under_per_hour", "overtime_per_hour"),
    strength="soft",
    origin=RuleOrigin(id="contract_hours", status="contract", source="Work contract", source_ko="근로계약"),
)


def due_min(facts: PersonFacts, week: date, first: date, last: date) -> float:
    """Paid minutes owed in the part of the site week that lies in [first, last].

    due = contract x (1 - (days on leave + days not employed beyond the free ones) / workdays) x share of the week
    inside, at least 0
    """
    workdays = facts.parameters.contract_workdays_week
    days = [week + timedelta(days=n) for n in range(WEEK_DAYS)]
    inside = [day for day in days if first <= day <= last]
    on_leave = sum(day in facts.leave_days for day in days)
    not_employed = sum(not facts.person.is_employed(day) for day in days)
    lost = on_leave + max(0, not_employed - (WEEK_DAYS - workdays))
    share = max(0.0, 1 - lost / workdays) if not_employed < WEEK_DAYS else 0.0
    return facts.person.contract_min_week * share * len(inside) / WEEK_DAYS


def points(
    weights: Weights, owed_min: float, given_min: NDArray[np.int64], overtime: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Points of contract hours not given and of hours beyond the contract, for each of several sums of paid time."""
    under_h = np.maximum(0, owed_min - given_min) / MINUTES_AN_HOUR
    beyond_h = np.maximum(overtime, given_min - owed_min).clip(0) / MINUTES_AN_HOUR
    cost: NDArray[np.float64] = under_h * weights.contract_under_per_hour + beyond_h * weights.overtime_per_hour
    return cost


RULE = SoftRule(WORDING)
