"""LightGBM on calendar features with its defaults, for the mean (Poisson) and for quantiles outright."""

from datetime import date

import lightgbm
import numpy as np
import pandas as pd

from bench.peer import PeerForecast, PeerTask, mean_alone
from forecasting.series import Floats

ROUNDS = 300
FAR_DAYS = 15


def poisson_forecasts(task: PeerTask) -> tuple[PeerForecast, ...]:
    """The mean by Poisson boosting."""
    settings = {"objective": "poisson", "learning_rate": 0.05, "verbose": -1, "num_threads": 1, "seed": 1}
    return (mean_alone(_boosted(task, settings)),)


def quantile_forecasts(task: PeerTask) -> tuple[PeerForecast, ...]:
    """p10, p50 and p90 by quantile loss, the median standing for the mean."""
    low, middle, high = (
        np.maximum(
            _boosted(task, {"objective": "quantile", "alpha": share, "verbose": -1, "num_threads": 1, "seed": 1}), 0
        )
        for share in (0.1, 0.5, 0.9)
    )
    return (PeerForecast(middle, low, middle, high),)


def _boosted(task: PeerTask, settings: dict[str, object]) -> Floats:
    learnt, wanted = (_features(task, starts) for starts in (task.starts, task.wanted))
    booster = lightgbm.train(settings, lightgbm.Dataset(learnt, task.counts), num_boost_round=ROUNDS)
    return np.asarray(booster.predict(wanted))


def _features(task: PeerTask, starts: pd.DatetimeIndex) -> Floats:
    """Interval, weekday, day of month and year, holiday, days to the next and since the last one, age in days."""
    known = sorted(task.calendar.holidays)
    by_date = {day: _holiday_row(day, known) for day in set(task.dates(starts))}
    around = np.array([by_date[day] for day in task.dates(starts)])
    return np.column_stack(
        [
            starts.hour.to_numpy() * 60 + starts.minute.to_numpy(),
            starts.dayofweek.to_numpy(),
            starts.day.to_numpy(),
            starts.dayofyear.to_numpy(),
            (starts - pd.Timestamp(task.origin)).days.to_numpy(),
            around,
        ]
    ).astype(float)


def _holiday_row(day: date, known: list[date]) -> tuple[float, float, float]:
    ahead = min((float((other - day).days) for other in known if other > day), default=FAR_DAYS)
    behind = min((float((day - other).days) for other in known if other < day), default=FAR_DAYS)
    return float(day in known), min(ahead, FAR_DAYS), min(behind, FAR_DAYS)
