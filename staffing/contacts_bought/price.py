"""The price of a goal: agents at work for response rates from 90% to 100%, and what they reach when simulated.

At 100% a queue would need agents without end, for patience is random and some leave within a second: there `EVERYBODY`
stands for all, 99.95%, all but one contact in 2,000.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from domain.site_config import Queue
from staffing.compiling import IntArray
from staffing.contacts_bought.curves import EVERYBODY
from staffing.contacts_bought.intervals import queue_intervals
from staffing.contacts_bought.scope_rows import curves_of_plan, in_every_interval, scope_rows
from staffing.live_rows import live_rows
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from staffing.uncertain_load import rate_variance

RESPONSE_RATES = tuple(half / 200 for half in range(180, 201))  # 90% to 100% by half points
MIDDLE = 0.95  # the rate around whose plan the curves are true
DAY_MIN = 24 * 60
GOLDEN = (5**0.5 - 1) / 2  # multiples of it, without their whole part, lie evenly between 0 and 1


def agents_by_rate(
    queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int, week_start_weekday: int
) -> Iterator[tuple[float, IntArray]]:
    """Agents at work in every interval for each of `RESPONSE_RATES`, over the queue's scope, beside its other goals."""
    if queue.goal.scope == "interval":
        for rate in RESPONSE_RATES:
            yield rate, _agents(live_rows(_at_rate(queue, rate), rows, shrinkage, interval_min))
        return
    known = live_rows(in_every_interval(_at_rate(queue, MIDDLE), 1.0), rows, shrinkage, interval_min)
    curves = curves_of_plan(queue_intervals(queue, rows, interval_min), _agents(known), 1 - shrinkage)
    for rate in RESPONSE_RATES:
        priced = _at_rate(queue, rate)
        yield rate, _agents(scope_rows(priced, rows, shrinkage, interval_min, week_start_weekday, curves))


def _at_rate(queue: Queue, rate: float) -> Queue:
    goal = queue.goal.model_copy(update={"response_rate": min(rate, EVERYBODY)})
    return queue.model_copy(update={"goal": goal})


def _agents(needed: pd.DataFrame) -> IntArray:
    return needed["agents"].to_numpy(np.int64)


def simulated_contacts(
    queue: Queue,
    rows: pd.DataFrame,
    agents: IntArray,
    shrinkage: float,
    interval_min: int,
    replications: int,
    seed: int,
    jobs: int = 1,
) -> tuple[int, int]:
    """Contacts offered and answered when the forecast's whole time is simulated so often with `agents` at work.

    The rate of every day is drawn anew as far as the forecast is uncertain of it. Equal seeds bring the same contacts.
    """
    place = _places(rows, interval_min)
    intervals = int(place[-1]) + 1
    offered, aht_s, at_work = np.zeros(intervals), np.full(intervals, queue.aht_s), np.zeros(intervals, dtype=np.int64)
    offered[place], aht_s[place], at_work[place] = rows["offered"], rows["aht_s"], agents
    stream = Stream(queue.id, offered, aht_s, queue.patience_s, queue.goal.threshold_s, queue.concurrency)
    present = on_queue(at_work, shrinkage, replications, DAY_MIN // interval_min)
    group = AgentGroup((0,), np.arange(intervals, dtype=np.float64) * interval_min * 60, present)
    found = simulate(
        [stream],
        [group],
        interval_min * 60.0,
        replications,
        seed,
        day_cv=_day_cv(rows),
        factor_intervals=DAY_MIN // interval_min,
        jobs=jobs,
    )
    return int(found.offered.sum()), int(found.answered.sum())


def on_queue(agents: IntArray, shrinkage: float, replications: int, day_intervals: int) -> IntArray:
    """Whole agents on the queue by replication and interval, n (1 - shrinkage) on average over the days.

    A day is rounded one way, so that nobody comes and goes for the sake of rounding.
    """
    intervals = agents.size
    days = -(-intervals // day_intervals)
    number = np.arange(replications)[:, None] * days + np.arange(intervals) // day_intervals
    lift = (GOLDEN * (number + 0.5)) % 1
    present: IntArray = np.floor(agents * (1 - shrinkage) + np.minimum(lift, 1 - 1e-9)).astype(np.int64)
    return present


def _places(rows: pd.DataFrame, interval_min: int) -> IntArray:
    """Number of each row's interval, counted from the first; intervals without a row stand between."""
    since = rows["interval_start"] - rows["interval_start"].iloc[0]
    return (since // pd.Timedelta(minutes=interval_min)).to_numpy(np.int64)


def _day_cv(rows: pd.DataFrame) -> float:
    """The coefficient of variation of a day's rate: that of its intervals, on average over contacts."""
    offered = rows["offered"].to_numpy(float)
    if not offered.any():
        return 0.0
    variance = rate_variance(offered, rows["p10"], rows["p90"])
    return float(np.sqrt(np.average(variance, weights=offered)))
