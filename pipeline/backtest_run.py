"""What every model would have forecast from past dates, beside what happened: `wfm backtest`."""

from dataclasses import dataclass
from pathlib import Path

from forecasting.backtest_report import ALL_CUTOFFS, backtest_queues
from pipeline.engine import queues_done
from pipeline.forecasting_run import HistorySource, calendar_for, history_and_settings
from pipeline.telling import Tell, nobody
from store.csv_files import write_csv
from store.folders import staged_folder

SCORES_FILE = "scores.csv"
PAST_FILE = "backtest.csv"
SCORE_DECIMALS = 5


@dataclass(frozen=True, slots=True)
class ModelScore:
    """A model's errors on a queue over all its past forecasts together, as shares of the actual total.

    The model `chosen` is what a forecast would use: one model, or the mean of several.
    """

    queue: str
    model: str
    wape: float
    wape_day: float
    bias: float


@dataclass(frozen=True, slots=True)
class BacktestReport:
    """The scores of every queue and model, and which queues could not be judged and why."""

    scores: tuple[ModelScore, ...]
    missing: tuple[str, ...]


def backtest_to_folder(
    source: HistorySource, origins: int, days: int, out: Path, tell: Tell = nobody
) -> BacktestReport:
    """Writes every past forecast with its actual (`backtest.csv`) and the errors (`scores.csv`) into a folder."""
    history, settings = history_and_settings(source)
    queues = history["queue"].nunique()
    tell(f"backtest: {queues} queue{'s' if queues > 1 else ''}, {origins} past dates")
    outcome = backtest_queues(
        history,
        calendar_for(history, settings, history["interval_start"].max().date()),
        days,
        settings.interval_min,
        origins,
        settings.events,
        engine=settings.engine,
        told=queues_done("backtest", tell),
    )
    with staged_folder(out, (PAST_FILE, SCORES_FILE)) as staged:
        write_csv(staged / PAST_FILE, outcome.forecasts)
        write_csv(staged / SCORES_FILE, outcome.scores, decimals=SCORE_DECIMALS)
    pooled = outcome.scores[outcome.scores["cutoff"] == ALL_CUTOFFS]
    errors = (pooled[name].astype(float) for name in ("wape", "wape_day", "bias"))
    scores = tuple(map(ModelScore, pooled["queue"], pooled["model"], *errors))
    return BacktestReport(scores, tuple(item.reason for item in outcome.missing))
