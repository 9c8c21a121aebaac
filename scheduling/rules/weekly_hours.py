"""Weekly hours and overtime."""

from collections.abc import Iterable, Iterator
from datetime import date

from domain.roster import Duty
from domain.rule_parameters import RuleParameters
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, Wording

type Hours = tuple[int, int]  # paid minutes of a week, and those of its days beyond the daily standard

WORDING = Wording(
    id="weekly_hours",
    title_en="Weekly hours",
    title_ko="주간 근로시간",
    sentence_en=(
        "Overtime of a week stays within what the person agreed to, "
        "and paid time never exceeds {max_paid_minutes_week:h} hours."
    ),
    sentence_ko=(
        "한 주의 연장근로는 본인 동의 한도 안에 있고, 유급 시간은 {max_paid_minutes_week:h}시간을 넘지 않습니다."
    ),
    inequality=(
        "paid(w) <= max_paid_minutes_week    for each person and site week w\n"
        "overtime(w) <= max_overtime_minutes_week of the person; 0 in a week with a `no_overtime` limit\n"
        "overtime(w) = max(paid(w) - min(standard_minutes_week, contract),\n"
        "                  sum over days of (paid(day) - standard_minutes_day)+, 0)"
    ),
    parameters=("max_paid_minutes_week", "standard_minutes_week", "standard_minutes_day"),
)


def overtime_min(facts: PersonFacts, hours: Hours) -> int:
    """Overtime of a site week in minutes: the larger of what exceeds the week's and what exceeds the days' standard.

    overtime = max(paid - min(standard week, contract), sum over days of (paid of the day - standard day)+, 0)
    """
    standard_min = min(facts.parameters.standard_minutes_week, facts.person.contract_min_week)
    return max(hours[0] - standard_min, hours[1], 0)


def daily_over_min(parameters: RuleParameters, paid_min: int) -> int:
    """Paid minutes of a day beyond the daily standard."""
    return max(0, paid_min - parameters.standard_minutes_day)


def overtime_cap_min(facts: PersonFacts, week: date) -> int:
    """Overtime that the person may do in the site week: what was agreed, none under a `no_overtime` limit."""
    return 0 if facts.limits_in_week(week, "no_overtime") else facts.person.max_overtime_min_week


def hours_of_week(facts: PersonFacts, duties: Iterable[Duty], week: date) -> Hours:
    """The hours of those of the duties that start in the site week."""
    by_day: dict[date, int] = {}
    for duty in duties:
        if facts.week_of(duty.day) == week:
            by_day[duty.day] = by_day.get(duty.day, 0) + duty.paid_minutes
    return sum(by_day.values()), sum(daily_over_min(facts.parameters, paid) for paid in by_day.values())


def are_kept(facts: PersonFacts, week: date, hours: Hours) -> bool:
    """Whether the person may work the hours in the site week."""
    within_cap = overtime_min(facts, hours) <= overtime_cap_min(facts, week)
    return within_cap and hours[0] <= facts.parameters.max_paid_minutes_week


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Overtime of every site week stays within its cap and paid time within `max_paid_minutes_week`."""
    for week in tour.whole_weeks(facts):
        hours = hours_of_week(facts, tour.all_duties, week)
        where = f"{facts.person.id} week {week}: paid {hours[0]} min, overtime {overtime_min(facts, hours)} min"
        yield Case(are_kept(facts, week, hours), where)


RULE = TourRule(WORDING, cases)
