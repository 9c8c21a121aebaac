"""Tiling: the activities of a duty fill it exactly, without gap or overlap."""

from collections.abc import Iterator, Sequence

from domain.roster import Activity, Duty
from domain.rule_pack import RuleOrigin
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, Wording, named

WORDING = Wording(
    id="tiling",
    title_en="Activities without gaps",
    title_ko="활동의 빈틈",
    sentence_en="Activities fill each duty without gap or overlap.",
    sentence_ko="활동은 근무를 빈틈도 겹침도 없이 채웁니다.",
    inequality="start of the first = start(d), start of each = end of the one before, end of the last = end(d)",
    origin=RuleOrigin(
        id="tiling",
        status="form",
        source="file contract: activities tile each duty",
        source_ko="파일 약속: 활동이 근무를 채움",
    ),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """Each activity begins where the one before ended, the first at the start and the last at the end of the duty."""
    del facts, shift
    reached = duty.start
    for activity in activities:
        yield Case(activity.start == reached and activity.end <= duty.end, f"{named(duty)} at {activity.start:%H:%M}")
        reached = max(reached, activity.end)
    yield Case(reached == duty.end, f"{named(duty)} ends at {reached:%H:%M}")


RULE = ActivityRule(WORDING, cases)
