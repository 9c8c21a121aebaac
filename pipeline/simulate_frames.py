"""What a simulation found as rows: by interval, by day, and each queue in a line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.site_config import Queue
from pipeline.simulate_window import TimeLine
from staffing.compiling import FloatArray
from staffing.simulation.figures import Figure, SimulatedFigures, by_day, figures, percentiles
from staffing.simulation.simulated import Simulated

SLACK = 1e-9  # a goal met but for rounding is met


@dataclass(frozen=True, slots=True)
class QueueOutcome:
    """A queue over the whole window; NaN where there is nothing to tell.

    `response_rate_p10` is that of the tenth worst of a hundred days; `intervals_short` counts intervals whose mean
    response rate is below the goal by more than chance; `days_met` is the share of days on which all goals were met.
    """

    queue: str
    offered: float
    answered: float
    response_rate: float
    response_rate_p10: float
    service_level: float
    asa_s: float
    occupancy: float
    intervals_short: int
    days_met: float


def interval_rows(found: Simulated, queues: Sequence[Queue], line: TimeLine) -> pd.DataFrame:
    """Means over replications of every interval in order of time, then of the site's queues; p10 and p90 beside."""
    every = figures(found)
    rows = rows_of(every, queues, line.starts, "interval_start")
    chosen = ["response_rate", "response_rate_p10", "response_rate_p90", "service_level", "asa_s", "occupancy"]
    return rows[["interval_start", "queue", "offered", "answered", *chosen]]


def day_rows(found: Simulated, queues: Sequence[Queue], line: TimeLine) -> pd.DataFrame:
    """The same of every day, with more percentiles, and the share of simulated days on which all goals were met."""
    days = pd.DatetimeIndex(pd.Series(line.starts.tz_localize(None).normalize()).unique())
    rows = rows_of(figures(found, line.day), queues, days, "date")
    return rows.assign(goals_met=goals_met(found, queues, line).mean(axis=0).T.reshape(-1))


def rows_of(every: SimulatedFigures, queues: Sequence[Queue], stamps: pd.DatetimeIndex, name: str) -> pd.DataFrame:
    """A row for each time and queue."""

    def column(values: FloatArray) -> FloatArray:
        return values.T.reshape(-1)

    def spread(figure: Figure, what: str) -> dict[str, FloatArray]:
        parts = {"": figure.mean, "_p10": figure.p10, "_p50": figure.p50, "_p90": figure.p90}
        return {what + part: column(values) for part, values in parts.items()}

    columns = {
        name: np.repeat(stamps.to_numpy() if stamps.tz is None else stamps, len(queues)),
        "queue": np.tile([queue.id for queue in queues], len(stamps)),
        "offered": column(every.offered),
        "answered": column(every.answered),
        **spread(every.response_rate, "response_rate"),
        **spread(every.service_level, "service_level"),
        "asa_s": column(every.asa_s.mean),
        "occupancy": column(every.occupancy.mean),
    }
    return pd.DataFrame(columns)


def goals_met(found: Simulated, queues: Sequence[Queue], line: TimeLine) -> FloatArray:
    """1 where all goals of the queue were met over the day, else 0, by replication, queue and day.

    Deferred work: everything finished within max_backlog_h, and the response rate where one is asked for.
    """
    offered, answered, in_time, wait_s = (
        by_day(counts, line.day) for counts in (found.offered, found.answered, found.in_time, found.wait_s)
    )
    busy_s, at_work_s = by_day(found.busy_s, line.day), by_day(found.at_work_s, line.day)
    met = np.ones(offered.shape, dtype=bool)
    for place, queue in enumerate(queues):
        goal, all_in_time = queue.goal, queue.goal.max_backlog_h is not None
        own = offered[:, place]
        met[:, place] &= answered[:, place] >= (goal.response_rate or 0.0) * own - SLACK
        met[:, place] &= in_time[:, place] >= (1.0 if all_in_time else goal.service_level or 0.0) * own - SLACK
        if goal.max_asa_s is not None:
            met[:, place] &= wait_s[:, place] <= goal.max_asa_s * answered[:, place] + SLACK
        if goal.max_occupancy is not None:
            met[:, place] &= busy_s[:, place] <= goal.max_occupancy * at_work_s[:, place] + SLACK
    return met.astype(float)


def day_rates(found: Simulated, line: TimeLine) -> FloatArray:
    """The response rate of each simulated day, by replication, queue and day; NaN where nothing was offered."""
    offered, answered = (by_day(counts, line.day) for counts in (found.offered, found.answered))
    rates: FloatArray = np.full(offered.shape, np.nan)
    return np.divide(answered, offered, out=rates, where=offered > 0)


def tenth_worst(rates: FloatArray) -> float:
    """The rate that one day in ten stays below."""
    return float(percentiles(rates.reshape(-1, 1), (0.1,))[0][0])


def outcomes(found: Simulated, queues: Sequence[Queue], line: TimeLine) -> tuple[QueueOutcome, ...]:
    """Each queue over the whole window."""
    whole, by_day_of = figures(found, np.zeros_like(line.day)), day_rates(found, line)
    every, met = figures(found).response_rate, goals_met(found, queues, line)
    rows = []
    for place, queue in enumerate(queues):
        short = every.mean[place] + every.half_width[place] < (queue.goal.response_rate or 0.0)
        rows.append(
            QueueOutcome(
                queue=queue.id,
                offered=float(whole.offered[place, 0]),
                answered=float(whole.answered[place, 0]),
                response_rate=float(whole.response_rate.mean[place, 0]),
                response_rate_p10=tenth_worst(by_day_of[:, place]),
                service_level=float(whole.service_level.mean[place, 0]),
                asa_s=float(whole.asa_s.mean[place, 0]),
                occupancy=float(whole.occupancy.mean[place, 0]),
                intervals_short=int(short.sum()),
                days_met=float(met[:, place].mean()),
            )
        )
    return tuple(rows)
