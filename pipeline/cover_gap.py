"""Who could cover a gap: everybody who knows the work, in order of ids, with a legal shift or what keeps them off.

The rules that are asked are the ones that the audit checks. Nobody is ranked.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.people import Person
from domain.roster import Duty
from domain.shifts import Shift
from domain.site import Site
from pipeline.roster_states import RosterState
from scheduling.explain import NO_SHIFT, ON_BREAK, ON_DUTY, OTHER_SHIFT
from scheduling.facts import facts_by_person, tours
from scheduling.rules import DUTY_RULES, TOUR_RULES
from scheduling.rules.rule import PersonFacts, Tour
from scheduling.staff_tables import duty_on, work_mode

LOCKED = "locked_day"  # beside the words of `scheduling.explain`


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who could come: the legal shifts that cover the moment, each on the day on which it starts."""

    agent_id: str
    team: str
    shifts: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class KeptOff:
    """Somebody who could not: a rule's id, or a word for being there already or for having no shift then."""

    agent_id: str
    team: str
    reason: str


@dataclass(frozen=True, slots=True)
class CoverGap:
    """The people who know the work of a moment, by whether they could come; both in order of ids."""

    coming: tuple[Coming, ...]
    kept_off: tuple[KeptOff, ...]


def cover_gap(site: Site, state: RosterState, moment: datetime, queue: str | None) -> CoverGap:
    """Who could come at a moment (local): agents with the queue's skill, or team leads where no queue is named."""
    roster = state.roster
    able = site.leads if queue is None else tuple(person for person in site.agents if queue in person.skills)
    facts, found = facts_by_person(site, roster.window), tours(site, roster.duties, roster.window)
    away = {each.agent_id for each in roster.activities if each.activity != "work" and each.start <= moment < each.end}
    coming, kept_off = [], []
    for person in sorted(able, key=lambda each: each.id):
        shifts, reason = _answer(site, state, facts[person.id], found[person.id], moment, away)
        if shifts:
            coming.append(Coming(person.id, person.team, shifts))
        else:
            kept_off.append(KeptOff(person.id, person.team, reason))
    return CoverGap(tuple(coming), tuple(kept_off))


def _answer(
    site: Site, state: RosterState, facts: PersonFacts, tour: Tour, moment: datetime, away: Collection[str]
) -> tuple[tuple[tuple[str, date], ...], str]:
    """The legal shifts of a person; or none, and what keeps the person off."""
    if any(duty.start <= moment < duty.end for duty in tour.all_duties):
        return (), ON_BREAK if facts.person.id in away else ON_DUTY
    legal, reasons = [], []
    for day, shift in _covering(site, tour, facts.person, moment):
        reason = _first_broken(state, facts, tour, day, shift)
        if reason:
            reasons.append(reason)
        else:
            legal.append((shift.id, day))
    if legal:
        return tuple(legal), ""
    return (), OTHER_SHIFT if OTHER_SHIFT in reasons else max(reasons, key=reasons.count, default=NO_SHIFT)


def _covering(site: Site, tour: Tour, person: Person, moment: datetime) -> Iterator[tuple[date, Shift]]:
    """Shifts of the person's role on the same day or the day before that hold the moment, by when they start."""
    for day in (moment.date() - timedelta(days=1), moment.date()):
        minute = (moment - datetime(day.year, day.month, day.day)) / timedelta(minutes=1)
        for shift in sorted(site.shifts, key=lambda each: (each.start_min, each.id)):
            if shift.start_min <= minute < shift.end_min and person.role in shift.roles and tour.window.holds(day):
                yield day, shift


def _first_broken(state: RosterState, facts: PersonFacts, tour: Tour, day: date, shift: Shift) -> str:
    """The first rule that the person would break with the shift on the day; empty where all are kept."""
    person = facts.person
    duty = duty_on(person, shift, day, work_mode(person, shift))
    for duty_rule in DUTY_RULES:
        if not all(case.ok for case in duty_rule.cases(facts, duty, shift)):
            return duty_rule.id
    if any(other.day == day for other in tour.duties):
        return OTHER_SHIFT
    if (person.id, day) in state.locked:
        return LOCKED
    longer = Tour(tour.previous, tuple(sorted((*tour.duties, duty), key=_start)), tour.window)
    for tour_rule in TOUR_RULES:
        if not all(case.ok for case in tour_rule.cases(facts, longer)):
            return tour_rule.id
    return ""


def _start(duty: Duty) -> datetime:
    return duty.start
