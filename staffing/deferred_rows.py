"""The requirement of a queue whose contacts may wait for hours: message, e-mail, social media."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.errors import ConfigError
from domain.site_config import Queue
from staffing.compiling import FloatArray
from staffing.deferred import Placement, WorkFlow, done_by_end, mean_waits_s, place_work
from staffing.prudent_work import prudent_factor

DEFERRED_OCCUPANCY = 0.9  # where a deferred queue names none (assumed): nobody writes answers without a pause
MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class DeferredPlan:
    """The requirement of a deferred queue, the work that comes in and that done in others' spare time, agent-seconds.

    `left_s` comes in when the queue will not be worked any more before the forecast ends.
    """

    rows: pd.DataFrame
    work_s: float
    spare_used_s: FloatArray
    left_s: float


def occupancy_of(queue: Queue) -> float:
    """Share of their time on the queue that agents of its own work."""
    return queue.goal.max_occupancy or DEFERRED_OCCUPANCY


def working_intervals(queue: Queue, stamps: pd.Series, interval_min: int) -> NDArray[np.bool_] | None:
    """Which intervals lie wholly within the queue's working hours, by local time; None where it is worked always."""
    if queue.works_from is None or queue.works_until is None:
        return None
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (queue.works_from, queue.works_until))
    since = (stamps.dt.hour * 60 + stamps.dt.minute - start) % MINUTES_A_DAY
    worked: NDArray[np.bool_] = (since + interval_min <= (end - start) % MINUTES_A_DAY).to_numpy()
    if not worked.any():
        raise ConfigError(
            f"Queue {queue.id} is worked from {queue.works_from} until {queue.works_until}, which holds no whole "
            f"interval of {interval_min} min of the forecast; give longer hours under [[queue]] in site.toml."
        )
    return worked


def mean_flow(queue: Queue, rows: pd.DataFrame, interval_min: int) -> WorkFlow:
    """The work that comes in on average. Handling c contacts at once, an agent works one in aht_s / c."""
    start_min = (rows["interval_start"] - rows["interval_start"].min()) / pd.Timedelta(minutes=1)
    work_s = rows["offered"].to_numpy(float) * rows["aht_s"].to_numpy(float) / queue.concurrency
    worked = working_intervals(queue, rows["interval_start"], interval_min)
    return WorkFlow(start_min.to_numpy(float), work_s, interval_min, worked)


def deferred_plan(
    queue: Queue,
    backlog_h: float,
    rows: pd.DataFrame,
    shrinkage: float,
    interval_min: int,
    spare_s: FloatArray | None = None,
    uncertain: bool = True,
) -> DeferredPlan:
    """Agents that work every contact within max_backlog_h of its coming in, beside those who do it in spare time.

    They are planned for the p90 of the work that comes within the time that it may wait (`prudent_factor`; its mean
    where not `uncertain`); the figures are those of the mean. max_backlog_h is time on the wall's clock; where working
    hours are given, time within them.
    """
    mean, occupancy, backlog_min = mean_flow(queue, rows, interval_min), occupancy_of(queue), 60 * backlog_h
    factor = prudent_factor(rows, round(backlog_min / interval_min)) if uncertain else 1.0
    planned = WorkFlow(mean.start_min, mean.work_s * factor, interval_min, mean.is_worked)
    agents = place_work(planned, backlog_min, occupancy, shrinkage, spare_s).agents
    placement = Placement(agents, done_by_end(mean, agents, occupancy, shrinkage, spare_s))
    worked_s = np.diff(placement.done_s, prepend=0.0)
    spare_used_s = np.minimum(worked_s, 0.0 if spare_s is None else spare_s)
    return DeferredPlan(
        requirement_rows(rows, mean, placement, worked_s - spare_used_s, shrinkage),
        float(mean.work_s.sum()),
        spare_used_s,
        float(mean.work_s[mean.steps[-1] + 1 :].sum()),
    )


def requirement_rows(
    rows: pd.DataFrame, flow: WorkFlow, placement: Placement, own_s: FloatArray, shrinkage: float
) -> pd.DataFrame:
    """Rows of the requirement; every offered contact is answered.

    `asa_s` is the mean wait of the contacts that come in during the interval, unknown where some are left; a service
    level in seconds has no meaning here. `occupancy` is that of the queue's own agents, who work `own_s`.
    """
    offered, mean_wait_s = rows["offered"].to_numpy(float), mean_waits_s(flow, placement)[0]
    present_s = placement.agents * (1 - shrinkage) * flow.interval_min * 60
    return rows[["interval_start", "queue"]].assign(
        agents=placement.agents,
        response_rate=np.where(offered > 0, 1.0, np.nan),
        service_level=np.nan,
        asa_s=mean_wait_s,
        occupancy=np.divide(own_s, present_s, out=np.full(len(rows), np.nan), where=present_s > 0),
        binding=np.where((offered > 0) | (placement.agents > 0), "backlog", "none").astype(object),
    )
