"""From a call history to clean series: what is missing, doubled, closed or broken is found and recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from domain.frames import CallHistory, checked
from forecasting.day_table import ORDINARY, day_table, history_days
from forecasting.open_hours import listed_hours, open_hours
from forecasting.outages import outages
from forecasting.series import Floats, QueueSeries, Truths, Whole
from forecasting.wall_clock import WallClock, on_wall_clock

CHANGE_COLUMNS = ("queue", "interval_start", "what", "was", "now")
COUNTS = ("offered", "answered", "abandoned")

QUIET_DAY = 20.0

DUPLICATED = "duplicated interval: the last row counts"
DOUBLE_HOUR = "clock change: the hour came twice, its mean counts"
CLOSED_INTERVAL = "contacts outside the open hours"
SHUT_DAY = "shut day: no contact although its weekday is open"
ABSENT_DAY = "absent day"
MISSING = "missing interval"
OUTAGE = "outage: no contact where many were due"
EVENT = "known event"
INCOMPLETE = "incomplete interval: fewer steps than usual at this time of week"


@dataclass(frozen=True, slots=True, eq=False)
class CleanQueue:
    """A queue's series for the models and the record of what was changed (`now` NaN: unknown to the models)."""

    series: QueueSeries
    changes: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Aggregated:
    """A history in the site's interval, and the intervals that could not be summed."""

    history: DataFrame[CallHistory]
    changes: pd.DataFrame


def no_changes() -> pd.DataFrame:
    """An empty record of changes."""
    return pd.DataFrame({column: [] for column in CHANGE_COLUMNS})


def joined_changes(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several records as one, by queue and time."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return no_changes()
    return pd.concat(filled, ignore_index=True).sort_values(["queue", "interval_start", "what"], ignore_index=True)


def history_step_min(history: pd.DataFrame) -> int:
    """The most common distance of two successive rows of a queue, in minutes."""
    gaps_s = _gaps_s(history)
    if gaps_s is None:  # not queue after queue, each by time
        gaps_s = _gaps_s(history.sort_values(["queue", "interval_start"]))
    if gaps_s is None or len(gaps_s) == 0:
        raise ForecastError("The history holds one interval a queue; a forecast needs two weeks of intervals.")
    return int(pd.Series(gaps_s).mode().min() // 60)


def _gaps_s(history: pd.DataFrame) -> Whole | None:
    """Seconds from each row to the next of its queue; None where the rows do not come queue by queue and by time."""
    codes = pd.factorize(history["queue"])[0]
    together = np.diff(codes) == 0
    gaps = np.diff(history["interval_start"].dt.as_unit("s").astype("int64").to_numpy())[together]
    in_order = (~together).sum() == codes.max(initial=-1) and (gaps >= 0).all()
    return gaps if in_order else None


def without_duplicates(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows with every queue and interval once, the later row counting, and the record of what was dropped."""
    repeated = rows.duplicated(["queue", "interval_start"], keep="last")
    kept = rows[~repeated].sort_values(["queue", "interval_start"], ignore_index=True)
    dropped = rows[repeated]
    now = dropped.merge(kept, on=["queue", "interval_start"], how="left", suffixes=("_was", ""))["offered"]
    changes = pd.DataFrame(
        {
            "queue": dropped["queue"].to_numpy(),
            "interval_start": dropped["interval_start"].array,
            "what": DUPLICATED,
            "was": dropped["offered"].to_numpy(),
            "now": now.to_numpy(),
        }
    )
    return kept, changes


def aggregate_to_interval(history: pd.DataFrame, interval_min: int) -> Aggregated:
    """The history summed to intervals of `interval_min`; handling time is weighted by contacts.

    An interval with fewer steps than its time of week usually has is left out and recorded: half a sum is no count.
    (A desk that shuts at 21:05 has one five-minute step in its last half hour, every day: that is complete.)
    """
    stamps = history["interval_start"]
    past = pd.to_timedelta((stamps.dt.hour * 60 + stamps.dt.minute) % interval_min, unit="min")
    start = stamps - past - pd.to_timedelta(stamps.dt.second, unit="s")
    keys = [history["queue"], start.rename("interval_start")]
    counts = history[list(COUNTS)].groupby(keys).sum(min_count=1)
    contacts = history["answered"].fillna(history["offered"]).where(history["aht_s"].notna())
    handled = (contacts * history["aht_s"]).groupby(keys).sum(min_count=1)
    weight = contacts.groupby(keys).sum(min_count=1)
    plain = history["aht_s"].groupby(keys).mean()
    counts["aht_s"] = (handled / weight.where(weight > 0)).fillna(plain.where(weight > 0))
    steps = history["offered"].groupby(keys).size()
    return _without_incomplete(counts, steps)


def _without_incomplete(sums: pd.DataFrame, steps: pd.Series) -> Aggregated:
    summed = sums.reset_index()[["interval_start", "queue", *COUNTS, "aht_s"]]
    summed = summed.sort_values(["queue", "interval_start"], ignore_index=True)
    count = steps.reset_index(name="steps").sort_values(["queue", "interval_start"])["steps"].to_numpy()
    stamps = summed["interval_start"]
    time_of_week = [summed["queue"], stamps.dt.day_of_week, stamps.dt.hour * 60 + stamps.dt.minute]
    usual = pd.Series(count).groupby(time_of_week).transform("median")
    partial = count < usual.to_numpy()
    left_out = summed[partial]
    changes = pd.DataFrame(
        {
            "queue": left_out["queue"].to_numpy(),
            "interval_start": left_out["interval_start"].array,
            "what": INCOMPLETE,
            "was": left_out["offered"].to_numpy(),
            "now": np.nan,
        }
    )
    return Aggregated(checked(CallHistory, summed[~partial].reset_index(drop=True)), changes)


def clean_queue(
    rows: pd.DataFrame, interval_min: int, before: date, calendar: DemandCalendar | None = None
) -> CleanQueue:
    """The series of one queue's rows before a day, and every change made.

    Nothing is filled in: what is not known stays unknown to the models. `rows` are of one queue, in any order. With the
    calendar, hours without contacts on and around holidays are believed: a desk may open late then.
    """
    single, doubled = without_duplicates(rows[rows["interval_start"].dt.tz_localize(None) < pd.Timestamp(before)])
    if single.empty:
        raise ForecastError(f"Queue {rows['queue'].iloc[0]} has no history before {before}; load its history first.")
    clock = on_wall_clock(single, interval_min)
    listed = listed_hours(clock)
    series = QueueSeries(
        queue=str(single["queue"].iloc[0]),
        first=clock.first,
        interval_min=interval_min,
        offered=clock.offered,
        is_open=open_hours(clock),
        listed=listed,
        shut=np.zeros(len(clock.offered), dtype=bool),
        absent=np.zeros(len(clock.offered), dtype=bool),
    )
    notes = [_note(series, clock, clock.passages > 1, DOUBLE_HOUR, clock.summed, clock.offered)]
    cleaned, more = _cleaned(series, clock, calendar)
    return CleanQueue(cleaned, joined_changes([doubled, *notes, *more]))


def _cleaned(
    series: QueueSeries, clock: WallClock, calendar: DemandCalendar | None
) -> tuple[QueueSeries, list[pd.DataFrame]]:
    """The series with what is outside open hours, shut, absent or broken made unknown, and the record of each step."""
    is_open = series.open_by_day
    offered = np.where(is_open, series.offered, np.nan)
    known = ~np.isnan(offered)
    opens, seen = is_open.any(axis=1), known.any(axis=1)
    absent = opens & ~seen
    shut = opens & seen & (np.nansum(offered, axis=1) <= _few(offered))
    still_known = np.where(shut[:, None], np.nan, offered)
    broken = outages(still_known, series.weekdays)
    if calendar is not None:
        broken &= (day_table(calendar, history_days(series)).classes == ORDINARY)[:, None]
    due = is_open & clock.exists
    notes = [
        _note(series, clock, ~is_open & (series.offered > 0), CLOSED_INTERVAL, series.offered),
        _note(series, clock, due & absent[:, None], ABSENT_DAY, series.offered),
        _note(series, clock, known & shut[:, None], SHUT_DAY, series.offered),
        _note(series, clock, due & ~known & ~absent[:, None], MISSING, series.offered),
        _note(series, clock, broken, OUTAGE, series.offered),
    ]
    return replace(series, offered=np.where(broken, np.nan, still_known), shut=shut, absent=absent), notes


def _few(offered: Floats) -> float:
    """Contacts of a whole day that are too few for an open day: one in a hundred of the median day, rounded down.

    Strays reach a shut line. A line so quiet that an empty day is nothing special (median under twenty) is never shut
    by this.
    """
    totals = np.nansum(offered, axis=1)
    median = float(np.median(totals[totals > 0])) if (totals > 0).any() else 0.0
    return float(np.floor(median / 100)) if median >= QUIET_DAY else -1.0


def _note(
    series: QueueSeries, clock: WallClock, where: Truths, what: str, was: Floats, now: Floats | None = None
) -> pd.DataFrame:
    """The marked cells of a table of days by intervals as rows of the record of changes."""
    return change_rows(series.queue, clock.starts(where), what, was[where], None if now is None else now[where])


def change_rows(
    queue: str, starts: pd.DatetimeIndex, what: str, was: Floats, now: Floats | None = None
) -> pd.DataFrame:
    """Rows of the record of changes; without `now` the intervals became unknown."""
    return pd.DataFrame(
        {
            "queue": queue,
            "interval_start": starts,
            "what": what,
            "was": was,
            "now": np.nan if now is None else now,
        }
    )
