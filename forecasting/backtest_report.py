"""The room's second door: every candidate judged on a call history, as frames that a planner can open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from domain.frames import CallHistory
from forecasting.accuracy import Accuracy, accuracy
from forecasting.backtest import Backtest, backtest_plan, run_backtest
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import choose, combined, pooled_accuracy
from forecasting.models.protocol import Model
from forecasting.prepare import PreparedQueue, in_interval, prepared_queue
from forecasting.queue_rows import QueueRows, rows_by_queue
from forecasting.record import MissingQueue
from forecasting.spread_out import ONE_PROCESS, Engine, Told, spread_out, told_to_nobody
from forecasting.wall_clock import cells_of, horizon_starts

ALL_CUTOFFS = "all"
CHOSEN = "chosen"


@dataclass(frozen=True, slots=True, eq=False)
class BacktestOutcome:
    """Past forecasts by interval, scores by queue, model and cutoff, and the queues that could not be judged.

    `forecasts`: interval_start, queue, model, cutoff, lead_days, day_class, actual, offered (the mean forecast).
    `scores`: queue, model, cutoff (a date, or `all` for the pooled score), intervals, actual, wape, wape_day, bias; the
    model `chosen` is the one, or the mean of several, that a forecast would use.
    """

    forecasts: pd.DataFrame
    scores: pd.DataFrame
    missing: tuple[MissingQueue, ...]


def backtest_queues(
    history: DataFrame[CallHistory],
    calendar: DemandCalendar,
    days: int,
    interval_min: int,
    origins: int,
    events: pd.DataFrame | None = None,
    candidates: Sequence[Model] = DEFAULT_CANDIDATES,
    engine: Engine = ONE_PROCESS,
    told: Told = told_to_nobody,
) -> BacktestOutcome:
    """All candidates forecasting `days` days from up to `origins` past days of every queue, with their errors."""
    summed, left_out = in_interval(history, interval_min)
    queues = rows_by_queue(summed, left_out)
    work = partial(_queue_or_reason, calendar, events, days, interval_min, origins, tuple(candidates))
    found = list(spread_out(work, queues.values(), len(queues), engine, told))
    missing = tuple(item for item in found if isinstance(item, MissingQueue))
    judged = [item for item in found if not isinstance(item, MissingQueue)]
    if not judged:
        raise ForecastError(" ".join(item.reason for item in missing))
    return BacktestOutcome(
        forecasts=pd.concat([forecasts for forecasts, _ in judged], ignore_index=True),
        scores=pd.concat([scores for _, scores in judged], ignore_index=True),
        missing=missing,
    )


def _queue_or_reason(
    calendar: DemandCalendar,
    events: pd.DataFrame | None,
    days: int,
    interval_min: int,
    origins: int,
    candidates: tuple[Model, ...],
    rows: QueueRows,
) -> tuple[pd.DataFrame, pd.DataFrame] | MissingQueue:
    name = rows.queue
    after = rows.history["interval_start"].dt.tz_localize(None).max().date() + timedelta(days=1)
    try:
        queue = prepared_queue(rows.history, rows.left_out, calendar, events, interval_min, after)
        series = queue.clean.series
        plan = backtest_plan(series, days, origins)
        if not plan.cutoffs:
            raise ForecastError(
                f"Queue {name} has {series.days} days of history; a backtest needs at least three weeks."
            )
        backtest = run_backtest(series, queue.calendar, candidates, plan, queue.known_before)
        if not backtest.models:
            reasons = "; ".join(f"{failure.model}: {failure.reason}" for failure in backtest.failures)
            raise ForecastError(f"No candidate could be judged on queue {name}: {reasons}.")
    except ForecastError as error:
        return MissingQueue(name, str(error))
    return _forecast_frame(queue, backtest), _score_frame(name, backtest)


def _forecast_frame(queue: PreparedQueue, backtest: Backtest) -> pd.DataFrame:
    tables = [
        (model, position, mean) for model in backtest.models for position, mean in enumerate(backtest.means(model))
    ]
    return pd.concat([_forecast_rows(queue, backtest, *table) for table in tables], ignore_index=True)


def _forecast_rows(
    queue: PreparedQueue, backtest: Backtest, model: str, position: int, mean: np.ndarray
) -> pd.DataFrame:
    """One model's past forecast from one cutoff, in the intervals in which the queue can be open."""
    series, days, cutoff = queue.clean.series, backtest.days[position], backtest.plan.cutoffs[position]
    starts = horizon_starts(days.dates[0], days.dates[-1], series.interval_min, queue.timezone)
    day, interval = cells_of(starts, cutoff, series.interval_min)
    wanted = series.is_open[days.weekdays[day], interval]
    day, interval = day[wanted], interval[wanted]
    return pd.DataFrame(
        {
            "interval_start": starts[wanted],
            "queue": series.queue,
            "model": model,
            "cutoff": cutoff.isoformat(),
            "lead_days": day + 1,
            "day_class": days.classes[day],
            "actual": backtest.actual[position][day, interval],
            "offered": mean[day, interval].round(4),
        }
    )


def _score_frame(queue: str, backtest: Backtest) -> pd.DataFrame:
    chosen = choose(backtest, backtest.models).members
    rows = [row for model in backtest.models for row in _scores(backtest, model, (model,))]
    rows += _scores(backtest, CHOSEN, chosen)
    return pd.DataFrame([{"queue": queue, **row} for row in rows])


def _scores(backtest: Backtest, name: str, members: tuple[str, ...]) -> Iterator[dict[str, str | float]]:
    """The pooled score and the score from every cutoff."""
    yield _score_row(name, ALL_CUTOFFS, pooled_accuracy(backtest, members))
    for cutoff, mean, actual in zip(backtest.plan.cutoffs, combined(backtest, members), backtest.actual, strict=True):
        yield _score_row(name, cutoff.isoformat(), accuracy(mean, actual))


def _score_row(model: str, cutoff: str, found: Accuracy) -> dict[str, str | float]:
    return {
        "model": model,
        "cutoff": cutoff,
        "intervals": found.intervals,
        "actual": found.actual,
        "wape": found.wape,
        "wape_day": found.wape_day,
        "bias": found.bias,
    }
