"""Weekly rest (Labour Standards Act 55): whole calendar days without work."""

from collections.abc import Iterator
from datetime import timedelta

from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Every site week has at least `min_rest_days_week` calendar days that no duty touches."""
    touched = {day for duty in tour.all_duties for day in duty.touched_days()}
    for week in tour.whole_weeks(facts):
        free = sum(week + timedelta(days=n) not in touched for n in range(7))
        yield Case(free >= facts.parameters.min_rest_days_week, f"{facts.person.id} week {week}")


RULE = TourRule("weekly_rest", cases)
