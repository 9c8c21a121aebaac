"""The site's reserve for recovery after abuse, added to the agents of every queue."""

import numpy as np
import pandas as pd

from domain.site_config import Recovery
from staffing.compiling import FloatArray, IntArray
from staffing.recovery import reserve, share_out, shared_fairly


def out_shares(recovery: Recovery, hours: IntArray) -> FloatArray:
    """The share of an agent's time that is spent in recovery, by hour of the day 0-23; weights count by their mean."""
    usual = share_out(recovery.events_per_agent_month, recovery.minutes)
    if recovery.by_hour is None:
        return np.full(hours.shape, usual)
    weights = np.array(recovery.by_hour)
    return usual * (weights / weights.mean())[hours]


def with_recovery(
    needed: pd.DataFrame, recovery: Recovery | None, interval_min: int
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The requirement with the reserve added to `agents`, and what it takes in a sentence; as it was without one.

    The team is everybody needed at work in an interval, on any queue: it is out together, so the quantile is that of
    the whole, and it is shared over the queues by their agents. What the agents are expected to reach stays: nobody
    counts on those in reserve.
    """
    if recovery is None:
        return needed, ()
    by_queue = needed.pivot(index="interval_start", columns="queue", values="agents").fillna(0)
    by_queue = by_queue[needed["queue"].drop_duplicates().to_list()]
    agents = by_queue.to_numpy(np.float64)
    hours = pd.DatetimeIndex(by_queue.index).hour.to_numpy().astype(np.int64)
    held = reserve(agents.sum(axis=1).astype(np.int64), out_shares(recovery, hours), recovery.quantile)
    added = pd.DataFrame(shared_fairly(held, agents), index=by_queue.index, columns=by_queue.columns)
    row_of = by_queue.index.get_indexer(pd.Index(needed["interval_start"]))
    column_of = by_queue.columns.get_indexer(pd.Index(needed["queue"]))
    more = added.to_numpy()[row_of, column_of]
    note = (
        f"Recovery after abuse: {held.sum() * interval_min / 60:.1f} agent-hours of the requirement are in reserve: as "
        f"many as are out at once, not passed in {recovery.quantile:.0%} of moments. They are there for nothing else."
    )
    return needed.assign(agents=needed["agents"] + more), (note,)
