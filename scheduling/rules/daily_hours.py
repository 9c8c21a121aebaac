"""Daily hours (Labour Standards Act 50, 53, 56)."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """Paid minutes of a duty stay within `max_paid_minutes_day`."""
    yield Case(duty.paid_minutes <= facts.parameters.max_paid_minutes_day, named(duty))


RULE = DutyRule("daily_hours", cases)
