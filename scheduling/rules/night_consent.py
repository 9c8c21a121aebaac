"""Night work only with consent (Labour Standards Act 70)."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """A duty with any minute in 22:00-06:00 needs consent and no `no_night` limit on its day."""
    agreed = facts.person.night_consent and not facts.limits_on(duty.day, "no_night")
    yield Case(duty.night_min == 0 or agreed, named(duty))


RULE = DutyRule("night_consent", cases)
