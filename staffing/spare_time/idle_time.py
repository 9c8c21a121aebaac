"""How long agents of a live queue stand idle, and what of that may go to deferred work.

Of n agents on a queue that carries a erlangs, n - a are idle on average; a is taken at the p90 of its rate. A contact
that is live never waits for a message: whoever is needed puts it aside and takes it up again when nobody waits, so a
queue is answered as if there were no messages. How busy live and deferred contacts together may keep an agent is a goal
of the deferred queue (`loans`). Only queues whose agents hold one contact at a time lend.
"""

import numpy as np
import pandas as pd

from staffing.compiling import FloatArray
from staffing.prudent_work import P90_DEVIATIONS
from staffing.shrinkage import on_queue
from staffing.spare_time.lenders import NIGHT_H, SkillGroup
from staffing.spare_time.loans import Lender
from staffing.uncertain_load import rate_variance


def idle_share(rows: pd.DataFrame, needed: pd.DataFrame, agents: FloatArray) -> FloatArray:
    """Share of their time that the queue's agents are without a live contact, at the p90 of its rate."""
    deviation = np.sqrt(rate_variance(rows["offered"], rows["p10"], rows["p90"]))
    occupancy = np.nan_to_num(needed["occupancy"].to_numpy(float)) * (1 + P90_DEVIATIONS * deviation)
    return np.where(agents > 0, np.maximum(1 - occupancy, 0.0), 0.0)


def lenders_of(
    groups: list[SkillGroup], rows: pd.DataFrame, needed: pd.DataFrame, shrinkage: float, interval_min: int
) -> list[Lender]:
    """What each group of one live queue can lend; `rows` of its forecast and `needed` of its requirement side by side.

    Of n agents a group of share s counts as floor(n s) people, so a queue of few at night lends nothing by fractions.
    """
    agents = on_queue(needed["agents"], shrinkage).astype(np.float64)
    idle = idle_share(rows, needed, agents)
    stamps = pd.DatetimeIndex(needed["interval_start"])
    is_night = (stamps.hour >= NIGHT_H[0]) | (stamps.hour < NIGHT_H[1])
    lenders = []
    for group in groups:
        share = np.where(is_night, group.night_share, group.day_share)
        there_s = np.floor(agents * share + 1e-9) * interval_min * 60
        lenders.append(Lender(group, pd.Series(there_s, index=stamps), pd.Series(idle * there_s, index=stamps)))
    return lenders
