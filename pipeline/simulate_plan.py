"""Who is at work in a simulation: as a requirement asks, or as a roster has it to the minute."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frame_files import read_requirement
from domain.frames import Forecast, Requirement
from domain.roster import Roster
from domain.roster_files import read_roster
from pipeline.simulate_window import TimeLine, local
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.model import AgentGroup
from staffing.simulation.on_queue import on_queue

AtWork = tuple[FloatArray, IntArray]
"""Changes in seconds of the time line, and how many are at work from each on."""


@dataclass(frozen=True, slots=True)
class Plan:
    """From when up to before when a plan speaks, of which queues, and who is at work on a queue."""

    name: str
    first: pd.Timestamp
    until: pd.Timestamp
    queues: pd.Series
    at_work: Callable[[str, TimeLine], AtWork]


def required_plan(path: Path, timezone: str, interval_min: int) -> Plan:
    """The plan of a requirement file."""
    requirement = read_requirement(path, timezone)
    stamps = requirement["interval_start"]

    def at_work(queue: str, line: TimeLine) -> AtWork:
        return agents_required(requirement, queue, line)

    until = stamps.max() + pd.Timedelta(minutes=interval_min)
    return Plan(path.name, stamps.min(), until, requirement["queue"], at_work)


def rostered_plan(folder: Path, timezone: str) -> Plan:
    """The plan of a roster's folder: the days of its duties, from midnight to midnight."""
    roster = read_roster(folder)

    def at_work(queue: str, line: TimeLine) -> AtWork:
        return agents_rostered(roster, queue, line)

    first, until = (
        pd.Timestamp(day).tz_localize(timezone) for day in (roster.window.start, roster.window.last + timedelta(days=1))
    )
    queues = pd.Series([found.queue for found in roster.activities if found.queue], dtype=str)
    return Plan(folder.name, first, until, queues, at_work)


def agents_required(requirement: DataFrame[Requirement], queue: str, line: TimeLine) -> AtWork:
    """Those that the requirement asks for; nobody where it has no row."""
    rows = requirement[requirement["queue"] == queue]
    places, agents = line.places(rows["interval_start"]), np.zeros(len(line.starts), dtype=np.int64)
    agents[places[places >= 0]] = rows["agents"].to_numpy()[places >= 0]
    return np.arange(agents.size, dtype=np.float64) * line.interval_s, agents


def agents_rostered(roster: Roster, queue: str, line: TimeLine) -> AtWork:
    """Those whose activity is work on the queue, to the minute: not at a meal, at rest, in training or recovering."""
    worked = [found for found in roster.activities if found.activity == "work" and found.queue == queue]
    if not worked:
        return np.zeros(1), np.zeros(1, dtype=np.int64)
    began = line.seconds(local(pd.Series([found.start for found in worked]), line))
    ended = line.seconds(local(pd.Series([found.end for found in worked]), line))
    change_s, place = np.unique(np.concatenate([began, ended]), return_inverse=True)
    steps = np.bincount(place, weights=np.repeat([1.0, -1.0], len(worked)), minlength=change_s.size)
    return change_s, np.cumsum(steps).round().astype(np.int64)


def group_of(at_work: AtWork, line: TimeLine, place: int, shrinkage: float, runs: tuple[int, int]) -> AgentGroup:
    """The agents of the stream at that place, less those lost to shrinkage; `runs` are replications and seed."""
    change_s, agents = at_work
    return AgentGroup((place,), change_s, on_queue(agents, line.days_at(change_s), shrinkage, runs, place))


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
