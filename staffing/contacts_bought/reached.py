"""What numbers of agents reach in the intervals of a queue: the one place that says by which laws a curve is made."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.site_config import Queue
from staffing.cases import NEVER
from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.queue_figures import queue_figures
from staffing.shrinkage import ROUNDING
from staffing.uncertain_load import rate_laws, rate_variance


@dataclass(frozen=True, slots=True)
class Reached:
    """Shares of the offered answered and answered in time, ASA in seconds and occupancy, one value a case."""

    response_rate: FloatArray
    service_level: FloatArray
    asa_s: FloatArray
    occupancy: FloatArray


@dataclass(frozen=True, slots=True)
class QueueIntervals:
    """The intervals of one queue that answers at once: their contacts, handling times and laws of the rate."""

    queue: Queue
    offered: FloatArray
    aht_s: FloatArray
    load: FloatArray
    laws: RateLaw
    unsure: NDArray[np.bool_]


def queue_intervals(queue: Queue, rows: pd.DataFrame, interval_min: int) -> QueueIntervals:
    """The intervals of a queue's rows of a forecast."""
    offered, aht_s = rows["offered"].to_numpy(float), rows["aht_s"].to_numpy(float)
    variance = rate_variance(offered, rows["p10"], rows["p90"])
    unsure = variance > 0
    rates, shares = rate_laws(variance[unsure])
    laws = np.ones((offered.size, rates.shape[1])), np.full((offered.size, rates.shape[1]), 1 / rates.shape[1])
    laws[0][unsure], laws[1][unsure] = rates, shares
    return QueueIntervals(queue, offered, aht_s, offered * aht_s / (60 * interval_min), laws, unsure)


def reached(of: QueueIntervals, place: IntArray, agents: IntArray) -> Reached:
    """What `agents` on the queue, whole ones, reach in the intervals at `place`, a case an element.

    The laws are the requirement's: an agent is `concurrency` servers, shares are on average over the uncertainty of
    the rate, contact by contact; waits and occupancy those at its mean. Nobody on the queue answers nobody.
    """
    queue = of.queue
    slots, patience_s = agents * queue.concurrency, NEVER if queue.patience_s is None else queue.patience_s
    load, aht_s = of.load[place], of.aht_s[place]
    at_mean = queue_figures(load, slots, aht_s, patience_s, queue.goal.threshold_s)
    response_rate, service_level = at_mean.response_rate.copy(), at_mean.service_level.copy()
    unsure = np.flatnonzero(of.unsure[place])
    if unsure.size:
        rates, shares = of.laws[0][place[unsure]], of.laws[1][place[unsure]]
        at_rates = queue_figures(
            load[unsure, None] * rates, slots[unsure, None], aht_s[unsure, None], patience_s, queue.goal.threshold_s
        )
        response_rate[unsure] = (shares * at_rates.response_rate).sum(axis=1)
        service_level[unsure] = (shares * at_rates.service_level).sum(axis=1)
    return Reached(response_rate, service_level, at_mean.asa_s, at_mean.occupancy)


def reached_at_work(of: QueueIntervals, place: IntArray, agents: IntArray, present: FloatArray) -> Reached:
    """What `agents` at work, of whom the share `present` is on the queue, reach in the intervals at `place`.

    That is seldom a whole number: every figure is then on the straight line between the whole numbers beside it, as if
    each of the two were on the queue for its part of the time.
    """
    on_queue = agents * present[place]
    fewer = np.floor(on_queue + ROUNDING * np.maximum(on_queue, 1.0)).astype(np.int64)
    part = np.maximum(on_queue - fewer, 0.0)
    more = fewer + (part > 0)
    width = int(more.max(initial=0)) + 1
    cases, back = np.unique(np.concatenate([place * width + fewer, place * width + more]), return_inverse=True)
    whole = reached(of, cases // width, cases % width)
    below, above, mixed = back[: place.size], back[place.size :], np.flatnonzero(part > 0)

    def between(figure: FloatArray) -> FloatArray:
        found, share = figure[below], part[mixed]
        found[mixed] = (1 - share) * figure[below[mixed]] + share * figure[above[mixed]]
        return found

    return Reached(*(between(f) for f in (whole.response_rate, whole.service_level, whole.asa_s, whole.occupancy)))
