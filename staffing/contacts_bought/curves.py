"""Contacts answered, and answered in time, by number of agents at work in each interval of a queue."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import isotonic_regression

from domain.site_config import Queue
from staffing.compiling import FloatArray, IntArray
from staffing.contacts_bought.reached import queue_intervals, reached_at_work
from staffing.live_rows import live_rows

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


def queue_curves(
    queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int, in_reserve: FloatArray | float = 0.0
) -> Curves:
    """The curves of a queue that answers at once, by the laws of its requirement, up to where `EVERYBODY` is served.

    `in_reserve` is the share of each interval's agents at work on whom nobody counts, whatever their number.
    """
    of = queue_intervals(queue, rows, interval_min)
    counted = np.broadcast_to(1 - np.asarray(in_reserve, dtype=np.float64), of.offered.shape)
    enough = enough_for_everybody(queue, rows, shrinkage, interval_min)
    sizes = 1 + np.ceil(enough / counted).astype(np.int64)
    interval = np.repeat(np.arange(sizes.size), sizes)
    agents = np.arange(interval.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    figures = reached_at_work(of, interval, agents, (1 - shrinkage) * counted)
    contacts = of.offered[interval]
    return Curves(of.offered, interval, agents, contacts * figures.response_rate, contacts * figures.service_level)


def enough_for_everybody(queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int) -> IntArray:
    """Agents at work with whom every interval keeps all goals, and answers `EVERYBODY` in time."""
    goal = queue.goal
    asked = {
        "response_rate": max(EVERYBODY, goal.response_rate or 0.0),
        "service_level": max(EVERYBODY, goal.service_level or 0.0),
        "scope": "interval",
    }
    served = queue.model_copy(update={"goal": goal.model_copy(update=asked)})
    enough: IntArray = live_rows(served, rows, shrinkage, interval_min)["agents"].to_numpy(np.int64)
    return enough


def concave_gains(curves: Curves, values: FloatArray, above: IntArray) -> FloatArray:
    """What each agent beyond `above` adds to an interval's values, evened out: no agent adds more than the one before.

    These are the slopes of the least concave curve above the values: their antitonic regression. Contacts answered are
    concave as they are. So are contacts answered in time from where about half of them are: below, the first agents
    help nobody in time, yet each brings the others nearer to it.
    """
    gains = np.diff(values, prepend=0.0)
    counted = curves.agents > above[curves.interval] + 1
    rises = counted & (np.diff(gains, prepend=0.0) > STRAIGHT * curves.offered[curves.interval])
    first, most = curves.first, curves.most
    for k in np.unique(curves.interval[rises]):
        numbers = slice(first[k] + above[k] + 1, first[k] + most[k] + 1)
        gains[numbers] = isotonic_regression(gains[numbers], increasing=False).x
    return gains
