"""From history to a forecast file and its record: `wfm forecast`, and the first step of a night."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar, demand_calendar
from domain.errors import ConfigError, UsageError
from domain.frame_files import UNKNOWN_ZONE
from domain.frames import CallHistory
from domain.roster import PlanningWindow
from domain.site_config import SiteConfig, read_site_config
from forecasting.forecast import ForecastOutcome, forecast_queues
from forecasting.history import history_step_min
from pipeline.forecast_record import ForecastReport, outcome_record, report_of_record
from pipeline.history_files import read_events_file, read_history_file, refuse_no_file
from pipeline.site_store import open_site_database
from pipeline.telling import Tell, nobody
from store.csv_files import write_csv
from store.files import write_json
from store.history import read_history
from store.json_text import Json

FORECAST_FILE = "forecast.csv"
EVENTS_FILE = "events.csv"


@dataclass(frozen=True, slots=True)
class HistorySource:
    """Where the history comes from: a site, or a file with the country whose holidays its callers keep."""

    site_dir: Path | None = None
    history_file: Path | None = None
    country: str | None = None
    events_file: Path | None = None
    interval_min: int | None = None


@dataclass(frozen=True, slots=True)
class ForecastSettings:
    """What a forecast needs beside the history."""

    country: str
    region: str | None
    interval_min: int
    aht_s: Mapping[str, float]
    events: pd.DataFrame | None


def forecast_to_file(source: HistorySource, window: tuple[date, int], out: Path, tell: Tell = nobody) -> ForecastReport:
    """Writes the forecast of the days (first day, days) to `out`."""
    history, settings = history_and_settings(source)
    outcome = make_forecast(history, settings, PlanningWindow(*window), tell)
    write_csv(out, outcome.frame)
    return report_of_record(outcome_record(outcome, settings.aht_s))


def write_forecast(
    history: DataFrame[CallHistory],
    settings: ForecastSettings,
    window: PlanningWindow,
    out: Path,
    record_out: Path,
    tell: Tell,
) -> Mapping[str, Json]:
    """Writes the forecast, and the record of how each queue's came about; the record."""
    outcome = make_forecast(history, settings, window, tell)
    record = outcome_record(outcome, settings.aht_s)
    write_csv(out, outcome.frame)
    write_json(record_out, record)
    return record


def make_forecast(
    history: DataFrame[CallHistory], settings: ForecastSettings, window: PlanningWindow, tell: Tell
) -> ForecastOutcome:
    """The forecast of the window, one job a core over the queues."""
    queues = history["queue"].nunique()
    tell(f"forecast: backtest and choice for {queues} queue{'s' if queues > 1 else ''}")
    return forecast_queues(
        history,
        calendar_for(history, settings, window.last),
        window.start,
        window.days,
        settings.interval_min,
        settings.aht_s,
        settings.events,
        n_jobs=min(queues, os.cpu_count() or 1),
    )


def calendar_for(history: DataFrame[CallHistory], settings: ForecastSettings, last: date) -> DemandCalendar:
    """The holidays from the first day of the history to the last day of the forecast."""
    return demand_calendar(settings.country, history["interval_start"].min().date(), last, settings.region)


def history_and_settings(source: HistorySource) -> tuple[DataFrame[CallHistory], ForecastSettings]:
    """History and settings of a site, or of a bare file."""
    if source.site_dir is not None:
        if source.history_file is not None or source.country is not None:
            raise UsageError("Give --site, or --history with --country, but not both.")
        config = read_site_config(source.site_dir / "site.toml")
        return site_history(source.site_dir, config), site_settings(source.site_dir, config, source.events_file)
    if source.history_file is None or source.country is None:
        raise UsageError("Give --site, or --history with --country, so that there is something to forecast from.")
    history = read_history_file(source.history_file)
    return history, _bare_settings(source, source.country, history)


def site_history(site_dir: Path, config: SiteConfig) -> DataFrame[CallHistory]:
    """All of a site's history; a site without any is told what to do."""
    with open_site_database(site_dir) as database:
        history = read_history(database, config.site.id, config.site.timezone)
    if history.empty:
        raise no_history(site_dir, config)
    return history


def no_history(site_dir: Path, config: SiteConfig) -> ConfigError:
    """The error of a site that was never given a history."""
    return ConfigError(
        f"site {config.site.id} has no history to forecast from; take some in with: wfm ingest --site {site_dir} FILE"
    )


def site_settings(site_dir: Path, config: SiteConfig, events_file: Path | None = None) -> ForecastSettings:
    """What the site says: calendar, interval, handling times, and its events file unless another is named."""
    if events_file is not None:
        refuse_no_file(events_file, "an events file")
    queues = frozenset(queue.id for queue in config.queue)
    return ForecastSettings(
        country=config.site.country,
        region=config.site.region,
        interval_min=config.site.interval_minutes,
        aht_s={queue.id: queue.aht_s for queue in config.queue},
        events=read_events_file(events_file or site_dir / EVENTS_FILE, config.site.timezone, queues),
    )


def _bare_settings(source: HistorySource, country: str, history: DataFrame[CallHistory]) -> ForecastSettings:
    if source.events_file is not None:
        refuse_no_file(source.events_file, "an events file")
    return ForecastSettings(
        country=country,
        region=None,
        interval_min=source.interval_min or history_step_min(history),
        aht_s={},
        events=None if source.events_file is None else read_events_file(source.events_file, UNKNOWN_ZONE),
    )
