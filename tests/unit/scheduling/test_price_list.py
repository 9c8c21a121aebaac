"""What one more of each thing would gain: exact on tiny rosters, and no less with a whole new roster."""

import time

import pytest

from domain.people import Person
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_config import Lead
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.engine import make_roster
from scheduling.options import SolveOptions
from scheduling.outcome import RosterOutcome
from scheduling.price_list import Price, price_list
from scheduling.report import report_json
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

WEEK = PlanningWindow(MONDAY, 7)


def solved(of: Site, needed) -> RosterOutcome:
    return make_roster(of, needed, WEEK, SolveOptions(clock=time.monotonic, time_limit_s=60, gap=0.95))


def prices(outcome: RosterOutcome) -> dict[str, Price]:
    needs = needed_agents(outcome.site, outcome.requirement, DayGrid(WEEK, 30))
    found = price_list(outcome.site, outcome.roster, needs, outcome.terms.leads)
    return {price.change: price for price in found}


def with_person(of: Site, changed: Person) -> Site:
    return site([*(one for one in of.people if one.id != changed.id), changed], of.shifts)


def test_one_consent_and_one_part_timer_gain_what_a_new_roster_with_them_gains() -> None:
    nights = requirement(1, "23:00", "24:00", 1)  # a night that nobody agreed to: two half-hours are short
    of = site([person()], [shift(), NIGHT])
    outcome = solved(of, nights)

    found = prices(outcome)

    assert outcome.terms.short_by_queue["general"] == 2.0
    assert found["night_consent"].gained == pytest.approx(2.0)
    assert found["part_timer"].gained == pytest.approx(0.0)  # comes without consent
    assert found["overtime"].gained == pytest.approx(0.0)
    consenting = solved(with_person(of, person(consents=True)), nights)
    assert consenting.terms.short_by_queue["general"] == 0.0


def test_one_more_hour_of_overtime_is_no_shift_and_the_shortest_shift_gains_a_day() -> None:
    six_days = requirement(6, "10:00", "10:30", 1)
    outcome = solved(site([person()], [shift()]), six_days)

    price = prices(outcome)["overtime"]

    assert outcome.terms.short_by_queue["general"] == 1.0
    assert price.gained == pytest.approx(1.0)
    assert price.words.startswith("8 more hours")


def test_another_shift_gains_hours_that_no_shift_covers() -> None:
    evening = requirement(1, "19:00", "20:00", 1)
    outcome = solved(site([person()], [shift()]), evening)

    price = prices(outcome)["shift"]

    assert price.gained == pytest.approx(2.0)
    assert price.words == "a shift as D09 that starts at 12:00, for one agent who works it"


def test_one_lead_more_gains_the_intervals_in_which_one_is_missing_and_rest_is_never_for_sale() -> None:
    of = site([person("A0001"), person("A0002")], [shift()], lead=Lead(span=8))
    outcome = solved(of, requirement(1, "09:00", "18:00", 2))
    missing = sum(interval.short for interval in outcome.terms.leads)

    report = report_json(outcome)

    assert missing > 0
    [lead] = [price for price in report["price_list"] if price["change"] == "lead"]
    assert 0 < lead["gained"] <= missing and lead["unit"] == "lead-intervals"
    assert {price["change"] for price in report["price_list"]} <= {
        "lead", "part_timer", "overtime", "night_consent", "shift",
    }  # fmt: skip


def test_where_nothing_is_short_there_is_nothing_to_buy() -> None:
    assert prices(solved(site([person()], [shift()]), requirement(1, "10:00", "10:30", 1))) == {}
