"""Who is at work in a simulation: as a requirement asks, or as a roster has it to the minute."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frame_files import read_requirement
from domain.frames import Forecast, Requirement
from domain.people import Person
from domain.roster import Activity, Roster
from domain.roster_files import read_roster
from domain.site_config import Queue, SiteConfig
from pipeline.simulate_window import TimeLine, local
from staffing.compiling import FloatArray, IntArray
from staffing.shrinkage import combined_shrinkage, on_queue
from staffing.simulation.deferred_queues import Lender
from staffing.simulation.model import AgentGroup
from staffing.simulation.parts import time_at_work
from staffing.spare_time.lenders import NIGHT_H, lending_queues, skill_groups

AtWork = tuple[FloatArray, IntArray]
"""Changes in seconds of the time line, and how many are at work from each on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """From when up to before when a plan speaks, of which queues, who is at work on a queue, and who lends time."""

    name: str
    first: pd.Timestamp
    until: pd.Timestamp
    queues: pd.Series
    at_work: Callable[[str, TimeLine], AtWork]
    lenders: Callable[[Sequence[Queue], TimeLine], list[Lender]]
    notes: tuple[str, ...] = ()


def required_plan(path: Path, config: SiteConfig, people: Sequence[Person]) -> Plan:
    """The plan of a requirement file; as many of its agents know deferred queues as of the people in staff.csv."""
    requirement = read_requirement(path, config.site.timezone)
    stamps, shrinkage = requirement["interval_start"], combined_shrinkage(config.shrinkage)

    def at_work(queue: str, line: TimeLine) -> AtWork:
        return agents_required(requirement, queue, line)

    def lenders(queues: Sequence[Queue], line: TimeLine) -> list[Lender]:
        hours = line.starts.hour
        is_night = (hours >= NIGHT_H[0]) | (hours < NIGHT_H[1])
        found = []
        for group in skill_groups(people, queues):
            present = on_queue(at_work(group.live, line)[1], shrinkage)
            share = np.where(is_night, group.night_share, group.day_share)
            heads = np.floor(present * share + 1e-9)  # whole people only, as the requirement counts them
            lent = np.divide(heads, present, out=np.zeros(heads.size), where=present > 0)
            found.append(Lender(group.live, group.deferred, lent))
        return found

    until = stamps.max() + pd.Timedelta(minutes=config.site.interval_minutes)
    return Plan(path.name, stamps.min(), until, requirement["queue"], at_work, lenders)


def rostered_plan(folder: Path, timezone: str, people: Sequence[Person]) -> Plan:
    """The plan of a roster's folder: the days of its duties, from midnight to midnight.

    Whoever works on a live queue lends time to the deferred queues that he knows by staff.csv.
    """
    roster = read_roster(folder)
    skills = {person.id: person.skills for person in people}

    def at_work(queue: str, line: TimeLine) -> AtWork:
        return agents_rostered(worked_on(roster, queue), line)

    def lenders(queues: Sequence[Queue], line: TimeLine) -> list[Lender]:
        return rostered_lenders(roster, skills, queues, line)

    first, until = (
        pd.Timestamp(day).tz_localize(timezone) for day in (roster.window.start, roster.window.last + timedelta(days=1))
    )
    queues = pd.Series([found.queue for found in roster.activities if found.queue], dtype=str)
    notes = unknown_notes({found.agent_id for found in roster.activities if found.queue} - set(skills))
    return Plan(folder.name, first, until, queues, at_work, lenders, notes)


def unknown_notes(unknown: set[str]) -> tuple[str, ...]:
    """What is taken of agents of whom staff.csv says nothing."""
    if not unknown:
        return ()
    said = (
        f"{len(unknown):,} agents of the roster are not in staff.csv, {min(unknown)} for example; they are taken to "
        f"know the queues that they are rostered on, and no others."
    )
    return (said,)


def agents_required(requirement: DataFrame[Requirement], queue: str, line: TimeLine) -> AtWork:
    """Those that the requirement asks for; nobody where it has no row."""
    rows = requirement[requirement["queue"] == queue]
    places, agents = line.places(rows["interval_start"]), np.zeros(len(line.starts), dtype=np.int64)
    agents[places[places >= 0]] = rows["agents"].to_numpy()[places >= 0]
    return np.arange(agents.size, dtype=np.float64) * line.interval_s, agents


def worked_on(roster: Roster, queue: str) -> list[Activity]:
    """Stretches of work on the queue."""
    return [found for found in roster.activities if found.activity == "work" and found.queue == queue]


def agents_rostered(worked: Sequence[Activity], line: TimeLine) -> AtWork:
    """Those who are in a stretch of work, to the minute: not at a meal, at rest, in training or recovering."""
    if not worked:
        return np.zeros(1), np.zeros(1, dtype=np.int64)
    began = line.seconds(local(pd.Series([found.start for found in worked]), line))
    ended = line.seconds(local(pd.Series([found.end for found in worked]), line))
    change_s, place = np.unique(np.concatenate([began, ended]), return_inverse=True)
    steps = np.bincount(place, weights=np.repeat([1.0, -1.0], len(worked)), minlength=change_s.size)
    return change_s, np.cumsum(steps).round().astype(np.int64)


def rostered_lenders(
    roster: Roster, skills: dict[str, frozenset[str]], queues: Sequence[Queue], line: TimeLine
) -> list[Lender]:
    """By live queue and set of deferred skills the share of the queue's time that is of people who know just those."""
    deferred = {queue.id for queue in queues if queue.goal.max_backlog_h is not None}
    found = []
    for live in lending_queues(queues):
        worked = worked_on(roster, live)
        knows = [skills.get(stretch.agent_id, frozenset()) & deferred for stretch in worked]
        whole_s = rostered_time(worked, line)
        for known in sorted(set(knows) - {frozenset()}, key=sorted):
            own_s = rostered_time([one for one, its in zip(worked, knows, strict=True) if its == known], line)
            share = np.divide(own_s, whole_s, out=np.zeros(own_s.size), where=whole_s > 0)
            found.append(Lender(live, known, share))
    return found


def rostered_time(worked: Sequence[Activity], line: TimeLine) -> FloatArray:
    """Agent-seconds of the stretches in each interval."""
    group = AgentGroup((0,), *agents_rostered(worked, line))
    seconds: FloatArray = time_at_work([group], line.interval_s, len(line.starts))[0, 0]
    return seconds


def covered(forecast: DataFrame[Forecast], plan: Plan) -> DataFrame[Forecast]:
    """The forecast's intervals of which the plan speaks."""
    stamps = forecast["interval_start"]
    inside = forecast[(stamps >= plan.first) & (stamps < plan.until)]
    if inside.empty:
        raise ConfigError(
            f"The forecast is of {stamps.min():%Y-%m-%d} to {stamps.max():%Y-%m-%d}, {plan.name} of "
            f"{plan.first:%Y-%m-%d %H:%M} to {plan.until:%Y-%m-%d %H:%M}: they have no interval in common."
        )
    return inside.reset_index(drop=True)
