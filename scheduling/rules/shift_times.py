"""Times of the shift: a duty has the start, the span and the paid minutes of its shift."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from domain.rule_pack import RuleOrigin
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="shift_times",
    title_en="Times of the shift",
    title_ko="근무조 시각",
    sentence_en="Start, end and paid time of a duty are those of its shift.",
    sentence_ko="근무의 시작, 끝, 유급 시간은 근무조의 것과 같습니다.",
    inequality="start(d), end(d) - start(d), paid(d) = start, span, span - meal of its shift    for each duty d",
    origin=RuleOrigin(id="shift_times", status="form", source="shifts.csv"),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """Start, span and paid minutes are the shift's."""
    del facts
    starts = duty.start_min == shift.start_min
    spans = duty.end - duty.start == timedelta(minutes=shift.span_min)
    yield Case(starts and spans and duty.paid_minutes == shift.paid_min, named(duty))


RULE = DutyRule(WORDING, cases)
