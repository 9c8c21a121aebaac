"""Roles of the shift."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty's role is the person's and one of the shift's."""
    yield Case(duty.role == facts.person.role and facts.person.role in shift.roles, named(duty))


RULE = DutyRule("shift_roles", cases)
