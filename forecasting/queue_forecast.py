"""The forecast of one prepared queue: candidates judged, one chosen, its mean made a distribution, all recorded."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from domain.errors import ForecastError
from forecasting.accuracy import Accuracy, accuracy_by_class
from forecasting.aht import UNKNOWN_AHT_S, HandlingTime, handling_time
from forecasting.backtest import Backtest, Failure, backtest_plan, run_backtest, sound_mean
from forecasting.choice import Choice, choose, combined, pooled_accuracy, without_backtest
from forecasting.combination import mean_with_guests
from forecasting.day_table import DayTable, day_table
from forecasting.events import effect_factors, learnt_factors
from forecasting.found import found_events
from forecasting.models.protocol import Model
from forecasting.open_hours import hours_text
from forecasting.past_misses import misses_of
from forecasting.past_sums import SUM, QueuePast, forecast_alone
from forecasting.prepare import PreparedQueue, notes_for, warnings_for
from forecasting.quantiles import Spread, assumed_spread, count_quantiles, kinds_of, learnt_spread
from forecasting.record import QueueRecord, aht_record, change_counts
from forecasting.series import Floats, QueueSeries, Whole
from forecasting.wall_clock import cells_of, horizon_starts

logger = logging.getLogger(__name__)

MEAN_DIGITS = 4
AHT_DIGITS = 2


@dataclass(frozen=True, slots=True)
class ForecastOrder:
    """What is asked for: days from `start`, the interval, how many past forecasts judge the candidates."""

    start: date
    days: int
    interval_min: int
    backtest_origins: int


@dataclass(frozen=True, slots=True, eq=False)
class QueueForecast:
    """One queue's forecast rows, its record and the changes made to its history."""

    frame: pd.DataFrame
    record: QueueRecord
    changes: pd.DataFrame
    past: QueuePast


def queue_forecast(
    queue: PreparedQueue, order: ForecastOrder, default_aht_s: float | None, candidates: tuple[Model, ...]
) -> QueueForecast:
    """Mean, quantiles and handling time of every interval of the horizon, and how they came about."""
    series = queue.clean.series
    future = day_table(queue.calendar, [order.start + timedelta(days=offset) for offset in range(order.days)])
    plan = backtest_plan(series, order.days, order.backtest_origins)
    backtest = run_backtest(series, queue.calendar, candidates, plan, queue.known_before)
    choice, mean, failures = _chosen_mean(queue, backtest, candidates, future)
    spread = learnt_spread(backtest, choice.members) if choice.scores else assumed_spread()
    frame = _frame(queue, order, future, mean, spread)
    handling = handling_time(queue.rows, order.interval_min, default_aht_s)
    aht_s = _aht_at(handling, frame["interval_start"], order, default_aht_s or UNKNOWN_AHT_S)
    frame = frame.assign(aht_s=aht_s.round(AHT_DIGITS), model=choice.model)
    warnings = (*warnings_for(queue, order.start, order.days), *_aht_warning(queue, default_aht_s))
    record = replace(_record(queue, backtest, choice, failures, spread, warnings), aht=aht_record(handling))
    logger.info("queue %s: %s; %s", series.queue, choice.model, choice.why)
    return QueueForecast(frame, record, queue.clean.changes, _past(series, frame, backtest, choice, future))


def _past(series: QueueSeries, frame: pd.DataFrame, backtest: Backtest, choice: Choice, future: DayTable) -> QueuePast:
    if not choice.scores:
        return QueuePast(series.queue, frame, replace(backtest, forecasts=()), (), future, series.last)
    return QueuePast(series.queue, frame, forecast_alone(backtest, choice.members), (SUM,), future, series.last)


def _chosen_mean(
    queue: PreparedQueue, backtest: Backtest, candidates: tuple[Model, ...], future: DayTable
) -> tuple[Choice, Floats, tuple[Failure, ...]]:
    """The choice with its forecast; a member that fails now is named and the choice is made anew."""
    series = queue.clean.series
    by_name = {model.name: model for model in candidates}
    usable = tuple(model.name for model in candidates if model.least_days <= series.days)
    failures = list(backtest.failures)
    while usable:
        choice = _choice(backtest, usable)
        members, members_failed = _means(queue, [by_name[name] for name in choice.members], future)
        guests, guests_failed = _means(queue, [by_name[name] for name in choice.guests], future)
        failed = [*members_failed, *guests_failed]
        if not failed:
            return choice, mean_with_guests(members, guests, future.is_holiday), tuple(failures)
        failures += failed
        usable = tuple(name for name in usable if name not in {failure.model for failure in failed})
    reasons = "; ".join(f"{failure.model}: {failure.reason}" for failure in failures)
    raise ForecastError(
        f"No model could forecast queue {series.queue}: {reasons or 'its history is too short for all'}."
    )


def _means(queue: PreparedQueue, members: Sequence[Model], future: DayTable) -> tuple[list[Floats], list[Failure]]:
    """The forecast of every member, and the members that fail now."""
    series = queue.clean.series
    means, failed = [], []
    for model in members:
        try:
            means.append(sound_mean(model.fit(series, queue.calendar).mean(future)))
        # A candidate is a guest: whatever its library throws, the next best stands in and the record says so.
        except Exception as error:
            logger.warning("queue %s: %s left out: %s", series.queue, model.name, error)
            failed.append(Failure(model.name, str(error) or type(error).__name__))
    return means, failed


def _choice(backtest: Backtest, usable: tuple[str, ...]) -> Choice:
    judged = tuple(name for name in backtest.models if name in usable)
    if backtest.plan.cutoffs and judged:
        return choose(backtest, judged)
    why = "the history is too short to judge candidates by past forecasts; the most trusted one stands in."
    return without_backtest(usable, f"{usable[0]}: {why}")


def _frame(queue: PreparedQueue, order: ForecastOrder, future: DayTable, mean: Floats, spread: Spread) -> pd.DataFrame:
    """Mean and quantiles for every interval that the queue's export lists or in which it can be open."""
    series = queue.clean.series
    starts = horizon_starts(future.dates[0], future.dates[-1], order.interval_min, queue.timezone)
    day, interval = cells_of(starts, order.start, order.interval_min)
    wanted = (series.listed | series.is_open)[future.weekdays[day], interval]
    mean, effect_variance = _with_learnt_effects(queue, mean, starts, (day, interval))
    lead_days = np.array([(date_ - series.last).days - 1 for date_ in future.dates], dtype=float)
    variances = spread.variances(mean, lead_days, kinds_of(future)) + effect_variance
    cells = (day[wanted], interval[wanted])
    factors = effect_factors(queue.events, starts[wanted])
    low, middle, high = count_quantiles(mean[cells], variances[cells])
    return pd.DataFrame(
        {
            "interval_start": starts[wanted],
            "queue": series.queue,
            "offered": (mean[cells] * factors).round(MEAN_DIGITS),
            "p10": low * factors,
            "p50": middle * factors,
            "p90": high * factors,
        }
    )


def _with_learnt_effects(
    queue: PreparedQueue, mean: Floats, starts: pd.DatetimeIndex, cells: tuple[Whole, Whole]
) -> tuple[Floats, Floats]:
    """The mean, day by interval, under events whose effect was learnt, and the variance that this effect adds."""
    by_start, variance_by_start = learnt_factors(queue.events, queue.learnt, starts)
    factors, variances = np.ones(mean.shape), np.zeros(mean.shape)
    factors[cells], variances[cells] = by_start, variance_by_start
    return mean * factors, variances * (mean * factors) ** 2


def _aht_at(handling: HandlingTime | None, starts: pd.Series, order: ForecastOrder, unknown_s: float) -> Floats:
    """Handling time at each start, by the wall clock; where history holds none, what is assumed."""
    if handling is None:
        return np.full(len(starts), unknown_s)
    day, interval = cells_of(pd.DatetimeIndex(starts), order.start, order.interval_min)
    return handling.seconds(order.start, day, interval)


def _aht_warning(queue: PreparedQueue, default_aht_s: float | None) -> tuple[str, ...]:
    if default_aht_s is not None or queue.rows["aht_s"].gt(0).any():
        return ()
    return (f"Neither history nor site gives a handling time; {UNKNOWN_AHT_S:.0f} s is assumed.",)


def _record(
    queue: PreparedQueue,
    backtest: Backtest,
    choice: Choice,
    failures: tuple[Failure, ...],
    spread: Spread,
    warnings: tuple[str, ...],
) -> QueueRecord:
    series = queue.clean.series
    judged = bool(choice.scores)
    return QueueRecord(
        queue=series.queue,
        model=choice.model,
        why=choice.why,
        history_first=series.first,
        history_last=series.last,
        open_hours=hours_text(series.is_open, series.interval_min),
        plan=backtest.plan,
        scores=choice.scores,
        failures=failures,
        chosen=pooled_accuracy(backtest, choice.members) if judged else None,
        chosen_by_class=tuple(_by_class(backtest, choice).items()) if judged else (),
        spread=spread,
        misses=misses_of(backtest, choice.members if judged else (), spread),
        changes=change_counts(queue.clean.changes),
        warnings=warnings,
        notes=notes_for(queue),
        learnt=queue.learnt,
        found=found_events(series, queue.calendar),
    )


def _by_class(backtest: Backtest, choice: Choice) -> dict[str, Accuracy]:
    days = DayTable(
        types=tuple(day for table in backtest.days for day in table.types), weekend=backtest.days[0].weekend
    )
    return accuracy_by_class(np.concatenate(combined(backtest, choice.members)), np.concatenate(backtest.actual), days)
