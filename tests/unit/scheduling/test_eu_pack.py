"""A site under the working-time directive: another file of rules, the same program."""

import time
from pathlib import Path

import pytest

from domain.roster import PlanningWindow
from domain.rule_pack import RulePack
from domain.site_config import Lead
from domain.site_folder import read_site
from scheduling.audit import audit
from scheduling.engine import make_roster
from scheduling.options import SolveOptions
from tests.builders import EU, MONDAY, NIGHT, PACK, person, requirement, shift, site
from tests.site_files import write_site

WEEK = PlanningWindow(MONDAY, 7)
D07, E13, LONG = shift("D07", "07:00"), shift("E13", "13:00"), shift("X09", "09:00", 660, (60, 180, 420))
WILLING = person(overtime_min=720, consents=True)
PEOPLE = [person(f"A{n:04}", overtime_min=480, consents=n % 2 == 0) for n in range(1, 7)]
LEADS = [person(f"L{n:03}", role="lead", consents=True) for n in (1, 2)]


def options() -> SolveOptions:
    return SolveOptions(clock=time.monotonic, time_limit_s=1.5, gap=0.1)


def test_a_european_site_gets_a_roster_that_its_audit_passes(tmp_path: Path) -> None:
    built = site([*PEOPLE, *LEADS], [D07, E13, LONG, NIGHT], lead=Lead(span=4), pack=EU)
    write_site(tmp_path / "site", built, pack="eu")
    european, needed = read_site(tmp_path / "site"), requirement(7, "06:00", "23:00", 2)

    outcome = make_roster(european, needed, WEEK, options())
    found = audit(european, outcome.roster, needed)

    assert european.rules == EU
    assert outcome.roster.duties and found.hard_broken == 0
    assert found.rules["weekly_rest"].source == "EU 2003/88 article 5"


@pytest.mark.parametrize(("pack", "least_h", "most_h"), [(PACK, 48.01, 52), (EU, 40, 48)], ids=["kr", "eu"])
def test_one_who_would_work_more_works_up_to_the_weeks_limit_of_the_pack(
    pack: RulePack, least_h: float, most_h: float
) -> None:
    alone, needed = site([WILLING], [D07, LONG], pack=pack), requirement(7, "07:00", "20:00", 1)

    outcome = make_roster(alone, needed, WEEK, options())

    assert least_h <= sum(duty.paid_minutes for duty in outcome.roster.duties) / 60 <= most_h


def test_a_long_night_is_worked_in_korea_and_not_under_the_directive() -> None:
    long_night, needed = shift("N21", "21:00", 600), requirement(3, "00:00", "06:00", 1)
    duties = {
        pack.id: make_roster(site([WILLING], [long_night], pack=pack), needed, WEEK, options()).roster.duties
        for pack in (PACK, EU)
    }

    assert duties["kr"] and not duties["eu"]
