"""Times of the shift: a duty has the start, the span and the paid minutes of its shift (file contract)."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, named


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """Start, span and paid minutes are the shift's."""
    del facts
    starts = duty.start.hour * 60 + duty.start.minute == shift.start_min
    spans = duty.end - duty.start == timedelta(minutes=shift.span_min)
    yield Case(starts and spans and duty.paid_minutes == shift.paid_min, named(duty))


RULE = DutyRule("shift_times", cases)
