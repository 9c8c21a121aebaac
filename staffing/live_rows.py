"""The requirement of a queue whose contacts wait for seconds: voice, video, chat."""

import numpy as np
import pandas as pd

from domain.site_config import Queue
from staffing.finite_source import aht_beside_others
from staffing.least_agents import least_agents
from staffing.shrinkage import scheduled
from staffing.uncertain_load import expected_figures, rate_variance

LEAST_TOLD = 0.0005  # what would be told as 0.0% is not told


def live_rows(queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int) -> pd.DataFrame:
    """Least agents by Erlang A with the queue's patience, Erlang C without; 0 where nothing is offered.

    An agent with concurrency c is c servers, each busy for a contact's aht_s as measured beside other contacts: the
    slots are the least for all goals, agents = ceil(slots / c), and the figures are those of agents x c slots. Where
    the forecast's band says that the rate is uncertain, shares hold, and are given, on average over it.
    """
    goal = queue.goal
    offered, aht_s = rows["offered"].to_numpy(float), aht_beside_others(queue, rows["aht_s"].to_numpy(float))
    variance = rate_variance(offered, rows["p10"], rows["p90"])
    load = offered * aht_s / (60 * interval_min)
    least = least_agents(
        load,
        aht_s,
        queue.patience_s,
        goal.threshold_s,
        response_rate=goal.response_rate,
        service_level=goal.service_level,
        max_asa_s=goal.max_asa_s,
        max_occupancy=goal.max_occupancy,
        rate_variance=variance,
    )
    required = -(-least.agents // queue.concurrency)
    slots = required * queue.concurrency
    reached = expected_figures(load, slots, aht_s, queue.patience_s, goal.threshold_s, variance)
    idle = offered == 0
    return rows[["interval_start", "queue"]].assign(
        agents=scheduled(required, shrinkage),
        response_rate=np.where(idle, np.nan, reached.response_rate),
        service_level=np.where(idle, np.nan, reached.service_level),
        asa_s=np.where(idle, np.nan, reached.asa_s),
        occupancy=np.where(idle, np.nan, reached.occupancy),
        binding=least.binding.astype(object),
    )


def uncertainty_notes(
    queue: Queue, rows: pd.DataFrame, needed: pd.DataFrame, shrinkage: float, interval_min: int
) -> list[str]:
    """What the uncertainty of the forecast asks for beyond its mean, in a sentence; nothing where it asks for none."""
    certain = live_rows(queue, rows.assign(p10=rows["offered"], p90=rows["offered"]), shrinkage, interval_min)
    at_mean, agents = int(certain["agents"].sum()), int(needed["agents"].sum())
    if agents <= at_mean * (1 + LEAST_TOLD):
        return []
    return [f"Queue {queue.id}: the uncertainty of the forecast adds {agents / at_mean - 1:.1%} agent-hours."]
