"""Known disturbances, past and to come: what they mean for the calendar, for learning and for the forecast."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from itertools import starmap

import numpy as np
import pandas as pd

from domain.day_types import DemandCalendar, days_between, with_events, with_temporary_holidays
from domain.holiday_names import is_temporary_holiday_name
from forecasting.history import EVENT, CleanQueue, change_rows, joined_changes
from forecasting.learnt_effects import LearntEffect
from forecasting.series import Floats

ALL_QUEUES = "*"


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """A disturbance of [start, end) in aware time; `effect` multiplies contacts, None where it is unknown."""

    name: str
    start: pd.Timestamp
    end: pd.Timestamp
    effect: float | None

    @property
    def days(self) -> tuple[date, ...]:
        """The dates it touches."""
        last = (self.end - pd.Timedelta(seconds=1)).date()
        return tuple(days_between(self.start.date(), last))

    @property
    def key(self) -> str:
        """Its name with case and spaces apart: what makes two events occurrences of one."""
        return event_key(self.name)

    @property
    def is_temporary_holiday(self) -> bool:
        """Whether it makes its days holidays: named so, and without an effect of its own."""
        return self.effect is None and is_temporary_holiday_name(self.name)


def event_key(name: str) -> str:
    """A name with case and spaces apart."""
    return "".join(name.casefold().split())


def events_of(events: pd.DataFrame | None, queue: str) -> tuple[KnownEvent, ...]:
    """The events of a queue, those of all queues among them, in the order of the file."""
    if events is None:
        return ()
    rows = events[events["queue"].isin([queue, ALL_QUEUES])]
    effects = [None if math.isnan(effect) else effect for effect in rows["effect"].tolist()]
    names, starts, ends = rows["event"].tolist(), list(rows["start"]), list(rows["end"])
    return tuple(starmap(KnownEvent, zip(names, starts, ends, effects, strict=True)))


def calendar_with(calendar: DemandCalendar, events: tuple[KnownEvent, ...]) -> DemandCalendar:
    """The calendar with temporary holidays added and the days of other events marked."""
    holidays: Mapping[date, str] = {
        day: event.name for event in events if event.is_temporary_holiday for day in event.days
    }
    disturbed = frozenset(day for event in events if not event.is_temporary_holiday for day in event.days)
    return with_events(with_temporary_holidays(calendar, holidays), disturbed)


def without_events(clean: CleanQueue, events: tuple[KnownEvent, ...], timezone: tzinfo) -> CleanQueue:
    """The queue with the intervals of past events made unknown, so that no model learns from them, and recorded.

    A temporary holiday is no such disturbance: it stays and is learnt from as a holiday.
    """
    series = clean.series
    offered = series.offered.copy()
    notes = []
    for event in events:
        if event.is_temporary_holiday:
            continue
        starts = interval_starts(series.first, offered.shape, series.interval_min, timezone)
        touched = np.asarray((starts >= event.start) & (starts < event.end)).reshape(offered.shape) & ~np.isnan(offered)
        notes.append(change_rows(series.queue, starts[touched.ravel()], f"{EVENT}: {event.name}", offered[touched]))
        offered[touched] = np.nan
    return CleanQueue(replace(series, offered=offered), joined_changes([clean.changes, *notes]))


def interval_starts(first: date, shape: tuple[int, int], interval_min: int, timezone: tzinfo) -> pd.DatetimeIndex:
    """The starts of a table of days by intervals; of an hour that a clock change repeats, its first passage."""
    naive = pd.date_range(pd.Timestamp(first), periods=shape[0] * shape[1], freq=f"{interval_min}min")
    first_passage = np.ones(len(naive), dtype=bool)
    return naive.tz_localize(timezone, ambiguous=first_passage, nonexistent="shift_forward")


def effect_factors(events: tuple[KnownEvent, ...], starts: pd.DatetimeIndex) -> Floats:
    """For each interval the product of the effects of the events it falls in."""
    factors = np.ones(len(starts))
    for event in events:
        if event.effect is not None:
            factors[np.asarray((starts >= event.start) & (starts < event.end))] *= event.effect
    return factors


def learnt_factors(
    events: tuple[KnownEvent, ...], learnt: Sequence[LearntEffect], starts: pd.DatetimeIndex
) -> tuple[Floats, Floats]:
    """For each interval the product of the learnt effects that it falls in, and its variance relative to the square.

    An event with an effect of its own keeps that. Var(f) / f^2 = exp(log variance) - 1, as of a lognormal factor.
    """
    factors, log_variances = np.ones(len(starts)), np.zeros(len(starts))
    by_key = {effect.key: effect for effect in learnt}
    for event in events:
        if event.effect is None and not event.is_temporary_holiday and event.key in by_key:
            inside = np.asarray((starts >= event.start) & (starts < event.end))
            hours = np.asarray((starts[inside] - event.start) / pd.Timedelta(hours=1))
            factors[inside] *= by_key[event.key].factors(hours)
            log_variances[inside] += by_key[event.key].log_variance
    return factors, np.expm1(log_variances)


def unknown_effects(events: tuple[KnownEvent, ...], first: date, days: int) -> tuple[KnownEvent, ...]:
    """The coming events without an effect, which the forecast leaves out."""
    coming = {first + timedelta(days=offset) for offset in range(days)}
    return tuple(
        event
        for event in events
        if event.effect is None and not event.is_temporary_holiday and coming & set(event.days)
    )
