"""Consecutive days: duties start on at most so many days in a row (house policy)."""

from collections.abc import Iterator
from datetime import timedelta

from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, named


def days_in_a_row(tour: Tour) -> list[int]:
    """For each duty before and in the window, on how many days in a row a duty has started, that day included."""
    counts: list[int] = []
    duties = tour.all_duties
    for position, duty in enumerate(duties):
        apart = duty.day - duties[position - 1].day if position else None
        if apart == timedelta(0):
            counts.append(counts[-1])
        else:
            counts.append(counts[-1] + 1 if apart == timedelta(days=1) else 1)
    return counts


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """No run of days with a duty is longer than `max_consecutive_days`."""
    counts = days_in_a_row(tour)
    for duty, count in list(zip(tour.all_duties, counts, strict=True))[len(tour.previous) :]:
        yield Case(count <= facts.parameters.max_consecutive_days, f"{named(duty)} day {count}")


RULE = TourRule("consecutive_days", cases)
