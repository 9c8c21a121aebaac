"""Weekly rest: whole calendar days without work, and the rest that holds them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from domain.roster import Duty
from domain.rule_parameters import RuleParameters
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule, Wording

HOURS_A_DAY = 24
WEEK_DAYS = 7

WORDING = Wording(
    id="weekly_rest",
    title_en="Weekly rest day",
    title_ko="주휴일",
    sentence_en="In every week no duty touches at least {min_rest_days_week} of the calendar days.",
    sentence_ko="매주 근무가 조금도 걸치지 않는 날이 {min_rest_days_week}일 이상 있습니다.",
    inequality=(
        "calendar days of w that no duty touches >= min_rest_days_week    for each person and site week w\n"
        "start(e) - end(d) >= min_rest_around_day_off_h    for duties d, e in a row with such a day between them"
    ),
    parameters=("min_rest_days_week", "min_rest_around_day_off_h"),
)


def untouched_days(duties: Iterable[Duty], days: Iterable[date]) -> int:
    """How many of the days no duty touches."""
    touched = {day for duty in duties for day in duty.touched_days()}
    return sum(day not in touched for day in days)


def has_day_off_between(earlier: Duty, later: Duty) -> bool:
    """Whether a calendar day lies between the two that neither touches."""
    return later.day - earlier.touched_days()[-1] > timedelta(days=1)


def long_enough(parameters: RuleParameters, earlier: Duty, later: Duty) -> bool:
    """Whether the rest between two duties in a row, if it holds a day off, is as long as such a rest has to be."""
    if not has_day_off_between(earlier, later):
        return True
    return later.start - earlier.end >= timedelta(hours=parameters.min_rest_around_day_off_h)


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Every site week has its days off; a rest that holds one is long enough, where more than the day is asked for."""
    for week in tour.whole_weeks(facts):
        free = untouched_days(tour.all_duties, (week + timedelta(days=n) for n in range(WEEK_DAYS)))
        yield Case(free >= facts.parameters.min_rest_days_week, f"{facts.person.id} week {week}")
    if facts.parameters.min_rest_around_day_off_h > HOURS_A_DAY:
        for earlier, later in tour.neighbours():
            if has_day_off_between(earlier, later):
                where = f"{facts.person.id} {earlier.end:%Y-%m-%d %H:%M} to {later.start:%Y-%m-%d %H:%M}"
                yield Case(long_enough(facts.parameters, earlier, later), where)


RULE = TourRule(WORDING, cases)
