"""Sites for which no roster exists, each for one reason that a planner would name."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from domain.people import Leave, Limit
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_config import Goal, Lead
from scheduling.locks import Lock
from tests.builders import MONDAY, NIGHT, day, duty, person, requirement, shift, site

WEEK = PlanningWindow(MONDAY, 7)
DAY, LATE = shift(), shift("D11", "11:00")
SHORT = shift("P09", "09:00", 300, (30, 60, 240), (0, 0))
THREE = [person(f"A{n:04}") for n in range(1, 4)]
CONSENTS = person(consents=True)


@dataclass(frozen=True)
class Impossible:
    """A site without a roster, and the members of its conflict as (kind, of)."""

    site: Site
    needed: pd.DataFrame
    members: set[tuple[str, str]]
    words: str
    locks: tuple[Lock, ...] = ()


def lock(number: int, of=DAY) -> Lock:
    return Lock("A0001", day(number), duty(number, of))


GOAL = ("goal", "general")


def nights_without_consent() -> Impossible:
    made = site(THREE, [DAY, NIGHT], must=True)
    return Impossible(made, requirement(7, "22:00", "24:00", 1), {GOAL, ("night_consent", "agent")}, "0 of 3 agents")


def one_lead() -> Impossible:
    made = site([*THREE, person("L001", "lead")], [DAY], must=True, lead=Lead(span=2, must=True))
    return Impossible(made, requirement(2, "09:00", "09:30", 3), {GOAL, ("lead_span", "")}, "there are 1 team leads")


def everybody_on_leave() -> Impossible:
    away = [Leave(agent.id, day(2), "annual") for agent in THREE]
    made = site(THREE, [DAY, LATE], must=True, leave=away)
    words = "3 of 3 agents are on leave on 2026-06-10"
    return Impossible(made, requirement(5, "11:00", "11:30", 1), {GOAL, ("leave", "agent")}, words)


def lock_against_rest() -> Impossible:
    made = site([CONSENTS], [DAY, NIGHT], must=True)
    needed = requirement(2, "09:00", "09:30", 1).iloc[1:]
    members = {GOAL, ("kept", "A0001 2026-06-08"), ("rule", "rest_between_duties")}
    return Impossible(made, needed, members, "the duty N22 of A0001 on 2026-06-08 is kept", (lock(0, NIGHT),))


def two_locks_against_rest() -> Impossible:
    members = {("kept", "A0001 2026-06-08"), ("kept", "A0001 2026-06-09"), ("rule", "rest_between_duties")}
    made, locks = site([CONSENTS], [LATE, NIGHT]), (lock(0, NIGHT), lock(1, LATE), lock(4, LATE))
    return Impossible(made, requirement(1, "11:00", "12:00", 1), members, "the rule rest_between_duties", locks)


def previous_duty_against_lock() -> Impossible:
    members = {("kept", "A0001 2026-06-08"), ("previous", ""), ("rule", "rest_between_duties")}
    made = site([CONSENTS], [DAY, NIGHT], previous=[duty(-1, NIGHT)])
    words = "previous.csv: the duties before 2026-06-08 of A0001"
    return Impossible(made, requirement(1, "11:00", "12:00", 1), members, words, (lock(0, DAY),))


def too_few_of_a_skill() -> Impossible:
    both = person("A0009", skills=("general", "chat"))
    made = site([*THREE, both], [DAY], ("general", "chat"), must=True)
    needed = requirement(1, "09:30", "10:00", 2, ("general", "chat"))
    words = "1 of 4 agents know queue chat"
    return Impossible(made, needed, {("goal", "chat"), ("skills", "")}, words)


def fewer_seats_than_must() -> Impossible:
    made = site(THREE, [DAY], must=True, seats=2)
    return Impossible(made, requirement(2, "09:30", "10:00", 3), {GOAL, ("seats", "")}, "the site has 2 seats")


def limited_to_a_shift() -> Impossible:
    limits = [Limit(agent.id, day(0), day(6), "shifts_only", None, frozenset({"D09"})) for agent in THREE]
    made = site(THREE, [DAY, LATE], must=True, limits=limits)
    words = "gives 3 people the limit shifts_only"
    return Impossible(made, requirement(3, "19:00", "19:30", 1), {GOAL, ("limits", "shifts_only")}, words)


def six_days_without_overtime() -> Impossible:
    made = site([person()], [DAY], must=True)
    words = "at most 0 hours of overtime a week"
    return Impossible(made, requirement(6, "09:30", "10:00", 1), {GOAL, ("overtime", "agent")}, words)


def seven_days_without_rest() -> Impossible:
    made = site([person()], [SHORT], must=True)
    longer = made.rules.parameters.model_copy(update={"max_consecutive_days": 7})
    made = replace(made, rules=replace(made.rules, parameters=longer))
    words = "the rule weekly_rest"
    return Impossible(made, requirement(7, "09:00", "09:30", 1), {GOAL, ("rule", "weekly_rest")}, words)


def hour_without_a_shift() -> Impossible:
    made = site(THREE, [DAY], must=True)
    return Impossible(made, requirement(1, "04:00", "04:30", 1), {GOAL}, "no shift of shifts.csv covers")


SITES: tuple[Callable[[], Impossible], ...] = (
    nights_without_consent,
    one_lead,
    everybody_on_leave,
    lock_against_rest,
    two_locks_against_rest,
    previous_duty_against_lock,
    too_few_of_a_skill,
    fewer_seats_than_must,
    limited_to_a_shift,
    six_days_without_overtime,
    seven_days_without_rest,
    hour_without_a_shift,
)
# Nothing is asked for by `must` here: the kept duties themselves cannot be kept, with or without it.
LOCKS_ALONE = (two_locks_against_rest, previous_duty_against_lock)


def without_must(of: Site) -> Site:
    """The site with every goal and the span of control wished for only."""
    queues = tuple(queue.model_copy(update={"goal": Goal(must=False)}) for queue in of.queues)
    lead = of.config.lead.model_copy(update={"must": False}) if of.config.lead else None
    return replace(of, config=of.config.model_copy(update={"queue": queues, "lead": lead}))
