"""Steady loads under which Erlang A reaches what a whole plan reaches: by them a curve agrees with the requirement.

What an interval's agents reach depends on what the intervals before left behind. A curve has to be had for every number
of agents, in every interval by itself. So three plans are followed through time: the required agents, and about one
standard deviation of the load fewer and more, in all intervals at once. For each the *effective load* of an interval is
the one under which Erlang A, steady, reaches the same share; between the three it runs straight with the number of
agents, and stays beyond them. The two shares, answered and in time, have each their own.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import elementwise

from staffing.compiling import FloatArray, IntArray
from staffing.contacts_bought.intervals import QueueIntervals, plan_figures, shares_of_each

WIDEST = 20.0  # times the interval's own load, as of a few contacts after many: more is noise of a share next to 0 or 1
TELLS = 1e-4  # a share this near to 0 or 1 tells no load
ANSWERED, IN_TIME = range(2)


@dataclass(frozen=True, slots=True)
class Anchors:
    """Three numbers of agents of each interval, fewest first, and how the effective load there is to its own.

    `factors` by share (answered, in time), number and interval.
    """

    agents: IntArray
    factors: FloatArray


def anchors(of: QueueIntervals, required: IntArray) -> Anchors:
    """The effective loads around a plan of agents on the queue."""
    deviation = np.ceil(np.sqrt(required / of.queue.concurrency)).astype(np.int64)
    numbers = np.stack([np.maximum(required - deviation, np.minimum(required, 1)), required, required + deviation])
    factors = np.ones((2, *numbers.shape))
    for level, agents in enumerate(numbers):
        reached = plan_figures(of, agents)
        for kind, share in ((ANSWERED, reached.response_rate), (IN_TIME, reached.service_level)):
            factors[kind, level] = _factors(of, agents, share, kind)
    told = factors != 1
    for level in (0, 2):  # where a number tells nothing, what the requirement tells holds there too
        factors[:, level] = np.where(told[:, level], factors[:, level], factors[:, 1])
    return Anchors(numbers, factors)


def _factors(of: QueueIntervals, agents: IntArray, share: FloatArray, kind: int) -> FloatArray:
    """Effective load over own load under which the agents reach the share; 1 where it tells none."""
    tells = np.flatnonzero((of.load > 0) & (agents > 0) & (share > TELLS) & (share < 1 - TELLS))
    factors = np.ones(of.load.size)

    def missed(factor: FloatArray, place: FloatArray) -> FloatArray:
        at = place.astype(np.int64)
        return shares_of_each(of, at, of.load[at] * factor, agents[at])[kind] - share[at]

    ends = np.full(tells.size, 1 / WIDEST), np.full(tells.size, WIDEST)
    found = elementwise.find_root(missed, ends, args=(tells.astype(float),), tolerances={"xatol": 1e-7})
    factors[tells] = np.where(found.success, found.x, 1.0)
    return factors


def anchored_shares(
    of: QueueIntervals, held: Anchors, place: IntArray, agents: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Shares answered and in time of whole agents in the intervals at `place`; a case an element."""
    for_answered, for_in_time = (of.load[place] * _factor(held, kind, place, agents) for kind in (ANSWERED, IN_TIME))
    answered, in_time = shares_of_each(of, place, for_answered, agents)
    if not np.array_equal(for_answered, for_in_time):
        _, in_time = shares_of_each(of, place, for_in_time, agents)
    return answered, in_time


def _factor(held: Anchors, kind: int, place: IntArray, agents: IntArray) -> FloatArray:
    """The factor straight between the anchors beside a number of agents, and that of the last beyond."""
    (few, enough, many), (at_few, at_enough, at_many) = held.agents[:, place], held.factors[kind][:, place]
    below = np.clip((agents - few) / np.maximum(enough - few, 1), 0, 1)
    above = np.clip((agents - enough) / np.maximum(many - enough, 1), 0, 1)
    beneath = at_few + below * (at_enough - at_few)
    return np.where(agents < enough, beneath, at_enough + above * (at_many - at_enough))
