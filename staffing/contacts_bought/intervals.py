"""The intervals of a queue that answers at once, and what a whole plan of agents reaches in them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.site_config import Queue
from staffing.cases import NEVER
from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.finite_source import aht_beside_others
from staffing.live_rows import live_figures
from staffing.queue_figures import queue_figures
from staffing.shrinkage import ROUNDING
from staffing.uncertain_load import rate_laws, rate_variance


@dataclass(frozen=True, slots=True)
class QueueIntervals:
    """Contacts, handling times and laws of the rate of a queue's intervals, in the order of time, as `rows` say."""

    queue: Queue
    rows: pd.DataFrame
    interval_min: int
    offered: FloatArray
    aht_s: FloatArray
    load: FloatArray
    variance: FloatArray
    laws: RateLaw

    @property
    def is_unsure(self) -> NDArray[np.bool_]:
        """Where the rate is not known for certain."""
        return self.variance > 0


@dataclass(frozen=True, slots=True)
class Reached:
    """Shares of the offered answered and answered in time, ASA in seconds and occupancy of each interval."""

    response_rate: FloatArray
    service_level: FloatArray
    asa_s: FloatArray
    occupancy: FloatArray


def queue_intervals(queue: Queue, rows: pd.DataFrame, interval_min: int) -> QueueIntervals:
    """The intervals of a queue's rows of a forecast."""
    offered, aht_s = rows["offered"].to_numpy(float), aht_beside_others(queue, rows["aht_s"].to_numpy(float))
    variance = rate_variance(offered, rows["p10"], rows["p90"])
    unsure = variance > 0
    rates, shares = rate_laws(variance[unsure])
    laws = np.ones((offered.size, rates.shape[1])), np.full((offered.size, rates.shape[1]), 1 / rates.shape[1])
    laws[0][unsure], laws[1][unsure] = rates, shares
    load = offered * aht_s / (60 * interval_min)
    return QueueIntervals(queue, rows, interval_min, offered, aht_s, load, variance, laws)


def shares_of_each(
    of: QueueIntervals, place: IntArray, load: FloatArray, agents: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Shares answered and in time of whole agents under a steady load, in the interval at `place`; a case an element.

    Erlang A (Erlang C without patience), on average over the uncertainty of the rate, contact by contact. An agent is
    `concurrency` servers; nobody on the queue answers nobody.
    """
    queue, aht_s, slots = of.queue, of.aht_s[place], agents * of.queue.concurrency
    patience_s = NEVER if queue.patience_s is None else queue.patience_s
    response_rate, service_level = np.empty(place.size), np.empty(place.size)
    unsure = of.is_unsure[place]
    for cases, known in ((np.flatnonzero(~unsure), True), (np.flatnonzero(unsure), False)):
        rates, shares = (1.0, 1.0) if known else (part[place[cases]] for part in of.laws)
        at_rates = queue_figures(
            load[cases, None] * rates, slots[cases, None], aht_s[cases, None], patience_s, queue.goal.threshold_s
        )
        response_rate[cases] = (shares * at_rates.response_rate).sum(axis=1)
        service_level[cases] = (shares * at_rates.service_level).sum(axis=1)
    return response_rate, service_level


def plan_figures(of: QueueIntervals, agents: IntArray) -> Reached:
    """What so many agents on the queue reach, one number an interval, by the laws of the requirement."""
    figures = live_figures(of.queue, of.rows, agents, of.interval_min)
    return Reached(figures.response_rate, figures.service_level, figures.asa_s, figures.occupancy)


def whole_agents(on_queue: NDArray[np.floating]) -> tuple[IntArray, FloatArray]:
    """The whole number below, and the part that is missing up to the next; what rounding left off is none."""
    fewer = np.floor(on_queue + ROUNDING * np.maximum(on_queue, 1.0)).astype(np.int64)
    return fewer, np.maximum(on_queue - fewer, 0.0)


def plan_at_work(of: QueueIntervals, at_work: IntArray, present: float) -> Reached:
    """What agents at work reach, one number an interval, of whom a share `present` is on the queue.

    That is seldom a whole number: every figure then lies straight between those of the whole numbers beside it, as if
    each of the two were on the queue on its part of the days.
    """
    fewer, part = whole_agents(at_work * present)
    low = plan_figures(of, fewer)
    if not part.any():
        return low
    high, mixed = plan_figures(of, fewer + (part > 0)), part > 0

    def between(one: FloatArray, other: FloatArray) -> FloatArray:
        found = one.copy()
        found[mixed] = (1 - part[mixed]) * one[mixed] + part[mixed] * other[mixed]
        return found

    return Reached(
        between(low.response_rate, high.response_rate),
        between(low.service_level, high.service_level),
        between(low.asa_s, high.asa_s),
        between(low.occupancy, high.occupancy),
    )
