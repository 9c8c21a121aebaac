"""The days of a history that a night does not believe, told by name and kept out of its forecast."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import demand_calendar
from domain.frames import CallHistory
from domain.site_config import SiteConfig
from forecasting.events import calendar_with, events_of
from forecasting.held_days import DayLimits, HeldDay, Sifted, sifted
from pipeline.forecasting_run import site_settings

COLUMNS = ("queue", "date", "offered", "usual", "reason")


def believed(site_dir: Path, config: SiteConfig, history: DataFrame[CallHistory], night: date) -> Sifted:
    """The history that the night plans from, and the days before it that are held back."""
    events = site_settings(site_dir, config).events
    first = history["interval_start"].min().date()
    last = max(history["interval_start"].max().date(), night)
    calendar = demand_calendar(config.site.country, first, last, config.site.region)
    calendars = {queue: calendar_with(calendar, events_of(events, queue)) for queue in history["queue"].unique()}
    limits = DayLimits(config.nightly.least_of_usual, config.nightly.stuck_intervals)
    return sifted(history, calendars, night, limits)


def held_sentences(held: Sequence[HeldDay]) -> tuple[str, ...]:
    """What is said of them: why, and how a planner tells the program that a day was so."""
    return tuple(
        f"{each.queue}: {each.day} is held back, the forecast does not see it: {each.reason}. Take the right figures "
        "in, or name the day in events.csv if it was so."
        for each in held
    )


def held_frame(held: Sequence[HeldDay]) -> pd.DataFrame:
    """The same as `held_back.csv` has it."""
    rows = [(each.queue, each.day.isoformat(), each.offered, each.usual, each.reason) for each in held]
    return pd.DataFrame(rows, columns=list(COLUMNS))
