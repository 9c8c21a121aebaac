"""Weekly hours and overtime (Labour Standards Act 50, 53; Supreme Court 2020do15393; part-time act 6)."""

from collections.abc import Iterator
from datetime import date

from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule


def overtime_min(facts: PersonFacts, paid_min: int, daily_over_min: int) -> int:
    """Overtime of a site week in minutes: the larger of what exceeds the week's and what exceeds the days' standard.

    overtime = max(paid - min(standard week, contract), sum over days of (paid of the day - standard day)+, 0)
    """
    standard_min = min(facts.parameters.standard_minutes_week, facts.person.contract_min_week)
    return max(paid_min - standard_min, daily_over_min, 0)


def daily_over_min(facts: PersonFacts, paid_min: int) -> int:
    """Paid minutes of a day beyond the daily standard."""
    return max(0, paid_min - facts.parameters.standard_minutes_day)


def overtime_cap_min(facts: PersonFacts, week: date) -> int:
    """Overtime that the person may do in the site week: what was agreed, none under a `no_overtime` limit."""
    return 0 if facts.limits_in_week(week, "no_overtime") else facts.person.max_overtime_min_week


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Overtime of every site week stays within its cap and paid time within `max_paid_minutes_week`."""
    for week in tour.whole_weeks(facts):
        of_week = [duty for duty in tour.all_duties if facts.week_of(duty.day) == week]
        paid_min = sum(duty.paid_minutes for duty in of_week)
        by_day: dict[date, int] = {}
        for duty in of_week:
            by_day[duty.day] = by_day.get(duty.day, 0) + duty.paid_minutes
        over_min = overtime_min(facts, paid_min, sum(daily_over_min(facts, paid) for paid in by_day.values()))
        kept = over_min <= overtime_cap_min(facts, week) and paid_min <= facts.parameters.max_paid_minutes_week
        yield Case(kept, f"{facts.person.id} week {week}: paid {paid_min} min, overtime {over_min} min")


RULE = TourRule("weekly_hours", cases)
