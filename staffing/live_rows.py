"""The requirement of a queue whose contacts wait for seconds: voice, video, chat.

What comes is counted through time (`live_traffic`), the least agents found one interval after the other
(`through_time/least.py`), and what given agents would reach told by the same laws (`live_figures`).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd

from domain.site_config import Queue
from staffing.compiling import FloatArray, IntArray
from staffing.finite_source import aht_beside_others
from staffing.redials import attempts
from staffing.shrinkage import scheduled
from staffing.through_time.answers import FiguresThroughTime, Goals, LeastThroughTime
from staffing.through_time.least import figures_through_time, least_agents_through_time
from staffing.through_time.traffic import Traffic
from staffing.uncertain_load import rate_variance

LEAST_TOLD = 0.0005  # what would be told as 0.0% is not told
ROUNDS = 6  # of attempts by what is answered, and that by attempts; a round leaves at most half of the error

type RowsOf = Callable[[Queue, pd.DataFrame, float, int], pd.DataFrame]


def live_rows(queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int) -> pd.DataFrame:
    """Least agents for all goals, interval after interval; 0 where nothing is offered.

    Callers leave after the queue's patience; without one they never do. An agent with concurrency c is c slots, each
    busy for a contact's aht_s as measured beside other contacts, and the figures are those of whole agents. Where the
    forecast's band says that the rate is uncertain, goals hold, and figures are given, on average over it; the shares
    with an assurance on that share of days. Where the unanswered call again, what is counted is attempts.
    """
    least = least_on_queue(queue, rows, interval_min)
    reached = least.figures
    return rows[["interval_start", "queue"]].assign(
        agents=scheduled(least.agents, shrinkage),
        response_rate=reached.response_rate,
        service_level=reached.service_level,
        asa_s=reached.asa_s,
        occupancy=reached.occupancy,
        binding=least.binding.astype(object),
    )


def least_on_queue(queue: Queue, rows: pd.DataFrame, interval_min: int) -> LeastThroughTime:
    """Least agents on the queue, shrinkage not included.

    Attempts are those at the response rate that is the goal; where none is, at that which the other goals bring about.
    """
    goal, traffic = queue.goal, live_traffic(queue, rows, interval_min)
    goals = Goals(goal.response_rate, goal.service_level, goal.max_asa_s, goal.max_occupancy, goal.assurance)
    if goal.response_rate is not None:
        return least_agents_through_time(with_attempts(queue, traffic, goal.response_rate), goals)
    least = least_agents_through_time(traffic, goals)
    for _ in range(ROUNDS if queue.redial_share else 0):
        least = least_agents_through_time(with_attempts(queue, traffic, least.figures.response_rate), goals)
    return least


def live_figures(queue: Queue, rows: pd.DataFrame, on_queue: IntArray, interval_min: int) -> FiguresThroughTime:
    """What so many agents on the queue in each interval reach, by the laws of the requirement."""
    traffic = live_traffic(queue, rows, interval_min)
    reached = figures_through_time(traffic, on_queue)
    for _ in range(ROUNDS if queue.redial_share else 0):
        reached = figures_through_time(with_attempts(queue, traffic, reached.response_rate), on_queue)
    return reached


def live_traffic(queue: Queue, rows: pd.DataFrame, interval_min: int) -> Traffic:
    """What the forecast's rows, in the order of time, say of what comes: fresh contacts, each counted once."""
    offered, aht_s = rows["offered"].to_numpy(float), aht_beside_others(queue, rows["aht_s"].to_numpy(float))
    start_s = (rows["interval_start"] - rows["interval_start"].iloc[0]) / pd.Timedelta(seconds=1)
    return Traffic(
        start_s.to_numpy(float),
        60.0 * interval_min,
        offered,
        aht_s,
        rate_variance(offered, rows["p10"], rows["p90"]),
        queue.patience_s,
        queue.goal.threshold_s,
        queue.concurrency,
    )


def with_attempts(queue: Queue, traffic: Traffic, response_rate: FloatArray | float) -> Traffic:
    """The traffic with every attempt counted, where so many of them are answered."""
    if queue.redial_share is None or queue.redial_after_min is None:
        return traffic
    answered = np.where(traffic.is_open, np.nan_to_num(response_rate, nan=1.0), 1.0)
    made = attempts(traffic, answered, queue.redial_share, 60 * queue.redial_after_min)
    return replace(traffic, offered=made)


def uncertainty_notes(
    queue: Queue,
    rows: pd.DataFrame,
    needed: pd.DataFrame,
    shrinkage: float,
    interval_min: int,
    rows_of: RowsOf = live_rows,
) -> list[str]:
    """What the uncertainty of the forecast, and an assurance, ask for beyond the mean; nothing where for no more."""
    agents = int(needed["agents"].sum())
    certain = rows_of(queue, rows.assign(p10=rows["offered"], p90=rows["offered"]), shrinkage, interval_min)
    notes = _added(queue, "the uncertainty of the forecast", agents, int(certain["agents"].sum()))
    if queue.goal.assurance is not None:
        on_average = queue.model_copy(update={"goal": queue.goal.model_copy(update={"assurance": None})})
        mean_agents = int(rows_of(on_average, rows, shrinkage, interval_min)["agents"].sum())
        notes += _added(queue, f"keeping the goals on {queue.goal.assurance:.0%} of days", agents, mean_agents)
    return notes


def _added(queue: Queue, what: str, agents: int, without: int) -> list[str]:
    if agents <= without * (1 + LEAST_TOLD):
        return []
    return [f"Queue {queue.id}: {what} adds {agents / without - 1:.1%} agent-hours."]
