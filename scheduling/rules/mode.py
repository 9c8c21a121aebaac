"""Place of work: on site, remote, or either, as person and shift allow."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty's place is one that both the person and the shift allow."""
    yield Case(all(mode in ("any", duty.mode) for mode in (facts.person.mode, shift.mode)), named(duty))


RULE = DutyRule("mode", cases)
