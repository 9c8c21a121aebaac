"""The contacts that `wfm simulate` simulates: the forecast on one time line, as streams."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frames import Forecast
from domain.site_config import Queue
from staffing.by_skill.site_day import stream_of
from staffing.compiling import FloatArray, IntArray
from staffing.deferred_rows import working_intervals
from staffing.live_rows import live_traffic
from staffing.simulation.model import Stream
from staffing.through_time.rate_shape import rate_shape
from staffing.through_time.traffic import EDGE, extended
from staffing.uncertain_load import rate_variance

SECONDS_AN_HOUR = 3600
STRETCH_MIN = 5  # the rate runs through an interval in steps of five minutes


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Consecutive intervals of local time, and the number of the day, from 0, that each lies in.

    Before them go `lead` intervals that are simulated and not counted; times are told from the first of `starts`.
    """

    starts: pd.DatetimeIndex
    interval_min: int
    day: IntArray
    lead: int = EDGE

    @property
    def interval_s(self) -> float:
        """Length of an interval in seconds."""
        return 60.0 * self.interval_min

    @property
    def lead_s(self) -> float:
        """Seconds from the start of the lead to the first interval that counts."""
        return self.lead * self.interval_s

    @property
    def whole_day(self) -> IntArray:
        """The number of the day of every interval; the lead is of the first day's kind."""
        return np.concatenate([np.zeros(self.lead, dtype=np.int64), self.day])

    def places(self, stamps: pd.Series) -> IntArray:
        """Which interval starts at each time; -1 where none does."""
        found: IntArray = np.asarray(self.starts.get_indexer(pd.DatetimeIndex(stamps)), dtype=np.int64)
        return found

    def days_at(self, seconds: FloatArray) -> IntArray:
        """The number of the day at so many seconds; the first and the last day go on before and behind the line."""
        found: IntArray = self.day[np.clip(seconds // self.interval_s, 0, self.day.size - 1).astype(np.int64)]
        return found

    def hours_at(self, seconds: FloatArray) -> IntArray:
        """The hour of the day at so many seconds."""
        stamps = self.starts[0] + pd.to_timedelta(seconds, unit="s")
        return np.asarray(stamps.hour, dtype=np.int64)

    def seconds(self, stamps: pd.Series) -> FloatArray:
        """Seconds from the first interval's start to each time."""
        since: FloatArray = np.asarray((stamps - self.starts[0]) / pd.Timedelta(seconds=1), dtype=np.float64)
        return since


@dataclass(frozen=True, slots=True)
class Contacts:
    """A queue's contacts as a stream, by interval the coefficient of variation of their rate, and what went before.

    Of a live queue all have the lead in front: `before` names the intervals that stand for the last of it, from the
    front on. Of a deferred queue nothing has, for what came in before the forecast is taken as worked off.
    """

    stream: Stream
    cv: FloatArray
    before: IntArray


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


def contacts_of(queue: Queue, forecast: DataFrame[Forecast], line: TimeLine) -> Contacts:
    """The queue's contacts on the line; nothing is offered in intervals that the forecast does not have."""
    rows = forecast[forecast["queue"] == queue.id].sort_values("interval_start")
    deferred = queue.goal.max_backlog_h is not None
    return deferred_contacts(queue, rows, line) if deferred else live_contacts(queue, rows, line)


def deferred_contacts(queue: Queue, rows: pd.DataFrame, line: TimeLine) -> Contacts:
    """Contacts that wait for hours; as in the requirement they come evenly through each interval."""
    places, (offered, aht_s, cv) = line.places(rows["interval_start"]), blank(queue, len(line.starts))
    offered[places], aht_s[places] = rows["offered"], rows["aht_s"]
    cv[places] = np.sqrt(rate_variance(rows["offered"], rows["p10"], rows["p90"]))
    backlog_s = (queue.goal.max_backlog_h or 0.0) * SECONDS_AN_HOUR
    stream = Stream(queue.id, offered, aht_s, concurrency=queue.concurrency, max_backlog_s=backlog_s)
    return Contacts(stream, cv, np.zeros(0, dtype=np.int64))


def live_contacts(queue: Queue, rows: pd.DataFrame, line: TimeLine) -> Contacts:
    """Contacts that wait for seconds, as the requirement counts them.

    Their rate runs within an interval by `rate_shape`, in steps of five minutes; where the queue was open before the
    first interval, the intervals that the requirement takes for those before go into the lead.
    """
    longer, sources, own = extended(live_traffic(queue, rows, line.interval_min))
    stretches = max(1, line.interval_min // STRETCH_MIN)
    edges = np.tile(np.arange(stretches + 1) / stretches, (longer.offered.size, 1))
    shares = np.diff(rate_shape(longer).up_to(edges), axis=1)
    places = line.places(rows["interval_start"])
    count = own.start if places[0] == 0 else 0
    onto = np.concatenate([line.lead - count + np.arange(count), line.lead + places])
    of = slice(own.start - count, own.stop)
    offered, aht_s, cv = blank(queue, line.lead + len(line.starts))
    offered[onto], aht_s[onto] = longer.offered[of], rows["aht_s"].to_numpy(float)[sources[of]]
    cv[onto] = np.sqrt(longer.variance[of])
    shape = np.full((offered.size, stretches), 1 / stretches)
    shape[onto] = np.maximum(shares[of], 0.0)
    stream = replace(stream_of(queue, offered, aht_s), shape=shape / shape.sum(axis=1, keepdims=True))
    return Contacts(stream, cv, places[sources[:count]])


def blank(queue: Queue, intervals: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Contacts, handling time and scatter of so many intervals in which nothing comes."""
    return np.zeros(intervals), np.full(intervals, queue.aht_s), np.zeros(intervals)


def clock_of(queue: Queue, line: TimeLine) -> FloatArray:
    """The clock of a contact that waits at the edges of the intervals: on the wall, or within working hours alone."""
    worked = working_intervals(queue, pd.Series(line.starts), line.interval_min)
    runs = np.ones(len(line.starts)) if worked is None else worked.astype(np.float64)
    return np.concatenate([[0.0], np.cumsum(runs * line.interval_s)])


def local(naive: pd.Series, line: TimeLine) -> pd.Series:
    """Wall-clock times of a roster as times of the line; the first passage of an hour that comes twice."""
    first = np.ones(len(naive), dtype=bool)
    aware: pd.Series = naive.dt.tz_localize(line.starts.tz, ambiguous=first, nonexistent="shift_forward")
    return aware
