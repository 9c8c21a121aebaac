"""What a simulation found as rows: by interval, and by day, by week and over the window, with percentiles."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.goal_scopes import scope_of_each
from domain.site_config import Queue
from pipeline.simulate_window import TimeLine
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.figures import Figure, by_day, figures, percentiles
from staffing.simulation.simulated import SimulatedSite

SLACK, SLACK_S = 1e-9, 1e-3  # contacts and seconds: a goal met but for rounding is met
SCOPES = ("day", "week", "window")
TIMES = ("", "_p10", "_p50", "_p90")
STAMP_OF = {"day": "date", "week": "week", "window": "window"}


def interval_rows(found: SimulatedSite, queues: Sequence[Queue], line: TimeLine) -> pd.DataFrame:
    """Means over replications of every interval in order of time, then of the queues; p10 and p90 beside.

    `backlog` counts contacts of deferred queues that are open at its end, `backlog_age_h` is the age of the oldest.
    """
    every = figures(found)
    age_h = found.backlog_age_s / 3600
    columns = {
        "interval_start": np.repeat(line.starts, len(queues)),
        "queue": np.tile([queue.id for queue in queues], len(line.starts)),
        "offered": column(every.offered),
        "answered": column(every.answered),
        **spread(every.response_rate, "response_rate", ("", "_p10", "_p90")),
        "attempts": column(found.attempts.mean(axis=0)),
        "response_rate_by_attempt": column(every.attempt_rate.mean),
        "service_level": column(every.service_level.mean),
        "asa_s": column(every.asa_s.mean),
        "occupancy": column(every.occupancy.mean),
        "occupancy_with_deferred": column(busy_in_all(found, np.arange(len(line.starts)))),
        "backlog": column(of_deferred(found.backlog.mean(axis=0), queues)),
        "backlog_age_h": column(of_deferred(age_h.mean(axis=0), queues)),
        "backlog_age_h_p90": column(of_deferred(percentiles(age_h, (0.9,))[0], queues)),
    }
    return pd.DataFrame(columns)


def scope_rows(
    found: SimulatedSite, queues: Sequence[Queue], line: TimeLine, scope: str, week_start_weekday: int
) -> pd.DataFrame:
    """Every day, every week of the site or the window: means, percentiles over replications, share that met all goals.

    It is named by its first day in the forecast and says how many days it has. `backlog_age_h` is the greatest age
    that a contact had at the end of an interval.
    """
    part = part_of(line, scope, week_start_weekday)
    every, days = figures(found, part), pd.Series(line.starts.tz_localize(None).normalize())
    oldest_h = greatest(found.backlog_age_s, part) / 3600
    of_part, parts = days.groupby(part), int(part.max()) + 1
    columns = {
        STAMP_OF[scope]: np.repeat(of_part.min().to_numpy(), len(queues)),
        "days": np.repeat(of_part.nunique().to_numpy(), len(queues)),
        "queue": np.tile([queue.id for queue in queues], parts),
        **counted(found.offered, part, "offered"),
        **counted(found.answered, part, "answered"),
        **spread(every.response_rate, "response_rate"),
        "response_rate_half_width": column(every.response_rate.half_width),
        "attempts": column(by_day(found.attempts, part).mean(axis=0)),
        **spread(every.attempt_rate, "response_rate_by_attempt"),
        **spread(every.service_level, "service_level"),
        **spread(every.asa_s, "asa_s"),
        **spread(every.occupancy, "occupancy"),
        "occupancy_with_deferred": column(busy_in_all(found, part)),
        "backlog_age_h": column(of_deferred(oldest_h.mean(axis=0), queues)),
        "backlog_age_h_p90": column(of_deferred(percentiles(oldest_h, (0.9,))[0], queues)),
        "goals_met": column(goals_met(found, queues, part).mean(axis=0)),
    }
    return pd.DataFrame(columns)


def part_of(line: TimeLine, scope: str, week_start_weekday: int) -> IntArray:
    """The number of the day, the week or the window that each interval lies in."""
    return scope_of_each(pd.Series(line.starts), scope, week_start_weekday)


def column(values: FloatArray) -> FloatArray:
    """Values by queue and time as a column, in the order of time."""
    return values.T.reshape(-1)


def spread(figure: Figure, name: str, parts: Sequence[str] = TIMES) -> dict[str, FloatArray]:
    """The mean of a figure and its percentiles as columns."""
    found = {"": figure.mean, "_p10": figure.p10, "_p50": figure.p50, "_p90": figure.p90}
    return {name + part: column(found[part]) for part in parts}


def counted(counts: IntArray, part: IntArray, name: str) -> dict[str, FloatArray]:
    """The mean of a count and its percentiles as columns."""
    whole = by_day(counts, part)
    found = [whole.mean(axis=0), *percentiles(whole, (0.1, 0.5, 0.9))]
    return {name + which: column(values) for which, values in zip(TIMES, found, strict=True)}


def busy_in_all(found: SimulatedSite, part: IntArray) -> FloatArray:
    """The share of their time on the queue that agents are busy, with what they lend to deferred queues."""
    busy_s, there_s = (by_day(seconds, part).mean(axis=0) for seconds in (found.busy_s + found.lent_s, found.at_work_s))
    shares: FloatArray = np.full(busy_s.shape, np.nan)
    return np.divide(busy_s, there_s, out=shares, where=there_s > 0)


def of_deferred(values: FloatArray, queues: Sequence[Queue]) -> FloatArray:
    """The values of deferred queues; NaN for the others, where nothing is told."""
    deferred = np.array([queue.goal.max_backlog_h is not None for queue in queues])
    return np.where(deferred[:, None], values, np.nan)


def greatest(values: FloatArray, part: IntArray) -> FloatArray:
    """The greatest value over the intervals of each part, in the last axis."""
    first = np.flatnonzero(np.diff(part, prepend=-1))
    found: FloatArray = np.maximum.reduceat(values, first, axis=-1)
    return found


def goals_met(found: SimulatedSite, queues: Sequence[Queue], part: IntArray) -> FloatArray:
    """1 where all goals of the queue were met over the part, else 0, by replication, queue and part."""
    met = np.ones(by_day(found.offered, part).shape, dtype=bool)
    for place, kept in enumerate(goals_kept(found, queues, part)):
        for holds in kept.values():
            met[:, place] &= holds
    return met.astype(float)


def goals_kept(found: SimulatedSite, queues: Sequence[Queue], part: IntArray) -> list[dict[str, NDArray[np.bool_]]]:
    """Whether each goal of each queue was met over the part, by replication and part.

    Where callers call again the response rate that is the goal is that by attempt, as in the requirement. Deferred
    work: everything finished within max_backlog_h, but for what was not due at the end.
    """
    judged, answered, attempts, attempts_answered, in_time, wait_s, busy_s, at_work_s = (
        by_day(counts, part)
        for counts in (
            found.judged, found.answered, found.attempts, found.attempts_answered, found.in_time, found.wait_s,
            found.busy_s, found.at_work_s,
        )
    )  # fmt: skip
    every = []
    for n, queue in enumerate(queues):
        goal, kept = queue.goal, dict[str, NDArray[np.bool_]]()
        if goal.response_rate is not None:
            by_attempt = queue.redial_share is not None
            share_of, whole = (attempts_answered, attempts) if by_attempt else (answered, judged)
            kept["response_rate"] = share_of[:, n] >= goal.response_rate * whole[:, n] - SLACK
        if goal.service_level is not None:
            kept["service_level"] = in_time[:, n] >= goal.service_level * judged[:, n] - SLACK
        if goal.max_backlog_h is not None:
            kept["max_backlog_h"] = in_time[:, n] >= judged[:, n] - SLACK
        if goal.max_asa_s is not None:
            kept["max_asa_s"] = wait_s[:, n] <= goal.max_asa_s * answered[:, n] + SLACK_S
        if goal.max_occupancy is not None:
            kept["max_occupancy"] = busy_s[:, n] <= goal.max_occupancy * at_work_s[:, n] + SLACK_S
        every.append(kept)
    return every
