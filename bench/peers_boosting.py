"""LightGBM on calendar features with its defaults, for the mean (Poisson) and for quantiles outright."""

from datetime import timedelta

import lightgbm
import numpy as np
import pandas as pd

from bench.peer import PeerForecast, PeerTask, mean_alone
from forecasting.series import Floats

ROUNDS = 300
ONE_DAY = timedelta(days=1)


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
    """Interval, weekday, day of month and year, age in days, holiday, the day before and the day after one."""
    known = task.calendar.holidays
    around = [(day in known, day + ONE_DAY in known, day - ONE_DAY in known) for day in task.dates(starts)]
    return np.column_stack(
        [
            starts.hour.to_numpy() * 60 + starts.minute.to_numpy(),
            starts.day_of_week.to_numpy(),
            starts.day.to_numpy(),
            starts.day_of_year.to_numpy(),
            (starts - pd.Timestamp(task.origin)).days.to_numpy(),
            np.array(around),
        ]
    ).astype(float)
