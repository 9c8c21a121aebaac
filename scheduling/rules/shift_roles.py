"""Roles of the shift."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.rule_pack import RuleOrigin
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="shift_roles",
    title_en="Roles of the shift",
    title_ko="근무조 역할",
    sentence_en="A shift is given only to its roles.",
    sentence_ko="근무조는 정해진 역할에만 씁니다.",
    inequality="role(d) = role of the person, and in roles of its shift    for each duty d",
    origin=RuleOrigin(id="shift_roles", status="policy", source="Shift catalogue", source_ko="근무조 파일"),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty's role is the person's and one of the shift's."""
    yield Case(duty.role == facts.person.role and facts.person.role in shift.roles, named(duty))


RULE = DutyRule(WORDING, cases)
