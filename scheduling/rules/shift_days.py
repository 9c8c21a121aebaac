"""Days of the shift: a shift is used on its weekdays only."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty's weekday is one of the shift's."""
    yield Case(duty.day.weekday() in shift.weekdays, named(duty))


RULE = DutyRule("shift_days", cases)
