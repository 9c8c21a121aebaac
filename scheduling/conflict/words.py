"""A conflict in one sentence: what is asked for, and what it cannot hold together with."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

import numpy as np

from domain.people import Person
from scheduling.conflict.case import Case
from scheduling.conflict.finding import Conflict
from scheduling.conflict.members import Member
from scheduling.rules.book import rule_text

MOST_NAMED = 3
PEOPLE = {"agent": "agents", "lead": "team leads"}
MINUTES_AN_HOUR = 60


def sentence_of(conflict: Conflict) -> str:
    """The conflict in one sentence, and what a planner can do next."""
    told = [words_of(conflict, member) for member in conflict.members]
    grid = ", with meals that begin on the borders of intervals and rests on quarter hours" if conflict.by_grid else ""
    if len(told) == 1 and conflict.members[0].is_asked:
        told.append(_fact(conflict))
    what = "together" if len(told) > 1 else "for"
    next_step = "change one of these"
    if any(member.is_asked for member in conflict.members):
        next_step += ", or set must = false to see a roster with the shortfall"
    return f"No roster exists{grid}: these cannot hold {what}: {'; and '.join(told)}; {next_step}"


def words_of(conflict: Conflict, member: Member) -> str:
    """One member in a planner's words, with the figures of the days on which the conflict shows."""
    case, of = conflict.where, member.of
    match member.kind:
        case "goal":
            return f"queue {of} must have {_asked(case, of)}"
        case "lead_span":
            return _lead_words(case)
        case "night_consent":
            return _counted(case, of, "consent to night duties", lambda one: one.night_consent)
        case "leave":
            return _leave_words(case, of)
        case "skills":
            return _skill_words(case)
        case "overtime":
            return _overtime_words(case, of)
        case "limits":
            held = {limit.agent_id for limit in case.site.limits if limit.kind == of}
            return f"limits.csv gives {len(held)} people the limit {of}"
        case "seats":
            return f"the site has {case.site.config.site.seats} seats"
        case "kept":
            return _kept_words(case, of)
        case "previous":
            return f"previous.csv: the duties before {case.window.start}{_of_one(case)}"
        case "employment":
            return _counted(case, "", "are employed on all of these days", lambda one: _employed(case, one))
        case "shift_days":
            return "shifts.csv: the weekdays of the shifts"
        case _:
            text = rule_text(conflict.case.site.rules, of)
            return f"the rule {of} ({text.sentence('en').rstrip('.')})"


def _asked(case: Case, queue: str) -> str:
    """How many agents are asked for, and when."""
    need = case.needs[queue]
    stretches = list(_stretches(case, queue))
    most = int(need.max())
    if len(stretches) <= MOST_NAMED:
        when = ", ".join(f"{_span(case, first, last)}" for first, last in stretches)
    else:
        when = f"{len(stretches)} stretches from {_span(case, *stretches[0])} to {_span(case, *stretches[-1])}"
    least = int(need[need > 0].min())
    agents = f"{most}" if least == most else f"{least} to {most}"
    return f"{agents} agents at work in {when}"


def _stretches(case: Case, queue: str) -> Iterator[tuple[int, int]]:
    """First and last interval of each stretch in which the queue needs somebody."""
    at = np.flatnonzero(case.needs[queue])
    breaks = np.flatnonzero(np.diff(at) > 1)
    firsts, lasts = np.concatenate([at[:1], at[breaks + 1]]), np.concatenate([at[breaks], at[-1:]])
    yield from zip(firsts.tolist(), lasts.tolist(), strict=True)


def _span(case: Case, first: int, last: int) -> str:
    midnight = datetime.combine(case.window.start, time_of_day())
    length = timedelta(minutes=case.site.interval_min)
    start, end = midnight + first * length, midnight + (last + 1) * length
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"


def _lead_words(case: Case) -> str:
    lead = case.site.config.lead
    span, least = (lead.span, lead.min_on_duty) if lead is not None else (0, 0)
    return (
        f"one team lead must be on duty for each {span} agents on duty and at least {least} (there are "
        f"{len(case.site.leads)} team leads)"
    )


def _of_role(case: Case, role: str) -> list[Person]:
    return [person for person in case.site.people if role in ("", person.role)]


def _counted(case: Case, role: str, what: str, holds: Callable[[Person], bool]) -> str:
    people = _of_role(case, role)
    return f"{sum(map(holds, people))} of {len(people)} {PEOPLE.get(role, 'people')} {what}"


def _employed(case: Case, person: Person) -> bool:
    return person.is_employed(case.window.start) and person.is_employed(case.window.last)


def _leave_words(case: Case, role: str) -> str:
    people = {person.id for person in _of_role(case, role)}
    days = [day for day in case.window.dates() if _asks_on(case, day)] or case.window.dates()
    away = {leave.agent_id for leave in case.site.leave if leave.day in days and leave.agent_id in people}
    return f"{len(away)} of {len(people)} {PEOPLE[role]} are on leave on {_days(days)}"


def _asks_on(case: Case, day: date) -> bool:
    first = (day - case.window.start).days * case.grid.a_day
    return any(need[first : first + case.grid.a_day].any() for need in case.needs.values())


def _days(days: Sequence[date]) -> str:
    return f"{days[0]}" if len(days) == 1 else f"{days[0]} to {days[-1]}"


def _skill_words(case: Case) -> str:
    agents = case.site.agents
    known = [
        f"{sum(queue in agent.skills for agent in agents)} of {len(agents)} agents know queue {queue}"
        for queue, need in case.needs.items()
        if need.any()
    ]
    return " and ".join(known)


def _overtime_words(case: Case, role: str) -> str:
    most = max((person.max_overtime_min_week for person in _of_role(case, role)), default=0)
    return f"the {PEOPLE[role]} agreed to at most {most / MINUTES_AN_HOUR:g} hours of overtime a week"


def _kept_words(case: Case, of: str) -> str:
    if not of:
        return f"{len(case.locks)} kept days"
    agent_id, day = of.split(" ")
    lock = next(lock for lock in case.locks if (lock.agent_id, lock.day.isoformat()) == (agent_id, day))
    what = "the day off" if lock.duty is None else f"the duty {lock.duty.shift}"
    return f"{what} of {agent_id} on {day} is kept"


def _of_one(case: Case) -> str:
    return f" of {case.site.people[0].id}" if len(case.site.people) == 1 else ""


def _fact(conflict: Conflict) -> str:
    """What a goal that is impossible by itself is up against: no shift there, or too few people."""
    case = conflict.where
    grid = case.grid
    for need in case.needs.values():
        for t in np.flatnonzero(need):
            if not any(
                t in grid.touched(day, shift)
                for day in range(case.window.days)
                for shift in case.site.shifts
                if "agent" in shift.roles
            ):
                return f"no shift of shifts.csv covers {_span(case, int(t), int(t))}"
    agents, leads = len(case.site.agents), len(case.site.leads)
    return f"staff.csv lists {agents} agents and {leads} team leads, with the meals and rests of shifts.csv"
