"""Rules that look at the roster as a whole: one that each allows and one that it forbids, without a solver."""

import pytest

from domain.roster import PlanningWindow, Roster
from domain.site import Site
from scheduling.rules import FORM_RULES, ROSTER_RULES
from tests.builders import MONDAY, duty, person, shift, site

BY_ID = {rule.id: rule for rule in (*FORM_RULES, *ROSTER_RULES)}
TWO = (person("A0001", mode="any"), person("A0002"))
TINY = site(TWO, [shift()], seats=1)
WINDOW = PlanningWindow(MONDAY, 7)


def roster(*duties) -> Roster:
    return Roster(WINDOW, duties, ())


TOGETHER = (duty(0, who=TWO[0]), duty(0, who=TWO[1]))
ALLOWED = {
    "known_agent on the staff list": ("known_agent", TINY, roster(duty())),
    "horizon on the last day": ("horizon", TINY, roster(duty(6))),
    "shift_known of the catalogue": ("shift_known", TINY, roster(duty())),
    "seats with one of two at home": ("seats", TINY, roster(duty(0, who=TWO[0], mode="remote"), duty(0, who=TWO[1]))),
    "seats on two days": ("seats", TINY, roster(duty(0, who=TWO[0]), duty(1, who=TWO[1]))),
    "seats without a limit": ("seats", site(TWO, [shift()]), roster(*TOGETHER)),
}
FORBIDDEN = {
    "known_agent of somebody else": ("known_agent", TINY, roster(duty(who=person("A0009")))),
    "horizon on the day after": ("horizon", TINY, roster(duty(7))),
    "horizon on the day before": ("horizon", TINY, roster(duty(-1))),
    "shift_known of no catalogue": ("shift_known", TINY, roster(duty(of=shift("Z99")))),
    "seats with two on site": ("seats", TINY, roster(*TOGETHER)),
    "seats with two who meet for half an hour": (
        "seats",
        site(TWO, [shift(), shift("E17", "17:30")], seats=1),
        roster(duty(0, who=TWO[0]), duty(0, shift("E17", "17:30"), TWO[1])),
    ),
}


@pytest.mark.parametrize(("rule", "of", "made"), ALLOWED.values(), ids=ALLOWED.keys())
def test_the_rule_allows_the_roster(rule: str, of: Site, made: Roster) -> None:
    assert all(case.ok for case in BY_ID[rule].cases(of, made))


@pytest.mark.parametrize(("rule", "of", "made"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_rule_forbids_the_roster(rule: str, of: Site, made: Roster) -> None:
    assert not all(case.ok for case in BY_ID[rule].cases(of, made))
