"""What a screen of today shows: contacts so far beside the forecast of the day, and the rest of it forecast anew."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from forecasting.reforecast import QueueToday
from pipeline.forecasting_run import HistorySource
from pipeline.reforecast import reforecast
from pipeline.views_local import with_local_day


@dataclass(frozen=True, slots=True, eq=False)
class QueueDay:
    """One queue's today and tomorrow.

    `intervals`: date, minute, actual, ahead (the forecast made before the day), anew with low and high (p10, p90);
    `actual` is NaN where nothing is known, `anew` in intervals that have passed. `deviation` is counted over due so
    far, less one; None where nothing could be compared. The rest runs from the current interval to midnight.
    """

    queue: str
    intervals: pd.DataFrame
    counted: float
    due: float
    deviation: float | None
    rest_ahead: float
    rest_anew: float
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TodayView:
    """Every queue's day at `now` (local), the night that its forecast is from (None: made now), and general notes."""

    now: datetime
    night: date | None
    queues: tuple[QueueDay, ...]
    notes: tuple[str, ...]

    @property
    def deviation(self) -> float | None:
        """All queues together, those that could be compared: counted over due, less one."""
        due = sum(queue.due for queue in self.queues if queue.deviation is not None)
        counted = sum(queue.counted for queue in self.queues if queue.deviation is not None)
        return counted / due - 1 if due > 0 else None


def today_view(site_dir: Path, now: datetime | None = None) -> TodayView:
    """A site's day, by its clock where no time is given."""
    found = reforecast(HistorySource(site_dir), now)
    today = pd.Timestamp(found.now.date())
    return TodayView(
        now=found.now.to_pydatetime(),
        night=found.night,
        queues=tuple(_day(queue, today) for queue in found.queues),
        notes=(*found.notes, *found.missing),
    )


def _day(queue: QueueToday, today: pd.Timestamp) -> QueueDay:
    intervals = with_local_day(queue.intervals.drop(columns=["queue", "middle"]))
    rest = intervals[(intervals["date"] == today) & intervals["anew"].notna()]
    return QueueDay(
        queue=queue.queue,
        intervals=intervals,
        counted=queue.counted,
        due=queue.due,
        deviation=queue.deviation,
        rest_ahead=float(rest["ahead"].sum()),
        rest_anew=float(rest["anew"].sum()),
        notes=queue.notes,
    )
