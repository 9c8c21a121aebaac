"""Approved leave (Labour Standards Act 60)."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """No calendar day that the duty touches is a day of approved leave."""
    for day in duty.touched_days():
        yield Case(day not in facts.leave_days, named(duty))


RULE = DutyRule("leave", cases)
