"""Public holidays that were announced after the calendar was made, from the events file of a site."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from domain.day_types import days_between
from domain.history_files import read_events
from domain.holiday_names import is_temporary_holiday_name
from domain.tables import read_table

EVENT_COLUMNS = ("event", "from", "until", "queue", "effect")


def temporary_holidays(path: Path, timezone: str) -> frozenset[date]:
    """The days of the events that are public holidays by their name and have no effect of their own.

    Every queue's events count: a holiday is a holiday of all staff. None where the file is absent or has no row.
    """
    if not path.is_file() or not read_table(path, EVENT_COLUMNS).rows:
        return frozenset()
    events = read_events(path, timezone)
    is_holiday = events["event"].map(is_temporary_holiday_name) & events["effect"].isna()
    return frozenset(
        day
        for start, end in zip(events.loc[is_holiday, "start"], events.loc[is_holiday, "end"], strict=True)
        for day in days_between(start.date(), _last_day(end))
    )


def _last_day(end: pd.Timestamp) -> date:
    """The last day that an event touches; its end is not part of it."""
    last: date = (end - timedelta(seconds=1)).date()
    return last
