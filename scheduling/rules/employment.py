"""Employment: duties lie within the dates of the contract."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty starts on a day of employment."""
    yield Case(facts.person.is_employed(duty.day), named(duty))


RULE = DutyRule("employment", cases)
