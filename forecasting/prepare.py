"""A queue made ready for its models: cleaned, its events taken out, its calendar completed, and what to warn about."""

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

import pandas as pd

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from forecasting.closings import unseen_holidays
from forecasting.day_table import DayTable, day_table, past_days
from forecasting.events import KnownEvent, calendar_with, events_of, unknown_effects, without_events
from forecasting.history import CleanQueue, aggregate_to_interval, clean_queue, history_step_min, joined_changes
from forecasting.learnt_effects import LearntEffect
from forecasting.models.regression import LEAST_DAYS_FOR_YEAR
from forecasting.series import Floats, QueueSeries

LEAST_DAYS = 14
DAYS_FOR_HOLIDAYS = 56
LATE_HISTORY_DAYS = 7
MOST_NAMED = 5  # holidays in one sentence


@dataclass(frozen=True, slots=True, eq=False)
class PreparedQueue:
    """One queue before a day: the series, its record of changes, its rows, calendar and events.

    `counted` is what came in every interval, known events included; `learnt` what events of the past teach of coming
    ones.
    """

    clean: CleanQueue
    rows: pd.DataFrame
    calendar: DemandCalendar
    events: tuple[KnownEvent, ...]
    timezone: tzinfo
    counted: Floats
    learnt: tuple[LearntEffect, ...] = ()

    def known_before(self, day: date) -> QueueSeries:
        """The series as it was known on an earlier day: cleaned from the rows before it alone."""
        clean = clean_queue(self.rows, self.clean.series.interval_min, day, self.calendar)
        return without_events(clean, self.events, self.timezone).series


def in_interval(history: pd.DataFrame, interval_min: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The history in intervals of the length asked for, and the record of what could not be summed."""
    step = history_step_min(history)
    if step > interval_min or interval_min % step:
        raise ForecastError(
            f"The history comes in steps of {step} minutes and cannot be forecast by {interval_min};"
            f" ask for an interval that is a multiple of {step} minutes."
        )
    if step == interval_min:
        return history, history.head(0)
    summed = aggregate_to_interval(history, interval_min)
    return summed.history, summed.changes


def prepared_queue(
    rows: pd.DataFrame,
    left_out: pd.DataFrame,
    calendar: DemandCalendar,
    events: pd.DataFrame | None,
    interval_min: int,
    before: date,
) -> PreparedQueue:
    """The queue ready for its models, or the reason why it cannot be forecast."""
    queue = str(rows["queue"].iloc[0])
    timezone = rows["interval_start"].dt.tz
    known_events = events_of(events, queue)
    calendar = calendar_with(calendar, known_events)
    clean = clean_queue(rows, interval_min, before, calendar)
    _refuse_too_little(clean, before)
    counted = clean.series.offered
    clean = without_events(clean, known_events, timezone)
    own = left_out[left_out["queue"] == queue] if len(left_out) else left_out
    clean = CleanQueue(clean.series, joined_changes([own, clean.changes]) if len(own) else clean.changes)
    seen = rows[rows["interval_start"].dt.tz_localize(None) < pd.Timestamp(before)]
    return PreparedQueue(clean, seen, calendar, known_events, timezone, counted)


def _refuse_too_little(clean: CleanQueue, before: date) -> None:
    series = clean.series
    if series.days < LEAST_DAYS:
        raise ForecastError(
            f"Queue {series.queue} has {series.days} days of history before {before}, from {series.first} on;"
            f" a forecast needs at least {LEAST_DAYS}. Load older history or start the forecast later."
        )
    if not (series.offered > 0).any():
        raise ForecastError(
            f"Queue {series.queue} has no contact in its history before {before}; check the export's column of offered"
            " contacts."
        )


def notes_for(queue: PreparedQueue) -> tuple[str, ...]:
    """What the forecast cannot know and only time will show, in sentences."""
    days = queue.clean.series.days
    if not DAYS_FOR_HOLIDAYS <= days < LEAST_DAYS_FOR_YEAR:
        return ()
    return (f"{days} days of history do not show the seasons: a yearly rise or fall is not forecast.",)


def warnings_for(queue: PreparedQueue, start: date, days: int) -> tuple[str, ...]:
    """What the forecast cannot know and somebody could tell it, in sentences."""
    series = queue.clean.series
    future = day_table(queue.calendar, [start + timedelta(days=offset) for offset in range(days)])
    past = past_days(series, queue.calendar)
    found = []
    if series.days < DAYS_FOR_HOLIDAYS:
        found.append(
            f"{series.days} days of history are too few to learn holidays, the turn of the month or the seasons;"
            f" a mean of recent weeks stands in until there are {DAYS_FOR_HOLIDAYS}."
        )
    late = (start - series.last).days - 1
    if late > LATE_HISTORY_DAYS:
        found.append(
            f"The history ends on {series.last}, {late} days before the forecast starts; newer history would help."
        )
    open_unseen = unseen_holidays(series, past, future)
    for day in open_unseen:
        found.append(
            f"{day.date} ({', '.join(day.names)}) is forecast as open, because the history holds no such day; if the"
            " queue is shut, add an event with effect 0."
        )
    if not open_unseen:
        found += _holidays_without_past(series, past, future)
    found += [
        f"Event {event.name} from {event.start:%Y-%m-%d} has no effect given and is left out; give a multiplier to"
        " count it."
        for event in unknown_effects(queue.events, start, days)
        if event.key not in {effect.key for effect in queue.learnt}
    ]
    return tuple(found)


def _holidays_without_past(series: QueueSeries, past: DayTable, future: DayTable) -> list[str]:
    """A sentence on coming holidays that the history does not hold, and what stands in for them."""
    new = [day for row, day in enumerate(future.types) if day.names and not _was_seen(past, future, row)]
    if not new or series.days < DAYS_FOR_HOLIDAYS:
        return []
    named = ", ".join(f"{day.date} ({', '.join(day.names)})" for day in new[:MOST_NAMED])
    more = f" and {len(new) - MOST_NAMED} more" if len(new) > MOST_NAMED else ""
    seen = int((past.is_holiday & ~past.is_weekend).sum())
    instead = (
        f"what the {seen} holiday{'s' if seen > 1 else ''} on workdays did that it holds stands in"
        if seen
        else "they are forecast as ordinary days, which holidays seldom are: give an event with an effect"
    )
    return [f"The history holds no day like {named}{more}; {instead}."]


def _was_seen(past: DayTable, future: DayTable, row: int) -> bool:
    """Whether a holiday of the same name, or the one that the coming day is a substitute of, is in the history."""
    return any(bool(future.is_named(name)[row]) for name in past.names)
