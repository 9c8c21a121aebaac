"""Paid rests (Rules on Occupational Safety and Health Standards 667; house policy): all given, well apart."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from domain.roster import Activity, Duty
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """All rests of the shift in full length, `rest_apart_minutes` from the meal, the duty's ends and each other."""
    rests = [activity for activity in activities if activity.activity == "rest"]
    length = timedelta(minutes=shift.rest_min)
    complete = len(rests) == shift.rest_count and all(rest.end - rest.start == length for rest in rests)
    yield Case(complete, f"{named(duty)} {len(rests)} of {shift.rest_count} rests")
    apart = timedelta(minutes=facts.parameters.rest_apart_minutes)
    breaks = [(activity.start, activity.end) for activity in activities if activity.activity in ("rest", "meal")]
    marks = sorted([*breaks, (duty.start, duty.start), (duty.end, duty.end)])
    well_apart = all(later[0] - earlier[1] >= apart for earlier, later in pairwise(marks))
    yield Case(not rests or well_apart, f"{named(duty)} rests too close")


RULE = ActivityRule("rests", cases)
