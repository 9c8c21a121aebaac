"""The rest of today and tomorrow forecast anew from what came so far: `wfm reforecast`, and the screen of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar, demand_calendar
from domain.errors import ForecastError, UsageError
from domain.frames import CallHistory, Forecast, checked
from domain.site_config import read_site_config
from forecasting.events import calendar_with, events_of
from forecasting.prepare import in_interval
from forecasting.reforecast import QueueInput, QueueToday, reforecast_queue
from pipeline.day_ahead import DayAhead, days_needed, made_day_ahead, published_day_ahead
from pipeline.forecasting_run import (
    ForecastSettings,
    HistorySource,
    history_and_settings,
    no_history,
    site_history,
    site_settings,
)
from pipeline.planning import now_by
from pipeline.site_store import open_site_database
from pipeline.telling import Tell, nobody
from store.csv_files import write_csv
from store.history import history_span, read_history

DAYS_LOOKED_AT = 35


@dataclass(frozen=True, slots=True, eq=False)
class Reforecast:
    """Every queue's day at `now`, the night whose forecast it starts from (None: made now), and what to say of it."""

    now: pd.Timestamp
    interval_min: int
    night: date | None
    queues: tuple[QueueToday, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def frame(self) -> DataFrame[Forecast]:
        """The rows of all queues in the form of `forecast.csv`."""
        return checked(Forecast, pd.concat([queue.frame for queue in self.queues], ignore_index=True))


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a re-forecast starts from."""

    history: DataFrame[CallHistory]
    settings: ForecastSettings
    ahead: DayAhead
    now: pd.Timestamp


def reforecast_to_file(source: HistorySource, now: datetime | None, out: Path, tell: Tell = nobody) -> Reforecast:
    """Writes the rest of today and tomorrow to `out`."""
    found = reforecast(source, now, tell)
    if all(queue.frame.empty for queue in found.queues):
        raise ForecastError(f"Every queue is closed for the rest of {found.now:%Y-%m-%d} and on the next day.")
    write_csv(out, found.frame)
    return found


def reforecast(source: HistorySource, now: datetime | None, tell: Tell = nobody) -> Reforecast:
    """The re-forecast of a site, by its clock where no time is given, or of a bare history at a given time."""
    known = _of_site(source.site_dir, source, now, tell) if source.site_dir else _of_file(source, now, tell)
    ahead, interval_min = known.ahead, known.settings.interval_min
    queues = sorted(set(ahead.frame["queue"]))
    summed, _left_out = in_interval(known.history, interval_min)
    calendar = _calendar(known)
    unplanned = sorted(set(summed["queue"]) - set(queues)) if ahead.night else []
    return Reforecast(
        now=known.now,
        interval_min=interval_min,
        night=ahead.night,
        queues=tuple(reforecast_queue(_input(known, queue, summed, calendar)) for queue in queues),
        missing=(*ahead.missing, *(f"Queue {queue} is not in the forecast of {ahead.night}." for queue in unplanned)),
        notes=ahead.notes if ahead.night else (*ahead.notes, _made_now(source, known.now)),
    )


def _input(known: _Known, queue: str, summed: pd.DataFrame, calendar: DemandCalendar) -> QueueInput:
    ahead = known.ahead
    return QueueInput(
        queue=queue,
        published=ahead.frame[ahead.frame["queue"] == queue].reset_index(drop=True),
        rows=summed[summed["queue"] == queue],
        now=known.now,
        interval_min=known.settings.interval_min,
        misses=ahead.misses_of(queue),
        calendar=calendar_with(calendar, events_of(known.settings.events, queue)),
    )


def _of_site(site_dir: Path, source: HistorySource, now: datetime | None, tell: Tell) -> _Known:
    """The site's last forecast of today, and its last weeks of history."""
    if source.history_file is not None or source.country is not None:
        raise UsageError("Give --site, or --history with --country, but not both.")
    config = read_site_config(site_dir / "site.toml")
    settings = site_settings(site_dir, config, source.events_file)
    moment = now_by(config.site.timezone, now)
    ahead = published_day_ahead(site_dir, config.site.timezone, moment.date())
    since = datetime.combine(moment.date() - timedelta(days=DAYS_LOOKED_AT), time(), moment.tzinfo)
    with open_site_database(site_dir) as database:
        span = history_span(database, config.site.id)
        recent = read_history(database, config.site.id, config.site.timezone, since, moment.to_pydatetime())
    if span is None:
        raise no_history(site_dir, config)
    last = pd.Timestamp(span[1]).tz_convert(config.site.timezone)
    _refuse_unknown_morning(recent, settings, moment, last)
    if ahead is None:
        tell(f"no published night planned {moment:%Y-%m-%d}: the forecast of the day is made first")
        ahead = made_day_ahead(site_history(site_dir, config), settings, moment.date(), tell)
    return _Known(recent, settings, ahead, moment)


def _of_file(source: HistorySource, now: datetime | None, tell: Tell) -> _Known:
    """A bare history: the day is forecast from what came before it."""
    history, settings = history_and_settings(source)
    if now is None:
        raise UsageError("Give --now with --history: a bare history has no clock of its own.")
    zone = history["interval_start"].dt.tz
    moment = now_by(str(zone), now)
    before = history[history["interval_start"] < moment].reset_index(drop=True)
    if before.empty:
        raise ForecastError(f"There is no history before {moment:%Y-%m-%d %H:%M}; give a later --now or older history.")
    recent = before[before["interval_start"] >= moment - pd.Timedelta(days=DAYS_LOOKED_AT)]
    _refuse_unknown_morning(recent, settings, moment, before["interval_start"].max())
    ahead = made_day_ahead(checked(CallHistory, before), settings, moment.date(), tell)
    return _Known(checked(CallHistory, recent.reset_index(drop=True)), settings, ahead, moment)


def _refuse_unknown_morning(
    recent: pd.DataFrame, settings: ForecastSettings, now: pd.Timestamp, last: pd.Timestamp
) -> None:
    """Refuses a history that ended days ago: the days between that usually have contacts are named."""
    known = recent["interval_start"].dt.tz_localize(None)
    newest = known.max().date() if len(known) else min(last, now).date()
    holidays = demand_calendar(settings.country, newest, now.date(), settings.region).holidays
    usual = set(known.dt.day_of_week) if len(known) else set(range(7))
    between = (newest + timedelta(days=number) for number in range(1, (now.date() - newest).days))
    missed = [day for day in between if day.weekday() in usual and day not in holidays]
    if missed:
        raise ForecastError(
            f"The history before {now:%Y-%m-%d %H:%M} ends on {newest} and lacks {_listed(missed)}, so how today began"
            " is not known; take the newest exports in with `wfm ingest` and ask again."
        )


def _listed(days: Sequence[date]) -> str:
    return str(days[0]) if len(days) == 1 else f"{days[0]} to {days[-1]}"


def _calendar(known: _Known) -> DemandCalendar:
    first, last = days_needed(known.ahead, known.now.date())
    return demand_calendar(known.settings.country, first, last, known.settings.region)


def _made_now(source: HistorySource, now: pd.Timestamp) -> str:
    why = f"No published night planned {now:%Y-%m-%d}" if source.site_dir else "There is no published night"
    return f"{why}: the forecast of the day was made now, from what was known before it."
