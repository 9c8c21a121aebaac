"""Which future days the queue will be shut on although their weekday is open, judged by what like days did."""

from collections.abc import Sequence

import numpy as np

from domain.day_types import DayKind, DayType
from forecasting.day_table import DayTable, pooled_names
from forecasting.kept import kept
from forecasting.series import QueueSeries, Truths

LEAST_LIKE_DAYS = 3  # days of the same class that must have been seen before they speak for a day never seen
SHUT_SHARE = 0.8


@kept(most=16)
def shut_days(history: QueueSeries, past: DayTable, future: DayTable) -> Truths:
    """Whether each future day will be shut.

    A holiday seen before is shut when it always was: its rows held no contact, or it had no rows while its weekday is
    open. A holiday never seen, and a bridge or eve, is shut when at least three days of its class were seen with rows
    and four in five of them held no contact. Absent rows say nothing about *other* days: they may be a hole in the
    export.
    """
    usually_open = history.is_open.any(axis=1)[history.weekdays]
    unlike = [row for row, seen in enumerate(past.types) if usually_open[row] and not _is_plain(seen)]
    return np.array([not _is_plain(day) and _is_shut(day, history, past, unlike) for day in future.types], dtype=bool)


def _is_plain(day: DayType) -> bool:
    return day.kind == DayKind.ORDINARY and not day.is_holiday


def _is_shut(day: DayType, history: QueueSeries, past: DayTable, unlike: Sequence[int]) -> bool:
    """`unlike`: the rows of past days that are not plain ones, on weekdays that are open."""
    same = [row for row in unlike if set(past.types[row].names) & set(day.names)]
    if same:
        return all(bool(history.shut[row] or history.absent[row]) for row in same)
    like = [row for row in unlike if _is_like(past.types[row], day)]
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
