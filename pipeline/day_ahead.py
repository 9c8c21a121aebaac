"""What was forecast for today before it began: by the last night that planned it, or, where none did, made now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pandera.typing.pandas import DataFrame

from domain.frame_files import read_forecast
from domain.frames import CallHistory, Forecast
from domain.roster import PlanningWindow
from forecasting.past_misses import ASSUMED_MISSES, LEAD_DAYS, Misses, misses_of_json
from pipeline.file_names import FORECAST_FILE, MANIFEST_FILE, RECORD_FILE
from pipeline.forecasting_run import ForecastSettings, make_forecast
from pipeline.json_reading import as_object, as_objects
from pipeline.telling import Tell
from store.json_text import Json
from store.layout import nights_folder


@dataclass(frozen=True, slots=True, eq=False)
class DayAhead:
    """A forecast that holds today, how each queue's forecasts miss, and the night it is from (None: made now)."""

    frame: DataFrame[Forecast]
    misses: Mapping[str, Misses]
    night: date | None
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def misses_of(self, queue: str) -> Misses:
        """What was learnt of the queue, or else what is usual."""
        return self.misses.get(queue, ASSUMED_MISSES)


def published_day_ahead(site_dir: Path, timezone: str, today: date) -> DayAhead | None:
    """The forecast of the newest published night that planned today; none where no night did."""
    folder = night_that_planned(site_dir, today)
    return None if folder is None else _of_night(folder, timezone)


def night_that_planned(site_dir: Path, today: date) -> Path | None:
    """The folder of the newest published night that planned the day; none where no night did."""
    for folder in _nights_newest_first(site_dir):
        window = _window(folder)
        if window is not None and window.holds(today):
            return folder
    return None


def made_day_ahead(history: DataFrame[CallHistory], settings: ForecastSettings, today: date, tell: Tell) -> DayAhead:
    """The forecast of today and of the next two weeks, made from what was known yesterday.

    The weeks are there for the backtest: it looks as far ahead as the forecast does.
    """
    outcome = make_forecast(history, settings, PlanningWindow(today, LEAD_DAYS), tell)
    return DayAhead(
        frame=outcome.frame,
        misses={record.queue: record.misses for record in outcome.records},
        night=None,
        missing=tuple(item.reason for item in outcome.missing),
    )


def _of_night(folder: Path, timezone: str) -> DayAhead:
    frame = read_forecast(folder / FORECAST_FILE, timezone)
    path = folder / RECORD_FILE
    records = as_objects(_content(path).get("queues")) if path.is_file() else ()
    known = {str(record.get("queue")): misses_of_json(as_object(record.get("intraday"))) for record in records}
    found = {queue: misses for queue, misses in known.items() if misses is not None}
    unlearnt = sorted(set(frame["queue"]) - set(found))
    lacking = f"The night of {folder.name} did not learn how deviations last for {', '.join(unlearnt)}"
    notes = (f"{lacking}; the usual is assumed.",) if unlearnt else ()
    return DayAhead(frame, found, date.fromisoformat(folder.name), notes=notes)


def _nights_newest_first(site_dir: Path) -> list[Path]:
    """The published nights by their date; what is no night's folder is passed over."""
    parent = nights_folder(site_dir)
    if not parent.is_dir():
        return []
    nights = [path for path in parent.iterdir() if (path / MANIFEST_FILE).is_file() and not path.is_symlink()]
    return sorted(nights, key=lambda path: path.name, reverse=True)


def _window(folder: Path) -> PlanningWindow | None:
    match _content(folder / MANIFEST_FILE):
        case {"night": str(night), "window": {"start": str(start), "days": int(days)}} if night == folder.name:
            return PlanningWindow(date.fromisoformat(start), days)
    return None


def _content(path: Path) -> Mapping[str, Json]:
    """A JSON object of a night; empty where it cannot be read, so that an older night may serve."""
    try:
        return as_object(json.loads(path.read_text(encoding="utf-8")))
    except ValueError:
        return {}


def days_needed(ahead: DayAhead, today: date) -> tuple[date, date]:
    """The first day whose counts are compared with the forecast, and tomorrow."""
    first = min(ahead.frame["interval_start"].min().date(), today)
    return first, today + timedelta(days=1)
