"""The holidays of a year on the forecast page: each one's forecast by day beside what came a year ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pandas as pd

from domain.access import Act
from domain.day_types import DemandCalendar, day_type, days_between, demand_calendar
from domain.feasts import MOST_DAYS_BEFORE, Feast, feast_before, feasts
from forecasting.band_sums import summed_band
from forecasting.events import calendar_with
from pipeline.access import needs
from pipeline.forecasts_anew import Anew, anew_frame
from pipeline.job_orders import DaysOrder
from pipeline.site_store import open_site_database
from pipeline.views_forecast import ForecastDay, ForecastFrames, night_events
from pipeline.views_forecast_groups import group_history
from pipeline.views_local import with_local_day
from pipeline.views_night import PublishedNight
from store.history import read_history

AHEAD_DAYS = 365


@dataclass(frozen=True, slots=True)
class FeastPair:
    """A coming holiday and the same one a year before, where the calendar knows it.

    The days that are looked at go from the first to the last day of either, counted from the day that gives the name.
    """

    feast: Feast
    before: Feast | None

    @property
    def offsets(self) -> range:
        """The days looked at, counted from the day that gives the name."""
        both = [self.feast] if self.before is None else [self.feast, self.before]
        first = min(each.offset_of(each.first) for each in both)
        return range(first, max(each.offset_of(each.last) for each in both) + 1)

    @property
    def first(self) -> date:
        """The first day looked at."""
        return self.feast.at(self.offsets[0])

    @property
    def last(self) -> date:
        """The last day looked at."""
        return self.feast.at(self.offsets[-1])


@dataclass(frozen=True, slots=True)
class FeastFrames:
    """The forecast of a holiday's days, and what came on those of the year before, by local `date` and `minute`.

    `job` made what the night has not planned; None where the night planned all, or nothing was made.
    """

    forecast: pd.DataFrame
    came: pd.DataFrame
    job: Anew | None


@needs(Act.SEE_PLAN)
def feasts_ahead(night: PublishedNight, language: str) -> tuple[FeastPair, ...]:
    """The holidays of a year from the first planned day on, in order."""
    first = night.window.start
    last = first + timedelta(days=AHEAD_DAYS)
    calendar = _calendar(night, language, first - timedelta(days=MOST_DAYS_BEFORE), last)
    return tuple(FeastPair(feast, feast_before(calendar, feast)) for feast in feasts(calendar, first, last))


def _calendar(night: PublishedNight, language: str, first: date, last: date) -> DemandCalendar:
    section = night.site.config.site
    calendar = demand_calendar(section.country, first, last, section.region, language)
    return calendar_with(calendar, night_events(night))


@needs(Act.SEE_PLAN)
def order_for(night: PublishedNight, pair: FeastPair) -> DaysOrder | None:
    """What to forecast so that all days of the holiday have one; None where the night planned all of them."""
    days = [day for day in days_between(pair.first, pair.last) if day > night.window.last]
    return DaysOrder(days[0], len(days)) if days else None


@needs(Act.SEE_PLAN)
def feast_frames(night: PublishedNight, planned: ForecastFrames, pair: FeastPair, made: Sequence[Anew]) -> FeastFrames:
    """The night's forecast, and for days after it that of the newest job that made them all."""
    order = order_for(night, pair)
    job = None if order is None else next((each for each in made if _holds(each, order)), None)
    parts = [planned.forecast, planned.groups]
    if job is not None:
        anew = anew_frame(night, job)
        parts.append(anew[anew["date"] > pd.Timestamp(night.window.last)])
    columns = ["date", "minute", "queue", "offered", "p10", "p50", "p90"]
    forecast = pd.concat([part[columns] for part in parts if len(part)], ignore_index=True)
    wanted = forecast["date"].between(pd.Timestamp(pair.first), pd.Timestamp(pair.last))
    return FeastFrames(forecast[wanted].reset_index(drop=True), _came(night, pair), job)


def _holds(each: Anew, order: DaysOrder) -> bool:
    return each.window.holds(order.first_day) and each.window.holds(order.first_day + timedelta(days=order.days - 1))


def _came(night: PublishedNight, pair: FeastPair) -> pd.DataFrame:
    """What came on the days of the year before, of the queues and of their groups."""
    if pair.before is None:
        return pd.DataFrame({"queue": [], "offered": [], "date": pd.to_datetime([]), "minute": []})
    first, last = pair.before.at(pair.offsets[0]), pair.before.at(pair.offsets[-1])
    since, until = (datetime.combine(day, time(), night.site.timezone) for day in (first, last + timedelta(days=1)))
    with open_site_database(night.site_dir) as database:
        history = read_history(database, night.site.id, night.site.config.site.timezone, since, until)
    columns = ["interval_start", "queue", "offered"]
    both = [history[columns], group_history(history, night.site.queues)[columns]]
    return with_local_day(pd.concat([each for each in both if len(each)] or [history[columns]], ignore_index=True))


@needs(Act.SEE_PLAN)
def feast_days(night: PublishedNight, frames: FeastFrames, pair: FeastPair, queue: str, language: str) -> pd.DataFrame:
    """A row a day: `date`, `kind`, `name`, `contacts` with `low` and `high`, and `before` of `date_before`.

    Contacts that are not known, forecast or counted, are missing.
    """
    chosen = frames.forecast[frames.forecast["queue"] == queue]
    coming = summed_band(chosen, ["date"]).set_index("date")
    came = frames.came[frames.came["queue"] == queue].groupby("date")["offered"].sum()
    earliest = pair.first if pair.before is None else pair.before.at(pair.offsets[0])
    calendar = _calendar(night, language, earliest, pair.last)
    rows = pd.DataFrame({"offset": list(pair.offsets)})
    rows["date"] = pd.to_datetime([pair.feast.at(each) for each in pair.offsets])
    rows["kind"] = [day_type(calendar, day.date()).kind.value for day in rows["date"]]
    rows["name"] = [", ".join(calendar.holidays.get(day.date(), ())) for day in rows["date"]]
    for column, source in (("contacts", "offered"), ("low", "p10"), ("high", "p90")):
        rows[column] = coming[source].reindex(rows["date"]).to_numpy(float)
    before = [None if pair.before is None else pair.before.at(each) for each in pair.offsets]
    rows["date_before"] = pd.to_datetime(pd.Series(before, dtype=object))
    rows["before"] = came.reindex(rows["date_before"]).to_numpy(float)
    return rows


def feast_day(frames: FeastFrames, pair: FeastPair, queue: str, day: date) -> ForecastDay:
    """One day of the holiday by interval, beside the same day of the year before."""
    fan = frames.forecast[(frames.forecast["queue"] == queue) & (frames.forecast["date"] == pd.Timestamp(day))]
    came = frames.came[frames.came["queue"] == queue]
    if pair.before is not None:
        came = came[came["date"] == pd.Timestamp(pair.before.at(pair.feast.offset_of(day)))]
    return ForecastDay(
        fan=fan.assign(model_offered=fan["offered"])[
            ["date", "minute", "offered", "p10", "p50", "p90", "model_offered"]
        ],
        weeks_before=came[["date", "minute", "offered"]],
    )
