"""The contacts that `wfm simulate` simulates: the forecast on one time line, as streams."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frames import Forecast
from domain.site_config import Queue
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.model import Stream
from staffing.uncertain_load import rate_variance

SECONDS_AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Consecutive intervals of local time, and the number of the day, from 0, that each lies in."""

    starts: pd.DatetimeIndex
    interval_min: int
    day: IntArray

    @property
    def interval_s(self) -> float:
        """Length of an interval in seconds."""
        return 60.0 * self.interval_min

    def places(self, stamps: pd.Series) -> IntArray:
        """Which interval starts at each time; -1 where none does."""
        found: IntArray = np.asarray(self.starts.get_indexer(pd.DatetimeIndex(stamps)), dtype=np.int64)
        return found

    def days_at(self, seconds: FloatArray) -> IntArray:
        """The number of the day at so many seconds; the first and the last day go on before and behind the line."""
        found: IntArray = self.day[np.clip(seconds // self.interval_s, 0, self.day.size - 1).astype(np.int64)]
        return found

    def seconds(self, stamps: pd.Series) -> FloatArray:
        """Seconds from the first interval's start to each time."""
        since: FloatArray = np.asarray((stamps - self.starts[0]) / pd.Timedelta(seconds=1), dtype=np.float64)
        return since


def time_line(stamps: pd.Series, interval_min: int) -> TimeLine:
    """All intervals from the first to the last of the times, those between that are not among them included."""
    starts = pd.date_range(stamps.min(), stamps.max(), freq=pd.Timedelta(minutes=interval_min))
    off = ~stamps.isin(starts)
    if off.any():
        raise ConfigError(
            f"The forecast has an interval at {stamps[off].iloc[0]:%Y-%m-%d %H:%M}, which does not lie a whole number "
            f"of {interval_min} minutes after its first, {starts[0]:%Y-%m-%d %H:%M}; the site's interval_minutes and "
            f"the forecast's must agree."
        )
    dates = pd.Series(starts.date)
    return TimeLine(starts, interval_min, dates.factorize()[0].astype(np.int64))


def stream_of(queue: Queue, forecast: DataFrame[Forecast], line: TimeLine) -> tuple[Stream, FloatArray]:
    """The queue's contacts, and by interval the coefficient of variation of their rate as the forecast's band has it.

    Nothing is offered in intervals that the forecast does not have.
    """
    rows = forecast[forecast["queue"] == queue.id]
    places = line.places(rows["interval_start"])
    offered, cv = np.zeros(len(line.starts)), np.zeros(len(line.starts))
    aht_s = np.full(len(line.starts), queue.aht_s)
    offered[places], aht_s[places] = rows["offered"], rows["aht_s"]
    cv[places] = np.sqrt(rate_variance(rows["offered"], rows["p10"], rows["p90"]))
    goal = queue.goal
    backlog_s = None if goal.max_backlog_h is None else goal.max_backlog_h * SECONDS_AN_HOUR
    found = Stream(
        queue.id, offered, aht_s, queue.patience_s, goal.threshold_s, queue.concurrency, max_backlog_s=backlog_s
    )
    return found, cv


def local(naive: pd.Series, line: TimeLine) -> pd.Series:
    """Wall-clock times of a roster as times of the line; the first passage of an hour that comes twice."""
    first = np.ones(len(naive), dtype=bool)
    aware: pd.Series = naive.dt.tz_localize(line.starts.tz, ambiguous=first, nonexistent="shift_forward")
    return aware
