"""statsforecast's MSTL: daily and weekly seasons taken out by loess, the rest by AutoETS or AutoARIMA."""

import warnings

import numpy as np
import pandas as pd

from bench.peer import PeerForecast, PeerTask, with_band
from forecasting.series import DAY_MIN, Floats

BAND_PERCENT = 80


def ets_forecasts(task: PeerTask) -> tuple[PeerForecast, ...]:
    """MSTL with AutoETS for what is left of the seasons."""
    from statsforecast.models import AutoETS

    return (_forecast(task, AutoETS(model="ZZN")),)


def arima_forecasts(task: PeerTask) -> tuple[PeerForecast, ...]:
    """MSTL with AutoARIMA for what is left of the seasons."""
    from statsforecast.models import AutoARIMA

    return (_forecast(task, AutoARIMA()),)


def _forecast(task: PeerTask, rest: object) -> PeerForecast:
    from statsforecast.models import MSTL

    slots = _slots(task)
    past = _grid(task, slots)
    days = (task.wanted[-1].normalize() - pd.Timestamp(task.origin)).days + 1
    future = _starts(pd.Timestamp(task.origin), days, slots, task.interval_min)
    seasons = sorted({int(slots.sum() // slots.any(axis=1).sum()), int(slots.sum())})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = MSTL(season_length=seasons, trend_forecaster=rest).forecast(y=past, h=len(future), level=[BAND_PERCENT])
    columns = (found["mean"], found[f"lo-{BAND_PERCENT}"], found[f"hi-{BAND_PERCENT}"])
    return with_band(*(_at(np.asarray(values, dtype=float), future, task.wanted) for values in columns))


def _slots(task: PeerTask) -> np.ndarray:
    """Weekday by interval: whether the queue's rows usually hold it, which makes the series' regular step."""
    weeks = (task.starts[-1] - task.starts[0]).days / 7
    place = (task.starts.day_of_week, (task.starts.hour * 60 + task.starts.minute) // task.interval_min)
    seen = np.zeros((7, DAY_MIN // task.interval_min))
    np.add.at(seen, place, 1)
    return seen > weeks / 2


def _starts(first: pd.Timestamp, days: int, slots: np.ndarray, interval_min: int) -> pd.DatetimeIndex:
    every = pd.date_range(first, periods=days * DAY_MIN // interval_min, freq=f"{interval_min}min")
    return every[slots[every.day_of_week, (every.hour * 60 + every.minute) // interval_min]]


def _grid(task: PeerTask, slots: np.ndarray) -> Floats:
    """The history at its regular step; an unknown interval is taken from the week before, or after."""
    first = task.starts[0].normalize()
    days = (pd.Timestamp(task.origin) - first).days
    starts = _starts(first, days, slots, task.interval_min)
    counts = pd.Series(task.counts, index=task.starts).reindex(starts)
    by_slot = counts.groupby([starts.day_of_week, starts.hour, starts.minute])
    return np.asarray(by_slot.ffill().fillna(by_slot.bfill()), dtype=np.float64)


def _at(values: Floats, future: pd.DatetimeIndex, wanted: pd.DatetimeIndex) -> Floats:
    return np.asarray(pd.Series(values, index=future).reindex(wanted, fill_value=0.0), dtype=np.float64)
