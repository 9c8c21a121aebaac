"""What stands out in a history and no calendar explains: `wfm events`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd

from forecasting.found import FoundEvent
from forecasting.found_report import EventsOutcome, events_of_queues
from pipeline.forecasting_run import EVENT_COLUMNS, HistorySource, calendar_for, history_and_settings
from pipeline.telling import Tell, nobody
from store.csv_files import write_csv


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A found event for a planner: `contacts` more (or fewer) than were due, `ratio` times what was due."""

    queue: str
    kind: str
    start: datetime
    end: datetime
    ratio: float
    contacts: float
    done: str


@dataclass(frozen=True, slots=True)
class LearntLine:
    """What a known event did to a queue's contacts, in words with its occurrences."""

    queue: str
    event: str
    in_words: str


@dataclass(frozen=True, slots=True)
class EventsReport:
    """Found events by queue, the strongest first; what known events did; how many were written; who is missing."""

    found: tuple[FoundLine, ...]
    learnt: tuple[LearntLine, ...]
    written: int
    missing: tuple[str, ...]


def events_report(source: HistorySource, before: date | None, out: Path | None, tell: Tell = nobody) -> EventsReport:
    """Finds events in the history before a day (without one: in all of it), and writes spikes and dips to `out`.

    The file has the form of `events.csv`. Breaks are not written: an event's days are left out of learning, and a new
    level has to be learnt.
    """
    history, settings = history_and_settings(source)
    last = history["interval_start"].max().date()
    first_unseen = before or last + timedelta(days=1)
    queues = history["queue"].nunique()
    tell(f"events: looking through the history of {queues} queue{'s' if queues > 1 else ''}")
    calendar = calendar_for(history, settings, max(last, first_unseen))
    outcome = events_of_queues(history, calendar, first_unseen, settings.interval_min, settings.events)
    rows = _event_rows(outcome)
    if out is not None:
        write_csv(out, rows)
    return EventsReport(
        found=tuple(_found_line(each.queue, event) for each in outcome.queues for event in each.found),
        learnt=tuple(
            LearntLine(each.queue, effect.name, effect.in_words) for each in outcome.queues for effect in each.learnt
        ),
        written=len(rows) if out is not None else 0,
        missing=tuple(each.reason for each in outcome.missing),
    )


def _found_line(queue: str, event: FoundEvent) -> FoundLine:
    contacts = event.counted - event.due
    return FoundLine(queue, event.kind.value, event.start, event.end, event.ratio, contacts, event.done)


def _event_rows(outcome: EventsOutcome) -> pd.DataFrame:
    """Spikes and dips as rows of `events.csv`, in the order of time; the effect is left to be learnt."""
    events = [(each.queue, event) for each in outcome.queues for event in each.found if not event.is_break]
    rows = [
        (f"found {event.start:%Y-%m-%d} {event.kind.value}", *_span(event.start, event.end), queue, "")
        for queue, event in sorted(events, key=lambda pair: (pair[1].start, pair[0]))
    ]
    return pd.DataFrame(rows, columns=list(EVENT_COLUMNS), dtype=str)


def _span(start: datetime, end: datetime) -> Sequence[str]:
    """`from` and `until` of a row: days, of which the last is included, or times, of which it is not."""
    if start.time() == end.time() == time():
        return start.date().isoformat(), (end - timedelta(days=1)).date().isoformat()
    return start.isoformat(timespec="minutes"), end.isoformat(timespec="minutes")
