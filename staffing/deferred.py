"""Deferred work (message, e-mail, social media): when to work it, and how many agents that takes.

Work is a fluid of agent-seconds: contacts come in evenly through their interval and are worked in the order of coming.
Two curves bound what may be done by the end of interval k, counted from the first interval of the forecast:

    due(k) <= done(k) <= arrived(k)

Agents of live queues work it in their spare time first, as early as it lets them; what would fall due before they come
to it is left for agents of its own (`left_for_own`). Between the two curves of what is left the steadiest plan is the
taut string: the least peak, and no more change from interval to interval than the curves force. Whole agents follow it
as closely as they can without standing idle. Where the queue is not worked at night, no step of the plan stands there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import FloatArray, IntArray
from staffing.left_over import left_for_own
from staffing.shrinkage import scheduled

PLANNED_SHARE = 0.75  # of the longest backlog allowed; the rest is for spare time that comes late, and for handling
ROUNDING = 1e-9  # of the work that waits
POINTS = 20  # per interval, for the mean wait


@dataclass(frozen=True, slots=True)
class WorkFlow:
    """What comes in of one queue: start of each interval in minutes, its work in agent-seconds, whether it is worked.

    `is_worked` None: the queue is worked in every interval that it has.
    """

    start_min: FloatArray
    work_s: FloatArray
    interval_min: int
    is_worked: NDArray[np.bool_] | None = None

    @property
    def end_min(self) -> FloatArray:
        """End of each interval."""
        return self.start_min + self.interval_min

    @property
    def steps(self) -> IntArray:
        """The intervals that the queue is worked in, by number."""
        return np.arange(self.work_s.size) if self.is_worked is None else np.flatnonzero(self.is_worked)

    @property
    def clock_min(self) -> tuple[FloatArray, FloatArray]:
        """Start and end of each interval by the clock that runs for a contact that waits.

        It is the clock on the wall, through closed hours too; where working hours are given it runs in those alone.
        """
        if self.is_worked is None:
            return self.start_min, self.end_min
        ends = np.cumsum(self.is_worked * float(self.interval_min))
        return ends - self.is_worked * self.interval_min, ends


@dataclass(frozen=True, slots=True)
class Placement:
    """Agents at work in each interval, shrinkage included, and the work done by its end, in agent-seconds."""

    agents: IntArray
    done_s: FloatArray


def due_work(flow: WorkFlow, planned_min: float) -> FloatArray:
    """Agent-seconds that must be done by the end of each interval.

    The first contact of an interval comes at its start, so all of the interval's work is due in the last interval that
    ends within the planned time after that start, or in the first that it can be worked in where none does. Nothing is
    left after the forecast but what comes in when it will not be worked any more.
    """
    count, (starts, ends) = flow.work_s.size, flow.clock_min
    last = np.searchsorted(ends, starts + planned_min, side="right") - 1
    last_worked = np.append(flow.steps, 0)[np.searchsorted(flow.steps, last, side="right") - 1]
    first = np.append(flow.steps, count)[np.searchsorted(flow.steps, np.arange(count))]
    due = np.cumsum(np.bincount(np.maximum(last_worked, first), weights=flow.work_s, minlength=count + 1))[:count]
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


def work_done(arrived: FloatArray, capacity_s: FloatArray) -> FloatArray:
    """Work done by the end of each interval when `capacity_s` can be, as soon as it has come in.

    done(k) = min over j <= k of arrived(j) + capacity of the intervals after j, or all the capacity until k.
    """
    room = np.cumsum(capacity_s)
    done: FloatArray = room + np.minimum(np.minimum.accumulate(arrived - room), 0.0)
    return done


def own_agents(arrived: FloatArray, due: FloatArray, spare_s: FloatArray, queue_s: float, shrinkage: float) -> IntArray:
    """Whole agents for each step so that, with the spare time of others, everything is done before it falls due.

    An agent on the queue does `queue_s` in a step. The last agent of the steadiest plan is called only when there is
    work for the whole step or when work falls due.
    """
    at_work_s = queue_s * (1 - shrinkage)
    agents, done = np.zeros(due.size, dtype=np.int64), 0.0
    for k in range(due.size):
        left_arrived, left_due = left_for_own(arrived[k:], due[k:], spare_s[k:], done)
        steady = int(scheduled(steadiest_rate(left_arrived, left_due, 0.0) / queue_s, shrinkage))
        pressing = int(scheduled(left_due[0] / queue_s, shrinkage))
        fully_used = steady * at_work_s <= left_arrived[0] * (1 + ROUNDING)
        agents[k] = steady if fully_used else max(pressing, steady - 1)
        done = min(arrived[k], done + spare_s[k] + agents[k] * at_work_s)
    return agents


def spared(agents: IntArray, arrived: FloatArray, due: FloatArray, spare_s: FloatArray, at_work_s: float) -> IntArray:
    """The same without every agent-interval that whole agents make superfluous, the highest and latest first."""
    kept, slack = agents.copy(), 1e-6 + 1e-12 * arrived[-1]
    for k in sorted(np.flatnonzero(agents), key=lambda step: (-agents[step], -step)):
        while kept[k] > 0:
            kept[k] -= 1
            if (work_done(arrived, spare_s + kept * at_work_s) < due - slack).any():
                kept[k] += 1
                break
    return kept


def place_work(
    flow: WorkFlow, backlog_min: float, max_occupancy: float, shrinkage: float, spare_s: FloatArray | None = None
) -> Placement:
    """Whole agents for each interval so that every contact is worked within `backlog_min` of its coming in.

    An agent at work does interval x (1 - shrinkage) x max_occupancy of it; agents of other queues do up to `spare_s`.
    What came in before the forecast is taken as worked off, and what comes in during it is worked before it ends.
    """
    steps, agents = flow.steps, np.zeros(flow.work_s.size, dtype=np.int64)
    queue_s = flow.interval_min * 60 * max_occupancy
    arrived, due = np.cumsum(flow.work_s)[steps], due_work(flow, PLANNED_SHARE * backlog_min)[steps]
    lent_s = np.zeros(steps.size) if spare_s is None else spare_s[steps]
    if steps.size:
        own = own_agents(arrived, due, lent_s, queue_s, shrinkage)
        agents[steps] = spared(own, arrived, due, lent_s, queue_s * (1 - shrinkage)) if lent_s.any() else own
    return Placement(agents, done_by_end(flow, agents, max_occupancy, shrinkage, spare_s))


def done_by_end(
    flow: WorkFlow, agents: IntArray, max_occupancy: float, shrinkage: float, spare_s: FloatArray | None = None
) -> FloatArray:
    """Work done by the end of each interval with so many agents at work, and with the spare time of others."""
    capacity_s = agents.astype(np.float64) * (flow.interval_min * 60 * max_occupancy * (1 - shrinkage))
    if spare_s is not None:
        capacity_s += spare_s
    if flow.is_worked is not None:
        capacity_s = np.where(flow.is_worked, capacity_s, 0.0)
    return work_done(np.cumsum(flow.work_s), capacity_s)


def mean_waits_s(flow: WorkFlow, placement: Placement) -> tuple[FloatArray, FloatArray]:
    """Mean and longest wait, in seconds, of the contacts that come in during each interval.

    NaN where none do, and where some are not worked before the last interval ends.
    """
    arrived = np.cumsum(flow.work_s)
    shares = (np.arange(POINTS) + 0.5) / POINTS
    level = (arrived - flow.work_s)[:, None] + flow.work_s[:, None] * shares
    came = flow.start_min[:, None] + flow.interval_min * shares
    edges = np.column_stack([flow.start_min, flow.end_min]).reshape(-1)
    done = np.column_stack([np.concatenate([[0.0], placement.done_s[:-1]]), placement.done_s]).reshape(-1)
    waits = 60 * np.maximum(np.interp(level, done, edges) - came, 0.0)
    waits[flow.work_s == 0] = np.nan
    waits[level > placement.done_s[-1] + ROUNDING * arrived[-1]] = np.nan
    return waits.mean(axis=1), waits.max(axis=1)
