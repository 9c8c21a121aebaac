"""Runs of nights: how many night duties follow each other."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from domain.rule_parameters import RuleParameters
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, Wording, named

ONE_DAY = timedelta(days=1)

WORDING = Wording(
    id="consecutive_nights",
    title_en="Consecutive nights",
    title_ko="연속 야간",
    sentence_en=(
        "At most {max_consecutive_nights} night duties follow each other; a night duty has at least "
        "{night_duty_minutes:h} hours between {night_from} and {night_until}."
    ),
    sentence_ko=(
        "야간 근무는 {max_consecutive_nights}번을 넘겨 이어지지 않습니다. "
        "{night_from}부터 {night_until}까지의 시간이 {night_duty_minutes:h}시간 이상이면 야간 근무입니다."
    ),
    inequality=(
        "night duties in a row up to d <= max_consecutive_nights    for each night duty d\n"
        "d is a night duty where night_min(d) >= night_duty_minutes"
    ),
    parameters=("max_consecutive_nights", "night_duty_minutes", "night_from", "night_until"),
)


def night_number(nights_before: int, days_apart: timedelta | None) -> int:
    """The number of a night duty in its run, after so many nights that ended with the duty so many days before."""
    in_a_row = days_apart is not None and days_apart <= ONE_DAY
    return nights_before + 1 if in_a_row else 1


def nights_in_a_row(parameters: RuleParameters, duties: tuple[Duty, ...]) -> list[int]:
    """For each duty, how many night duties on consecutive days end with it; 0 for a duty that is no night."""
    counts: list[int] = []
    for position, duty in enumerate(duties):
        apart = duty.day - duties[position - 1].day if position else None
        before = counts[-1] if position else 0
        counts.append(night_number(before, apart) if parameters.is_night(duty) else 0)
    return counts


def few_enough(parameters: RuleParameters, nights: int) -> bool:
    """nights in a row <= max_consecutive_nights."""
    return nights <= parameters.max_consecutive_nights


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """No run of night duties is longer than `max_consecutive_nights`."""
    counts = nights_in_a_row(facts.parameters, tour.all_duties)
    for duty, count in list(zip(tour.all_duties, counts, strict=True))[len(tour.previous) :]:
        yield Case(few_enough(facts.parameters, count), f"{named(duty)} night {count}")


RULE = TourRule(WORDING, cases)
