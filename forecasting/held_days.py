"""Days that cannot be as their history says: half the usual volume, a counter that stood still. They are held back.

Only ordinary days are judged: a holiday, the days around one and a day that the events explain may be anything. A day
is compared with the ordinary days of its weekday in the weeks before it, so a slow decline is never taken for a fault.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DayKind, DemandCalendar, day_type
from domain.frames import CallHistory, checked

JUDGED_DAYS = 28  # before the night; older days are the history cleaning's own matter
WEEKS, LEAST_WEEKS = 8, 4  # that a day is compared with
LEAST_USUAL = 50.0  # contacts a day: fewer may halve by chance
DEAD_USUAL = 30.0  # contacts usual where none came: e^-30 by chance
LEAST_STUCK = 5.0  # contacts an interval: smaller counts repeat often
CHANCE = 1e-7  # of a run of equal counts without any fault, above which it is not called stuck


@dataclass(frozen=True, slots=True)
class DayLimits:
    """What makes a day doubtful: less than this share of the usual contacts, so many equal counts in a row."""

    least_of_usual: float = 0.5
    stuck_intervals: int = 6


@dataclass(frozen=True, slots=True)
class HeldDay:
    """A day of a queue that is held back: contacts that came, contacts usual for the weekday, and why in words."""

    queue: str
    day: date
    offered: float
    usual: float
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Sifted:
    """The history without the days that are held back, and those days."""

    history: DataFrame[CallHistory]
    held: tuple[HeldDay, ...]


def sifted(
    history: DataFrame[CallHistory], calendars: Mapping[str, DemandCalendar], before: date, limits: DayLimits
) -> Sifted:
    """The history with the doubtful days before a date held back; each queue has the calendar with its events."""
    days = history["interval_start"].dt.date
    held = [
        found
        for queue, rows in history.groupby("queue", sort=True)
        for found in _held_of(str(queue), rows, days.loc[rows.index], calendars[str(queue)], before, limits)
    ]
    if not held:
        return Sifted(history, ())
    places = {(each.queue, each.day) for each in held}
    kept = [place not in places for place in zip(history["queue"], days, strict=True)]
    return Sifted(checked(CallHistory, history[kept].reset_index(drop=True)), tuple(held))


def _held_of(
    queue: str, rows: pd.DataFrame, days: pd.Series, calendar: DemandCalendar, before: date, limits: DayLimits
) -> Iterator[HeldDay]:
    by_day = {day: own["offered"].to_numpy(float) for day, own in rows.sort_values("interval_start").groupby(days)}
    clocks = {day: own.to_numpy() for day, own in _clock_minutes(rows).groupby(days)}
    ordinary = {day for day in by_day if day_type(calendar, day).kind is DayKind.ORDINARY}
    doubtful: set[date] = set()
    for day in sorted(ordinary):
        if not before - timedelta(days=JUDGED_DAYS) <= day < before:
            continue
        weeks = [day - timedelta(days=7 * week) for week in range(1, WEEKS + 1)]
        compared = [week for week in weeks if week in ordinary and week not in doubtful]
        if len(compared) < LEAST_WEEKS:
            continue
        usual: dict[int, list[float]] = {minute: [] for minute in clocks[day]}
        for week in compared:
            for minute, count in zip(clocks[week], by_day[week], strict=True):
                usual.setdefault(minute, []).append(count)
        reason = _why(by_day[day], clocks[day], usual, [by_day[week].sum() for week in compared], limits)
        if reason is not None:
            doubtful.add(day)
            typical = float(median(by_day[week].sum() for week in compared))
            yield HeldDay(queue, day, float(by_day[day].sum()), typical, reason)


def _clock_minutes(rows: pd.DataFrame) -> pd.Series:
    """The minute of the local day that each row begins at, in the order of time."""
    starts = rows.sort_values("interval_start")["interval_start"]
    minutes: pd.Series = starts.dt.hour * 60 + starts.dt.minute
    return minutes


def _why(
    counts: np.ndarray, minutes: np.ndarray, usual: Mapping[int, list[float]], totals: list[float], limits: DayLimits
) -> str | None:
    """What is wrong with the day; None where nothing is."""
    typical, total = float(median(totals)), float(counts.sum())
    if typical >= LEAST_USUAL and total < limits.least_of_usual * typical:
        expected = max((minute for minute, found in usual.items() if found), default=None)
        short = "" if expected is None or minutes.max() >= expected else f", none after {_clock(int(minutes.max()))}"
        return f"{total:,.0f} contacts came where {typical:,.0f} are usual for the weekday{short}"
    return _stuck(counts, minutes, usual, limits.stuck_intervals)


def _stuck(counts: np.ndarray, minutes: np.ndarray, usual: Mapping[int, list[float]], least_run: int) -> str | None:
    """A run of equal counts that chance does not give, or of zeros where many are usual."""
    borders = np.flatnonzero(np.diff(counts) != 0) + 1
    for first, last in zip([0, *borders], [*borders, len(counts)], strict=True):
        length, value = int(last - first), float(counts[first])
        if length < least_run:
            continue
        due = sum(float(np.median(usual[minute])) for minute in minutes[first:last] if usual[minute])
        at = f"from {_clock(int(minutes[first]))} on, for {length} intervals"
        if value == 0 and due >= DEAD_USUAL:
            return f"no contact came {at}, where {due:,.0f} are usual"
        if value >= LEAST_STUCK and length >= _run_by_chance(value):
            return f"the count stood still at {value:,.0f} {at}"
    return None


def _run_by_chance(count: float) -> float:
    """The length of a run of equal counts whose chance is below CHANCE: two Poisson counts are equal with 1/√(4πm)."""
    return 1 + math.log(CHANCE) / math.log(1 / math.sqrt(4 * math.pi * count))


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
