"""Rules that look at one duty alone: a duty that each allows and one that it forbids, without a solver."""

import pytest

from scheduling.rules import DUTY_RULES
from scheduling.rules.rule import DutyRule, PersonFacts
from tests.builders import EU, NIGHT, duty, facts, limit, person, shift

D09 = shift()
LONG = shift("X08", "08:00", span_min=720 + 90, meal=(90, 180, 500))
REMOTE = shift("R09", mode="remote")
FOR_AGENTS = shift(roles=["agent"])
LEAD = person("L001", role="lead")
EU_FACTS = facts(person(consents=True), EU.parameters)
EU_LONG = shift("X07", "07:00", span_min=780, meal=(30, 180, 500))
TOO_LONG = shift("X07", "07:00", span_min=781, meal=(60, 180, 500))
LONG_NIGHT = shift("N22", "22:00", span_min=570)
BY_ID = {rule.id: rule for rule in DUTY_RULES}


def kept(rule: DutyRule, known: PersonFacts, *args) -> bool:
    return all(case.ok for case in rule.cases(known, *args))


ALLOWED = {
    "employment on the last day": ("employment", facts(person(end=duty(0).day)), duty(0), D09),
    "leave on the day after": ("leave", facts(leave=[1]), duty(0), D09),
    "limits with a shift that is named": (
        "limits",
        facts(limits=[limit("shifts_only", shifts=["D09"])]),
        duty(0),
        D09,
    ),
    "limits on days after the duty": ("limits", facts(limits=[limit("max_paid_minutes_day", 1, 6, 100)]), duty(0), D09),
    "limits of exactly the paid minutes": (
        "limits",
        facts(limits=[limit("max_paid_minutes_day", 0, 6, 480)]),
        duty(0),
        D09,
    ),
    "limits on holidays, on a working day": (
        "limits",
        facts(limits=[limit("no_holiday_work")], holidays=[1]),
        duty(0),
        D09,
    ),
    "night_consent given": ("night_consent", facts(person(consents=True)), duty(0, NIGHT), NIGHT),
    "night_consent not needed by day": ("night_consent", facts(), duty(0), D09),
    "daily_hours of exactly twelve": ("daily_hours", facts(), duty(0, LONG), LONG),
    "daily_hours of twelve and a half in the eu": ("daily_hours", EU_FACTS, duty(0, EU_LONG), EU_LONG),
    "daily_hours of a night of eight in the eu": ("daily_hours", EU_FACTS, duty(0, NIGHT), NIGHT),
    "shift_days on a Friday": ("shift_days", facts(), duty(4), shift(weekdays=range(5))),
    "shift_roles of a lead": ("shift_roles", facts(LEAD), duty(0, who=LEAD), D09),
    "mode at home where both allow it": ("mode", facts(person(mode="any")), duty(0, mode="remote"), D09),
    "shift_times as in the catalogue": ("shift_times", facts(), duty(0), D09),
}
FORBIDDEN = {
    "employment after the last day": ("employment", facts(person(end=duty(0).day)), duty(1), D09),
    "employment before the first day": ("employment", facts(person(start=duty(1).day)), duty(0), D09),
    "leave on the day itself": ("leave", facts(leave=[0]), duty(0), D09),
    "leave on the day into which a night runs": ("leave", facts(leave=[1]), duty(0, NIGHT), NIGHT),
    "limits with other shifts only": ("limits", facts(limits=[limit("shifts_only", shifts=["D07"])]), duty(0), D09),
    "limits a minute below the paid minutes": (
        "limits",
        facts(limits=[limit("max_paid_minutes_day", 0, 6, 479)]),
        duty(0),
        D09,
    ),
    "limits on holidays": ("limits", facts(limits=[limit("no_holiday_work")], holidays=[0]), duty(0), D09),
    "limits on the holiday into which a night runs": (
        "limits",
        facts(limits=[limit("no_holiday_work")], holidays=[1]),
        duty(0, NIGHT),
        NIGHT,
    ),
    "night_consent not given": ("night_consent", facts(), duty(0, NIGHT), NIGHT),
    "night_consent given but limited": (
        "night_consent",
        facts(person(consents=True), limits=[limit("no_night")]),
        duty(0, NIGHT),
        NIGHT,
    ),
    "night_consent needed for the half-hour before six": (
        "night_consent",
        facts(),
        duty(0, shift("E05", "05:30")),
        shift("E05", "05:30"),
    ),
    "daily_hours a minute over twelve": ("daily_hours", facts(), duty(0, LONG, paid_min=721), LONG),
    "daily_hours a minute over thirteen hours long in the eu": (
        "daily_hours",
        EU_FACTS,
        duty(0, TOO_LONG),
        TOO_LONG,
    ),
    "daily_hours of a night of eight and a half in the eu": ("daily_hours", EU_FACTS, duty(0, LONG_NIGHT), LONG_NIGHT),
    "shift_days on a Saturday": ("shift_days", facts(), duty(5), shift(weekdays=range(5))),
    "shift_roles of a lead on a shift of agents": (
        "shift_roles",
        facts(LEAD),
        duty(0, who=LEAD),
        shift(roles=["agent"]),
    ),
    "shift_roles of a duty with another role": ("shift_roles", facts(), duty(0, who=LEAD), D09),
    "mode at home for one who works on site": ("mode", facts(person(mode="site")), duty(0, mode="remote"), D09),
    "mode on site for a shift at home": ("mode", facts(person(mode="any")), duty(0, REMOTE), REMOTE),
    "shift_times with an hour more": ("shift_times", facts(), duty(0, shift(span_min=600)), D09),
    "shift_times with another start": ("shift_times", facts(), duty(0, shift(start="09:30")), D09),
    "shift_times with other paid minutes": ("shift_times", facts(), duty(0, paid_min=450), D09),
}


@pytest.mark.parametrize(("rule", "known", "worked", "of"), ALLOWED.values(), ids=ALLOWED.keys())
def test_the_rule_allows_the_duty(rule, known, worked, of) -> None:
    assert kept(BY_ID[rule], known, worked, of)


@pytest.mark.parametrize(("rule", "known", "worked", "of"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_rule_forbids_the_duty_and_names_the_person(rule, known, worked, of) -> None:
    broken = [case.where for case in BY_ID[rule].cases(known, worked, of) if not case.ok]

    assert broken and all(where.startswith(worked.agent_id) for where in broken)
