"""What the forecast page shows: contacts coming by day and interval, what came, and days unlike others."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pandas as pd

from domain.access import Act
from domain.day_types import DayKind, day_types, demand_calendar
from domain.history_files import read_events
from domain.tables import read_table
from forecasting.band_sums import summed_band
from forecasting.events import KnownEvent, calendar_with, events_of
from pipeline.access import needs
from pipeline.file_names import EVENTS_FILE
from pipeline.site_store import open_site_database
from pipeline.views_forecast_groups import group_forecast, group_history, groups_of
from pipeline.views_local import with_local_day
from pipeline.views_night import PublishedNight
from pipeline.views_overrides import forecast_now
from store.history import read_history

TAIL_DAYS = 56
WEEKS_BESIDE = 4
ACTUAL, FORECAST = "actual", "forecast"


@dataclass(frozen=True, slots=True)
class ForecastFrames:
    """The forecast of a night and the weeks of history before it, by local `date` and `minute` of the day.

    `groups` and `groups_history` are the same of all queues together and of channels, under the group's key as `queue`;
    they are empty where the night has no totals.
    """

    forecast: pd.DataFrame
    history: pd.DataFrame
    groups: pd.DataFrame
    groups_history: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Comparison:
    """Contacts of as many days of history as are planned, counted back from the last day that has any."""

    contacts: float
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A planned day that is no ordinary one to callers: its type, its name, and what an ordinary one brings."""

    day: date
    kind: DayKind
    name: str
    contacts: float
    ordinary_contacts: float | None


@dataclass(frozen=True, slots=True)
class ForecastView:
    """The forecast of the planned days. Figures are of all queues together; `days` has them by queue and group.

    `groups` are the keys of all queues together and of channels; none where there is a single queue.
    """

    queues: tuple[str, ...]
    groups: tuple[str, ...]
    contacts: float
    days_planned: int
    busiest_day: date
    busiest_contacts: float
    before: Comparison | None
    days: pd.DataFrame
    special_days: tuple[SpecialDay, ...]


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """One day of one queue by interval: the mean with p10, p50 and p90, and the same weekday of the weeks before.

    `model_offered` is the model's own mean, another one where a planner changed it.
    """

    fan: pd.DataFrame
    weeks_before: pd.DataFrame


@needs(Act.SEE_PLAN)
def forecast_frames(night: PublishedNight) -> ForecastFrames:
    """The night's forecast with the overrides of now, and the history of the eight weeks before the planned days."""
    zone = night.site.config.site.timezone
    since = datetime.combine(night.window.start - timedelta(days=TAIL_DAYS), time(), night.site.timezone)
    until = datetime.combine(night.window.start, time(), night.site.timezone)
    with open_site_database(night.site_dir) as database:
        history = read_history(database, night.site.id, zone, since, until)
    forecast = forecast_now(night)
    groups = group_forecast(night, forecast)
    came = group_history(history, night.site.queues) if len(groups) else history.head(0)
    return ForecastFrames(*(with_local_day(frame) for frame in (forecast, history, groups, came)))


@needs(Act.SEE_PLAN)
def forecast_view(night: PublishedNight, frames: ForecastFrames, language: str) -> ForecastView:
    """What is coming, day by day; holidays have their names in the language where the calendar knows them."""
    days = _by_day(frames.forecast, frames.history)
    planned = _planned(night, days)
    together = [_by_day(frames.groups, frames.groups_history)] if len(frames.groups) else []
    return ForecastView(
        queues=_largest_first(frames.forecast),
        groups=tuple(key for key, _ in groups_of(night.site.queues) if (frames.groups["queue"] == key).any()),
        contacts=float(planned.sum()),
        days_planned=night.window.days,
        busiest_day=night.window.dates()[int(planned.argmax())],
        busiest_contacts=float(planned.max()),
        before=_comparison(days, night.window.days),
        days=pd.concat([days, *together], ignore_index=True),
        special_days=_special_days(night, planned, language),
    )


def _planned(night: PublishedNight, days: pd.DataFrame) -> "pd.Series[float]":
    """Contacts of every day of the window, all queues together; 0 on a day that is closed."""
    by_day = days[days["part"] == FORECAST].groupby("date")["contacts"].sum()
    return by_day.reindex(pd.date_range(night.window.start, night.window.last), fill_value=0.0)


def _largest_first(forecast: pd.DataFrame) -> tuple[str, ...]:
    totals = forecast.groupby("queue")["offered"].sum().sort_values(ascending=False, kind="stable")
    return tuple(str(queue) for queue in totals.index)


def _by_day(forecast: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Contacts by day and queue: `low` and `high` are p10 and p90 of the day's count."""
    names = {"offered": "contacts", "p10": "low", "p90": "high"}
    coming = summed_band(forecast, ["date", "queue"]).rename(columns=names).drop(columns="p50").assign(part=FORECAST)
    summed = history.groupby(["date", "queue"])[["offered"]].sum().reset_index()
    came = summed.rename(columns=names).assign(part=ACTUAL)
    return pd.concat([came, coming], ignore_index=True) if len(came) else coming


def _comparison(days: pd.DataFrame, planned_days: int) -> Comparison | None:
    came = days[days["part"] == ACTUAL].groupby("date")["contacts"].sum()
    if came.empty:
        return None
    last = came.index.max()
    first = last - pd.Timedelta(days=planned_days - 1)
    if came.index.min() > first:
        return None
    return Comparison(float(came[came.index >= first].sum()), first.date(), last.date())


def _special_days(night: PublishedNight, planned: "pd.Series[float]", language: str) -> tuple[SpecialDay, ...]:
    """The days of the window that are not ordinary, each with the mean of the ordinary days of its weekday."""
    window, section = night.window, night.site.config.site
    events = night_events(night)
    calendar = demand_calendar(section.country, window.start, window.last, section.region, language)
    calendar = calendar_with(calendar, events)
    types = day_types(calendar, window.start, window.last)
    is_ordinary = [found.kind is DayKind.ORDINARY for found in types]
    weekday = pd.DatetimeIndex(planned.index).day_of_week
    ordinary = planned[is_ordinary].groupby(weekday[is_ordinary]).mean()
    ordinary_by_weekday = {int(str(number)): float(mean) for number, mean in ordinary.items()}
    return tuple(
        SpecialDay(
            day=found.date,
            kind=found.kind,
            name=", ".join(found.names) or ", ".join(event.name for event in events if found.date in event.days),
            contacts=float(contacts),
            ordinary_contacts=ordinary_by_weekday.get(found.date.weekday()),
        )
        for found, contacts in zip(types, planned, strict=True)
        if found.kind is not DayKind.ORDINARY
    )


def night_events(night: PublishedNight) -> tuple[KnownEvent, ...]:
    """The known events of all the site's queues, each once; none where the file has no row."""
    path = night.site_dir / EVENTS_FILE
    if not path.is_file() or not read_table(path, ("event",)).rows:
        return ()
    known = read_events(path, night.site.config.site.timezone)
    return tuple(dict.fromkeys(event for queue in night.site.queues for event in events_of(known, queue.id)))


def forecast_day(frames: ForecastFrames, queue: str, day: date) -> ForecastDay:
    """One day of a queue or group; `weeks_before` holds up to four days of its weekday, the newest of the history."""
    is_group = bool((frames.groups["queue"] == queue).any())
    coming, history = (frames.groups, frames.groups_history) if is_group else (frames.forecast, frames.history)
    came = history[history["queue"] == queue]
    known = pd.DatetimeIndex(came["date"].unique())
    same_weekday = known[known.day_of_week == day.weekday()].sort_values()[-WEEKS_BESIDE:]
    is_chosen = (coming["queue"] == queue) & (coming["date"] == pd.Timestamp(day))
    return ForecastDay(
        fan=coming.loc[is_chosen, ["date", "minute", "offered", "p10", "p50", "p90", "model_offered"]],
        weeks_before=came.loc[came["date"].isin(same_weekday), ["date", "minute", "offered"]],
    )
