"""What came today, what was forecast and what is forecast now, with the agents that the rest of the day needs."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from domain.access import Act
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_folder import read_site
from forecasting.band_sums import summed_band
from pipeline.access import needs
from pipeline.day_ahead import night_that_planned, published_day_ahead
from pipeline.forecasting_run import HistorySource
from pipeline.planning import now_by
from pipeline.reforecast import Reforecast, reforecast
from pipeline.site_store import open_site_database
from pipeline.today_roster import Cells
from pipeline.views_local import with_local_day
from staffing.requirement import requirement
from store.history import history_span, read_history

CALL_COLUMNS = ["queue", "minute", "actual", "ahead", "anew", "low", "high"]
ALL = "*"


@dataclass(frozen=True, slots=True, eq=False)
class DayCalls:
    """Contacts of a day. `frame`: queue (`*` all together), minute, actual, ahead, anew, low and high (p10, p90).

    Where nothing of the day is known, `anew` is the forecast as it was. `answered` is of the contacts so far, None
    where the exports do not say it.
    """

    frame: pd.DataFrame
    counted: float
    due: float
    answered: float | None
    known_until: int | None
    anew: Cells
    notes: tuple[str, ...]

    @property
    def deviation(self) -> float | None:
        """Counted over due, less one; None before anything is known of the day."""
        return self.counted / self.due - 1 if self.counted and self.due else None


@dataclass(frozen=True, slots=True)
class DayChoice:
    """What can be shown instead where a day has no roster: the planned days, and the newest interval of the history."""

    first: date
    last: date
    newest_contact: datetime | None


def site_now(site: Site, given: datetime | None) -> datetime:
    """The moment that the page stands at, local and without zone: the one given, or else the site's clock."""
    moment: datetime = now_by(site.config.site.timezone, given).tz_localize(None).to_pydatetime()
    return moment.replace(second=0, microsecond=0)


def floor_to(moment: datetime, step_min: int) -> datetime:
    """The last whole step of the day at or before a moment."""
    minute = (moment.hour * 60 + moment.minute) // step_min * step_min
    return moment.replace(hour=minute // 60, minute=minute % 60, second=0, microsecond=0)


@needs(Act.SEE_PLAN)
def day_choice(site_dir: Path, site: Site, window: PlanningWindow) -> DayChoice:
    """The planned days and how far the history reaches, for the sentence that says what to do."""
    with open_site_database(site_dir) as database:
        span = history_span(database, site.id)
    newest = None if span is None else span[1].astimezone(site.timezone).replace(tzinfo=None)
    return DayChoice(window.start, window.last, newest)


@needs(Act.SEE_PLAN)
def day_calls(site_dir: Path, now: datetime) -> DayCalls | None:
    """The contacts of the day of `now` (local): what came, what was forecast, what is forecast now; None without a
    night that planned it."""
    site = read_site(site_dir)
    if night_that_planned(site_dir, now.date()) is None:
        return None
    known = _known(site_dir, site, now)
    if known.empty:
        return _as_forecast(site_dir, site, now)
    return _renewed(site, reforecast(HistorySource(site_dir), now), known, now)


def _known(site_dir: Path, site: Site, now: datetime) -> pd.DataFrame:
    """What the history has of the day, up to the interval that has ended."""
    midnight = now_by(site.config.site.timezone, datetime(now.year, now.month, now.day))
    moment = now_by(site.config.site.timezone, now)
    with open_site_database(site_dir) as database:
        rows = read_history(
            database, site.id, site.config.site.timezone, midnight.to_pydatetime(), moment.to_pydatetime()
        )
    ended = rows["interval_start"] + pd.Timedelta(minutes=site.interval_min) <= moment
    return rows[ended]


def _as_forecast(site_dir: Path, site: Site, now: datetime) -> DayCalls:
    """The day as the night forecast it."""
    ahead = published_day_ahead(site_dir, site.config.site.timezone, now.date())
    assert ahead is not None
    rows = with_local_day(ahead.frame)
    today = rows[rows["date"] == pd.Timestamp(now.date())]
    frame = today[["queue", "minute"]].assign(
        actual=np.nan, ahead=today["offered"], anew=np.nan, low=today["p10"], high=today["p90"]
    )
    local = ahead.frame[ahead.frame["interval_start"].dt.date == now.date()]
    together = with_local_day(summed_band(local, ["interval_start"]))
    total = together[["minute"]].assign(
        queue=ALL, actual=np.nan, ahead=together["offered"], anew=np.nan, low=together["p10"], high=together["p90"]
    )
    whole = pd.concat([total, frame], ignore_index=True)[CALL_COLUMNS]
    return DayCalls(whole, 0.0, 0.0, None, None, {}, ())


def _renewed(site: Site, found: Reforecast, known: pd.DataFrame, now: datetime) -> DayCalls:
    """The day with what came, and its rest forecast anew: contacts and the agents that they need."""
    today = pd.Timestamp(now.date())
    parts = [queue.intervals.rename(columns={"queue": "name"}).assign(queue=queue.queue) for queue in found.queues]
    rows = with_local_day(pd.concat(parts, ignore_index=True))
    rows = rows[rows["date"] == today][CALL_COLUMNS]
    frame = pd.concat([_together(found, rows, today), rows], ignore_index=True)[CALL_COLUMNS]
    answered = known.dropna(subset=["answered"])
    share = answered["answered"].sum() / answered["offered"].sum() if answered["offered"].sum() else None
    last = known["interval_start"].max() + pd.Timedelta(minutes=site.interval_min)
    return DayCalls(
        frame=frame,
        counted=sum(queue.counted for queue in found.queues if queue.deviation is not None),
        due=sum(queue.due for queue in found.queues if queue.deviation is not None),
        answered=None if share is None else float(share),
        known_until=int(last.hour * 60 + last.minute) or 24 * 60,
        anew=_needed_anew(site, found, now),
        notes=(*found.notes, *found.missing, *(note for queue in found.queues for note in queue.notes)),
    )


def _together(found: Reforecast, rows: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """All queues: sums, with a band of their own; what came is known where it is of every queue that is open."""
    sums = rows.groupby("minute")[["ahead"]].sum()
    sums["actual"] = rows.groupby("minute")["actual"].sum(min_count=1)
    rest = found.frame[found.frame["interval_start"].dt.tz_localize(None).dt.normalize() == today]
    band = with_local_day(summed_band(rest, ["interval_start"])).set_index("minute")
    sums = sums.join(band.rename(columns={"offered": "anew", "p10": "low", "p90": "high"})[["anew", "low", "high"]])
    return sums.reset_index().assign(queue=ALL)


def _needed_anew(site: Site, found: Reforecast, now: datetime) -> Cells:
    """Agents that the rest of the day needs by what is forecast now, the reserve for recovery with them."""
    rest = found.frame[found.frame["interval_start"].dt.date == now.date()].reset_index(drop=True)
    if rest.empty:
        return {}
    config = site.config
    outcome = requirement(
        rest, config.queue, config.shrinkage, site.interval_min,
        week_start_weekday=config.site.week_start_weekday, people=site.people, recovery=config.recovery,
    )  # fmt: skip
    local = outcome.frame["interval_start"].dt.tz_localize(None)
    return {
        (moment.to_pydatetime(), queue): float(agents)
        for moment, queue, agents in zip(local, outcome.frame["queue"], outcome.frame["agents"], strict=True)
    }
