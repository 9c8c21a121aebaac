"""Contacts answered, and answered in time, by number of agents at work in each interval of a queue."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import isotonic_regression

from staffing.compiling import FloatArray, IntArray
from staffing.contacts_bought.anchors import Anchors, anchored_shares, anchors
from staffing.contacts_bought.intervals import QueueIntervals, whole_agents
from staffing.least_agents import least_agents

EVERYBODY = 0.9995  # a share that counts as all: any number of agents more would answer one contact in 2,000 more
STRAIGHT = 1e-9  # of an interval's contacts: by rounding alone an agent may add so much more than the one before


@dataclass(frozen=True, slots=True)
class Curves:
    """Expected contacts by number of agents at work: an interval's numbers from 0 on, then those of the next.

    `interval` and `agents` say to which interval and number each of the flat values belongs.
    """

    offered: FloatArray
    interval: IntArray
    agents: IntArray
    answered: FloatArray
    in_time: FloatArray

    @property
    def first(self) -> IntArray:
        """Where each interval's numbers begin."""
        return np.flatnonzero(self.agents == 0)

    @property
    def most(self) -> IntArray:
        """The largest number of each interval."""
        return np.diff(np.append(self.first, self.agents.size)) - 1

    def at(self, agents: IntArray) -> IntArray:
        """Where the numbers stand, one an interval; for a number beyond the largest, where that stands."""
        return self.first + np.minimum(agents, self.most)


def queue_curves(of: QueueIntervals, required: IntArray, present: FloatArray) -> Curves:
    """The curves of a queue that answers at once, true where the `required` agents are on it, up to `EVERYBODY`.

    A share `present` of each interval's agents at work is on the queue. That is seldom a whole number: contacts are
    then straight between the two whole numbers beside it, as if each were there on its part of the days.
    """
    held = anchors(of, required)
    sizes = 1 + np.ceil(_enough_for_everybody(of, held) / present).astype(np.int64)
    interval = np.repeat(np.arange(sizes.size), sizes)
    agents = np.arange(interval.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    fewer, part = whole_agents(agents * present[interval])
    more = fewer + (part > 0)
    width = int(more.max(initial=0)) + 1
    cases, back = np.unique(np.concatenate([interval * width + fewer, interval * width + more]), return_inverse=True)
    shares = anchored_shares(of, held, cases // width, cases % width)
    below, above = back[: interval.size], back[interval.size :]
    answered, in_time = (of.offered[interval] * ((1 - part) * share[below] + part * share[above]) for share in shares)
    return _concave_answered(Curves(of.offered, interval, agents, answered, np.minimum(in_time, answered)))


def _enough_for_everybody(of: QueueIntervals, held: Anchors) -> IntArray:
    """Agents on the queue who answer `EVERYBODY` in time in every interval, and no fewer than were required."""
    queue = of.queue
    least = least_agents(
        of.load * held.factors.max(axis=(0, 1)),
        of.aht_s,
        queue.patience_s,
        queue.goal.threshold_s,
        response_rate=max(EVERYBODY, queue.goal.response_rate or 0.0),
        service_level=max(EVERYBODY, queue.goal.service_level or 0.0),
        rate_variance=of.variance,
    )
    enough: IntArray = np.maximum(-(-least.agents // queue.concurrency), held.agents[1])
    return enough


def _concave_answered(curves: Curves) -> Curves:
    """The curves with the least concave one above the contacts answered.

    Under one load contacts answered are concave by nature; where the load differs with the number of agents, they are
    but for parts of a contact.
    """
    gains = concave_gains(curves, curves.answered, np.zeros(curves.offered.size, dtype=np.int64))
    changed = np.unique(curves.interval[gains != np.diff(curves.answered, prepend=0.0)])
    answered, ends = curves.answered.copy(), np.append(curves.first, curves.agents.size)
    for k in changed:
        numbers = slice(ends[k] + 1, ends[k + 1])
        answered[numbers] = np.cumsum(gains[numbers])
    return replace(curves, answered=answered)


def concave_gains(curves: Curves, contacts: FloatArray, above: IntArray) -> FloatArray:
    """What each agent beyond `above` adds to an interval's contacts, evened out: none adds more than the one before.

    These are the slopes of the least concave curve above the contacts: their antitonic regression. Contacts answered in
    time are concave from where about half of them are: below, the first agents help nobody in time, yet each brings the
    others nearer to it.
    """
    gains = np.diff(contacts, prepend=0.0)
    counted = curves.agents > above[curves.interval] + 1
    rises = counted & (np.diff(gains, prepend=0.0) > STRAIGHT * curves.offered[curves.interval])
    ends = np.append(curves.first, curves.agents.size)
    for k in np.unique(curves.interval[rises]):
        numbers = slice(ends[k] + above[k] + 1, ends[k + 1])
        gains[numbers] = isotonic_regression(gains[numbers], increasing=False).x
    return gains
