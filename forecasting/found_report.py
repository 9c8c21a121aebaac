"""The room's door to events: what was found in every queue's history, and what its known events did to contacts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from domain.frames import CallHistory
from forecasting.events import event_key
from forecasting.found import LEAST_DAYS, FoundEvent, found_events
from forecasting.learnt_effects import LearntEffect, Occurrence, learnt_effects
from forecasting.occurrences import occurrences_of
from forecasting.prepare import in_interval, prepared_queue
from forecasting.queue_rows import rows_by_queue
from forecasting.record import MissingQueue
from forecasting.series import QueueSeries


@dataclass(frozen=True, slots=True)
class QueueEvents:
    """One queue's found events, the strongest first, and the effects of its known past events by name."""

    queue: str
    found: tuple[FoundEvent, ...]
    learnt: tuple[LearntEffect, ...]


@dataclass(frozen=True, slots=True)
class EventsOutcome:
    """The events of all queues, and the queues whose history is too short to tell."""

    queues: tuple[QueueEvents, ...]
    missing: tuple[MissingQueue, ...]


def events_of_queues(
    history: DataFrame[CallHistory],
    calendar: DemandCalendar,
    before: date,
    interval_min: int,
    events: pd.DataFrame | None = None,
) -> EventsOutcome:
    """What stands out in every queue's history before a day; known events, holidays and outages are not told again."""
    known = history[history["interval_start"].dt.tz_localize(None) < pd.Timestamp(before)]
    if known.empty:
        raise ForecastError(f"There is no history before {before}; load history or name a later day.")
    summed, left_out = in_interval(known, interval_min)
    names = frozenset() if events is None else frozenset(event_key(name) for name in events["event"])
    found: list[QueueEvents] = []
    missing: list[MissingQueue] = []
    occurrences: list[Occurrence] = []
    for name, rows in rows_by_queue(summed, left_out).items():
        try:
            queue = prepared_queue(rows.history, rows.left_out, calendar, events, interval_min, before)
            _refuse_too_short(queue.clean.series, before)
            found.append(QueueEvents(name, found_events(queue.clean.series, queue.calendar), ()))
            occurrences += occurrences_of(queue, names)
        except ForecastError as error:
            missing.append(MissingQueue(name, str(error)))
    if not found:
        raise ForecastError(" ".join(each.reason for each in missing))
    return EventsOutcome(tuple(_with_own_effects(each, occurrences) for each in found), tuple(missing))


def _refuse_too_short(series: QueueSeries, before: date) -> None:
    if series.days < LEAST_DAYS:
        raise ForecastError(
            f"Queue {series.queue} has {series.days} days of history before {before}; to tell what is unusual takes at"
            f" least {LEAST_DAYS}. Load older history."
        )


def _with_own_effects(queue: QueueEvents, occurrences: Sequence[Occurrence]) -> QueueEvents:
    """The queue with the effects of the events that it saw itself."""
    learnt = tuple(effect for effect in learnt_effects(occurrences, queue.queue) if effect.own)
    return replace(queue, learnt=learnt)
