"""The door of the room: from a call history to the forecast of every queue, with the record of how it came about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from domain.frames import CallHistory, Forecast, checked
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.hierarchy import Levels, levels_of
from forecasting.history import joined_changes
from forecasting.learnt_effects import Occurrence
from forecasting.models.protocol import Model
from forecasting.occurrences import effects_for, names_to_learn, occurrences_of
from forecasting.prepare import in_interval, prepared_queue
from forecasting.queue_forecast import ForecastOrder, QueueForecast, queue_forecast
from forecasting.queue_rows import QueueRows, known_before, rows_by_queue
from forecasting.record import MissingQueue, QueueRecord
from forecasting.spread_out import ONE_PROCESS, Engine, Told, spread_out, told_to_nobody

BACKTEST_ORIGINS = 6


@dataclass(frozen=True, slots=True, eq=False)
class ForecastOutcome:
    """The forecast of all queues that could be forecast, a record each, every change to history, and who is missing.

    `levels` has the channels and the total; none where there is a single queue.
    """

    frame: DataFrame[Forecast]
    records: tuple[QueueRecord, ...]
    changes: pd.DataFrame
    missing: tuple[MissingQueue, ...]
    levels: Levels | None


def forecast_queues(
    history: DataFrame[CallHistory],
    calendar: DemandCalendar,
    start: date,
    days: int,
    interval_min: int,
    default_aht_s: Mapping[str, float],
    events: pd.DataFrame | None = None,
    backtest_origins: int = BACKTEST_ORIGINS,
    candidates: Sequence[Model] = DEFAULT_CANDIDATES,
    engine: Engine = ONE_PROCESS,
    told: Told = told_to_nobody,
    channels: Mapping[str, str] | None = None,
) -> ForecastOutcome:
    """Mean and quantiles of every queue's contacts for `days` days from `start`, from what was known before `start`.

    Finer history is summed to `interval_min` first. A queue that cannot be forecast is named in `missing`; when none
    can, that is an error. The same inputs give the same outcome, whatever the `engine`. `channels` names the channel of
    each queue of a site.
    """
    if days < 1:
        raise ForecastError(f"A forecast of {days} days was asked for; ask for at least one.")
    order = ForecastOrder(start, days, interval_min, backtest_origins)
    known = known_before(history, start)
    if known.empty:
        raise ForecastError(f"There is no history before {start}; load history or start the forecast later.")
    summed, left_out = in_interval(known, interval_min)
    queues = rows_by_queue(summed, left_out)
    names = names_to_learn(events, start, days)
    # What one queue saw of an event teaches the others, so all are asked before the first is forecast.
    seen: list[tuple[Occurrence, ...]] = []
    if names:
        look = partial(_occurrences, calendar, events, order, names)
        seen = list(spread_out(look, queues.values(), len(queues), engine))
    occurrences = tuple(each for found in seen for each in found)
    work = partial(_queue_or_reason, calendar, events, order, default_aht_s, tuple(candidates), occurrences)
    return _outcome(spread_out(work, queues.values(), len(queues), engine, told), channels or {})


def _outcome(each: Iterator[QueueForecast | MissingQueue], channels: Mapping[str, str]) -> ForecastOutcome:
    found = list(each)
    done = [item for item in found if isinstance(item, QueueForecast)]
    missing = tuple(item for item in found if isinstance(item, MissingQueue))
    if not done:
        raise ForecastError(" ".join(item.reason for item in missing))
    frame = pd.concat([item.frame for item in done], ignore_index=True)
    return ForecastOutcome(
        frame=checked(Forecast, frame),
        records=tuple(item.record for item in done),
        changes=joined_changes([item.changes for item in done]),
        missing=missing,
        levels=levels_of([item.past for item in done], channels),
    )


def _queue_or_reason(
    calendar: DemandCalendar,
    events: pd.DataFrame | None,
    order: ForecastOrder,
    default_aht_s: Mapping[str, float],
    candidates: tuple[Model, ...],
    occurrences: tuple[Occurrence, ...],
    rows: QueueRows,
) -> QueueForecast | MissingQueue:
    """One queue's forecast, or why there is none."""
    try:
        queue = prepared_queue(rows.history, rows.left_out, calendar, events, order.interval_min, order.start)
        queue = replace(queue, learnt=effects_for(queue, occurrences, order.start, order.days))
        return queue_forecast(queue, order, default_aht_s.get(rows.queue), candidates)
    except ForecastError as error:
        return MissingQueue(rows.queue, str(error))


def _occurrences(
    calendar: DemandCalendar,
    events: pd.DataFrame | None,
    order: ForecastOrder,
    names: frozenset[str],
    rows: QueueRows,
) -> tuple[Occurrence, ...]:
    """One queue's past occurrences of the named events; none of a queue that cannot be forecast either."""
    try:
        queue = prepared_queue(rows.history, rows.left_out, calendar, events, order.interval_min, order.start)
        return occurrences_of(queue, names)
    except ForecastError:
        return ()
