"""Personal limits (Labour Standards Act 71, 74): dated, and held without their reason."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Tour, TourRule, named

RULE_ID = "limits"


def duty_cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty keeps the limits of its day on paid minutes, on shifts and on work on public holidays."""
    for limit in facts.limits_on(duty.day, "max_paid_minutes_day"):
        yield Case(limit.minutes is None or duty.paid_minutes <= limit.minutes, f"{named(duty)} max_paid_minutes_day")
    for limit in facts.limits_on(duty.day, "shifts_only"):
        yield Case(shift.id in limit.shifts, f"{named(duty)} shifts_only")
    for day in duty.touched_days():
        if facts.limits_on(day, "no_holiday_work"):
            yield Case(day not in facts.holidays, f"{named(duty)} no_holiday_work")


def week_cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Paid minutes of a site week stay within every `max_paid_minutes_week` that holds on any of its days."""
    for week in tour.whole_weeks(facts):
        paid_min = sum(duty.paid_minutes for duty in tour.all_duties if facts.week_of(duty.day) == week)
        for limit in facts.limits_in_week(week, "max_paid_minutes_week"):
            kept = limit.minutes is None or paid_min <= limit.minutes
            yield Case(kept, f"{facts.person.id} week {week} max_paid_minutes_week")


DUTY_RULE = DutyRule(RULE_ID, duty_cases)
WEEK_RULE = TourRule(RULE_ID, week_cases)
