"""Skills: agents work on queues that they know; a team lead's work belongs to no queue."""

from collections.abc import Iterator, Sequence

from domain.roster import Activity, Duty
from domain.rule_pack import RuleOrigin
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, Wording, named

WORDING = Wording(
    id="skills",
    title_en="Skills",
    title_ko="담당 업무",
    sentence_en="Agents work only on queues that they have the skill for.",
    sentence_ko="상담사는 자신이 맡을 수 있는 대기열에서만 일합니다.",
    inequality="queue of each work of an agent in skills of the agent; of a lead: none",
    origin=RuleOrigin(id="skills", status="policy", source="House policy", source_ko="내부 규정"),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """Work of an agent is on a queue that the agent has the skill for; work of a lead has no queue."""
    del shift
    for activity in activities:
        if activity.activity == "work":
            is_lead = facts.person.role == "lead"
            kept = activity.queue == "" if is_lead else activity.queue in facts.person.skills
            yield Case(kept, f"{named(duty)} on queue {activity.queue or 'none'}")


RULE = ActivityRule(WORDING, cases)
