"""Rest after nights: the long rest between a run of nights and the next duty by day."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from domain.rule_parameters import RuleParameters
from scheduling.rules.consecutive_nights import nights_in_a_row
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, Wording, named

WORDING = Wording(
    id="rest_after_nights",
    title_en="Rest after nights",
    title_ko="야간 뒤 휴식",
    sentence_en=(
        "After {nights_before_long_rest} or more nights in a row at least {min_rest_after_nights_h} hours pass "
        "before a duty that is not a night."
    ),
    sentence_ko=(
        "{nights_before_long_rest}번 이상 야간 근무를 하면 다음 주간 근무까지 "
        "{min_rest_after_nights_h}시간 이상 쉽니다."
    ),
    inequality=(
        "start(e) - end(d) >= min_rest_after_nights_h    for duties d, e in a row, d the last of at least\n"
        "                                                nights_before_long_rest nights, e not a night duty"
    ),
    parameters=("nights_before_long_rest", "min_rest_after_nights_h", "night_duty_minutes"),
)


def is_due(parameters: RuleParameters, nights: int, later: Duty) -> bool:
    """Whether the long rest has to pass between a run of so many nights and the duty after it."""
    return nights >= parameters.nights_before_long_rest and not parameters.is_night(later)


def long_enough(parameters: RuleParameters, nights: int, earlier: Duty, later: Duty) -> bool:
    """After a run of `nights_before_long_rest` nights or more, `min_rest_after_nights_h` pass before a duty by day."""
    if not is_due(parameters, nights, later):
        return True
    return later.start - earlier.end >= timedelta(hours=parameters.min_rest_after_nights_h)


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """A duty by day after a run of nights starts only when the long rest has passed."""
    runs = nights_in_a_row(facts.parameters, tour.all_duties)[max(0, len(tour.previous) - 1) :]
    for nights, (earlier, later) in zip(runs, tour.neighbours(), strict=False):
        if is_due(facts.parameters, nights, later):
            yield Case(long_enough(facts.parameters, nights, earlier, later), named(later))


RULE = TourRule(WORDING, cases)
