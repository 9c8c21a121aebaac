"""Runs of nights: how many follow each other, and the long rest after them (Garde 2020; BMC Public Health 2022)."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from domain.rule_pack import RuleParameters
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, named

ONE_DAY = timedelta(days=1)


def is_night(parameters: RuleParameters, duty: Duty) -> bool:
    """A night duty has at least `night_duty_minutes` in 22:00-06:00 (EU 2003/88 article 2)."""
    return duty.night_min >= parameters.night_duty_minutes


def nights_in_a_row(parameters: RuleParameters, duties: tuple[Duty, ...]) -> list[int]:
    """For each duty, how many night duties on consecutive days end with it; 0 for a duty that is no night."""
    counts: list[int] = []
    for position, duty in enumerate(duties):
        if not is_night(parameters, duty):
            counts.append(0)
        elif position and counts[-1] and duty.day - duties[position - 1].day <= ONE_DAY:
            counts.append(counts[-1] + 1)
        else:
            counts.append(1)
    return counts


def rested_after_nights(parameters: RuleParameters, nights: int, earlier: Duty, later: Duty) -> bool:
    """After a run of `nights_before_long_rest` nights or more, `min_rest_after_nights_h` pass before a duty by day."""
    if nights < parameters.nights_before_long_rest or is_night(parameters, later):
        return True
    return later.start - earlier.end >= timedelta(hours=parameters.min_rest_after_nights_h)


def consecutive_cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """No run of night duties is longer than `max_consecutive_nights`."""
    counts = nights_in_a_row(facts.parameters, tour.all_duties)
    for duty, count in list(zip(tour.all_duties, counts, strict=True))[len(tour.previous) :]:
        yield Case(count <= facts.parameters.max_consecutive_nights, f"{named(duty)} night {count}")


def rest_cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """A duty by day after a run of nights starts only when the long rest has passed."""
    duties = tour.all_duties
    counts = nights_in_a_row(facts.parameters, duties)
    for position in range(max(1, len(tour.previous)), len(duties)):
        earlier, later, nights = duties[position - 1], duties[position], counts[position - 1]
        if nights >= facts.parameters.nights_before_long_rest and not is_night(facts.parameters, later):
            yield Case(rested_after_nights(facts.parameters, nights, earlier, later), named(later))


CONSECUTIVE = TourRule("consecutive_nights", consecutive_cases)
REST = TourRule("rest_after_nights", rest_cases)
