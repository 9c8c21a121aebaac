"""Meal breaks: long enough, during the duty and within the shift's window."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from domain.roster import Activity, Duty
from domain.rule_parameters import RuleParameters
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, Wording, named

ONE_MINUTE = timedelta(minutes=1)

WORDING = Wording(
    id="meal_break",
    title_en="Meal break",
    title_ko="식사 시간",
    sentence_en="Paid work brings a meal during the duty: {meal_steps}.",
    sentence_ko="일한 시간에 따라 근무 도중에 식사 시간을 줍니다: {meal_steps}.",
    inequality=(
        "meal(d) = meal of its shift >= meal_minutes    for each step with paid(d) >= paid_minutes, each duty d\n"
        "start(d) < start of the meal, end of the meal < end(d), and both within the shift's window"
    ),
    parameters=("meal_steps",),
)


def is_long_enough(parameters: RuleParameters, shift: Shift) -> bool:
    """Whether the shift's meal is as long as its paid time asks for."""
    return shift.meal_min >= parameters.meal_needed_min(shift.paid_min)


def is_in_place(shift: Shift, span_min: float, start_min: float, end_min: float) -> bool:
    """Whether a meal may lie there, in minutes after the duty's start: strictly inside it and in the shift's window."""
    inside = start_min > 0 and end_min < span_min
    return inside and shift.meal_from_min <= start_min and end_min <= shift.meal_until_min


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """The meal is the shift's and as long as the law asks, strictly inside the duty, inside the shift's window."""
    meals = [
        ((activity.start - duty.start) / ONE_MINUTE, (activity.end - duty.start) / ONE_MINUTE)
        for activity in activities
        if activity.activity == "meal"
    ]
    meal_min = sum(end_min - start_min for start_min, end_min in meals)
    needed_min = facts.parameters.meal_needed_min(duty.paid_minutes)
    yield Case(meal_min >= needed_min and meal_min == shift.meal_min, f"{named(duty)} meal of {meal_min:g} min")
    if shift.meal_min:
        inside = all(is_in_place(shift, duty.span_min, start_min, end_min) for start_min, end_min in meals)
        yield Case(inside, f"{named(duty)} meal outside its window")


RULE = ActivityRule(WORDING, cases)
