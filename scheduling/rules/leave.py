"""Approved leave: the days that the worker chose are free."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="leave",
    title_en="Approved leave",
    title_ko="승인된 휴가",
    sentence_en="No duty touches a day of approved leave.",
    sentence_ko="휴가일에는 근무가 걸치지 않습니다.",
    inequality="days touched by d ∩ leave days = ∅    for each duty d",
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """No calendar day that the duty touches is a day of approved leave."""
    for day in duty.touched_days():
        yield Case(day not in facts.leave_days, named(duty))


RULE = DutyRule(WORDING, cases)
