"""Deferred work (message, e-mail, social media): when to work it, and how many agents that takes.

Work is a fluid of agent-seconds: contacts come in evenly through their interval and are worked in the order of coming.
Two curves bound what may be done by the end of interval k, counted from the first interval of the forecast:

    due(k) <= done(k) <= arrived(k)

Between the two the steadiest plan is the taut string: the least peak, and no more change from interval to interval than
the curves force. Whole agents follow it as closely as they can without standing idle.
"""

from dataclasses import dataclass

import numpy as np

from staffing.compiling import FloatArray, IntArray
from staffing.shrinkage import scheduled

PLANNED_SHARE = 0.75  # of the longest backlog allowed; the rest absorbs a count above its mean (assumed)
POINTS = 20  # per interval, for the mean wait


@dataclass(frozen=True, slots=True)
class WorkFlow:
    """What comes in of one queue: start of each interval in minutes, and its work in agent-seconds."""

    start_min: FloatArray
    work_s: FloatArray
    interval_min: int

    @property
    def end_min(self) -> FloatArray:
        """End of each interval."""
        return self.start_min + self.interval_min


@dataclass(frozen=True, slots=True)
class Placement:
    """Agents at work in each interval, shrinkage included, and the work done by its end, in agent-seconds."""

    agents: IntArray
    done_s: FloatArray


def due_work(flow: WorkFlow, planned_min: float) -> FloatArray:
    """Agent-seconds that must be done by the end of each interval.

    The first contact of an interval comes at its start, so all of the interval's work is due in the last interval that
    ends within the planned time after that start, or in its own where none does. Nothing is left after the forecast.
    """
    last = np.searchsorted(flow.end_min, flow.start_min + planned_min, side="right") - 1
    due_in = np.maximum(last, np.arange(flow.work_s.size))
    due = np.cumsum(np.bincount(due_in, weights=flow.work_s, minlength=flow.work_s.size))
    return np.minimum(due, np.cumsum(flow.work_s))


def steadiest_rate(arrived: FloatArray, due: FloatArray, done: float) -> float:
    """Work to do in the first of the coming intervals on the taut string between what is due and what has arrived.

    The longest straight line from `done` that stays between both curves, up to the one it meets first.
    """
    span = np.arange(1, due.size + 1)
    least, most = np.maximum.accumulate((due - done) / span), np.minimum.accumulate((arrived - done) / span)
    crossed = np.flatnonzero(least > most)
    if crossed.size == 0:
        return float(max(least[-1], 0.0))
    first = crossed[0]
    if first == 0:
        return float(most[0])
    bends_down = most[first] < most[first - 1]  # the curve of arrivals cut in: the dues before it set the pace
    return float(max(least[first - 1] if bends_down else most[first - 1], 0.0))


def place_work(flow: WorkFlow, backlog_min: float, max_occupancy: float, shrinkage: float) -> Placement:
    """Whole agents for each interval so that every contact is worked within `backlog_min` of its coming in.

    An agent at work does interval x (1 - shrinkage) x max_occupancy of it. The last agent of the steadiest plan is
    called only when there is work for the whole interval or when work falls due. What came in before the forecast is
    taken as worked off, and what comes in during it is worked before it ends.
    """
    arrived, due = np.cumsum(flow.work_s), due_work(flow, PLANNED_SHARE * backlog_min)
    on_queue_s = flow.interval_min * 60 * max_occupancy
    at_work_s = on_queue_s * (1 - shrinkage)
    agents, done_s, done = np.zeros(due.size, dtype=np.int64), np.zeros(due.size), 0.0
    for k in range(due.size):
        waiting = arrived[k] - done
        steady = int(scheduled(steadiest_rate(arrived[k:], due[k:], done) / on_queue_s, shrinkage))
        pressing = int(scheduled(max(due[k] - done, 0.0) / on_queue_s, shrinkage))
        fully_used = steady * at_work_s <= waiting
        agents[k] = steady if fully_used else max(pressing, steady - 1)
        done = min(arrived[k], done + agents[k] * at_work_s)
        done_s[k] = done
    return Placement(agents, done_s)


def mean_waits_s(flow: WorkFlow, placement: Placement) -> tuple[FloatArray, FloatArray]:
    """Mean and longest wait, in seconds, of the contacts that come in during each interval; NaN where none do."""
    arrived = np.cumsum(flow.work_s)
    shares = (np.arange(POINTS) + 0.5) / POINTS
    level = (arrived - flow.work_s)[:, None] + flow.work_s[:, None] * shares
    came = flow.start_min[:, None] + flow.interval_min * shares
    edges = np.column_stack([flow.start_min, flow.end_min]).reshape(-1)
    done = np.column_stack([np.concatenate([[0.0], placement.done_s[:-1]]), placement.done_s]).reshape(-1)
    waits = 60 * np.maximum(np.interp(level, done, edges) - came, 0.0)
    waits[flow.work_s == 0] = np.nan
    return waits.mean(axis=1), waits.max(axis=1)
