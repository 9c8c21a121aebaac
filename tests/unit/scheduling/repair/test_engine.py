"""Whole repairs of a small week: few changes, those who are off are off, and what need not change does not."""

import time
from dataclasses import replace

import pytest

from domain.absences import Absence
from domain.errors import NoRosterError
from domain.roster import Roster
from domain.roster_changes import regrouped
from domain.site import Site
from domain.site_config import Goal, Lead
from scheduling.options import SolveOptions
from scheduling.repair.engine import RepairOutcome, repair_roster
from scheduling.repair.order import RepairOrder
from tests.builders import NIGHT, day, duty, person, requirement, shift, site
from tests.unit.scheduling.repair.weeks import published
from tests.unit.scheduling.test_contacts import curve_of

D09 = shift()
NEEDED = requirement(5, "09:00", "18:00", 2)
ONE, TWO = person(), person("A0002")
SPARE = person("A0003", contract_min=3 * 480)
OFF = Absence("A0001", day(2), day(6))
TWO_AT_WORK = [duty(number, who=who) for number in range(5) for who in (ONE, TWO)]


def repaired(of: Site, roster: Roster, *absent: Absence, notice: int = 0) -> RepairOutcome:
    order = RepairOrder(roster, day(2), notice, absent)
    return repair_roster(of, NEEDED, order, SolveOptions(time.monotonic, time_limit_s=60))


def test_the_spare_agent_takes_the_days_of_the_one_who_is_off_and_nothing_else_changes() -> None:
    outcome = repaired(site([ONE, TWO, SPARE], [D09, NIGHT]), published(TWO_AT_WORK), OFF)

    assert [(change.agent_id, change.day, change.kind) for change in outcome.changes] == [
        ("A0003", day(number), "added") for number in (2, 3, 4)
    ]
    assert [found.day for found in outcome.fallen_away] == [day(2), day(3), day(4)]
    assert regrouped(published(TWO_AT_WORK), outcome.roster) == []
    assert outcome.audit.hard_broken == 0


def test_a_roster_that_nothing_has_happened_to_stays_to_the_minute() -> None:
    roster = published(TWO_AT_WORK)

    outcome = repaired(site([ONE, TWO, replace(SPARE, contract_min_week=0)], [D09]), roster)

    assert outcome.changes == outcome.fallen_away == ()
    assert set(outcome.roster.duties) == set(roster.duties)
    assert set(outcome.roster.activities) == set(roster.activities)


def test_days_within_the_notice_stay_short() -> None:
    outcome = repaired(site([ONE, TWO, SPARE], [D09]), published(TWO_AT_WORK), OFF, notice=2)

    assert {change.day for change in outcome.changes} & {day(2), day(3)} == set()
    assert day(4) in {change.day for change in outcome.changes}


def test_a_lead_comes_with_the_agent_who_needs_one() -> None:
    lead, other = person("L001", role="lead"), person("L002", role="lead", contract_min=3 * 480)
    of = site([ONE, TWO, lead, other], [D09], lead=Lead(span=8))
    roster = published([*TWO_AT_WORK, *(duty(number, who=lead) for number in range(5))])

    outcome = repaired(of, roster, Absence("L001", day(2), day(6)))

    assert {change.agent_id for change in outcome.changes} == {"L002"}
    assert outcome.terms.lead_intervals_short == 0


def test_the_same_repair_twice_gives_the_same_roster() -> None:
    first, second = (repaired(site([ONE, TWO, SPARE], [D09]), published(TWO_AT_WORK), OFF) for _ in range(2))

    assert first.roster == second.roster


def test_duties_past_that_break_a_rule_are_named_and_nothing_is_repaired() -> None:
    of = site([person(consents=True)], [D09, NIGHT])

    with pytest.raises(NoRosterError, match="rest_between_duties"):
        repaired(of, published([duty(0, NIGHT, ONE), duty(1)]))


@pytest.mark.parametrize(("rate", "days_added"), [(0.45, 0), (0.53, 1), (0.58, 2), (0.65, 3)])
def test_a_goal_of_the_week_asks_for_no_more_changes_than_it_takes(rate: float, days_added: int) -> None:
    of = keeping_by_contacts(rate)
    order = RepairOrder(published(TWO_AT_WORK), day(2), 0, (OFF,))
    options = SolveOptions(time.monotonic, time_limit_s=60)

    outcome = repair_roster(of, NEEDED, order, options, curve_of(NEEDED))

    assert [change.agent_id for change in outcome.changes] == ["A0003"] * days_added
    assert outcome.terms.promises[0].is_kept
    assert outcome.audit.hard_broken == 0


def keeping_by_contacts(rate: float) -> Site:
    of = site([ONE, TWO, person("A0003", contract_min=0, overtime_min=3 * 480)], [D09, NIGHT])
    first = of.config.queue[0].model_copy(update={"goal": Goal(response_rate=rate, scope="week")})
    return replace(of, config=of.config.model_copy(update={"queue": (first,)}))
