"""Which future days the queue will be shut on although their weekday is open, judged by what like days did."""

import numpy as np

from domain.day_types import DayKind, DayType
from forecasting.day_table import DayTable, pooled_names
from forecasting.series import QueueSeries, Truths

LEAST_LIKE_DAYS = 3  # days of the same class that must have been seen before they speak for a day never seen
SHUT_SHARE = 0.8


def shut_days(history: QueueSeries, past: DayTable, future: DayTable) -> Truths:
    """Whether each future day will be shut.

    A holiday seen before is shut when it always was: its rows held no contact, or it had no rows while its weekday is
    open. A holiday never seen, and a bridge or eve, is shut when at least three days of its class were seen with rows
    and four in five of them held no contact. Absent rows say nothing about *other* days: they may be a hole in the
    export.
    """
    usually_open = history.is_open.any(axis=1)[history.weekdays]
    return np.array([_is_shut(day, history, past, usually_open) for day in future.types], dtype=bool)


def _is_shut(day: DayType, history: QueueSeries, past: DayTable, usually_open: Truths) -> bool:
    if day.kind == DayKind.ORDINARY and not day.is_holiday:
        return False
    names = pooled_names(day)
    same = [row for row, seen in enumerate(past.types) if usually_open[row] and pooled_names(seen) & names]
    if same:
        return all(bool(history.shut[row] or history.absent[row]) for row in same)
    like = [row for row, seen in enumerate(past.types) if usually_open[row] and _is_like(seen, day)]
    with_rows = [bool(history.shut[row]) for row in like if not history.absent[row]]
    return len(with_rows) >= LEAST_LIKE_DAYS and float(np.mean(with_rows)) >= SHUT_SHARE


def _is_like(seen: DayType, day: DayType) -> bool:
    return seen.is_holiday if day.is_holiday else (not seen.is_holiday and seen.kind == day.kind)


def unseen_holidays(history: QueueSeries, past: DayTable, future: DayTable) -> tuple[DayType, ...]:
    """The future holidays that the history does not hold, where all holidays it does hold were shut or absent."""
    usually_open = history.is_open.any(axis=1)
    known = {name for day in past.types for name in pooled_names(day)}
    held = [row for row, day in enumerate(past.types) if day.is_holiday and usually_open[day.date.weekday()]]
    if not held or not all(bool(history.shut[row] or history.absent[row]) for row in held):
        return ()
    return tuple(
        day
        for day in future.types
        if day.is_holiday and usually_open[day.date.weekday()] and not pooled_names(day) & known
    )
