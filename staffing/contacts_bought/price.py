"""The price of a goal: agents at work for response rates from 90% to 100%.

At 100% a queue would need agents without end, for patience is random and some leave within a second: there `EVERYBODY`
stands for all, 99.95%, all but one contact in 2,000.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd

from domain.site_config import Queue
from staffing.compiling import IntArray
from staffing.contacts_bought.curves import EVERYBODY
from staffing.contacts_bought.scope_rows import scope_curves, scope_rows
from staffing.live_rows import live_rows

RESPONSE_RATES = tuple(half / 200 for half in range(180, 201))  # 90% to 100% by half points
MIDDLE = 0.95  # the rate around whose plan the curves are true


def agents_by_rate(
    queue: Queue,
    rows: pd.DataFrame,
    shrinkage: float,
    interval_min: int,
    week_start_weekday: int,
    rates: Sequence[float] = RESPONSE_RATES,
    jobs: int = 1,
) -> list[IntArray]:
    """Agents at work in every interval for each of the rates, over the queue's scope, beside its other goals.

    The rates are spread over so many threads.
    """
    found = _agents_at(queue, rows, shrinkage, interval_min, week_start_weekday)
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(found, rates))


def _agents_at(
    queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int, week_start_weekday: int
) -> Callable[[float], IntArray]:
    """Agents by interval as a function of the response rate; what is the same for all rates is worked out once."""
    if queue.goal.scope == "interval":
        return lambda rate: _agents(live_rows(_at_rate(queue, rate), rows, shrinkage, interval_min))
    curves = scope_curves(_at_rate(queue, MIDDLE), rows, shrinkage, interval_min)

    def over_scope(rate: float) -> IntArray:
        at_rate = _at_rate(queue, rate)
        needed = scope_rows(
            at_rate, rows, shrinkage, interval_min, week_start_weekday=week_start_weekday, curves=curves
        )
        return _agents(needed)

    return over_scope


def _at_rate(queue: Queue, rate: float) -> Queue:
    goal = queue.goal.model_copy(update={"response_rate": min(rate, EVERYBODY)})
    return queue.model_copy(update={"goal": goal})


def _agents(needed: pd.DataFrame) -> IntArray:
    return needed["agents"].to_numpy(np.int64)
