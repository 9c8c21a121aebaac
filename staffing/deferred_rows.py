"""The requirement of a queue whose contacts may wait for hours: message, e-mail, social media."""

import numpy as np
import pandas as pd

from domain.site_config import Queue
from staffing.deferred import WorkFlow, mean_waits_s, place_work

DEFERRED_OCCUPANCY = 0.9  # where a deferred queue names none (assumed): nobody writes answers without a pause


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
