"""What agents at work are expected to answer by interval, whoever chose their number: a roster, not a plan."""

import numpy as np
import pandas as pd

from domain.site_config import Queue
from staffing.compiling import FloatArray
from staffing.contacts_bought.intervals import plan_figures, queue_intervals, whole_agents


def expected_rate(
    queue: Queue, rows: pd.DataFrame, at_work: FloatArray, present: FloatArray, interval_min: int
) -> FloatArray:
    """The response rate of a queue that answers at once by interval, followed through time as the requirement is.

    `rows` are the queue's of a forecast in the order of time; of the agents at work there a share `present` is on the
    queue. That is seldom a whole number: the rate then lies straight between those of the whole numbers beside it.
    """
    of = queue_intervals(queue, rows, interval_min)
    fewer, part = whole_agents(at_work * present)
    low = np.nan_to_num(plan_figures(of, fewer).response_rate, nan=1.0)
    if not part.any():
        return np.where(fewer > 0, low, 0.0)
    low = np.where(fewer > 0, low, 0.0)
    high = np.nan_to_num(plan_figures(of, fewer + (part > 0)).response_rate, nan=1.0)
    mixed: FloatArray = np.where(part > 0, (1 - part) * low + part * high, low)
    return mixed
