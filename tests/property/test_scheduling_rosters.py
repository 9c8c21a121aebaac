"""Small sites drawn from a seed: whatever the site asks for, no roster breaks a rule or beats its bound."""

import random
import time

import pytest

from domain.people import Leave, Limit, Preference
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_config import Lead
from scheduling.audit import audit
from scheduling.engine import make_roster
from scheduling.options import SolveOptions
from tests.builders import NIGHT, day, duty, limit, person, requirement, shift, site

SHIFTS = (
    shift("D07", "07:00"),
    shift("D10", "10:00", weekdays=range(6)),
    shift("E13", "13:00"),
    shift("P11", "11:00", 270, (30, 90, 200), (15, 1), roles=["agent"], mode="remote"),
    shift("X08", "08:00", 690, (90, 180, 500), (15, 3), roles=["agent"]),
    NIGHT,
)


def drawn_site(seed: int) -> tuple[Site, PlanningWindow, int]:
    """Three to eight people with all kinds of contracts, absences and limits, and how many agents are needed."""
    draw = random.Random(seed)
    window = PlanningWindow(day(draw.randrange(7)), draw.randint(7, 10))
    people = [
        person(
            f"A{number:04}",
            skills=draw.choice([["general"], ["chat"], ["general", "chat"]]),
            contract_min=draw.choice([2400, 2400, 1200]),
            overtime_min=draw.choice([0, 240, 720]),
            consents=draw.random() < 0.5,
            mode=draw.choice(["site", "any", "remote"]),
            end=draw.choice([day(30), day(8)]),
        )
        for number in range(1, draw.randint(2, 7) + 1)
    ]
    people.append(person("L001", role="lead", consents=True))
    dates = window.dates()
    built = site(
        people,
        draw.sample(SHIFTS, 4),
        queues=("general", "chat"),
        lead=Lead(span=draw.choice([2, 8])),
        seats=draw.choice([None, 3]),
        leave=[Leave(draw.choice(people).id, draw.choice(dates), "annual") for _ in range(3)],
        limits=[_limit(draw)],
        preferences=[Preference(draw.choice(people).id, draw.choice([None, *dates]), "off", draw.choice([-1, 1]))],
        previous=_previous(draw, people, window),
    )
    return built, window, draw.randint(1, 3)


def _limit(draw: random.Random) -> Limit:
    return draw.choice(
        [
            limit("no_night", 0, 9),
            limit("no_overtime", 2, 9),
            limit("max_paid_minutes_day", 0, 20, 300),
            limit("max_paid_minutes_week", 0, 20, 1200),
            limit("shifts_only", 0, 20, shifts=["D07", "P11"]),
            limit("no_holiday_work", 0, 20),
        ]
    )


def _previous(draw: random.Random, people, window: PlanningWindow):
    """For some people two duties on the days just before the window."""
    first = (window.start - day(0)).days
    return [
        duty(first - ago, NIGHT if who.night_consent else SHIFTS[2], who)
        for who in people
        if draw.random() < 0.6
        for ago in (2, 1)
    ]


@pytest.mark.parametrize("seed", range(15))
def test_the_audit_finds_nothing_on_a_roster_of_a_drawn_site(seed: int) -> None:
    built, window, agents = drawn_site(seed)
    offset = (window.start - day(0)).days + window.days
    needed = requirement(offset, "06:00", "23:00", agents, ("general", "chat"))
    quick = SolveOptions(clock=time.monotonic, time_limit_s=2, gap=0.3)

    outcome = make_roster(built, needed, window, quick)

    found = {rule: f.examples for rule, f in audit(built, outcome.roster, needed).rules.items() if f.broken}
    assert found == {}
    assert outcome.bound <= outcome.terms.total + 1e-6
