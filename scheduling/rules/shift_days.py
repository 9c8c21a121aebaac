"""Days of the shift: a shift is used on its weekdays only."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.rule_pack import RuleOrigin
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="shift_days",
    title_en="Days of the shift",
    title_ko="근무조 요일",
    sentence_en="A shift is used on its weekdays only.",
    sentence_ko="근무조는 정해진 요일에만 씁니다.",
    inequality="weekday(d) in days of its shift    for each duty d",
    origin=RuleOrigin(id="shift_days", status="policy", source="Shift catalogue", source_ko="근무조 파일"),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty's weekday is one of the shift's."""
    yield Case(duty.day.weekday() in shift.weekdays, named(duty))


RULE = DutyRule(WORDING, cases)
