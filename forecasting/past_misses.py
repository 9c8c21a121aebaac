"""What a day's re-forecast needs to know of a queue, learnt from the backtest and small enough for its record."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.backtest import Backtest
from forecasting.choice import combined
from forecasting.deviations import PARTS
from forecasting.persistence import ASSUMED, Persistence, learnt_persistence
from forecasting.quantiles import BELIEVED_SCALES, Spread, kinds_of
from forecasting.series import DAY_MIN

LEAD_DAYS = 14  # a published forecast is a week or two old when a day comes; older ones miss in another way
UNRELATED_DAYS = 10_000  # apart: days of two past forecasts, whose misses are not compared


@dataclass(frozen=True, slots=True)
class Misses:
    """How a queue's forecasts miss: what lasts of a deviation, and how much less sure each kind of day is."""

    persistence: Persistence
    kind_scales: tuple[float, ...]


ASSUMED_MISSES = Misses(ASSUMED, BELIEVED_SCALES)


def misses_of(backtest: Backtest, members: tuple[str, ...], spread: Spread) -> Misses:
    """Learnt from the first two weeks of the past forecasts, ordinary days alone; the assumed ones without any."""
    if not backtest.plan.cutoffs or not members:
        return Misses(ASSUMED, spread.kind_scales)
    means, counts, numbers = [], [], []
    tables = zip(combined(backtest, members), backtest.actual, backtest.days, strict=True)
    for place, (mean, actual, days) in enumerate(tables):
        rows = [row for row in np.flatnonzero(kinds_of(days) == 0).tolist() if row < min(LEAD_DAYS, len(actual))]
        means.append(mean[rows])
        counts.append(actual[rows])
        numbers += [place * UNRELATED_DAYS + row for row in rows]
    interval_min = DAY_MIN // means[0].shape[1]
    return Misses(
        learnt_persistence(numbers, np.concatenate(means), np.concatenate(counts), interval_min), spread.kind_scales
    )


def misses_of_json(content: Mapping[str, object]) -> Misses | None:
    """The misses that a record holds; none where it holds none, or those of another make-up."""
    match content:
        case {
            "weights": list(weights),
            "dispersion": float() | int() as dispersion,
            "band_scale": float() | int() as band_scale,
            "days": int(days),
            "kind_scales": list(scales),
        } if len(weights) == len(PARTS) and len(scales) == len(BELIEVED_SCALES):
            persistence = Persistence(tuple(map(float, weights)), float(dispersion), float(band_scale), days)
            return Misses(persistence, tuple(map(float, scales)))
    return None
