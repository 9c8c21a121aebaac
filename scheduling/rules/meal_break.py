"""Meal breaks (Labour Standards Act 54): long enough, during the duty and within the shift's window."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from domain.roster import Activity, Duty
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, named

ONE_MINUTE = timedelta(minutes=1)


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """The meal is the shift's and as long as the law asks, strictly inside the duty, inside the shift's window."""
    meals = [activity for activity in activities if activity.activity == "meal"]
    meal_min = sum((meal.end - meal.start) / ONE_MINUTE for meal in meals)
    needed_min = facts.parameters.meal_needed_min(duty.paid_minutes)
    yield Case(meal_min >= needed_min and meal_min == shift.meal_min, f"{named(duty)} meal of {meal_min:g} min")
    if shift.meal_min:
        earliest = duty.start + timedelta(minutes=shift.meal_from_min)
        latest = duty.start + timedelta(minutes=shift.meal_until_min)
        inside = all(
            duty.start < meal.start and meal.end < duty.end and earliest <= meal.start and meal.end <= latest
            for meal in meals
        )
        yield Case(inside, f"{named(duty)} meal outside its window")


RULE = ActivityRule("meal_break", cases)
