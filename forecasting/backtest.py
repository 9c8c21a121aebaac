"""What each candidate would have forecast from past days on, at the horizon asked for."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from domain.day_types import DemandCalendar
from forecasting.day_table import DayTable, day_table
from forecasting.models.protocol import Model
from forecasting.series import Floats, QueueSeries

logger = logging.getLogger(__name__)

LEAST_TRAINING_DAYS = 14
SOUND_TRAINING_DAYS = 56  # from eight weeks on, regressions can be judged
SHORT_TRAINING_DAYS = 28
LEAST_SPACING_DAYS = 7


@dataclass(frozen=True, slots=True)
class BacktestPlan:
    """Past days to forecast from, the earliest first, and how many days each time."""

    cutoffs: tuple[date, ...]
    days: int


@dataclass(frozen=True, slots=True, eq=False)
class PastForecast:
    """What one candidate forecast from one past day on."""

    model: str
    cutoff: date
    mean: Floats


@dataclass(frozen=True, slots=True)
class Failure:
    """A candidate that could not be used, and why."""

    model: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """All past forecasts of a queue with what happened then (`actual`: NaN where unknown, one table a cutoff)."""

    plan: BacktestPlan
    forecasts: tuple[PastForecast, ...]
    actual: tuple[Floats, ...]
    days: tuple[DayTable, ...]
    failures: tuple[Failure, ...]

    @property
    def models(self) -> tuple[str, ...]:
        """The candidates that forecast from every cutoff, in the order they were given."""
        failed = {failure.model for failure in self.failures}
        return tuple(dict.fromkeys(past.model for past in self.forecasts if past.model not in failed))

    def means(self, model: str) -> tuple[Floats, ...]:
        """A candidate's forecasts, one table a cutoff."""
        return tuple(past.mean for past in self.forecasts if past.model == model)


def backtest_plan(history: QueueSeries, days: int, origins: int) -> BacktestPlan:
    """Cutoffs whole weeks before the end of history, spread over what it holds.

    The horizon is the one asked for, but no more than a third of the history, in whole weeks from a week up. Cutoffs
    lie a horizon apart where history allows and no closer than a week, and leave eight weeks (at least two) to learn
    from.
    """
    third = history.days // 3
    horizon = min(days, max(third // 7 * 7, LEAST_SPACING_DAYS))
    latest = history.days - horizon
    least = _least_training(history.days, latest)
    room = latest - least
    if room < 0 or origins < 1:
        return BacktestPlan((), horizon)
    spacing = LEAST_SPACING_DAYS
    if origins > 1:
        spacing = min(
            max(room // (origins - 1) // 7 * 7, LEAST_SPACING_DAYS), max(horizon // 7 * 7, LEAST_SPACING_DAYS)
        )
    positions = [latest - spacing * number for number in range(origins) if latest - spacing * number >= least]
    return BacktestPlan(tuple(history.first + timedelta(days=position) for position in sorted(positions)), horizon)


def _least_training(days: int, latest: int) -> int:
    """Days that the earliest cutoff leaves to learn from: eight weeks, or four (in eight weeks of history) or two."""
    if latest >= SOUND_TRAINING_DAYS:
        return SOUND_TRAINING_DAYS
    return SHORT_TRAINING_DAYS if days >= SOUND_TRAINING_DAYS else LEAST_TRAINING_DAYS


def scored_actual(history: QueueSeries, first: date, days: int) -> Floats:
    """What happened on the days from `first` on, as far as it is known; a shut day counts as zero contacts."""
    start = history.index_of(first)
    rows = slice(start, start + days)
    shut = history.shut[rows, None] & history.open_by_day[rows]
    return np.where(shut, 0.0, history.offered[rows])


def run_backtest(
    history: QueueSeries,
    calendar: DemandCalendar,
    candidates: Sequence[Model],
    plan: BacktestPlan,
    known_before: Callable[[date], QueueSeries],
) -> Backtest:
    """Every candidate forecasting from every cutoff; one that fails anywhere is named and left out.

    `known_before` gives the series as it was known on a cutoff: cleaned without a look at what came later.
    """
    tables = [_days_from(cutoff, plan.days, calendar) for cutoff in plan.cutoffs]
    known = [known_before(cutoff) for cutoff in plan.cutoffs]
    forecasts: list[PastForecast] = []
    failures: list[Failure] = []
    for model in candidates:
        try:
            forecasts += [
                PastForecast(model.name, cutoff, _past_mean(past, calendar, model, days))
                for cutoff, past, days in zip(plan.cutoffs, known, tables, strict=True)
            ]
        # A candidate is a guest: whatever its library throws, the others stand in and the record names it.
        except Exception as error:
            logger.warning("queue %s: candidate %s left out: %s", history.queue, model.name, error)
            failures.append(Failure(model.name, str(error) or type(error).__name__))
    return Backtest(
        plan=plan,
        forecasts=tuple(forecasts),
        actual=tuple(scored_actual(history, cutoff, plan.days) for cutoff in plan.cutoffs),
        days=tuple(tables),
        failures=tuple(failures),
    )


def _days_from(first: date, days: int, calendar: DemandCalendar) -> DayTable:
    return day_table(calendar, [first + timedelta(days=offset) for offset in range(days)])


def _past_mean(past: QueueSeries, calendar: DemandCalendar, model: Model, future: DayTable) -> Floats:
    """What the model forecast from what was known then."""
    if past.days < model.least_days:
        raise ValueError(f"it needs {model.least_days} days of history and had {past.days} until {past.last}")
    return sound_mean(model.fit(past, calendar).mean(future))


def sound_mean(mean: Floats) -> Floats:
    """The mean, refused unless every value is a finite number of at least zero."""
    if not np.isfinite(mean).all() or (mean < 0).any():
        raise ValueError("it gave values that are no counts")
    return mean
