"""The intervals of a queue that answers at once, and what a whole plan of agents reaches in them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.site_config import Queue
from staffing.cases import NEVER
from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.live_rows import live_figures, live_traffic, with_attempts
from staffing.queue_figures import queue_figures
from staffing.shrinkage import ROUNDING
from staffing.through_time.answers import FiguresThroughTime
from staffing.through_time.offered_load import carried_load
from staffing.uncertain_load import rate_laws


@dataclass(frozen=True)
class QueueIntervals:
    """What comes to a queue in the intervals of its forecast, `rows`, in the order of time.

    `offered` counts attempts, as many as at the response rate promised, where those who are not answered call again.
    `load` in erlangs is carried from interval to interval; `laws` are the rates of the day.
    """

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


def queue_intervals(queue: Queue, rows: pd.DataFrame, interval_min: int) -> QueueIntervals:
    """The intervals of a queue's rows of a forecast."""
    traffic = live_traffic(queue, rows, interval_min)
    if queue.goal.response_rate is not None:
        traffic = with_attempts(queue, traffic, queue.goal.response_rate)
    load = np.where(traffic.is_open, carried_load(traffic).mean, 0.0)
    laws = rate_laws(traffic.variance)
    return QueueIntervals(queue, rows, interval_min, traffic.offered, traffic.aht_s, load, traffic.variance, laws)


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


def plan_figures(of: QueueIntervals, agents: IntArray) -> FiguresThroughTime:
    """What so many agents on the queue reach, one number an interval, followed through time as the requirement is."""
    return live_figures(of.queue, of.rows, agents, of.interval_min)


def whole_agents(on_queue: NDArray[np.floating]) -> tuple[IntArray, FloatArray]:
    """The whole number below, and the part that is missing up to the next; what rounding left off is none."""
    fewer = np.floor(on_queue + ROUNDING * np.maximum(on_queue, 1.0)).astype(np.int64)
    return fewer, np.maximum(on_queue - fewer, 0.0)


def plan_at_work(of: QueueIntervals, at_work: IntArray, present: float) -> FiguresThroughTime:
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

    return FiguresThroughTime(
        between(low.response_rate, high.response_rate),
        between(low.service_level, high.service_level),
        between(low.asa_s, high.asa_s),
        between(low.occupancy, high.occupancy),
    )
