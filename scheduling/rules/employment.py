"""Employment: duties lie within the dates of the contract."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.rule_pack import RuleOrigin
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="employment",
    title_en="Employment",
    title_ko="재직 기간",
    sentence_en="Duties lie within the dates of employment.",
    sentence_ko="계약 기간 안에서만 근무합니다.",
    inequality="start_date <= day(d) <= end_date    for each duty d",
    origin=RuleOrigin(id="employment", status="contract", source="Work contract", source_ko="근로계약"),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty starts on a day of employment."""
    yield Case(facts.person.is_employed(duty.day), named(duty))


RULE = DutyRule(WORDING, cases)
