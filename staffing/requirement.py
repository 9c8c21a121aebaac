"""The requirement of a site: agents at work by queue and interval, what they should reach, and the goal that binds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError, DataError, Problem
from domain.frames import Forecast, Requirement, checked
from domain.site_config import DEFERRED_CHANNELS, Queue
from staffing.deferred import WorkFlow, mean_waits_s, place_work
from staffing.least_agents import least_agents
from staffing.shrinkage import combined_shrinkage, scheduled
from staffing.uncertain_load import expected_figures, rate_variance

LEAST_TOLD = 0.0005  # what would be told as 0.0% is not told
DEFERRED_OCCUPANCY = 0.9  # where a deferred queue names none (assumed): nobody writes answers without a pause


@dataclass(frozen=True, slots=True)
class RequirementOutcome:
    """The requirement, and sentences on what it leaves out of what the site asked for."""

    frame: DataFrame[Requirement]
    notes: tuple[str, ...]


def requirement(
    forecast: DataFrame[Forecast], queues: Sequence[Queue], shrinkage: Mapping[str, float], interval_min: int
) -> RequirementOutcome:
    """Agents for every row of the forecast, in the order of time and, within an interval, of the site's queues.

    voice, video, chat (and deferred channels without max_backlog_h): least agents for all goals, `live_rows`.
    message, email, sns with max_backlog_h: work placed within that time, `deferred_rows`.
    """
    if forecast.empty:
        raise DataError([Problem("the forecast", None, None, None, "at least one row")])
    unknown = sorted(set(forecast["queue"]) - {queue.id for queue in queues})
    if unknown:
        known = ", ".join(queue.id for queue in queues)
        raise ConfigError(
            f"The forecast has queue {', '.join(unknown)}, site.toml only {known}; add a [[queue]] for it"
        )
    lost = combined_shrinkage(shrinkage)
    parts, added = [], []
    for queue in queues:
        check_goal(queue)
        rows = forecast[forecast["queue"] == queue.id].sort_values("interval_start")
        if rows.empty:
            continue
        if queue.goal.max_backlog_h is None:
            parts.append(live_rows(queue, rows, lost, interval_min))
            added += uncertainty_notes(queue, rows, parts[-1], lost, interval_min)
        else:
            parts.append(deferred_rows(queue, queue.goal.max_backlog_h, rows, lost, interval_min))
    together = pd.concat(parts).sort_values("interval_start", kind="stable").reset_index(drop=True)
    notes = [note for queue in queues for note in goal_notes(queue, bool((forecast["queue"] == queue.id).any()))]
    frame = checked(Requirement, together[list(Requirement.to_schema().columns)])
    return RequirementOutcome(frame, (*notes, *added))


def check_goal(queue: Queue) -> None:
    """Raise ConfigError where the queue's goals cannot set a requirement."""
    goal = queue.goal
    if goal.max_backlog_h is None:
        if goal.response_rate is goal.service_level is goal.max_asa_s is goal.max_occupancy is None:
            wants = "max_backlog_h" if queue.channel in DEFERRED_CHANNELS else "response_rate"
            raise ConfigError(
                f"Queue {queue.id} has no goal, so nothing says how many agents it needs; "
                f"give one under [queue.goal] in site.toml, for example {wants}."
            )
        return
    if queue.channel not in DEFERRED_CHANNELS:
        raise ConfigError(
            f"Queue {queue.id} is {queue.channel} with max_backlog_h {goal.max_backlog_h:g}, but only "
            f"{', '.join(sorted(DEFERRED_CHANNELS))} can wait for hours; take it out or change the channel."
        )
    if goal.service_level is not None or goal.max_asa_s is not None:
        given = "service_level" if goal.service_level is not None else "max_asa_s"
        raise ConfigError(
            f"Queue {queue.id} has max_backlog_h and {given}: its work is either placed within hours or answered "
            f"within seconds; keep one of the two."
        )


def goal_notes(queue: Queue, is_forecast: bool) -> list[str]:
    """What the requirement does differently from what the queue's goal asks, in sentences."""
    goal, notes = queue.goal, []
    if not is_forecast:
        notes.append(f"Queue {queue.id} is not in the forecast and gets no agents.")
    if goal.scope != "interval" and goal.max_backlog_h is None:
        notes.append(f"Queue {queue.id}: its goals hold in every interval, which is more than over a {goal.scope}.")
    if goal.assurance is not None:
        notes.append(f"Queue {queue.id}: its goals hold on average, not yet with the assurance of {goal.assurance:g}.")
    return notes


def live_rows(queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int) -> pd.DataFrame:
    """Least agents by Erlang A with the queue's patience, Erlang C without; 0 where nothing is offered.

    An agent with concurrency c is c servers, each busy for a contact's aht_s as measured beside other contacts: the
    slots are the least for all goals, agents = ceil(slots / c), and the figures are those of agents x c slots. Where
    the forecast's band says that the rate is uncertain, shares hold, and are given, on average over it.
    """
    goal = queue.goal
    offered, aht_s = rows["offered"].to_numpy(float), rows["aht_s"].to_numpy(float)
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


def deferred_rows(
    queue: Queue, backlog_h: float, rows: pd.DataFrame, shrinkage: float, interval_min: int
) -> pd.DataFrame:
    """Agents that work every contact within max_backlog_h of its coming in; every offered contact is answered.

    `asa_s` is the mean wait of the contacts that come in during the interval; a service level in seconds has no
    meaning here. Handling c contacts at once, an agent works one in aht_s / c.
    """
    occupancy = queue.goal.max_occupancy or DEFERRED_OCCUPANCY
    offered = rows["offered"].to_numpy(float)
    start_min = (rows["interval_start"] - rows["interval_start"].min()) / pd.Timedelta(minutes=1)
    work_s = offered * rows["aht_s"].to_numpy(float) / queue.concurrency
    flow = WorkFlow(start_min.to_numpy(float), work_s, interval_min)
    placement = place_work(flow, 60 * backlog_h, occupancy, shrinkage)
    mean_wait_s, _ = mean_waits_s(flow, placement)
    present_s = placement.agents * (1 - shrinkage) * interval_min * 60
    worked_s = np.diff(placement.done_s, prepend=0.0)
    return rows[["interval_start", "queue"]].assign(
        agents=placement.agents,
        response_rate=np.where(offered > 0, 1.0, np.nan),
        service_level=np.nan,
        asa_s=mean_wait_s,
        occupancy=np.divide(worked_s, present_s, out=np.full(len(rows), np.nan), where=present_s > 0),
        binding=np.where((offered > 0) | (placement.agents > 0), "backlog", "none").astype(object),
    )
