"""What every model would have forecast from past dates, beside what happened: `wfm backtest`."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from domain.errors import ForecastError
from forecasting.backtest import Backtest, backtest_plan, run_backtest
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import choose
from forecasting.prepare import in_interval, prepared_queue, rows_by_queue
from pipeline.forecasting_run import HistorySource, calendar_for, history_and_settings
from pipeline.telling import Tell, nobody
from store.csv_files import write_csv
from store.folders import staged_folder

SCORES_FILE = "scores.csv"
PAST_FILE = "backtest.csv"


@dataclass(frozen=True, slots=True)
class ModelScore:
    """A model's errors over all cutoffs together, as shares of the actual total."""

    model: str
    is_chosen: bool
    intervals: int
    wape: float
    wape_day: float
    bias: float


@dataclass(frozen=True, slots=True)
class QueueScores:
    """The errors of every model that forecast a queue from all its cutoffs, pooled; and which models failed."""

    queue: str
    cutoffs: int
    days: int
    scores: tuple[ModelScore, ...]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """The scores of every queue, and which queues could not be backtested and why."""

    queues: tuple[QueueScores, ...]
    missing: tuple[str, ...]


def backtest_to_folder(
    source: HistorySource, origins: int, days: int, out: Path, tell: Tell = nobody
) -> BacktestReport:
    """Writes every past forecast with its actual, and the scores, into a folder."""
    found, missing = _backtests(source, origins, days, tell)
    if not found:
        raise ForecastError(" ".join(missing))
    report = BacktestReport(tuple(_scores(queue, backtest) for queue, backtest in found.items()), missing)
    with staged_folder(out, (PAST_FILE, SCORES_FILE)) as staged:
        write_csv(staged / PAST_FILE, pd.concat([past_rows(queue, one) for queue, one in found.items()]))
        write_csv(staged / SCORES_FILE, score_rows(report), decimals=5)
    return report


def _backtests(
    source: HistorySource, origins: int, days: int, tell: Tell
) -> tuple[dict[str, Backtest], tuple[str, ...]]:
    """The backtest of every queue that has enough history, and the reasons of the others."""
    history, settings = history_and_settings(source)
    last = history["interval_start"].max().date()
    calendar = calendar_for(history, settings, last)
    summed, left_out = in_interval(history, settings.interval_min)
    found: dict[str, Backtest] = {}
    missing = []
    for queue, rows in rows_by_queue(summed).items():
        tell(f"backtest: {queue}")
        try:
            ready = prepared_queue(
                rows, left_out, calendar, settings.events, settings.interval_min, last + timedelta(days=1)
            )
            plan = backtest_plan(ready.clean.series, days, origins)
            if not plan.cutoffs:
                raise ForecastError(f"Queue {queue} has too little history for a backtest of {days} days.")
            found[queue] = run_backtest(ready.clean.series, ready.calendar, DEFAULT_CANDIDATES, plan)
        except ForecastError as error:
            missing.append(str(error))
    return found, tuple(missing)


def _scores(queue: str, backtest: Backtest) -> QueueScores:
    choice = choose(backtest, backtest.models)
    failures = tuple(f"{failure.model}: {failure.reason}" for failure in backtest.failures)
    scores = tuple(
        ModelScore(
            one.model,
            one.is_chosen,
            one.accuracy.intervals,
            one.accuracy.wape,
            one.accuracy.wape_day,
            one.accuracy.bias,
        )
        for one in choice.scores
    )
    return QueueScores(queue, len(backtest.plan.cutoffs), backtest.plan.days, scores, failures)


def past_rows(queue: str, backtest: Backtest) -> pd.DataFrame:
    """Every interval whose actual is known: queue, model, cutoff, interval_start (wall clock), forecast, actual."""
    actual = dict(zip(backtest.plan.cutoffs, backtest.actual, strict=True))
    parts = []
    for past in backtest.forecasts:
        known = ~np.isnan(actual[past.cutoff])
        day, interval = np.nonzero(known)
        minutes = day * 1440 + interval * (1440 // known.shape[1])
        parts.append(
            pd.DataFrame(
                {
                    "queue": queue,
                    "model": past.model,
                    "cutoff": past.cutoff.isoformat(),
                    "interval_start": pd.Timestamp(past.cutoff) + pd.to_timedelta(minutes, unit="min"),
                    "forecast": past.mean[known],
                    "actual": actual[past.cutoff][known],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def score_rows(report: BacktestReport) -> pd.DataFrame:
    """One row a queue and model."""
    rows = [
        {
            "queue": queue.queue,
            "model": score.model,
            "chosen": score.is_chosen,
            "cutoffs": queue.cutoffs,
            "days": queue.days,
            "intervals": score.intervals,
            "wape": score.wape,
            "wape_day": score.wape_day,
            "bias": score.bias,
        }
        for queue in report.queues
        for score in queue.scores
    ]
    return pd.DataFrame(rows)
