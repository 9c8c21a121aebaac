"""Rest between duties."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from domain.rule_parameters import RuleParameters
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, Wording

WORDING = Wording(
    id="rest_between_duties",
    title_en="Rest between duties",
    title_ko="근무 간 휴식",
    sentence_en=("At least {min_rest_between_duties_h} hours lie between the end of a duty and the start of the next."),
    sentence_ko="한 근무의 끝과 다음 근무의 시작 사이는 {min_rest_between_duties_h}시간 이상입니다.",
    inequality="start(e) - end(d) >= min_rest_between_duties_h    for duties d, e of a person in a row",
    parameters=("min_rest_between_duties_h",),
)


def long_enough(parameters: RuleParameters, earlier: Duty, later: Duty) -> bool:
    """start of the later - end of the earlier >= min_rest_between_duties_h."""
    return later.start - earlier.end >= timedelta(hours=parameters.min_rest_between_duties_h)


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Every duty of the window starts at least `min_rest_between_duties_h` after the one before."""
    for earlier, later in tour.neighbours():
        kept = long_enough(facts.parameters, earlier, later)
        yield Case(kept, f"{facts.person.id} {earlier.end:%Y-%m-%d %H:%M} to {later.start:%Y-%m-%d %H:%M}")


RULE = TourRule(WORDING, cases)
