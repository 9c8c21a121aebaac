"""Skills: agents work on queues that they know; a team lead's work belongs to no queue."""

from collections.abc import Iterator, Sequence

from domain.roster import Activity, Duty
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """Work of an agent is on a queue that the agent has the skill for; work of a lead has no queue."""
    del shift
    for activity in activities:
        if activity.activity == "work":
            is_lead = facts.person.role == "lead"
            kept = activity.queue == "" if is_lead else activity.queue in facts.person.skills
            yield Case(kept, f"{named(duty)} on queue {activity.queue or 'none'}")


RULE = ActivityRule("skills", cases)
