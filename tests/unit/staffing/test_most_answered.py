"""The bound on what any roster answers, beside every roster there is of a few people over two days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pandas as pd
import pytest

from domain.shifts import Shift
from staffing.most_answered import Crew, DayShift, most_answered, most_in_turn, patterns

MONDAY = date(2026, 10, 5)
DAYS = (MONDAY, MONDAY + timedelta(days=1))
HOUR = timedelta(hours=1)
REST_MIN = 11 * 60
ALL_DAYS, AGENTS = frozenset(range(7)), frozenset({"agent"})
EARLY = Shift("E", 9 * 60, 240, 60, 60, 180, 0, 0, ALL_DAYS, AGENTS, "any")
LATE = Shift("L", 20 * 60, 240, 60, 60, 180, 0, 0, ALL_DAYS, AGENTS, "any")
NOON = Shift("N", 11 * 60, 180, 0, 0, 0, 0, 0, ALL_DAYS, AGENTS, "any")
DUTIES = tuple(DayShift(day, shift) for day in DAYS for shift in (EARLY, LATE, NOON))
GAINS = {"general": (6.0, 3.0, 1.0), "sign": (4.0, 0.5, 0.2)}
BUSY = (9, 10, 11, 12, 20, 21, 22, 23)

type Plan = tuple[tuple[DayShift, int | None], ...]  # duties and the hour after each start that is the meal


def weight(moment: datetime) -> float:
    """Some hours have more contacts than others."""
    return 1.0 + 0.37 * (moment.hour % 3) + 0.11 * (moment.day % 2)


def curve() -> pd.DataFrame:
    rows = []
    for day, hour, (queue, gains) in product(DAYS, BUSY, GAINS.items()):
        moment = datetime(day.year, day.month, day.day, hour)
        rows += [(moment, queue, n + 1, sum(gains[: n + 1]) * weight(moment)) for n in range(len(gains))]
    return pd.DataFrame(rows, columns=["interval_start", "queue", "agents", "answered"])


def plans(crew: Crew) -> Iterator[Plan]:
    """Every legal tour of one of the crew, every place of the meals included: by hand, without the program."""
    for worked in product([False, True], repeat=len(crew.duties)):
        duties = sorted((each for each, is_on in zip(crew.duties, worked, strict=True) if is_on), key=lambda d: d.start)
        ends = [each.after(each.shift.span_min + REST_MIN) for each in duties]
        rested = all(end <= later.start for end, later in zip(ends, duties[1:], strict=False))
        if rested and sum(each.shift.paid_min for each in duties) <= crew.most_paid_min[MONDAY]:
            meals = [(1, 2) if each.shift.meal_min else (None,) for each in duties]
            yield from (tuple(zip(duties, chosen, strict=True)) for chosen in product(*meals))


def hours_at_work(plan: Plan) -> list[datetime]:
    return [
        duty.start + number * HOUR
        for duty, meal in plan
        for number in range(duty.shift.span_min // 60)
        if number != meal
    ]


def best_of_all(crews: list[Crew]) -> float:
    """The most of every roster: at each hour people of both skills go where one more answers most."""
    people = [crew for crew in crews for _ in range(crew.people)]
    best = 0.0
    for chosen in product(*(list(plans(crew)) for crew in people)):
        there: dict[datetime, list[frozenset[str]]] = {}
        for crew, plan in zip(people, chosen, strict=True):
            for moment in hours_at_work(plan):
                there.setdefault(moment, []).append(crew.skills)
        best = max(best, sum(best_hour(moment, skills) for moment, skills in there.items()))
    return best


def best_hour(moment: datetime, skills: list[frozenset[str]]) -> float:
    if moment.hour not in BUSY:
        return 0.0
    uses = product(*(sorted(each) for each in skills))
    counts = ({queue: use.count(queue) for queue in GAINS} for use in uses)
    return max(sum(sum(GAINS[queue][:n]) for queue, n in count.items()) for count in counts) * weight(moment)


def crew(people: int, *skills: str, most_paid_min: int = 400) -> Crew:
    return Crew(people, frozenset(skills), DUTIES, {MONDAY: most_paid_min})


@pytest.mark.parametrize(
    "crews",
    [
        pytest.param([crew(2, "general", "sign")], id="two who know both"),
        pytest.param([crew(1, "general"), crew(1, "general", "sign", most_paid_min=200)], id="a part-timer"),
        pytest.param([crew(1, "sign", most_paid_min=180), crew(1, "general", most_paid_min=360)], id="each one queue"),
    ],
)
def test_no_legal_roster_of_all_there_are_answers_more_and_the_best_is_near(crews: list[Crew]) -> None:
    bound, best = most_answered(crews, curve(), REST_MIN, 60).answered, best_of_all(crews)
    assert best <= bound + 1e-6
    assert bound <= 1.1 * best, "half people and half meals alone part them"


def test_the_bound_is_the_best_roster_where_nothing_is_to_share() -> None:
    one = [replace(crew(1, "general"), duties=(DayShift(MONDAY, NOON),))]
    found = most_answered(one, curve(), REST_MIN, 60)
    assert found.answered == pytest.approx(best_of_all(one))
    busy = found.frame[found.frame["agents"] > 0.5]
    assert busy["interval_start"].dt.hour.tolist() == [11, 12]


def test_each_rule_that_the_bound_knows_takes_contacts_away() -> None:
    usual = most_answered([crew(2, "general")], curve(), REST_MIN, 60).answered
    fewer_hours = most_answered([crew(2, "general", most_paid_min=180)], curve(), REST_MIN, 60).answered
    unrested = most_answered([crew(2, "general")], curve(), 0, 60).answered
    fed = [replace(each, shift=replace(each.shift, meal_min=0)) for each in DUTIES]
    no_meal = most_answered([replace(crew(2, "general", most_paid_min=480), duties=tuple(fed))], curve(), REST_MIN, 60)
    longer = most_answered([crew(2, "general", most_paid_min=480)], curve(), REST_MIN, 60).answered
    assert fewer_hours < usual <= unrested
    assert longer < no_meal.answered


def test_people_without_a_queue_that_is_asked_for_answer_nothing() -> None:
    assert most_answered([crew(3, "email")], curve(), REST_MIN, 60).answered == 0.0


def test_a_week_is_of_whole_duties() -> None:
    # 14 hours: four short ones, or a long one and a short one; never one and three quarters of the long one.
    assert sorted(patterns((210, 480), (4, 5), 5, 840)) == [(1, 1), (4, 0)]
    assert patterns((210, 480), (3, 4), 4, 840) == [(1, 1), (3, 0)]
    assert patterns((480,), (7,), 7, 2640) == [(5,)]
    assert patterns((480,), (2,), 2, 2640) == [(2,)]


def test_no_more_is_answered_than_by_whole_duties_of_a_week() -> None:
    duties = tuple(DayShift(day, shift) for day in DAYS for shift in (EARLY, NOON))
    curve_of_many = pd.DataFrame(
        [(datetime(day.year, day.month, day.day, 11), "general", n + 1, n + 1.0) for day in DAYS for n in range(4)],
        columns=["interval_start", "queue", "agents", "answered"],
    )
    # Paid 270 minutes a week, one person has one duty of 180 in it, not one and a half.
    crew = Crew(1, frozenset({"general"}), tuple(each for each in duties if each.shift is NOON), {MONDAY: 270})
    assert most_answered([crew], curve_of_many, REST_MIN, 60).answered == pytest.approx(1.0)


def test_duties_follow_each_other_after_the_rest_and_may_begin_on_one_day() -> None:
    every = [DayShift(day, shift) for day in DAYS for shift in (EARLY, LATE)]
    assert most_in_turn(every, timedelta(hours=11)) == 2
    assert most_in_turn(every, timedelta(hours=7)) == 4
