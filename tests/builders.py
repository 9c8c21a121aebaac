"""Tiny literal sites: people, shifts, duties and activities with everything left out that a test does not speak of."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Literal

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import Requirement, checked
from domain.people import Leave, Limit, LimitKind, Person, Preference, Role
from domain.roster import Activity, ActivityKind, Duty
from domain.rule_pack import RulePack, read_rule_pack
from domain.rule_parameters import RuleParameters
from domain.shifts import Mode, Shift
from domain.site import Site
from domain.site_config import Goal, Lead, Queue, SiteConfig, SiteSection
from scheduling.rules.rule import PersonFacts

MONDAY = date(2026, 6, 8)
ALL_DAYS = frozenset(range(7))
WORKDAYS = frozenset(range(5))
BOTH_ROLES = frozenset({"agent", "lead"})
PACK, EU = read_rule_pack("kr", {}), read_rule_pack("eu", {})


def day(number: int) -> date:
    """The day so many days after the Monday on which tests begin."""
    return MONDAY + timedelta(days=number)


def at(number: int, clock: str) -> datetime:
    """A clock time HH:MM of that day."""
    return datetime.combine(day(number), time_of_day.fromisoformat(clock))


def minutes(clock: str) -> int:
    """Minutes after midnight of HH:MM."""
    hours, past = clock.split(":")
    return int(hours) * 60 + int(past)


def shift(
    shift_id: str = "D09",
    start: str = "09:00",
    span_min: int = 540,
    meal: tuple[int, int, int] = (60, 180, 360),
    rests: tuple[int, int] = (15, 2),
    weekdays: Iterable[int] = ALL_DAYS,
    roles: Iterable[str] = BOTH_ROLES,
    mode: Mode = "any",
) -> Shift:
    """A shift of nine hours with a meal (minutes, earliest, latest end) and rests (minutes, how many)."""
    return Shift(
        shift_id, minutes(start), span_min, *meal, *rests, frozenset(weekdays), frozenset(roles), mode
    )  # fmt: skip


NIGHT = shift("N22", "22:00")


def person(
    agent_id: str = "A0001",
    role: Role = "agent",
    skills: Iterable[str] = ("general",),
    contract_min: int = 2400,
    overtime_min: int = 0,
    consents: bool = False,
    mode: Mode = "site",
    start: date = date(2020, 1, 1),
    end: date = date(9999, 12, 31),
) -> Person:
    """Somebody on 40 hours a week without overtime and without consent to nights."""
    known = frozenset(() if role == "lead" else skills)
    return Person(agent_id, role, "T01", "V1", known, contract_min, overtime_min, consents, mode, start, end)


def limit(
    kind: LimitKind, first: int = 0, last: int = 6, value: int | None = None, shifts: Iterable[str] = ()
) -> Limit:
    """A limit of A0001 from one day to another."""
    return Limit("A0001", day(first), day(last), kind, value, frozenset(shifts))


def facts(
    who: Person | None = None,
    parameters: RuleParameters = PACK.parameters,
    leave: Iterable[int] = (),
    limits: Sequence[Limit] = (),
    holidays: Iterable[int] = (),
) -> PersonFacts:
    """What the rules know of a person whose week starts on Monday; days are counted from the first Monday."""
    return PersonFacts(
        person=person() if who is None else who,
        parameters=parameters,
        week_start_weekday=0,
        leave_days=frozenset(day(number) for number in leave),
        limits=tuple(limits),
        holidays=frozenset(day(number) for number in holidays),
    )


def duty(
    number: int = 0,
    of: Shift | None = None,
    who: Person | None = None,
    mode: Literal["site", "remote"] = "site",
    paid_min: int | None = None,
) -> Duty:
    """The shift on that day, worked by the person."""
    worked, somebody = shift() if of is None else of, person() if who is None else who
    start = datetime.combine(day(number), time_of_day()) + timedelta(minutes=worked.start_min)
    end = start + timedelta(minutes=worked.span_min)
    paid = worked.paid_min if paid_min is None else paid_min
    return Duty(somebody.id, somebody.role, somebody.team, day(number), worked.id, start, end, paid, mode)


def stretches(
    *parts: tuple[str, str, ActivityKind], queue: str = "general", agent_id: str = "A0001", number: int = 0
) -> list[Activity]:
    """Activities of one day from (from, until, what); work is on the queue given."""
    return [
        Activity(agent_id, at(number, start), at(number, end), kind, queue if kind == "work" else "")
        for start, end, kind in parts
    ]


def site(
    people: Sequence[Person],
    shifts: Sequence[Shift],
    queues: Sequence[str] = ("general",),
    must: bool = False,
    lead: Lead | None = None,
    seats: int | None = None,
    leave: Sequence[Leave] = (),
    limits: Sequence[Limit] = (),
    preferences: Sequence[Preference] = (),
    previous: Sequence[Duty] = (),
    pack: RulePack = PACK,
) -> Site:
    """A Korean site with half-hours, weeks from Monday and the rule pack as it stands."""
    config = SiteConfig(
        site=SiteSection(id="tiny", timezone="Asia/Seoul", country="KR", interval_minutes=30, seats=seats),
        queue=tuple(Queue(id=queue, aht_s=180, goal=Goal(must=must)) for queue in queues),
        lead=lead,
    )
    return Site(
        config, pack, tuple(shifts), tuple(people), tuple(leave), tuple(limits), tuple(preferences), tuple(previous)
    )  # fmt: skip


def requirement(
    days: int, first: str, last: str, agents: int, queues: Sequence[str] = ("general",)
) -> DataFrame[Requirement]:
    """The same number of agents in every half-hour from one clock time to another, on so many days."""
    stamps = [
        datetime.combine(day(number), time_of_day()) + timedelta(minutes=minute)
        for number in range(days)
        for minute in range(minutes(first), minutes(last), 30)
    ]
    frame = pd.DataFrame(
        {
            "interval_start": pd.Series(stamps * len(queues)).dt.tz_localize("Asia/Seoul"),
            "queue": [queue for queue in queues for _ in stamps],
            "agents": agents,
            **dict.fromkeys(("response_rate", "service_level", "asa_s", "occupancy"), np.nan),
            "binding": "service_level",
        }
    )
    return checked(Requirement, frame.astype({"queue": "str", "binding": "str"}))
