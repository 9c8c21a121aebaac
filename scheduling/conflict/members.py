"""What may be part of a conflict: the things a planner knows by name, and the same question without one of them.

Leaving a member out changes the site itself, so that every question is read by the same tables and rules. Whoever is
employed, the catalogue of shifts, meals and rests are never left out: they are what a conflict is told with.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

import numpy as np

from domain.people import OPEN_END, LimitKind, Person, Role
from domain.site import Site
from scheduling.conflict.case import Case

EVERY_WEEKDAY = frozenset(range(7))
NO_LIMIT_MIN = 7 * 1440
NO_LIMIT_COUNT = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """One thing that cannot hold together with others: its kind, and of which queue, role, limit, or person and day."""

    kind: str
    of: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether it asks for people, where the others keep them off."""
        return self.kind in ("goal", "lead_span")


type Without = Callable[[Case, str], Case]

RULES: Mapping[str, Mapping[str, float]] = {
    "weekly_rest": {"min_rest_days_week": 0, "min_rest_around_day_off_h": 0},
    "weekly_hours": {"max_paid_minutes_week": NO_LIMIT_MIN},
    "rest_between_duties": {"min_rest_between_duties_h": 0},
    "consecutive_days": {"max_consecutive_days": NO_LIMIT_COUNT},
    "consecutive_nights": {"max_consecutive_nights": NO_LIMIT_COUNT},
    "rest_after_nights": {"nights_before_long_rest": NO_LIMIT_COUNT},
    "daily_hours": {
        "max_paid_minutes_day": NO_LIMIT_MIN,
        "max_paid_minutes_night": NO_LIMIT_MIN,
        "max_span_minutes_day": NO_LIMIT_MIN,
    },
}


def members_of(case: Case) -> list[Member]:
    """Every member that the case has, those first that a planner would rather hear of."""
    site, roles = case.site, get_args(Role)
    goals = [Member("goal", queue) for queue, need in case.needs.items() if need.any()]
    kinds = {limit.kind for limit in site.limits}
    present = [
        *goals,
        *([Member("lead_span")] if case.leads_must else []),
        *[Member("night_consent", role) for role in roles if _any(site, role, lambda one: not one.night_consent)],
        *[Member("leave", role) for role in roles if _leave_of(site, role)],
        *([Member("skills")] if len(site.queues) > 1 else []),
        *[Member("overtime", role) for role in roles if _any(site, role, lambda _: True)],
        *[Member("limits", kind) for kind in get_args(LimitKind) if kind in kinds],
        *([Member("seats")] if site.config.site.seats is not None else []),
        *([Member("kept")] if case.locks else []),
        *([Member("previous")] if site.previous else []),
        *([Member("employment")] if any(_is_dated(case, one) for one in site.people) else []),
        *([Member("shift_days")] if any(shift.weekdays != EVERY_WEEKDAY for shift in site.shifts) else []),
    ]
    return present + [Member("rule", rule) for rule in RULES]


def without(case: Case, members: Iterable[Member]) -> Case:
    """The case with the members left out."""
    for member in members:
        case = WITHOUT[member.kind](case, member.of)
    return case


def _any(site: Site, role: str, holds: Callable[[Person], bool]) -> bool:
    return any(person.role == role and holds(person) for person in site.people)


def _leave_of(site: Site, role: str) -> bool:
    ids = {person.id for person in site.people if person.role == role}
    return any(leave.agent_id in ids for leave in site.leave)


def _is_dated(case: Case, person: Person) -> bool:
    return not (person.is_employed(case.window.start) and person.is_employed(case.window.last))


def _with_site(case: Case, site: Site) -> Case:
    return replace(case, site=site)


def _people(case: Case, role: str, changed: Callable[[Person], Person]) -> Case:
    """Everybody of a role changed; an empty role is everybody."""
    people = tuple(changed(person) if role in ("", person.role) else person for person in case.site.people)
    return _with_site(case, replace(case.site, people=people))


def _without_goal(case: Case, queue: str) -> Case:
    needs = {other: np.zeros_like(need) if other == queue else need for other, need in case.needs.items()}
    return replace(case, needs=needs)


def _without_lead_span(case: Case, _: str) -> Case:
    lead = case.site.config.lead
    freed = None if lead is None else lead.model_copy(update={"must": False})
    return _with_site(case, replace(case.site, config=case.site.config.model_copy(update={"lead": freed})))


def _without_consents(case: Case, role: str) -> Case:
    return _people(case, role, lambda person: replace(person, night_consent=True))


def _without_leave(case: Case, role: str) -> Case:
    people = case.site.person_by_id
    kept = tuple(leave for leave in case.site.leave if people[leave.agent_id].role != role)
    return _with_site(case, replace(case.site, leave=kept))


def _without_skills(case: Case, _: str) -> Case:
    every = frozenset(queue.id for queue in case.site.queues)
    return _people(case, "agent", lambda person: replace(person, skills=every))


def _without_overtime(case: Case, role: str) -> Case:
    return _people(case, role, lambda person: replace(person, max_overtime_min_week=NO_LIMIT_MIN))


def _without_limits(case: Case, kind: str) -> Case:
    kept = tuple(limit for limit in case.site.limits if limit.kind != kind)
    return _with_site(case, replace(case.site, limits=kept))


def _without_seats(case: Case, _: str) -> Case:
    section = case.site.config.site.model_copy(update={"seats": None})
    return _with_site(case, replace(case.site, config=case.site.config.model_copy(update={"site": section})))


def _without_kept(case: Case, of: str) -> Case:
    return replace(case, locks=tuple(lock for lock in case.locks if of not in ("", lock_name(lock.agent_id, lock.day))))


def lock_name(agent_id: str, day: date) -> str:
    """How one kept day is named as a member."""
    return f"{agent_id} {day.isoformat()}"


def _without_previous(case: Case, _: str) -> Case:
    return _with_site(case, replace(case.site, previous=()))


def _without_employment(case: Case, _: str) -> Case:
    return _people(case, "", lambda person: replace(person, start_date=date.min, end_date=OPEN_END))


def _without_shift_days(case: Case, _: str) -> Case:
    shifts = tuple(replace(shift, weekdays=EVERY_WEEKDAY) for shift in case.site.shifts)
    return _with_site(case, replace(case.site, shifts=shifts))


def _without_rule(case: Case, rule: str) -> Case:
    changed = dict(RULES[rule])
    if rule == "consecutive_nights":  # the automaton counts nights in a row, so that no limit would never end
        changed = dict.fromkeys(changed, case.window.days + len(case.site.previous))
    parameters = case.site.rules.parameters.model_copy(update=changed)
    rules = replace(case.site.rules, parameters=parameters)
    return _with_site(case, replace(case.site, rules=rules))


WITHOUT: Mapping[str, Without] = {
    "goal": _without_goal,
    "lead_span": _without_lead_span,
    "night_consent": _without_consents,
    "leave": _without_leave,
    "skills": _without_skills,
    "overtime": _without_overtime,
    "limits": _without_limits,
    "seats": _without_seats,
    "kept": _without_kept,
    "previous": _without_previous,
    "employment": _without_employment,
    "shift_days": _without_shift_days,
    "rule": _without_rule,
}
