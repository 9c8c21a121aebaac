"""Personal limits: dated, and held without their reason."""

from collections.abc import Iterator
from datetime import date

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Tour, TourRule, Wording, named
from scheduling.rules.weekly_hours import hours_of_week

WORDING = Wording(
    id="limits",
    title_en="Personal limits",
    title_ko="개인별 제한",
    sentence_en="Dated limits on nights, overtime, holidays, daily and weekly time and shifts are kept.",
    sentence_ko="기간이 정해진 제한(야간, 연장, 휴일, 하루·한 주 시간, 근무조)을 지킵니다.",
    inequality=(
        "paid(d) <= value               for each duty d on a day with `max_paid_minutes_day`\n"
        "shift(d) in value              for each duty d on a day with `shifts_only`\n"
        "d touches no public holiday    on days with `no_holiday_work`\n"
        "paid(w) <= value               for each site week w with `max_paid_minutes_week` on any of its days\n"
        "`no_night` and `no_overtime`: see night_consent and weekly_hours"
    ),
)


def duty_cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """The duty keeps the limits of its day on paid minutes, on shifts and on work on public holidays."""
    for limit in facts.limits_on(duty.day, "max_paid_minutes_day"):
        yield Case(limit.minutes is None or duty.paid_minutes <= limit.minutes, f"{named(duty)} max_paid_minutes_day")
    for limit in facts.limits_on(duty.day, "shifts_only"):
        yield Case(shift.id in limit.shifts, f"{named(duty)} shifts_only")
    for day in duty.touched_days():
        if facts.limits_on(day, "no_holiday_work"):
            yield Case(day not in facts.holidays, f"{named(duty)} no_holiday_work")


def most_paid_min_of_week(facts: PersonFacts, week: date) -> list[int]:
    """Every limit on the paid minutes of the site week that holds on any of its days."""
    limits = facts.limits_in_week(week, "max_paid_minutes_week")
    return [limit.minutes for limit in limits if limit.minutes is not None]


def week_cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Paid minutes of a site week stay within every `max_paid_minutes_week` that holds on any of its days."""
    for week in tour.whole_weeks(facts):
        paid_min, _ = hours_of_week(facts, tour.all_duties, week)
        for most_min in most_paid_min_of_week(facts, week):
            yield Case(paid_min <= most_min, f"{facts.person.id} week {week} max_paid_minutes_week")


DUTY_RULE = DutyRule(WORDING, duty_cases)
WEEK_RULE = TourRule(WORDING, week_cases)
