"""Daily hours: the paid time and the length of one duty."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="daily_hours",
    title_en="Daily hours",
    title_ko="일일 근로시간",
    sentence_en=(
        "Paid time of a day stays within {max_paid_minutes_day:h} hours; "
        "what exceeds {standard_minutes_day:h} hours counts as overtime."
    ),
    sentence_ko=(
        "하루 유급 시간은 {max_paid_minutes_day:h}시간을 넘지 않고, "
        "{standard_minutes_day:h}시간을 넘는 시간은 연장근로로 셉니다."
    ),
    inequality=(
        "paid(d) <= max_paid_minutes_day                              for each duty d\n"
        "paid(d) <= max_paid_minutes_night                            for each night duty d\n"
        "end(d) - start(d) <= max_span_minutes_day                    for each duty d"
    ),
    parameters=(
        "max_paid_minutes_day",
        "standard_minutes_day",
        "max_paid_minutes_night",
        "max_span_minutes_day",
        "night_duty_minutes",
    ),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """Paid minutes and length of a duty stay within those of the pack, which may ask for shorter nights."""
    of = facts.parameters
    kept = duty.paid_minutes <= of.max_paid_minutes_day and duty.span_min <= of.max_span_minutes_day
    if kept and duty.paid_minutes > of.max_paid_minutes_night:
        kept = not of.is_night(duty)
    yield Case(kept, named(duty))


RULE = DutyRule(WORDING, cases)
