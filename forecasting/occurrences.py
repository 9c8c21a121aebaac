"""Past occurrences of the events that are to come: what was counted then, beside what had been due."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from forecasting.events import KnownEvent, event_key, interval_starts, unknown_effects
from forecasting.expected import PastDue
from forecasting.found import LEAST_DAYS, past_with_breaks
from forecasting.learnt_effects import (
    HOURS_SINCE_START,
    LEAST_DUE,
    LearntEffect,
    Occurrence,
    Part,
    course_parts,
    learnt_effects,
)
from forecasting.prepare import PreparedQueue
from forecasting.series import Floats, Truths


def names_to_learn(events: pd.DataFrame | None, start: date, days: int) -> frozenset[str]:
    """The keys of events without an effect in the days from `start` on that began before it somewhere, too."""
    if events is None or events.empty:
        return frozenset()
    begin = pd.Timestamp(start)
    starts, ends = (events[column].dt.tz_localize(None) for column in ("start", "end"))
    keys = events["event"].map(event_key)
    is_coming = events["effect"].isna() & (starts < begin + pd.Timedelta(days=days)) & (ends > begin)
    return frozenset(keys[is_coming]) & frozenset(keys[starts < begin])


def occurrences_of(queue: PreparedQueue, names: frozenset[str]) -> tuple[Occurrence, ...]:
    """The past occurrences in a queue of the named events, in the order of time.

    What was due comes from a history in which all events are unknown. A day on which the line was shut counts as zero.
    """
    series = queue.clean.series
    wanted = [event for event in queue.events if event.key in names and not event.is_temporary_holiday]
    if not wanted or series.days < LEAST_DAYS:
        return ()
    starts = interval_starts(series.first, series.offered.shape, series.interval_min, queue.timezone)
    if not any(event.start <= starts[-1] for event in wanted):
        return ()
    due, _ = past_with_breaks(series, queue.calendar)
    is_shut = series.shut[:, None] & series.open_by_day
    counted = np.where(is_shut, 0.0, queue.counted)
    found = (_occurrence(series.queue, event, starts, counted, due) for event in wanted)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.start))


def _occurrence(
    queue: str, event: KnownEvent, starts: pd.DatetimeIndex, counted: Floats, due: PastDue
) -> Occurrence | None:
    """One event as far as it was counted; None where too little was due to tell anything."""
    inside = np.asarray((starts >= event.start) & (starts < event.end)).reshape(counted.shape)
    inside &= ~np.isnan(counted) & (due.due > 0)
    expected = float(due.due[inside].sum())
    if expected < LEAST_DUE:
        return None
    hours = np.asarray((starts[inside.ravel()] - event.start) / pd.Timedelta(hours=1))
    part = course_parts(hours)
    sums = [np.bincount(part, table[inside], minlength=len(HOURS_SINCE_START)) for table in (counted, due.due)]
    return Occurrence(
        key=event.key,
        name=event.name,
        queue=queue,
        start=event.start,
        end=event.end,
        counted=float(counted[inside].sum()),
        due=expected,
        chance_variance=_chance_variance(due, inside),
        parts=tuple(Part(float(came), float(meant)) for came, meant in zip(*sums, strict=True)),
    )


def _chance_variance(due: PastDue, inside: Truths) -> float:
    """Variance of the log ratio had nothing happened: of the counts, and of the days in which they lie."""
    by_day = np.where(inside, due.due, 0.0).sum(axis=1)
    total = float(by_day.sum())
    of_counts = float(due.variances()[inside].sum()) / total**2
    return of_counts + due.day_variance * float((by_day**2).sum()) / total**2


def effects_for(
    queue: PreparedQueue, occurrences: Sequence[Occurrence], start: date, days: int
) -> tuple[LearntEffect, ...]:
    """What all queues' occurrences teach of the queue's own coming events."""
    coming = {event.key for event in unknown_effects(queue.events, start, days)}
    return learnt_effects([each for each in occurrences if each.key in coming], queue.clean.series.queue)
