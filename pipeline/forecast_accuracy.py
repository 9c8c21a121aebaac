"""Every published forecast compared with what history shows now, kept in the store; redone where either has changed."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.forecast_errors import ErrorSums, GroupErrors
from domain.frames import CallHistory
from forecasting.models.simple import WEEKS
from forecasting.overrides import MARK
from forecasting.published_accuracy import Actuals, PublishedForecast, actuals_of, published_errors
from pipeline.forecasting_run import ForecastSettings, calendar_for
from pipeline.json_reading import as_object, as_objects
from pipeline.site_store import Database
from store.forecast_errors import ScoredForecast, keep_errors, list_scored
from store.hashes import frame_sha256, sha256_parts
from store.records import Version
from store.versions import read_version, read_version_bytes, versions_by_night

logger = logging.getLogger(__name__)

METHOD = "1"  # counted up when the figures are worked out another way, so that all nights are scored again
LAST_NIGHTS = 60  # nights that reports, files and screens speak of
FORECAST, MODEL, RECORD = "forecast", "forecast_model", "forecast_record"


@dataclass(frozen=True, slots=True)
class Published:
    """The versions that a night's forecast consists of; a night of long ago may lack the record."""

    night: date
    forecast: Version
    model: Version | None
    record: Version | None

    @property
    def hashes(self) -> dict[str, str]:
        """The content of all of it, by hash."""
        versions = {FORECAST: self.forecast, MODEL: self.model, RECORD: self.record}
        return {kind: version.sha256 for kind, version in versions.items() if version is not None}


def published_forecasts(database: Database, site_id: str, before: date | None) -> tuple[Published, ...]:
    """The forecasts of all nights before a date, or of all nights, the oldest first."""
    models, records = (versions_by_night(database, site_id, kind) for kind in (MODEL, RECORD))
    return tuple(
        Published(night, version, models.get(night), records.get(night))
        for night, version in versions_by_night(database, site_id, FORECAST).items()
        if before is None or night < before
    )


def refresh_accuracy(
    database: Database,
    site_id: str,
    history: DataFrame[CallHistory],
    settings: ForecastSettings,
    before: date | None = None,
) -> int:
    """Scores the nights (those before a date where given) whose forecast or history is not as it was; how many."""
    scored, days = list_scored(database, site_id), _day_hashes(history)
    how = _how(settings)
    due = [
        found
        for found in published_forecasts(database, site_id, before)
        if found.night not in scored or scored[found.night].basis != _basis(found, days, how, scored[found.night])
    ]
    if not due:
        return 0
    read = [_read(database, found) for found in due]
    last = max(pd.Timestamp(each.frame["interval_start"].max()).date() for each in read)
    actuals = _actuals(history, settings, last)
    for found, published in zip(due, read, strict=True):
        span = ScoredForecast(found.night, *_span(published), "")
        kept = ScoredForecast(found.night, span.first_day, span.last_day, _basis(found, days, how, span))
        keep_errors(database, site_id, kept, published_errors(published, actuals))
    logger.info("accuracy: %s published forecasts compared with history", len(due))
    return len(due)


def _how(settings: ForecastSettings) -> dict[str, str]:
    """What the figures depend on beside forecast and history."""
    events = "" if settings.events is None else frame_sha256(settings.events)
    site = f"{settings.country} {settings.region} {settings.interval_min}"
    return {"method": METHOD, "site": site, "events": events}


def _basis(found: Published, days: Mapping[date, str], how: Mapping[str, str], span: ScoredForecast) -> str:
    """One hash of all that a night's figures come from: its forecast, and the days of history that count."""
    came = {day.isoformat(): sha256 for day, sha256 in days.items() if span.first_day <= day <= span.last_day}
    return sha256_parts({**found.hashes, **how, **came})


def _day_hashes(history: pd.DataFrame) -> dict[date, str]:
    """The hash of every day of the history."""
    rows = history[["interval_start", "queue", "offered"]].sort_values(["interval_start", "queue"], ignore_index=True)
    row_hashes = pd.util.hash_pandas_object(rows, index=False)
    by_day = row_hashes.groupby(rows["interval_start"].dt.date)
    return {day: sha256_parts({"rows": own.to_numpy("<u8").tobytes().hex()}) for day, own in by_day}


def _read(database: Database, found: Published) -> PublishedForecast:
    frame = read_version(database, found.forecast)
    is_changed = frame["model"].str.endswith(MARK).any()
    # A model's version of an earlier run of the same night counts only where this run had overrides too.
    model = None if found.model is None or not is_changed else read_version(database, found.model)
    return PublishedForecast(found.night, frame, model, _cutoffs(database, found.record))


def _cutoffs(database: Database, record: Version | None) -> dict[str, date]:
    """The last day of history that each queue's forecast saw, as far as a record says it."""
    if record is None:
        return {}
    content = as_object(json.loads(read_version_bytes(database, record)))
    queues = as_objects(content.get("queues"))
    lasts = {str(each.get("queue")): as_object(each.get("history")).get("last") for each in queues}
    return {queue: date.fromisoformat(last) for queue, last in lasts.items() if isinstance(last, str)}


def _span(published: PublishedForecast) -> tuple[date, date]:
    """The days of history that count: the four weeks before the earliest cutoff to the last day of the forecast."""
    earliest = min(published.cutoff(str(queue)) for queue in published.frame["queue"].unique())
    last = pd.Timestamp(published.frame["interval_start"].max()).date()
    return earliest - timedelta(days=7 * WEEKS - 1), last


def _actuals(history: DataFrame[CallHistory], settings: ForecastSettings, last: date) -> dict[str, Actuals]:
    known_until = history["interval_start"].max().date()
    calendar = calendar_for(history, settings, max(last, known_until))
    return actuals_of(history, calendar, settings.events, settings.interval_min, known_until + timedelta(days=1))


def accuracy_frame(errors: tuple[GroupErrors, ...]) -> pd.DataFrame:
    """The errors as `accuracy.csv` has them: a row a night, queue and group, shares of the contacts that came."""
    frame = pd.DataFrame(
        {
            "night": [each.night.isoformat() for each in errors],
            "queue": [each.queue for each in errors],
            "grouping": [each.grouping for each in errors],
            "group": [each.group for each in errors],
            "intervals": [each.forecast.intervals for each in errors],
            "contacts": [each.forecast.actual for each in errors],
        }
    )
    figures: dict[str, list[ErrorSums | None]] = {
        "": [each.forecast for each in errors],
        "mean_": [each.mean for each in errors],
        "model_": [each.model for each in errors],
    }
    for before, sums in figures.items():
        frame = frame.assign(**{f"{before}{name}": _shares(sums, name) for name in ("wape", "wape_day", "bias")})
    return frame


def _shares(sums: list[ErrorSums | None], name: str) -> "pd.Series[float]":
    return pd.Series([None if each is None else getattr(each, name) for each in sums], dtype=float)
