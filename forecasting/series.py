"""One queue's contacts as a table of days by wall-clock intervals: the form in which models see history."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]
type Truths = npt.NDArray[np.bool_]
type Whole = npt.NDArray[np.int64]

DAY_MIN = 24 * 60
LEAST_OBSERVED_SHARE = 0.5  # a day with less of its usual traffic observed tells nothing about its total


@dataclass(frozen=True, slots=True, eq=False)
class QueueSeries:
    """Counts of one queue, a row a day from `first` on and a column an interval of the wall clock from midnight.

    `offered` is NaN where nothing is known: a missing interval weighs nothing and is never read as zero. `is_open`
    (weekday by interval, Monday 0) says when the queue takes contacts at all; `listed` where the export has rows.
    `shut` marks days with rows that hold no contact although their weekday is open, `absent` open days without any
    row.
    """

    queue: str
    first: date
    interval_min: int
    offered: Floats
    is_open: Truths
    listed: Truths
    shut: Truths
    absent: Truths

    @property
    def days(self) -> int:
        """Number of days of history."""
        return int(self.offered.shape[0])

    @property
    def intervals(self) -> int:
        """Number of intervals of a day."""
        return int(self.offered.shape[1])

    @property
    def last(self) -> date:
        """The last day of history."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def weekdays(self) -> Whole:
        """Weekday number of every day, Monday 0."""
        return (self.first.weekday() + np.arange(self.days)) % 7

    @property
    def open_by_day(self) -> Truths:
        """Whether the queue can be open, for every day and interval."""
        return self.is_open[self.weekdays]

    def until(self, day: date) -> "QueueSeries":
        """The history before `day`: what a forecast made on the eve of that day could see."""
        kept = max(0, min((day - self.first).days, self.days))
        return replace(self, offered=self.offered[:kept], shut=self.shut[:kept], absent=self.absent[:kept])

    def index_of(self, day: date) -> int:
        """Row of a day; it may lie beyond the history."""
        return (day - self.first).days


def mean_of_known(values: Floats, weights: Floats | None = None) -> Floats:
    """Mean of every column over the rows where it is known, weighted by row; NaN where no row is."""
    known = ~np.isnan(values)
    row_weights = (np.ones(len(values)) if weights is None else weights)[:, None] * known
    total = row_weights.sum(axis=0)
    sums = (np.where(known, values, 0.0) * row_weights).sum(axis=0)
    return np.divide(sums, total, out=np.full(values.shape[1], np.nan), where=total > 0)


def level_days(history: QueueSeries, span_days: int) -> slice:
    """The last `span_days` days of history, as rows."""
    return slice(max(0, history.days - span_days), history.days)
