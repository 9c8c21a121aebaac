"""A tiny roster book: two teams, three days in two site weeks, one night, one leave day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.people import Leave, Person
from domain.roster import Activity, Duty, PlanningWindow, Roster
from domain.rule_pack import read_rule_pack
from domain.shifts import Shift
from domain.site import Site
from domain.site_config import Queue, SiteConfig, SiteSection
from exports.roster_book import QueueCoverage, RosterBook, RosterSummary, RuleCount

SUNDAY = date(2026, 12, 6)
DAY_SHIFT = Shift("D09", 540, 540, 60, 180, 360, 15, 2, frozenset(range(7)), frozenset({"agent", "lead"}), "any")
NIGHT_SHIFT = Shift("N22", 1320, 540, 60, 150, 390, 15, 2, frozenset(range(7)), frozenset({"agent"}), "site")


def person(number: str, team: str, role: str = "agent") -> Person:
    skills = frozenset({"general"} if role == "agent" else ())
    return Person(number, role, team, "V1", skills, 2400, 0, True, "any", date(2020, 1, 1))


def duty(who: Person, day: date, shift: Shift, mode: str = "site") -> Duty:
    start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=shift.start_min)
    end = start + timedelta(minutes=shift.span_min)
    return Duty(who.id, who.role, who.team, day, shift.id, start, end, shift.paid_min, mode)


def book(simulated: bool = False, team: str = "T01", hard_broken: int = 0) -> RosterBook:
    agent, lead, other = person("A0001", team), person("L001", team, "lead"), person("A0002", "T02")
    section = SiteSection(id="tiny", name="작은 센터", timezone="Asia/Seoul", country="KR", simulated=simulated)
    config = SiteConfig(site=section, queue=(Queue(id="general", aht_s=190),))
    shifts = (DAY_SHIFT, NIGHT_SHIFT)
    leave = (Leave("A0002", SUNDAY, "annual"),)
    site = Site(config, read_rule_pack("kr", {}), shifts, (agent, lead, other), leave)
    duties = (
        duty(agent, SUNDAY, DAY_SHIFT, "remote"),
        duty(lead, SUNDAY, DAY_SHIFT),
        duty(other, SUNDAY + timedelta(days=1), NIGHT_SHIFT),
    )
    work = tuple(Activity(one.agent_id, one.start, one.end, "work", "general") for one in duties)
    rule = RuleCount("leave", "휴가", "Leave", "hard", "Labour Standards Act 60", 3, hard_broken)
    summary = RosterSummary("optimal", 0.004, (QueueCoverage("general", 100, 98, 2, 5),), (rule,), 12, 1)
    return RosterBook(site, Roster(PlanningWindow(SUNDAY, 3), duties, work), summary, {SUNDAY: "소설"})


def with_ids(one: RosterBook, wanted: str) -> RosterBook:
    """The book with the first agent called otherwise."""
    people = tuple(replace(p, id=wanted) if p.id == "A0001" else p for p in one.site.people)
    duties = tuple(replace(d, agent_id=wanted) if d.agent_id == "A0001" else d for d in one.roster.duties)
    roster = replace(one.roster, duties=duties)
    return RosterBook(replace(one.site, people=people), roster, one.summary, one.holidays)
