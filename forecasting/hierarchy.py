"""Channels and the total: means that add up exactly, and a distribution of their own.

The queues stay as they were forecast, and a sum's mean is the sum of theirs. To reconcile them with a forecast of the
summed series itself (Wickramasuriya, Athanasopoulos and Hyndman 2019) was measured on twelve real queues
(`bench/hierarchy.py`): it moved the errors of queues and sums by less than 0.1 of a percent, and mostly upwards.

Quantiles never add, and how much queues err together is seen only in their sum. So the queues' past forecasts are added
up, cutoff by cutoff, and the spread of the sum is learnt from the errors of that sum, as a queue's is from its own;
where they have no past in common, their rates are taken to miss all at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import CHANNEL, TOTAL, ForecastTotals, checked
from forecasting.accuracy import accuracy
from forecasting.band_sums import summed_band
from forecasting.past_sums import SUM, QueuePast, summed_backtest
from forecasting.quantiles import Spread, count_quantiles, kinds_of, learnt_spread
from forecasting.queue_forecast import MEAN_DIGITS
from forecasting.record import LevelRecord
from forecasting.series import Floats

UNITS = 10**MEAN_DIGITS  # as whole numbers of their last decimal, means add up exactly
BAND_COLUMNS = ["interval_start", "offered", "p10", "p50", "p90"]


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The channels and the total of a forecast, and a record each."""

    frame: DataFrame[ForecastTotals]
    records: tuple[LevelRecord, ...]


def levels_of(queues: Sequence[QueuePast], channels: Mapping[str, str]) -> Levels | None:
    """Every channel and the total of the queues; nothing where there is one queue and no other is known.

    `channels` names the channel of each queue of the site, forecast or not. The order of the queues changes nothing.
    """
    if not queues or max(len(queues), len(channels)) < 2:
        return None
    ordered = sorted(queues, key=lambda queue: queue.queue)
    found = [_level(level, name, own) for level, name, own in _groups(ordered, channels)]
    frame = pd.concat([rows for rows, _ in found], ignore_index=True)
    return Levels(checked(ForecastTotals, frame), tuple(record for _, record in found))


def _groups(
    ordered: Sequence[QueuePast], channels: Mapping[str, str]
) -> Iterator[tuple[str, str, Sequence[QueuePast]]]:
    for name in sorted({channels[queue.queue] for queue in ordered if queue.queue in channels}):
        yield CHANNEL, name, [queue for queue in ordered if channels.get(queue.queue) == name]
    yield TOTAL, TOTAL, ordered


def _level(level: str, name: str, queues: Sequence[QueuePast]) -> tuple[pd.DataFrame, LevelRecord]:
    """The rows of one sum and its record; the sum of a single queue is that queue."""
    past = summed_backtest(queues)
    off = None if past is None else accuracy(np.concatenate(past.means(SUM)), np.concatenate(past.actual))
    record = LevelRecord(level, name, tuple(queue.queue for queue in queues), off, None)
    if len(queues) == 1:
        rows = queues[0].frame[BAND_COLUMNS]
    elif past is None:
        rows = summed_band(pd.concat([queue.frame for queue in queues]), ["interval_start"])
        rows = rows.assign(offered=_summed_means(queues)[1])
    else:
        spread = learnt_spread(past, (SUM,))
        rows = _with_learnt_band(queues, spread)
        record = replace(record, held=spread.held)
    rows = rows.assign(level=level, name=name)
    return rows[["interval_start", "level", "name", *BAND_COLUMNS[1:]]], record


def _summed_means(queues: Sequence[QueuePast]) -> tuple[pd.DatetimeIndex, Floats]:
    """The sum of the queues' means by interval, exact to the last of their decimals."""
    rows = pd.concat([queue.frame for queue in queues])
    units = pd.Series(np.rint(rows["offered"].to_numpy() * UNITS).astype(np.int64), index=rows["interval_start"])
    summed = units.groupby(level=0).sum()
    return pd.DatetimeIndex(summed.index), np.asarray(summed.to_numpy() / UNITS, dtype=np.float64)


def _with_learnt_band(queues: Sequence[QueuePast], spread: Spread) -> pd.DataFrame:
    """The sum with its band by interval; a day is as special as it is to any of the queues."""
    starts, means = _summed_means(queues)
    days = queues[0].future.dates
    kinds = np.max([kinds_of(queue.future) for queue in queues], axis=0)
    last = min(queue.last for queue in queues)
    lead_days = np.array([(day - last).days - 1 for day in days], dtype=float)
    day = ((starts.tz_localize(None).normalize() - pd.Timestamp(days[0])) // pd.Timedelta(days=1)).to_numpy()
    variances = spread.variances(means[:, None], lead_days[day], kinds[day])[:, 0]
    low, middle, high = count_quantiles(means, variances)
    return pd.DataFrame({"interval_start": starts, "offered": means, "p10": low, "p50": middle, "p90": high})
