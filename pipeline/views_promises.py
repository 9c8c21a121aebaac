"""Goals that a roster keeps by contacts, as its report tells them, with the people and hours behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from domain.access import Act
from pipeline.access import needs
from pipeline.json_reading import as_number, as_objects
from pipeline.roster_summary import read_report
from pipeline.views_cover import RosterFrames
from pipeline.views_night import PublishedNight
from store.json_text import Json


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A response rate promised for a queue from one day to another, and what the roster is expected to answer.

    `missing` are the contacts that it lacks, 0 where it is kept. `knowing` counts the agents who know the queue; they
    work `on_it_h` hours on it and `elsewhere_h` hours on other queues in these days.
    """

    queue: str
    first: date
    last: date
    goal: float
    expected: float
    is_kept: bool
    offered: float
    missing: float
    knowing: int
    on_it_h: float
    elsewhere_h: float


@needs(Act.SEE_ROSTER)
def promise_lines(night: PublishedNight, frames: RosterFrames) -> tuple[PromiseLine, ...]:
    """Every goal that the night's roster keeps by contacts, the missed ones first; none where it was kept by heads."""
    found = [_line(night, frames, row) for row in as_objects(read_report(night.folder).get("promises"))]
    return tuple(sorted(found, key=lambda line: (line.is_kept, line.queue, line.first)))


def _line(night: PublishedNight, frames: RosterFrames, row: Mapping[str, Json]) -> PromiseLine:
    goal, expected, offered, answered = (
        as_number(row.get(word)) or 0.0 for word in ("goal", "response_rate", "offered", "answered")
    )
    queue, first, last = str(row["queue"]), *(date.fromisoformat(str(row[word])) for word in ("from", "to"))
    is_kept = bool(row.get("kept"))
    knowing = {person.id for person in night.site.agents if queue in person.skills}
    on_it_h, elsewhere_h = _hours(frames.activities, knowing, queue, first, last)
    missing = 0.0 if is_kept else goal * offered - answered
    return PromiseLine(
        queue, first, last, goal, expected, is_kept, offered, missing, len(knowing), on_it_h, elsewhere_h
    )


def _hours(activities: pd.DataFrame, knowing: set[str], queue: str, first: date, last: date) -> tuple[float, float]:
    """Hours of work of these people on the queue and on others, of work that begins on these days."""
    begins = activities["start"].dt.normalize()
    is_theirs = (activities["activity"] == "work") & activities["agent_id"].isin(knowing)
    work = activities[is_theirs & (begins >= pd.Timestamp(first)) & (begins <= pd.Timestamp(last))]
    hours = (work["end"] - work["start"]) / pd.Timedelta(hours=1)
    on_it = work["queue"] == queue
    return float(hours[on_it].sum()), float(hours[~on_it].sum())
