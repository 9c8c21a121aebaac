"""Small call histories with literal rules, for the tests of forecasting."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count

import numpy as np
import pandas as pd

from domain.day_types import DemandCalendar, demand_calendar
from forecasting.history import clean_queue
from forecasting.series import QueueSeries

MONDAY = date(2026, 3, 2)
FAR = date(2100, 1, 1)

type Rule = Callable[[datetime], float | None]


def office(hour_counts: dict[int, float] | None = None) -> Rule:
    """Weekdays 9:00 to 12:00 with 40, 60, 50 contacts an hour, or what is given; no rows otherwise."""
    counts = hour_counts or {9: 40.0, 10: 60.0, 11: 50.0}
    return lambda moment: counts.get(moment.hour) if moment.weekday() < 5 else None


def steady(hourly: float = 20.0) -> Rule:
    """The same count in every hour of every day."""
    return lambda moment: hourly


def week_wave(moment: datetime) -> float:
    """Day and night, all week: busy days, calm nights, half on weekends; whole numbers."""
    level = 60 if 8 <= moment.hour < 20 else 20
    return float(level if moment.weekday() < 5 else level // 2)


def rows_of(
    rule: Rule, days: int, first: date = MONDAY, interval_min: int = 60, queue: str = "q", timezone: str = "UTC"
) -> pd.DataFrame:
    """A history frame: one row for every interval to which the rule gives a count."""
    begin = datetime(first.year, first.month, first.day)
    moments = [begin + timedelta(minutes=interval_min * step) for step in range(days * 24 * 60 // interval_min)]
    kept = [(moment, rule(moment)) for moment in moments if rule(moment) is not None]
    stamps = pd.Series(pd.DatetimeIndex([moment for moment, _ in kept]).tz_localize(timezone, nonexistent="NaT"))
    frame = pd.DataFrame(
        {
            "interval_start": stamps,
            "queue": queue,
            "offered": [float(value or 0) for _, value in kept],
            "answered": np.nan,
            "abandoned": np.nan,
            "aht_s": np.nan,
        }
    )
    return frame[frame["interval_start"].notna()].reset_index(drop=True)


def series_of(rule: Rule, days: int, first: date = MONDAY, interval_min: int = 60) -> QueueSeries:
    """The cleaned series of such a history."""
    return clean_queue(rows_of(rule, days, first, interval_min), interval_min, FAR, korea()).series


@cache
def korea(first: date = date(2024, 1, 1), last: date = date(2027, 12, 31)) -> DemandCalendar:
    """The Korean calendar around the histories."""
    return demand_calendar("KR", first, last)


def noisy(rule: Rule, seed: int = 1) -> Rule:
    """The rule's counts as Poisson draws, the same on every call for a moment."""
    draws: dict[datetime, float] = {}
    numbers = count(seed)

    def drawn(moment: datetime) -> float | None:
        expected = rule(moment)
        if expected is None:
            return None
        if moment not in draws:
            draws[moment] = float(np.random.default_rng(next(numbers)).poisson(expected))
        return draws[moment]

    return drawn
