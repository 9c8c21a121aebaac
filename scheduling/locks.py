"""Locks: days of people's tours that stay as they are, because they are announced or a planner set them.

A lock enters the problem by what a person may choose on the day, so that every tour that is priced, searched or bounded
keeps it. Locks that break a rule together are refused first, by the rules that the audit checks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.errors import DataError, NoRosterError, Problem
from domain.roster import Duty, PlanningWindow, Roster
from domain.site import Site
from scheduling.arena import Arena
from scheduling.facts import facts_by_person, tours
from scheduling.pricing import cheapest_tour
from scheduling.rules import DUTY_RULES, ROSTER_RULES, TOUR_RULES
from scheduling.rules.book import rule_text
from scheduling.staff_tables import Staff


@dataclass(frozen=True, slots=True)
class Lock:
    """A day of somebody's tour that stays as it is: the duty that starts on it, or None for a day off."""

    agent_id: str
    day: date
    duty: Duty | None


@dataclass(frozen=True, slots=True)
class LockConflict:
    """A hard rule that kept duties break, alone or with the duties before the window, and where."""

    rule_id: str
    where: str


def kept_days(
    duties: Iterable[Duty], window: PlanningWindow, people: Iterable[str], until: date | None = None
) -> tuple[Lock, ...]:
    """Locks on the people's days in the window, as these duties fill them.

    Without `until` all duties are kept and days off are open; with it the days up to that date stay as they are, days
    off included, and later ones are open.
    """
    duty_on = {(duty.agent_id, duty.day): duty for duty in duties}
    days = [day for day in window.dates() if until is None or day <= until]
    found = [Lock(agent_id, day, duty_on.get((agent_id, day))) for agent_id in people for day in days]
    return tuple(lock for lock in found if until is not None or lock.duty is not None)


def locked(problem: Arena, site: Site, staff: Staff, locks: Sequence[Lock]) -> Arena:
    """The problem in which every lock leaves one choice for its day: one duty, or none.

    Where a duty is kept, a day off costs infinitely much (`off_cost`): no legal tour has it. Raises NoRosterError, in
    one sentence, where kept duties break a hard rule, DataError where a lock names what this problem does not have.
    """
    if not locks:
        return problem
    _refuse_unknown(site, staff.window, locks)
    _refuse(site, duty_conflicts(site, staff.window, locks))
    allowed, off_cost = problem.allowed.copy(), problem.off_cost.copy()
    person_of = {tables.person.id: number for number, tables in enumerate(staff.people)}
    shift_of = {shift.id: number for number, shift in enumerate(staff.shifts)}
    for lock in locks:
        person, day = person_of[lock.agent_id], (lock.day - staff.window.start).days
        allowed[person, day] = 0
        if lock.duty is not None:
            allowed[person, day, shift_of[lock.duty.shift]] = 1
            off_cost[person, day] = np.inf
    found = problem._replace(allowed=allowed, off_cost=off_cost)
    tour = np.empty(staff.window.days, dtype=np.int64)
    for agent_id in dict.fromkeys(lock.agent_id for lock in locks if lock.duty is not None):
        person = person_of[agent_id]
        if np.isinf(cheapest_tour(found, person, found.duty_cost[person], found.off_cost[person], tour)):
            _refuse(site, tour_conflicts(site, staff.window, locks, agent_id))
            raise NoRosterError(f"The duties of {agent_id} to be kept leave no legal tour; release one of them")
    return found


def _refuse(site: Site, conflicts: Iterator[LockConflict]) -> None:
    """Raise NoRosterError that names the first conflict, if there is any."""
    conflict = next(conflicts, None)
    if conflict is not None:
        sentence = rule_text(site.rules, conflict.rule_id).sentence("en").rstrip(".")
        raise NoRosterError(
            f"The duties to be kept break the hard rule {conflict.rule_id} ({sentence}): {conflict.where}; "
            "release one of them, or correct the roster that is kept"
        )


def duty_conflicts(site: Site, window: PlanningWindow, locks: Sequence[Lock]) -> Iterator[LockConflict]:
    """Kept duties that a rule on single duties forbids, and intervals in which they take more desks than there are."""
    facts, kept = facts_by_person(site, window), [lock.duty for lock in locks if lock.duty is not None]
    for duty in kept:
        for duty_rule in DUTY_RULES:
            for case in duty_rule.cases(facts[duty.agent_id], duty, site.shift_by_id[duty.shift]):
                if not case.ok:
                    yield LockConflict(duty_rule.id, case.where)
    for roster_rule in ROSTER_RULES:
        for case in roster_rule.cases(site, Roster(window, tuple(kept), ())):
            if not case.ok:
                yield LockConflict(roster_rule.id, case.where)


def tour_conflicts(site: Site, window: PlanningWindow, locks: Sequence[Lock], agent_id: str) -> Iterator[LockConflict]:
    """Rules on tours that a person's kept duties break where no other duty is added.

    Another duty can mend a case: a rest that holds a day off may have to be longer than one that does not. Whether the
    person has a legal tour at all, the shortest path tells (`pricing.py`).
    """
    kept = [lock.duty for lock in locks if lock.duty is not None and lock.agent_id == agent_id]
    facts, tour = facts_by_person(site, window)[agent_id], tours(site, kept, window)[agent_id]
    for tour_rule in TOUR_RULES:
        for case in tour_rule.cases(facts, tour):
            if not case.ok:
                yield LockConflict(tour_rule.id, case.where)


def _refuse_unknown(site: Site, window: PlanningWindow, locks: Sequence[Lock]) -> None:
    """Raise where a lock names somebody, a shift or a day that this problem does not have, or a day twice."""
    seen: dict[tuple[str, date], int] = defaultdict(int)
    problems = []
    for lock in locks:
        duty = lock.duty
        seen[lock.agent_id, lock.day] += 1
        if lock.agent_id not in site.person_by_id:
            problems.append(_problem("agent_id", lock.agent_id, "somebody on the staff list"))
        elif duty is not None and duty.shift not in site.shift_by_id:
            problems.append(_problem("shift", duty.shift, "a shift of shifts.csv"))
        elif not window.holds(lock.day):
            problems.append(_problem("date", lock.day.isoformat(), f"a day from {window.start} to {window.last}"))
        elif seen[lock.agent_id, lock.day] == 2:
            problems.append(_problem("date", f"{lock.agent_id} {lock.day}", "one duty a person and day"))
    if problems:
        raise DataError(problems)


def _problem(column: str, value: str, expected: str) -> Problem:
    return Problem("roster.csv (kept)", None, column, value, expected)
