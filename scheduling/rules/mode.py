"""Place of work: on site, remote, or either, as person and shift allow."""

from collections.abc import Iterator
from typing import Literal

from domain.people import Person
from domain.roster import Duty
from domain.rule_pack import RuleOrigin
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="mode",
    title_en="Place of work",
    title_ko="근무 장소",
    sentence_en="Duties are worked where both person and shift allow it.",
    sentence_ko="근무 장소는 사람과 근무조가 허용하는 곳입니다.",
    inequality="mode(d) in modes of the person ∩ modes of its shift    for each duty d",
    origin=RuleOrigin(id="mode", status="form", source="staff.csv and shifts.csv", source_ko="staff.csv, shifts.csv"),
)


def is_allowed(person: Person, shift: Shift, mode: Literal["site", "remote"]) -> bool:
    """Whether person and shift both allow the place."""
    return all(allowed in ("any", mode) for allowed in (person.mode, shift.mode))


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty's place is one that both the person and the shift allow."""
    yield Case(is_allowed(facts.person, shift, duty.mode), named(duty))


RULE = DutyRule(WORDING, cases)
