"""The past forecasts of several queues added up: what the errors of their sum are learnt from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecasting.backtest import Backtest, BacktestPlan, PastForecast
from forecasting.choice import combined
from forecasting.day_table import DayTable
from forecasting.series import Floats

SUM = "sum"
SAME_CUTOFF_DAYS = 6  # a queue closed on weekends ends its history, and so counts its cutoffs back, some days earlier
KNOWN_SHARE = 0.8  # of the contacts: what these queues' past says is taken for the sum


@dataclass(frozen=True, slots=True, eq=False)
class QueuePast:
    """A queue's forecast rows beside what was forecast for it in the past, and the days that are forecast.

    `members` are the candidates whose mean is the forecast; none where no backtest judged them. `last` is the last day
    of history.
    """

    queue: str
    frame: pd.DataFrame
    backtest: Backtest
    members: tuple[str, ...]
    future: DayTable
    last: date

    @property
    def contacts(self) -> float:
        """Contacts forecast."""
        return float(self.frame["offered"].sum())


def forecast_alone(backtest: Backtest, members: Sequence[str]) -> Backtest:
    """The backtest with the members' mean in place of all candidates, under the name `SUM`: a fraction of its size."""
    tables = zip(backtest.plan.cutoffs, combined(backtest, members), strict=True)
    return replace(backtest, forecasts=tuple(PastForecast(SUM, cutoff, mean) for cutoff, mean in tables), failures=())


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """What was forecast from one cutoff on, and what came, day by interval."""

    first: date
    mean: Floats
    actual: Floats
    days: DayTable

    @property
    def last(self) -> date:
        """The last day forecast."""
        return self.first + timedelta(days=len(self.mean) - 1)

    def between(self, first: date, last: date) -> "_Stretch":
        """The part on these days."""
        kept = slice((first - self.first).days, (last - self.first).days + 1)
        days = DayTable(self.days.types[kept], self.days.weekend)
        return _Stretch(first, self.mean[kept], self.actual[kept], days)


def summed_backtest(queues: Sequence[QueuePast]) -> Backtest | None:
    """The queues' past forecasts and counts added up, under the name `SUM`; none where too little is known of them.

    Queues without a past are left out while the others bring four fifths of the contacts. The cutoffs are those of the
    largest queue; what others forecast from about the same day on is added on the days that both forecast.
    """
    known = sorted((queue for queue in queues if queue.members), key=lambda queue: (-queue.contacts, queue.queue))
    if not known or sum(queue.contacts for queue in known) < KNOWN_SHARE * sum(queue.contacts for queue in queues):
        return None
    stretches = [tuple(_stretches(queue)) for queue in known]
    sums = [found for own in stretches[0] if (found := _summed(own, stretches[1:])) is not None]
    if not sums:
        return None
    return Backtest(
        plan=BacktestPlan(tuple(found.first for found in sums), max(len(found.mean) for found in sums)),
        forecasts=tuple(PastForecast(SUM, found.first, found.mean) for found in sums),
        actual=tuple(found.actual for found in sums),
        days=tuple(found.days for found in sums),
        failures=(),
    )


def _stretches(queue: QueuePast) -> Iterator[_Stretch]:
    """A queue's past forecasts; a count unknown where nobody was expected is none."""
    past = queue.backtest
    tables = zip(past.plan.cutoffs, combined(past, queue.members), past.actual, past.days, strict=True)
    for cutoff, mean, actual, days in tables:
        yield _Stretch(cutoff, mean, np.where(np.isnan(actual) & (mean == 0), 0.0, actual), days)


def _summed(own: _Stretch, others: Sequence[tuple[_Stretch, ...]]) -> _Stretch | None:
    """One stretch with those of the other queues added; none where a queue has none from about that day on."""
    beside = [min(found, key=lambda stretch: abs(stretch.first - own.first)) for found in others]
    if any(abs(stretch.first - own.first) > timedelta(days=SAME_CUTOFF_DAYS) for stretch in beside):
        return None
    first = max(stretch.first for stretch in (own, *beside))
    last = min(stretch.last for stretch in (own, *beside))
    if last < first:
        return None
    parts = [stretch.between(first, last) for stretch in (own, *beside)]
    mean, actual = sum(part.mean for part in parts), sum(part.actual for part in parts)
    return _Stretch(first, np.asarray(mean), np.asarray(actual), parts[0].days)
