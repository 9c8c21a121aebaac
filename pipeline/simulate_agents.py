"""From who is at work to who is on the queue: the lead in front, people out for recovery, shrinkage."""

from dataclasses import dataclass, replace

import numpy as np

from domain.site_config import Recovery
from pipeline.simulate_plan import AtWork
from pipeline.simulate_window import TimeLine
from staffing.compiling import FloatArray, IntArray
from staffing.recovery_rows import out_shares
from staffing.simulation.model import AgentGroup
from staffing.simulation.on_queue import on_queue
from staffing.simulation.recovering import out_at_once

STEP_S = 300.0  # how often it is looked up who is out


@dataclass(frozen=True, slots=True)
class Absence:
    """What keeps people off the queue; `runs` are replications and seed."""

    shrinkage: float
    recovery: Recovery | None
    runs: tuple[int, int]


@dataclass(frozen=True, slots=True)
class OnQueue:
    """A queue's agents on the line with its lead, and how many of them are out, every `STEP_S`, a row a replication.

    `present` is the share of the group's time that is on the queue: 1 where shrinkage has taken whole people off it.
    """

    group: AgentGroup
    out: IntArray | None
    present: float = 1.0


def with_lead(at_work: AtWork, before: IntArray, line: TimeLine) -> AtWork:
    """The same on the line with its lead: the intervals named by `before` stand for the last of the lead."""
    change_s, agents = at_work
    length_s, lead_s = line.interval_s, line.lead_s
    times, numbers = [np.zeros(1)], [np.zeros(1, dtype=np.int64)]
    starts = [lead_s + length_s * (n - before.size) for n in range(before.size)]
    for start_s, from_s in [*zip(starts, before * length_s, strict=True), (lead_s, 0.0)]:
        until_s = from_s + length_s if start_s < lead_s else np.inf
        inside = (change_s > from_s) & (change_s < until_s)
        times.append(np.concatenate([[start_s], change_s[inside] - from_s + start_s]))
        numbers.append(np.concatenate([[number_at(at_work, from_s)], agents[inside]]))
    return np.concatenate(times), np.concatenate(numbers).astype(np.int64)


def number_at(at_work: AtWork, time_s: float) -> int:
    """How many are at work at a time; nobody before the first change."""
    change_s, agents = at_work
    last = int(np.searchsorted(change_s, time_s, side="right")) - 1
    return int(agents[last]) if last >= 0 else 0


def on_queue_of(at_work: AtWork, before: IntArray, line: TimeLine, place: int, absence: Absence) -> OnQueue:
    """The agents of the stream at that place who are on the queue.

    Who is out after abuse is one of those at work; of the others shrinkage takes its share.
    """
    change_s, agents = with_lead(at_work, before, line)
    if absence.recovery is None:
        rows = on_queue(agents, line.days_at(change_s - line.lead_s), absence.shrinkage, absence.runs, place)
        return OnQueue(AgentGroup((place,), change_s, rows), None)
    steps = int((line.lead_s + len(line.starts) * line.interval_s) / STEP_S)
    step_s = np.arange(steps, dtype=np.float64) * STEP_S
    team = agents[np.searchsorted(change_s, step_s, side="right") - 1]
    out = out_at_once(team, STEP_S, events_a_second(absence.recovery, step_s, line), 60.0 * absence.recovery.minutes,
                      absence.runs, place)  # fmt: skip
    every_s = np.union1d(change_s, step_s)
    there = agents[np.searchsorted(change_s, every_s, side="right") - 1]
    away = out[:, np.searchsorted(step_s, every_s, side="right") - 1]
    present = np.maximum(there - away, 0)
    rows = on_queue(present, line.days_at(every_s - line.lead_s), absence.shrinkage, absence.runs, place)
    return OnQueue(AgentGroup((place,), every_s, rows), out[:, int(line.lead_s / STEP_S) :])


def deferred_agents(at_work: AtWork, before: IntArray, line: TimeLine, place: int, absence: Absence) -> OnQueue:
    """The same for a deferred queue: its work can wait, so shrinkage takes its share of everybody's time.

    As in the requirement; whole people, one of a team of four absent all day, would be a day that it does not plan for.
    """
    everybody = on_queue_of(at_work, before, line, place, replace(absence, shrinkage=0.0))
    return replace(everybody, present=1 - absence.shrinkage)


def events_a_second(recovery: Recovery, step_s: FloatArray, line: TimeLine) -> FloatArray:
    """Events of abuse by agent at work and second, by the hour of the day."""
    shares = out_shares(recovery, line.hours_at(step_s - line.lead_s))
    found: FloatArray = shares / (60 * recovery.minutes)
    return found
