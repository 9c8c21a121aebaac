"""What agents answer in the intervals of a scenario: curves near the requirement, or near another use of the people."""

import numpy as np
import pandas as pd

from domain.site_config import SiteConfig
from pipeline.scenario_laid import Laid, Scene, local_time
from staffing.contacts_bought.curve_frame import contacts_curve


def curve_near(scene: Scene, laid: Laid, moments: set[pd.Timestamp], near: pd.DataFrame | None = None) -> pd.DataFrame:
    """Contacts answered by number of agents, in the intervals of these moments (local).

    They are true near the requirement, or near another use of the people: interval_start, queue and agents.
    """
    wanted = local_time(laid.forecast["interval_start"]).isin(moments)
    kept = local_time(laid.needed.frame["interval_start"]).isin(moments).to_numpy()
    needed = laid.needed.frame[kept].reset_index(drop=True)
    held = laid.needed.in_reserve[kept] / np.maximum(needed["agents"].to_numpy(float), 1)
    if near is not None:
        needed = needed.assign(agents=_agents_near(needed, near, laid.config))
    curve = contacts_curve(
        laid.forecast[wanted].reset_index(drop=True), laid.config.queue, laid.config.shrinkage,
        scene.site.interval_min, needed, held * np.maximum(needed["agents"].to_numpy(float), 1),
    )  # fmt: skip
    return curve.assign(interval_start=local_time(curve["interval_start"]))


def _agents_near(needed: pd.DataFrame, near: pd.DataFrame, config: SiteConfig) -> "pd.Series[int]":
    """The agents of another use in the order of the requirement; of queues whose contacts may wait, those required."""
    live = {queue.id for queue in config.queue if queue.goal.max_backlog_h is None}
    place = pd.MultiIndex.from_arrays([local_time(needed["interval_start"]), needed["queue"]])
    found = near.set_index(["interval_start", "queue"])["agents"].reindex(place).round().to_numpy(float)
    is_used = needed["queue"].isin(live) & ~np.isnan(found)
    return needed["agents"].where(~is_used, pd.Series(np.nan_to_num(found), index=needed.index)).astype(int)
