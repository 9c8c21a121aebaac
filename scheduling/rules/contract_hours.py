"""Contract hours: what a person is owed in a week, reduced pro rata by leave and by days not employed."""

from datetime import date, timedelta

from scheduling.rules.rule import PersonFacts

WORKDAYS_A_WEEK = 5


def due_min(facts: PersonFacts, week: date, first: date, last: date) -> float:
    """Paid minutes owed in the part of the site week that lies in [first, last].

    due = contract x (1 - (days on leave + days not employed beyond two) / 5) x share of the week inside, at least 0
    """
    days = [week + timedelta(days=n) for n in range(7)]
    inside = [day for day in days if first <= day <= last]
    on_leave = sum(day in facts.leave_days for day in days)
    not_employed = sum(not facts.person.is_employed(day) for day in days)
    lost = on_leave + max(0, not_employed - 2)
    share = max(0.0, 1 - lost / WORKDAYS_A_WEEK) if not_employed < 7 else 0.0
    return facts.person.contract_min_week * share * len(inside) / 7
