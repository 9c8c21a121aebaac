"""The curve of a site: contacts answered by queue, interval and number of agents at work, as in `curve.csv`."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import Curve, Forecast, Requirement, checked
from domain.site_config import Queue
from staffing.compiling import FloatArray, IntArray
from staffing.contacts_bought.curves import Curves, queue_curves
from staffing.contacts_bought.intervals import queue_intervals, whole_agents
from staffing.shrinkage import combined_shrinkage

DECIMALS = 4  # as the file has them: what is written is concave to its last digit


def contacts_curve(
    forecast: DataFrame[Forecast],
    queues: Sequence[Queue],
    shrinkage: Mapping[str, float],
    interval_min: int,
    needed: DataFrame[Requirement],
    in_reserve: IntArray | FloatArray,
) -> DataFrame[Curve]:
    """The curves of all queues, in the order of time, of the site's queues and of agents.

    `needed` is the requirement, of which so many agents a row are in reserve: nobody counts on these, and of any number
    at work the same part. An interval in which nobody can be answered has no rows.
    """
    lost, parts = combined_shrinkage(shrinkage), []
    of_all = needed.assign(counted=1 - in_reserve / np.maximum(needed["agents"], 1))
    for queue in queues:
        rows = forecast[forecast["queue"] == queue.id].sort_values("interval_start")
        if rows.empty:
            continue
        of_queue = of_all[of_all["queue"] == queue.id].sort_values("interval_start")
        if queue.goal.max_backlog_h is None:
            parts.append(live_curve(queue, rows, of_queue, lost, interval_min))
        else:
            parts.append(deferred_curve(queue, rows, of_queue, lost, interval_min))
    together = pd.concat(parts).sort_values("interval_start", kind="stable").reset_index(drop=True)
    return checked(Curve, together)


def live_curve(
    queue: Queue, rows: pd.DataFrame, needed: pd.DataFrame, shrinkage: float, interval_min: int
) -> pd.DataFrame:
    """What a queue that answers at once gains by each agent.

    `answered` is concave. `within_threshold` is as it is: while most wait longer than the threshold it is next to
    nothing and bends upwards. A concave curve through what the requirement reaches would be below 0 there.
    """
    present = needed["counted"].to_numpy(float) * (1 - shrinkage)
    required, _ = whole_agents(needed["agents"].to_numpy(np.int64) * present)
    curves = queue_curves(queue_intervals(queue, rows, interval_min), required, present)
    answered = _rounded_concave(curves)
    in_time = np.minimum(np.round(curves.in_time, DECIMALS), answered)
    return _frame(queue, rows, curves.interval, curves.agents, answered, in_time)


def deferred_curve(
    queue: Queue, rows: pd.DataFrame, needed: pd.DataFrame, shrinkage: float, interval_min: int
) -> pd.DataFrame:
    """Contacts worked by the agents of a requirement that places work: every agent works the same part of them.

    More agents than required would wait for work; what is worked as planned is worked within the backlog allowed.
    """
    agents = needed["agents"].to_numpy(np.int64)
    present_s = agents * needed["counted"].to_numpy(float) * (1 - shrinkage) * interval_min * 60
    worked_s = np.where(agents > 0, needed["occupancy"].to_numpy(float) * present_s, 0.0)
    offered = rows["offered"].to_numpy(float)
    aht_s = np.average(rows["aht_s"], weights=offered) if offered.any() else queue.aht_s
    each = np.divide(worked_s * queue.concurrency / aht_s, agents, out=np.zeros(agents.size), where=agents > 0)
    interval = np.repeat(np.arange(agents.size), agents)
    number = 1 + np.arange(interval.size) - np.repeat(np.cumsum(agents) - agents, agents)
    worked = np.round(each, DECIMALS)[interval] * number
    return _frame(queue, needed, interval, number, worked, worked)


def _rounded_concave(curves: Curves) -> FloatArray:
    """Contacts answered, every agent's gain in whole units of the last decimal.

    Rounding keeps the order of gains; where noise of the last bit had turned it, the gain is that of the agent before.
    """
    units = 10**DECIMALS
    gains = pd.Series(np.round(np.diff(curves.answered, prepend=0.0) * units)).where(curves.agents > 0)
    by_interval = gains.groupby(curves.interval).cummin().groupby(curves.interval)
    return by_interval.cumsum().to_numpy(float) / units


def _frame(
    queue: Queue, rows: pd.DataFrame, interval: IntArray, agents: IntArray, answered: FloatArray, in_time: FloatArray
) -> pd.DataFrame:
    counts = agents > 0
    return pd.DataFrame(
        {
            "interval_start": rows["interval_start"].array[interval[counts]],
            "queue": queue.id,
            "agents": agents[counts],
            "answered": answered[counts],
            "within_threshold": in_time[counts],
        }
    )
