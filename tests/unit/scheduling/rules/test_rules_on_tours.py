"""Rules that look at a person's duties together: a tour that each allows and one that it forbids, without a solver."""

import pytest

from domain.roster import Duty, PlanningWindow
from domain.site_config import Lead
from scheduling.rules import TOUR_RULES
from scheduling.rules.contract_hours import due_min
from scheduling.rules.lead_span import leads_needed
from scheduling.rules.rule import PersonFacts, Tour
from scheduling.rules.weekly_hours import overtime_min
from tests.builders import EU, MONDAY, NIGHT, day, duty, facts, limit, person, shift

D09, D10 = shift(), shift("D10", "10:00")
LONG = shift("X09", "09:00", span_min=660)
HALF, P17 = shift("P06", "06:00", 300, (30, 60, 240)), shift("P17", "17:00", 300, (30, 60, 240))
EVENING = shift("E20", "20:00", meal=(60, 60, 180))
LATE, EARLY, SIX_AM = shift("E13", "13:00"), shift("D08", "08:00"), shift("D06", "06:00")
BY_ID = {rule.id: rule for rule in TOUR_RULES if rule.id != "limits"} | {"limits": TOUR_RULES[-1]}
NIGHTS = person(consents=True)
WITH_OVERTIME = person(overtime_min=1000)
EU_FACTS = facts(person(overtime_min=1000, consents=True), EU.parameters)


def tour(*duties: Duty, previous: tuple[Duty, ...] = (), days: int = 14) -> Tour:
    return Tour(previous, duties, PlanningWindow(MONDAY, days))


def days(numbers: list[int], of=D09) -> list[Duty]:
    return [duty(number, of) for number in numbers]


THREE = days([0, 1, 2])
FIVE = days([0, 1, 2, 3, 4])
SIX = days([0, 1, 2, 3, 4, 5])
ALLOWED: dict[str, tuple[str, PersonFacts, Tour]] = {
    "weekly_hours of forty": ("weekly_hours", facts(), tour(*FIVE)),
    "weekly_hours with the overtime agreed to": ("weekly_hours", facts(person(overtime_min=480)), tour(*SIX)),
    "weekly_hours of a week that ends after the window": ("weekly_hours", facts(), tour(*SIX, days=6)),
    "weekly_hours of 52": ("weekly_hours", facts(WITH_OVERTIME), tour(*SIX[:5], duty(5, paid_min=720))),
    "weekly_hours of 48 in the eu": ("weekly_hours", EU_FACTS, tour(*SIX)),
    "weekly_hours with a long day and no overtime in the eu": (
        "weekly_hours",
        facts(parameters=EU.parameters),
        tour(duty(0, LONG)),
    ),
    "weekly_rest of exactly 35 hours in the eu": ("weekly_rest", EU_FACTS, tour(duty(0, D10), duty(2, SIX_AM))),
    "weekly_rest of a calendar day": ("weekly_rest", facts(), tour(duty(0, LATE), duty(2, EARLY))),
    "weekly_rest of two days off in the eu": ("weekly_rest", EU_FACTS, tour(duty(0, LATE), duty(3, EARLY))),
    "weekly_rest on the seventh day": ("weekly_rest", facts(), tour(*SIX)),
    "weekly_rest in two weeks back to back": ("weekly_rest", facts(), tour(*SIX, *days([8, 9, 10, 11, 12, 13]))),
    "rest_between_duties of exactly eleven hours": (
        "rest_between_duties",
        facts(),
        tour(duty(0, shift("E12", "12:00")), duty(1, EARLY)),
    ),
    "consecutive_days of six": ("consecutive_days", facts(), tour(*SIX, *days([7]))),
    "consecutive_nights of three": ("consecutive_nights", facts(NIGHTS), tour(*days([0, 1, 2], NIGHT))),
    "consecutive_nights with a day between": ("consecutive_nights", facts(NIGHTS), tour(*days([0, 1, 2, 4], NIGHT))),
    "rest_after_nights of exactly 24 hours": (
        "rest_after_nights",
        facts(NIGHTS),
        tour(*days([0, 1], NIGHT), duty(3, shift("D07", "07:00"))),
    ),
    "rest_after_nights after one night": ("rest_after_nights", facts(NIGHTS), tour(duty(0, NIGHT), duty(1, EVENING))),
    "limits on the week, all used": ("limits", facts(limits=[limit("max_paid_minutes_week", value=2400)]), tour(*FIVE)),
}  # fmt: skip
FORBIDDEN: dict[str, tuple[str, PersonFacts, Tour]] = {
    "weekly_hours with a sixth day and no overtime": ("weekly_hours", facts(), tour(*SIX)),
    "weekly_hours with a long day and no overtime": ("weekly_hours", facts(), tour(duty(0, LONG))),
    "weekly_hours with two duties of one long day": ("weekly_hours", facts(), tour(duty(0, HALF), duty(0, P17))),
    "weekly_hours of a part-timer beyond the contract": ("weekly_hours", facts(person(contract_min=960)), tour(*THREE)),
    "weekly_hours under a limit on overtime": (
        "weekly_hours",
        facts(person(overtime_min=480), limits=[limit("no_overtime")]),
        tour(*SIX),
    ),
    "weekly_hours over 52": ("weekly_hours", facts(WITH_OVERTIME), tour(*SIX[:5], duty(5, paid_min=721))),
    "weekly_hours with those before the window": (
        "weekly_hours",
        facts(),
        Tour((duty(0), duty(1)), tuple(days([2, 3, 4, 5])), PlanningWindow(day(2), 5)),
    ),
    "weekly_hours over 48 in the eu": ("weekly_hours", EU_FACTS, tour(*SIX[:5], duty(5, paid_min=481))),
    "weekly_rest a half-hour short of 35 hours in the eu": (
        "weekly_rest",
        EU_FACTS,
        tour(duty(0, shift("D10", "10:30")), duty(2, SIX_AM)),
    ),
    "weekly_rest after a duty before the window in the eu": (
        "weekly_rest",
        EU_FACTS,
        tour(duty(1, SIX_AM), previous=(duty(-1, LATE),)),
    ),
    "weekly_rest with seven days": ("weekly_rest", facts(), tour(*SIX, duty(6))),
    "weekly_rest with a night into the seventh day": ("weekly_rest", facts(NIGHTS), tour(*SIX[:5], duty(5, NIGHT))),
    "rest_between_duties a half-hour short": (
        "rest_between_duties",
        facts(),
        tour(duty(0, shift("E12", "12:30")), duty(1, EARLY)),
    ),
    "rest_between_duties after a duty before the window": (
        "rest_between_duties",
        facts(),
        tour(duty(0, shift("D07", "07:00")), previous=(duty(-1, LATE),)),
    ),
    "consecutive_days of seven": ("consecutive_days", facts(), tour(*days([1, 2, 3, 4, 5, 6, 7]))),
    "consecutive_days with those before the window": (
        "consecutive_days",
        facts(),
        tour(*days([0, 1]), previous=tuple(days([-5, -4, -3, -2, -1]))),
    ),
    "consecutive_nights of four": ("consecutive_nights", facts(NIGHTS), tour(*days([0, 1, 2, 3], NIGHT))),
    "consecutive_nights with three before the window": (
        "consecutive_nights",
        facts(NIGHTS),
        tour(duty(0, NIGHT), previous=tuple(days([-3, -2, -1], NIGHT))),
    ),
    "rest_after_nights a half-hour short": (
        "rest_after_nights",
        facts(NIGHTS),
        tour(*days([0, 1], NIGHT), duty(3, shift("D06", "06:30"))),
    ),
    "limits on the week, a minute too much": (
        "limits",
        facts(limits=[limit("max_paid_minutes_week", value=2399)]),
        tour(*FIVE),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "known", "worked"), ALLOWED.values(), ids=ALLOWED.keys())
def test_the_rule_allows_the_tour(rule, known, worked) -> None:
    assert all(case.ok for case in BY_ID[rule].cases(known, worked))


@pytest.mark.parametrize(("rule", "known", "worked"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_rule_forbids_the_tour_and_names_the_person(rule, known, worked) -> None:
    broken = [case.where for case in BY_ID[rule].cases(known, worked) if not case.ok]

    assert broken and all(where.startswith("A0001") for where in broken)


@pytest.mark.parametrize(
    ("contract_min", "paid_min", "daily_over_min", "expected"),
    [(2400, 2520, 60, 120), (2400, 2400, 300, 300), (3000, 2500, 0, 100), (1200, 1300, 0, 100), (2400, 480, 0, 0)],
)
def test_overtime_is_the_larger_of_the_weeks_and_the_days(contract_min, paid_min, daily_over_min, expected) -> None:
    assert overtime_min(facts(person(contract_min=contract_min)), (paid_min, daily_over_min)) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (facts(), 2400),
        (facts(leave=[0]), 1920),
        (facts(leave=[0, 1, 2, 3, 4, 5]), 0),
        (facts(person(end=day(3))), 1920),
        (facts(person(end=day(-1))), 0),
    ],
    ids=["whole week", "a day of leave", "six days of leave", "four days employed", "not employed"],
)
def test_leave_and_days_not_employed_reduce_the_hours_owed(known, expected) -> None:
    assert due_min(known, MONDAY, MONDAY, day(6)) == pytest.approx(expected)


def test_a_part_of_a_week_owes_its_share_of_the_contract() -> None:
    assert due_min(facts(), MONDAY, day(3), day(6)) == pytest.approx(2400 * 4 / 7)


@pytest.mark.parametrize(("agents", "expected"), [(0, 0), (1, 2), (16, 2), (17, 3)])
def test_leads_needed_rise_with_the_agents_on_duty(agents, expected) -> None:
    assert leads_needed(Lead(span=8, min_on_duty=2), agents) == expected
