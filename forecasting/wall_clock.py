"""A queue's rows laid out on the wall clock, days by intervals, with clock changes resolved."""

from dataclasses import dataclass
from datetime import date, tzinfo

import numpy as np
import pandas as pd

from domain.errors import ForecastError
from forecasting.series import DAY_MIN, Floats, Truths, Whole


@dataclass(frozen=True, slots=True, eq=False)
class WallClock:
    """Counts by day and interval of the wall clock, NaN where there is no row.

    `passages` counts the rows of a cell: two in the hour that a clock change repeats, whose `summed` count and mean
    (`offered`) are both kept. `exists` is false in the hour that a clock change leaves out.
    """

    first: date
    interval_min: int
    offered: Floats
    summed: Floats
    passages: Whole
    stamps: pd.DatetimeIndex

    @property
    def exists(self) -> Truths:
        """Whether the wall clock ever shows the interval on that day."""
        return np.asarray(self.stamps.notna()).reshape(self.offered.shape)

    def starts(self, where: Truths) -> pd.DatetimeIndex:
        """The aware starts of the marked cells; of a doubled hour its first passage."""
        return self.stamps[where.ravel()]


def on_wall_clock(rows: pd.DataFrame, interval_min: int) -> WallClock:
    """One queue's rows (each interval once) by day and interval of local time, first to last day with a row."""
    local = rows["interval_start"].dt.tz_localize(None)
    midnight = local.dt.normalize()
    minute = ((local - midnight).dt.total_seconds() // 60).to_numpy(dtype=np.int64)
    _refuse_other_steps(rows, minute, interval_min)
    day = (midnight - midnight.min()).dt.days.to_numpy(dtype=np.int64)
    shape = (int(day.max()) + 1, DAY_MIN // interval_min)
    passages = np.zeros(shape, dtype=np.int64)
    summed = np.zeros(shape)
    np.add.at(passages, (day, minute // interval_min), 1)
    np.add.at(summed, (day, minute // interval_min), rows["offered"].to_numpy(dtype=float))
    summed[passages == 0] = np.nan
    first = midnight.min()
    return WallClock(
        first=first.date(),
        interval_min=interval_min,
        offered=summed / np.maximum(passages, 1),
        summed=summed,
        passages=passages,
        stamps=_stamps(first, shape, interval_min, rows["interval_start"].dt.tz),
    )


def _refuse_other_steps(rows: pd.DataFrame, minute: Whole, interval_min: int) -> None:
    off_step = minute % interval_min != 0
    if off_step.any():
        stamp = rows["interval_start"].iloc[int(np.flatnonzero(off_step)[0])]
        raise ForecastError(
            f"Queue {rows['queue'].iloc[0]} has an interval at {stamp:%Y-%m-%d %H:%M}, which is no multiple of"
            f" {interval_min} minutes; sum the history to that interval first, or name the interval it comes in."
        )


def _stamps(first: pd.Timestamp, shape: tuple[int, int], interval_min: int, zone: tzinfo) -> pd.DatetimeIndex:
    naive = pd.date_range(first, periods=shape[0] * shape[1], freq=f"{interval_min}min")
    return naive.tz_localize(zone, ambiguous=np.ones(len(naive), dtype=bool), nonexistent="NaT")


def horizon_starts(first: date, last: date, interval_min: int, timezone: tzinfo) -> pd.DatetimeIndex:
    """The start of every interval from `first` to `last`, both included; a clock-change day has 23 or 25 hours."""
    bounds = pd.DatetimeIndex([pd.Timestamp(first), pd.Timestamp(last) + pd.Timedelta(days=1)])
    aware = bounds.tz_localize(timezone, ambiguous=np.ones(2, dtype=bool), nonexistent="shift_forward")
    return pd.date_range(aware[0], aware[1], freq=f"{interval_min}min", inclusive="left")


def cells_of(starts: pd.DatetimeIndex, first: date, interval_min: int) -> tuple[Whole, Whole]:
    """Day (counted from `first`) and interval of the wall clock of each start."""
    local = starts.tz_localize(None)
    day = ((local.normalize() - pd.Timestamp(first)) // pd.Timedelta(days=1)).to_numpy(dtype=np.int64)
    minute = (local.hour * 60 + local.minute).to_numpy(dtype=np.int64)
    return day, minute // interval_min
