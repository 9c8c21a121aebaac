"""Known disturbances of the days to come: written into the site's events file, and what a forecast makes of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from domain.access import Act
from domain.errors import DataError, Problem
from domain.history_files import EVERY_QUEUE
from domain.site_config import read_site_config
from forecasting.band_sums import summed_band
from forecasting.events import KnownEvent
from pipeline.access import needs
from pipeline.file_names import EVENTS_FILE
from pipeline.forecasting_run import known_events
from pipeline.forecasts_anew import Anew, anew_frame
from pipeline.site_edit import file_table, save_table
from pipeline.views_forecast import ForecastFrames
from pipeline.views_night import PublishedNight


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event as a planner gives it: whole days, one queue or `*`; without an effect the past of its name tells it."""

    name: str
    first: date
    last: date
    queue: str = EVERY_QUEUE
    effect: float | None = None


@dataclass(frozen=True, slots=True)
class ComingEvent:
    """An event that touches days to come, and the queue that it is of, or `*`."""

    event: KnownEvent
    queue: str


@needs(Act.EDIT_SITE)
def add_event(site_dir: Path, event: NewEvent, who: str | None = None) -> int:
    """Writes the event as a row of the events file; the number of the version that keeps the file now.

    Raises DataError where the row is wrong, or ChangedMeanwhileError where somebody writes at the same moment; nothing
    is written then.
    """
    known = [queue.id for queue in read_site_config(site_dir / "site.toml").queue]
    if event.queue not in (EVERY_QUEUE, *known):
        expected = f"one of {', '.join(known)}, or {EVERY_QUEUE} for all of them"
        raise DataError([Problem(EVENTS_FILE, None, "queue", event.queue, expected)])
    opened = file_table(site_dir, EVENTS_FILE)
    row = {
        "event": event.name.strip(),
        "from": event.first.isoformat(),
        "until": max(event.first, event.last).isoformat(),
        "queue": event.queue,
        "effect": "" if event.effect is None else f"{event.effect:g}",
    }
    cells = pd.concat([opened.cells, pd.DataFrame([row], dtype=str)], ignore_index=True).fillna("")
    return save_table(site_dir, opened, cells, who, f"event {row['event']}")


@needs(Act.SEE_PLAN)
def events_coming(night: PublishedNight) -> tuple[ComingEvent, ...]:
    """The events that touch a planned day or a later one, in the order of time."""
    path, zone = night.site_dir / EVENTS_FILE, night.site.config.site.timezone
    known = known_events(path, zone) if path.is_file() else None
    if known is None:
        return ()
    found = []
    for row in known.to_dict("records"):
        effect = None if pd.isna(row["effect"]) else float(row["effect"])
        event = KnownEvent(str(row["event"]), row["start"], row["end"], effect)
        if event.days[-1] >= night.window.start:
            found.append(ComingEvent(event, str(row["queue"])))
    return tuple(found)


@needs(Act.SEE_PLAN)
def anew_days(night: PublishedNight, planned: ForecastFrames, anew: Anew, queue: str) -> pd.DataFrame:
    """A row for each planned day with an event that the job forecast anew: `date`, `events`, and `planned` beside
    `contacts` with `low` and `high`; `queue` is a queue or a group."""
    events: dict[pd.Timestamp, list[str]] = {}
    for each in events_coming(night):
        for day in each.event.days:
            if night.window.holds(day) and anew.window.holds(day):
                events.setdefault(pd.Timestamp(day), []).append(each.event.name)
    before = pd.concat([part for part in (planned.forecast, planned.groups) if len(part)], ignore_index=True)
    was = before[before["queue"] == queue].groupby("date")["offered"].sum()
    frame = anew_frame(night, anew)
    now = summed_band(frame[frame["queue"] == queue], ["date"]).set_index("date")
    days = sorted(events)
    return pd.DataFrame(
        {
            "date": pd.to_datetime(days),
            "events": [", ".join(dict.fromkeys(events[day])) for day in days],
            "planned": was.reindex(days).to_numpy(float),
            "contacts": now["offered"].reindex(days).to_numpy(float),
            "low": now["p10"].reindex(days).to_numpy(float),
            "high": now["p90"].reindex(days).to_numpy(float),
        }
    )
