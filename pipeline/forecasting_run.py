"""From history to a forecast file and its record: `wfm forecast`, and the first step of a night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar, demand_calendar
from domain.errors import ConfigError, UsageError
from domain.frame_files import UNKNOWN_ZONE
from domain.frames import CallHistory
from domain.history_files import KnownEvents, read_events, read_histories
from domain.overrides import Override
from domain.roster import PlanningWindow
from domain.site_config import SiteConfig, read_site_config
from domain.tables import read_table
from forecasting.forecast import ForecastOutcome, forecast_queues
from forecasting.history import history_step_min
from forecasting.override_totals import moved_totals
from forecasting.overrides import with_overrides
from forecasting.spread_out import Engine
from pipeline.engine import ALL_CORES, queues_done
from pipeline.file_names import EVENTS_FILE
from pipeline.forecast_overrides import model_file, overrides_record, site_overrides
from pipeline.forecast_record import ForecastReport, outcome_record, report_of_record
from pipeline.site_store import open_site_database
from pipeline.telling import Tell, nobody
from store.csv_files import write_csv
from store.files import write_json
from store.history import read_history as stored_history
from store.json_text import Json

EVENT_COLUMNS = ("event", "from", "until", "queue", "effect")


@dataclass(frozen=True, slots=True)
class HistorySource:
    """Where the history comes from: a site, or a file with the country whose holidays its callers keep."""

    site_dir: Path | None = None
    history_file: Path | None = None
    country: str | None = None
    events_file: Path | None = None
    interval_min: int | None = None
    engine: Engine = ALL_CORES


@dataclass(frozen=True, slots=True)
class ForecastSettings:
    """What a forecast needs beside the history, and what its queues are spread over."""

    country: str
    region: str | None
    interval_min: int
    aht_s: Mapping[str, float]
    events: DataFrame[KnownEvents] | None
    channels: Mapping[str, str] = field(default_factory=dict)
    engine: Engine = ALL_CORES


def forecast_to_file(source: HistorySource, window: tuple[date, int], out: Path, tell: Tell = nobody) -> ForecastReport:
    """Writes the forecast of the days (first day, days) to `out`, with a site's overrides where it has some.

    A site's channels and total are written beside it.
    """
    history, settings = history_and_settings(source)
    days = PlanningWindow(*window)
    overrides = () if source.site_dir is None else site_overrides(source.site_dir, _config(source.site_dir), days)
    outcome = make_forecast(history, settings, days, tell)
    return report_of_record(_written(outcome, settings, overrides, out))


def totals_beside(out: Path) -> Path:
    """Where the channels and the total of a forecast file lie: `forecast_totals.csv` beside `forecast.csv`."""
    return out.with_name(f"{out.stem}_totals{out.suffix}")


def write_forecast(
    history: DataFrame[CallHistory],
    settings: ForecastSettings,
    window: PlanningWindow,
    out: Path,
    record_out: Path,
    tell: Tell,
    overrides: Sequence[Override] = (),
) -> Mapping[str, Json]:
    """Writes the forecast, its channels and total, and the record of how each queue's came about; the record."""
    record = _written(make_forecast(history, settings, window, tell), settings, overrides, out)
    write_json(record_out, record)
    return record


def _written(
    outcome: ForecastOutcome, settings: ForecastSettings, overrides: Sequence[Override], out: Path
) -> Mapping[str, Json]:
    """Writes the forecast with the overrides, the model's own beside it where there are any, and the sums; the record.

    A bare history has no channels, so it has no sums either.
    """
    planned = with_overrides(outcome.frame, overrides)
    if overrides:
        write_csv(model_file(out), outcome.frame)
    if outcome.levels is not None and settings.channels:
        totals = moved_totals(outcome.levels.frame, outcome.frame, planned.frame, settings.channels)
        write_csv(totals_beside(out), totals)
    write_csv(out, planned.frame)
    return {**outcome_record(outcome, settings.aht_s), **overrides_record(planned.applied)}


def make_forecast(
    history: DataFrame[CallHistory], settings: ForecastSettings, window: PlanningWindow, tell: Tell
) -> ForecastOutcome:
    """The forecast of the window, its queues spread over the engine of the settings."""
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
        channels=settings.channels,
        engine=settings.engine,
        told=queues_done("forecast", tell),
    )


def calendar_for(history: DataFrame[CallHistory], settings: ForecastSettings, last: date) -> DemandCalendar:
    """The holidays from the first day of the history to the last day of the forecast."""
    return demand_calendar(settings.country, history["interval_start"].min().date(), last, settings.region)


def history_and_settings(source: HistorySource) -> tuple[DataFrame[CallHistory], ForecastSettings]:
    """History and settings of a site, or of a bare file."""
    if source.site_dir is not None:
        if source.history_file is not None or source.country is not None:
            raise UsageError("Give --site, or --history with --country, but not both.")
        config = _config(source.site_dir)
        settings = site_settings(source.site_dir, config, source.events_file)
        return site_history(source.site_dir, config), replace(settings, engine=source.engine)
    if source.history_file is None or source.country is None:
        raise UsageError("Give --site, or --history with --country, so that there is something to forecast from.")
    history = read_histories(source.history_file)
    return history, _bare_settings(source, source.country, history)


def _config(site_dir: Path) -> SiteConfig:
    return read_site_config(site_dir / "site.toml")


def site_history(site_dir: Path, config: SiteConfig) -> DataFrame[CallHistory]:
    """All of a site's history; a site without any is told what to do."""
    with open_site_database(site_dir) as database:
        history = stored_history(database, config.site.id, config.site.timezone)
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
    path, queues = events_file or site_dir / EVENTS_FILE, [queue.id for queue in config.queue]
    return ForecastSettings(
        country=config.site.country,
        region=config.site.region,
        interval_min=config.site.interval_minutes,
        aht_s={queue.id: queue.aht_s for queue in config.queue},
        events=known_events(path, config.site.timezone, queues) if events_file or path.is_file() else None,
        channels={queue.id: queue.channel for queue in config.queue},
    )


def _bare_settings(source: HistorySource, country: str, history: DataFrame[CallHistory]) -> ForecastSettings:
    return ForecastSettings(
        country=country,
        region=None,
        interval_min=source.interval_min or history_step_min(history),
        aht_s={},
        events=None if source.events_file is None else known_events(source.events_file, UNKNOWN_ZONE),
        engine=source.engine,
    )


def known_events(path: Path, timezone: str, queues: Sequence[str] | None = None) -> DataFrame[KnownEvents] | None:
    """The events of a file, of these queues only; none where it holds no more than its header, as in a new site."""
    if not read_table(path, EVENT_COLUMNS).rows:
        return None
    return read_events(path, timezone, queues)
