"""Consecutive days: duties start on at most so many days in a row."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, Wording, named

WORDING = Wording(
    id="consecutive_days",
    title_en="Consecutive days",
    title_ko="연속 근무일",
    sentence_en="Duties start on at most {max_consecutive_days} days in a row.",
    sentence_ko="{max_consecutive_days}일을 넘겨 연달아 근무하지 않습니다.",
    inequality="days in a row on which a duty starts, up to day(d) <= max_consecutive_days    for each duty d",
    parameters=("max_consecutive_days",),
)


def days_in_a_row(duties: tuple[Duty, ...]) -> list[int]:
    """For each duty, on how many days in a row a duty has started, that day included."""
    counts: list[int] = []
    for position, duty in enumerate(duties):
        apart = duty.day - duties[position - 1].day if position else None
        if apart == timedelta(0):
            counts.append(counts[-1])
        else:
            counts.append(counts[-1] + 1 if apart == timedelta(days=1) else 1)
    return counts


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """No run of days with a duty is longer than `max_consecutive_days`."""
    counts = days_in_a_row(tour.all_duties)
    for duty, count in list(zip(tour.all_duties, counts, strict=True))[len(tour.previous) :]:
        yield Case(count <= facts.parameters.max_consecutive_days, f"{named(duty)} day {count}")


RULE = TourRule(WORDING, cases)
