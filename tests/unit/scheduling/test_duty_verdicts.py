"""Duties that are alike are judged once: the verdict is the one that the rules give when asked about each by itself."""

from datetime import date

from domain.roster import PlanningWindow
from domain.site import Site
from scheduling.duty_verdicts import DutyVerdicts, duty_on, work_mode
from scheduling.facts import facts_by_person
from scheduling.rules import DUTY_RULES
from scheduling.staff_tables import staff_tables
from tests.property.drawn_sites import drawn_site

SEEDS = range(40)


def verdict_by_the_rules(of: Site, window: PlanningWindow) -> dict[tuple[str, str, str], str]:
    """For every person, day and shift the first rule on single duties that is broken."""
    found = {}
    for agent_id, facts in facts_by_person(of, window).items():
        for day in window.dates():
            for shift in of.shifts:
                duty = duty_on(facts.person, shift, day, work_mode(facts.person, shift))
                broken = [r.id for r in DUTY_RULES if not all(case.ok for case in r.cases(facts, duty, shift))]
                found[agent_id, day.isoformat(), shift.id] = broken[0] if broken else ""
    return found


def test_verdicts_of_drawn_sites_are_those_of_the_rules() -> None:
    rules_met = set()
    for seed in SEEDS:
        drawn = drawn_site(seed)
        of, verdicts = drawn.site, DutyVerdicts()
        expected = verdict_by_the_rules(of, drawn.window)
        facts = facts_by_person(of, drawn.window)
        for (agent_id, day, shift), rule in expected.items():
            found = verdicts.first_broken(facts[agent_id], date.fromisoformat(day), of.shift_by_id[shift])
            assert found == rule, (seed, agent_id, day, shift)
        tables = staff_tables(of, drawn.window)
        allowed = [not rule for rule in expected.values()]
        assert [bool(one) for person in tables.people for one in person.allowed.ravel()] == allowed
        rules_met |= set(expected.values())
    assert {"leave", "limits", "night_consent", "shift_days", "shift_roles", ""} <= rules_met
