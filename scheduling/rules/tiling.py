"""Tiling: the activities of a duty fill it exactly, without gap or overlap (file contract)."""

from collections.abc import Iterator, Sequence

from domain.roster import Activity, Duty
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """Each activity begins where the one before ended, the first at the start and the last at the end of the duty."""
    del facts, shift
    reached = duty.start
    for activity in activities:
        yield Case(activity.start == reached and activity.end <= duty.end, f"{named(duty)} at {activity.start:%H:%M}")
        reached = max(reached, activity.end)
    yield Case(reached == duty.end, f"{named(duty)} ends at {reached:%H:%M}")


RULE = ActivityRule("tiling", cases)
