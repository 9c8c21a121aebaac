"""Deferred queues in the spare time of live ones and on agents of their own, replication by replication.

A live contact never waits for deferred work, so live queues are simulated without it, and what their agents did not
need is what can be lent. As in the requirement (`staffing/spare_time/`): the queue with the shortest backlog takes
first, from those who know the fewest deferred queues; agents of a live queue are idle alike whatever they know; and
live and deferred contacts together keep nobody busy beyond the ceiling of the deferred queue, own agents included. The
spare time of an interval is spread evenly over it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled
from staffing.simulation.draws import Contacts, drawn_contacts
from staffing.simulation.model import Stream
from staffing.simulation.parts import law_of
from staffing.simulation.put_aside import Worked, work_queue

CHUNK = 20  # replications at a time
LEAST_SPARE = 1e-9  # of a group's time: rounding
CLOCK_SLACK_S = 1e-3  # finished at the last moment is in time


@dataclass(frozen=True, slots=True)
class DeferredQueue:
    """A deferred stream, its number among all, time of its own agents and how much of it they work.

    `at_work_s` has a row a replication, or one for all. `clock_s` is the clock of a contact that waits at the edges of
    the intervals; where it stands the queue is not worked.
    """

    stream: Stream
    place: int
    at_work_s: FloatArray
    ceiling: float
    clock_s: FloatArray


@dataclass(frozen=True, slots=True)
class Lender:
    """A share of a live queue's agents, by interval, who know just these deferred queues; queues are ids."""

    live: str
    knows: frozenset[str]
    share: FloatArray


class LiveTime(NamedTuple):
    """Agent-seconds by live queue, [replication, interval]: there and without a contact."""

    there_s: dict[str, FloatArray]
    idle_s: dict[str, FloatArray]


class Found(NamedTuple):
    """Counts of a deferred queue [replication, interval] by the interval of coming; `SimulatedSite` explains them.

    `own_busy_s`, `backlog` and `backlog_age_s` go by the interval itself.
    """

    offered: IntArray
    finished: IntArray
    in_time: IntArray
    pending: IntArray
    wait_s: FloatArray
    own_busy_s: FloatArray
    backlog: IntArray
    backlog_age_s: FloatArray


def nothing_found(shape: tuple[int, int]) -> Found:
    """All counts at nothing."""

    def none() -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    return Found(none(), none(), none(), none(), np.zeros(shape), np.zeros(shape), none(), np.zeros(shape))


def some_of(found: Found, rows: slice) -> Found:
    """The counts of some replications, to be written to."""
    return Found(
        found.offered[rows],
        found.finished[rows],
        found.in_time[rows],
        found.pending[rows],
        found.wait_s[rows],
        found.own_busy_s[rows],
        found.backlog[rows],
        found.backlog_age_s[rows],
    )


def work_deferred(
    queues: Sequence[DeferredQueue],
    lenders: Sequence[Lender],
    live: LiveTime,
    factors: FloatArray,
    interval_s: float,
    seed: int,
    jobs: int,
) -> tuple[dict[str, Found], dict[str, FloatArray]]:
    """What becomes of the contacts of each queue, and the seconds lent by each live queue [replication, interval].

    `factors` [replication, queue, interval] on the rates, queues as here, or an axis of 1 where all have the same.
    """
    shape = len(factors), queues[0].stream.offered.size
    found = {queue.stream.queue: nothing_found(shape) for queue in queues}
    lent_s = {name: np.zeros(shape) for name in live.there_s}
    turns = sorted(range(len(queues)), key=lambda n: queues[n].stream.max_backlog_s or 0.0)

    def play(first: int) -> None:
        rows = slice(first, min(first + CHUNK, shape[0]))
        spare = spare_time(lenders, live, rows)
        for n in turns:
            queue, own = queues[n], found[queues[n].stream.queue]
            part = some_of(own, rows)
            own_factors = np.ascontiguousarray(factors[rows, n % factors.shape[1]][:, None])
            used = play_queue(queue, lenders, spare, own_factors, (interval_s, seed, first), part)
            for lender, seconds in used:
                lent_s[lender.live][rows] += seconds

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(play, range(0, shape[0], CHUNK)))
    return found, lent_s


class Spare(NamedTuple):
    """By lender agent-seconds there and still to spare, [replication, interval]; the second is used up."""

    there_s: list[FloatArray]
    spare_s: list[FloatArray]


def spare_time(lenders: Sequence[Lender], live: LiveTime, rows: slice) -> Spare:
    """What each lender has before anybody took of it; all agents of a live queue are idle alike."""

    def of(seconds: FloatArray, share: FloatArray) -> FloatArray:
        own = seconds[rows] if len(seconds) > 1 else seconds
        return own * share

    return Spare(
        [of(live.there_s[lender.live], lender.share) for lender in lenders],
        [of(live.idle_s[lender.live], lender.share) for lender in lenders],
    )


def spared(spare_s: FloatArray, there_s: FloatArray, held_back: float) -> FloatArray:
    """What may be lent where a share of the time that people are there is held back."""
    free: FloatArray = spare_s - held_back * there_s
    return np.where(free > LEAST_SPARE * there_s, free, 0.0)


def play_queue(
    queue: DeferredQueue,
    lenders: Sequence[Lender],
    spare: Spare,
    factors: FloatArray,
    at: tuple[float, int, int],
    found: Found,
) -> list[tuple[Lender, FloatArray]]:
    """Plays one queue for some replications; what each lender gave is taken from its spare time.

    `at` is the length of an interval, the seed and the first replication.
    """
    interval_s, seed, first = at
    everywhere = np.ones(queue.stream.offered.size, dtype=np.bool_)
    law = law_of([queue.stream], [queue.place], interval_s, everywhere)
    contacts = drawn_contacts(seed, (first, first + len(factors)), law, factors)
    knows = [n for n, lender in enumerate(lenders) if queue.stream.queue in lender.knows]
    is_worked = np.diff(queue.clock_s) > 0
    free = {n: spared(spare.spare_s[n], spare.there_s[n], 1 - queue.ceiling) * is_worked for n in knows}
    own = queue.at_work_s[first : first + len(factors)] if len(queue.at_work_s) > 1 else queue.at_work_s
    lent_s = sum(free.values(), np.zeros(found.offered.shape))
    hands = np.ascontiguousarray((lent_s + own * queue.ceiling * is_worked) / interval_s)
    worked_s = np.zeros(found.offered.shape)
    backlog_s = np.inf if queue.stream.max_backlog_s is None else queue.stream.max_backlog_s
    play_replications(contacts, queue.stream.concurrency, hands, interval_s, queue.clock_s, backlog_s, worked_s, found)
    open_s, given = np.minimum(worked_s, lent_s), []
    found.own_busy_s[:] = np.where(own > 0, worked_s - open_s, 0.0)
    for n in sorted(knows, key=lambda place: len(lenders[place].knows)):
        taken = np.minimum(free[n], open_s)
        spare.spare_s[n] = spare.spare_s[n] - taken
        open_s = open_s - taken
        given.append((lenders[n], taken))
    return given


@compiled
def clock_at(clock_s: FloatArray, interval_s: float, time_s: float) -> float:
    """The contact's clock at a time, straight between the edges of intervals."""
    k = min(int(time_s / interval_s), clock_s.size - 2)
    return clock_s[k] + (clock_s[k + 1] - clock_s[k]) * (time_s / interval_s - k)


@compiled
def play_replications(
    contacts: Contacts,
    concurrency: int,
    hands: FloatArray,
    interval_s: float,
    clock_s: FloatArray,
    backlog_s: float,
    worked_s: FloatArray,
    found: Found,
) -> None:
    """Works the contacts of each replication and counts what became of them."""
    for r in range(hands.shape[0]):
        here = slice(contacts.first[r, 0], contacts.first[r, 1])
        came_s, work_s = contacts.came_s[here], contacts.handling_s[here] / concurrency
        finished_s = np.full(came_s.size, np.inf)
        worked = Worked(finished_s, worked_s[r], found.backlog[r], found.backlog_age_s[r])
        work_queue(came_s, work_s, hands[r], interval_s, worked)
        for i in range(came_s.size):
            k, began = contacts.interval[here][i], clock_at(clock_s, interval_s, came_s[i])
            found.offered[r, k] += 1
            if finished_s[i] < np.inf:
                took_s = clock_at(clock_s, interval_s, finished_s[i]) - began
                found.finished[r, k] += 1
                found.in_time[r, k] += took_s <= backlog_s + CLOCK_SLACK_S
                found.wait_s[r, k] += finished_s[i] - came_s[i]
            elif clock_s[-1] - began <= backlog_s:
                found.pending[r, k] += 1
