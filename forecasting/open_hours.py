"""When a queue takes contacts at all, read from its history: weekday by interval."""

import numpy as np

from forecasting.series import DAY_MIN, Floats, Truths, mean_of_known
from forecasting.wall_clock import WallClock

RECENT_DAYS = 13 * 7  # opening hours are those of the last quarter of a year
STRAY_SHARE = 0.001  # of the busiest interval's mean: less than that are strays that reach a shut line
LONE_STRAY_SHARE = 0.003  # the same for an interval that had contacts in no more than one week of the quarter
CONTACTS_DUE = 8.0  # with so many due, none by chance happens once in 3,000 stretches (Poisson)
LEAST_SHUT_MIN = 120  # a shorter quiet stretch is chance, not closing


def listed_hours(clock: WallClock) -> Truths:
    """The intervals of the week (weekday by interval) for which the export ever holds a row."""
    weekday = (clock.first.weekday() + np.arange(len(clock.offered))) % 7
    return np.stack([(clock.passages[weekday == day] > 0).any(axis=0) for day in range(7)])


def open_hours(clock: WallClock) -> Truths:
    """The intervals of the week in which the queue can be open.

    Shut is what has had no row in the last quarter of a year, and any stretch of two hours and more without contacts,
    strays apart, in which at least eight were due by what all weekdays have at that time: a quiet night is not shut.
    A weekday that the quarter does not hold is judged by the whole history.
    """
    weekday = (clock.first.weekday() + np.arange(len(clock.offered))) % 7
    recent = [_recent_rows(clock.offered[weekday == day]) for day in range(7)]
    means = np.stack([mean_of_known(rows) for rows in recent])
    listed = ~np.isnan(means)
    if not listed.any():
        return listed
    weeks_with_contacts = np.stack([(rows > 0).sum(axis=0) for rows in recent])
    stray = np.where(weeks_with_contacts <= 1, LONE_STRAY_SHARE, STRAY_SHARE) * float(np.nanmax(means))
    quiet = ~listed | (means <= stray)
    weeks = np.array([[len(rows)] for rows in recent])
    least = LEAST_SHUT_MIN // clock.interval_min
    due = np.where(quiet.all(axis=0), CONTACTS_DUE / least, np.nan_to_num(means).mean(axis=0) * weeks)
    return listed & ~np.stack([_shut_runs(*row, least) for row in zip(quiet, due, strict=True)])


def _recent_rows(rows: Floats) -> Floats:
    """The last weeks, one row a week; all of them where the last hold nothing."""
    recent = rows[-(RECENT_DAYS // 7) :]
    return rows if np.isnan(recent).all() else recent


def _shut_runs(quiet: Truths, due: Floats, least: int) -> Truths:
    """The quiet cells that stand in a run of at least `least` with enough contacts due; it may go on over midnight."""
    if quiet.all():
        return quiet
    around = np.concatenate([quiet, quiet, quiet]).astype(np.int64)
    due_around = np.concatenate([due, due, due])
    edges = np.flatnonzero(np.diff(np.concatenate([[0], around, [0]])))
    shut = np.zeros(len(around), dtype=bool)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        shut[start:end] = end - start >= least and due_around[start:end].sum() >= CONTACTS_DUE
    return shut[len(quiet) : 2 * len(quiet)]


def hours_text(is_open: Truths, interval_min: int) -> str:
    """The open hours in words, such as `Mon 07:00-21:30`; weekdays with the same hours stand together."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    spans: dict[str, list[str]] = {}
    for name, row in zip(names, is_open, strict=True):
        spans.setdefault(_spans(row, interval_min), []).append(name)
    return "; ".join(f"{'/'.join(days)} {span}" for span, days in spans.items())


def _spans(row: Truths, interval_min: int) -> str:
    if not row.any():
        return "shut"
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int64), [0]]))) * interval_min
    clock = [f"{minute // 60:02d}:{minute % 60:02d}" if minute < DAY_MIN else "24:00" for minute in edges.tolist()]
    return ", ".join(f"{start}-{end}" for start, end in zip(clock[::2], clock[1::2], strict=True))
