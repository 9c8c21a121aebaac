"""Two people exchange days of a roster: checked by the rules that the audit checks, before it is granted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.errors import ConfigError
from domain.people import Person
from domain.roster import Activity, Duty, Roster
from domain.roster_changes import activities_by_duty
from domain.site import Site
from scheduling.audit import audit
from scheduling.rules import ROSTER_RULES
from scheduling.rules.mode import is_allowed
from scheduling.staff_tables import duty_on, work_mode


@dataclass(frozen=True, slots=True)
class Swap:
    """Two people who exchange what they have, a duty or a day off, on each of the days."""

    agent_id: str
    with_id: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard rule that a swap would break where it is kept now, and where."""

    rule_id: str
    where: str


def refuse_impossible(site: Site, roster: Roster, swap: Swap) -> None:
    """Raise ConfigError where there is nothing to exchange: unknown people, different roles, the same on every day."""
    for agent_id in (swap.agent_id, swap.with_id):
        if agent_id not in site.person_by_id:
            raise ConfigError(f"{agent_id!r} is not on the staff list; a swap is between two people who are")
    one, other = site.person_by_id[swap.agent_id], site.person_by_id[swap.with_id]
    if one.id == other.id or one.role != other.role:
        raise ConfigError(
            f"{one.id} ({one.role}) and {other.id} ({other.role}): a swap is between two of the same role"
        )
    days = [day for day in swap.days if not roster.window.holds(day)]
    if days:
        raise ConfigError(f"{days[0]} is not a day of the roster, {roster.window.start} to {roster.window.last}")
    has = {(duty.agent_id, duty.day): duty.shift for duty in roster.duties}
    if all(has.get((one.id, day)) == has.get((other.id, day)) for day in swap.days):
        on = " and ".join(day.isoformat() for day in swap.days)
        raise ConfigError(f"{one.id} and {other.id} have the same on {on}: there is nothing to swap")


def swapped(site: Site, roster: Roster, swap: Swap, missing: Mapping[str, float]) -> Roster:
    """The roster after the swap: meals and rests stay where the duty has them.

    Work on a queue that the new person does not know goes to the one of theirs that lacks most (`missing`, by queue).
    """
    partner = {swap.agent_id: swap.with_id, swap.with_id: swap.agent_id}
    duties: list[Duty] = []
    activities: list[Activity] = []
    for duty, of_duty in activities_by_duty(roster).items():
        if duty.agent_id in partner and duty.day in swap.days:
            person = site.person_by_id[partner[duty.agent_id]]
            duties.append(_taken_over(site, duty, person))
            activities += [_done_by(activity, person, missing) for activity in of_duty]
        else:
            duties.append(duty)
            activities += of_duty
    return Roster(roster.window, tuple(duties), tuple(activities))


def _taken_over(site: Site, duty: Duty, person: Person) -> Duty:
    """The duty as the person works it: at the same place where person and shift allow that."""
    shift = site.shift_by_id.get(duty.shift)
    if shift is None:
        return replace(duty, agent_id=person.id, role=person.role, team=person.team)
    mode = duty.mode if is_allowed(person, shift, duty.mode) else work_mode(person, shift)
    return duty_on(person, shift, duty.day, mode)


def _done_by(activity: Activity, person: Person, missing: Mapping[str, float]) -> Activity:
    queue = activity.queue
    if queue and queue not in person.skills:
        queue = max(sorted(person.skills), key=lambda known: missing.get(known, 0.0))
    return replace(activity, agent_id=person.id, queue=queue)


def new_breaches(site: Site, before: Roster, after: Roster, swap: Swap) -> Iterator[Breach]:
    """Hard rules that the two people keep before the swap and not after it, and desks that would be missing."""
    two = replace(site, people=(site.person_by_id[swap.agent_id], site.person_by_id[swap.with_id]))
    was, found = (audit(two, _of_people(two, roster)).rules for roster in (before, after))
    for rule_id, finding in found.items():
        new = [where for where in finding.examples if where not in was[rule_id].examples]
        if new and rule_id not in {rule.id for rule in ROSTER_RULES}:
            yield Breach(rule_id, new[0])
    for rule in ROSTER_RULES:
        broken = {case.where for case in rule.cases(site, before) if not case.ok}
        for case in rule.cases(site, after):
            if not case.ok and case.where not in broken:
                yield Breach(rule.id, case.where)


def _of_people(site: Site, roster: Roster) -> Roster:
    """The part of a roster that is of the site's people."""
    return Roster(
        roster.window,
        tuple(duty for duty in roster.duties if duty.agent_id in site.person_by_id),
        tuple(activity for activity in roster.activities if activity.agent_id in site.person_by_id),
    )
