"""Many simulated queues for measuring scale: sizes, week, season, holidays, growth and scatter all differ, seeded."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from domain.day_types import demand_calendar
from forecasting.series import Floats

COUNTRY = "KR"
FIRST = date(2023, 1, 1)
DAYS_A_YEAR = 365
HOURS = np.arange(24)


def simulated_history(queues: int, years: int, seed: int) -> pd.DataFrame:
    """A history of `queues` x `years` x 8,760 hourly rows, queue after queue, as a history file gives it."""
    days = years * DAYS_A_YEAR
    stamps = pd.date_range(pd.Timestamp(FIRST), periods=24 * days, freq="h", tz="UTC", unit="us")
    holidays = demand_calendar(COUNTRY, FIRST, FIRST + timedelta(days=days)).holidays
    is_holiday = np.array([FIRST + timedelta(days=day) in holidays for day in range(days)])
    offered = np.empty(queues * len(stamps))
    for number in range(queues):
        chance = np.random.default_rng([seed, number])
        offered[number * len(stamps) : (number + 1) * len(stamps)] = _counts(chance, days, is_holiday).ravel()
    return pd.DataFrame(
        {
            "interval_start": pd.DatetimeIndex(np.tile(stamps.asi8, queues).view("M8[us]")).tz_localize("UTC"),
            "queue": pd.Categorical.from_codes(
                np.repeat(np.arange(queues), len(stamps)), pd.Index([f"Q{number:04d}" for number in range(queues)])
            ).astype("str"),
            "offered": offered,
            "answered": np.nan,
            "abandoned": np.nan,
            "aht_s": np.nan,
        }
    )


def _counts(chance: np.random.Generator, days: int, is_holiday: np.ndarray) -> Floats:
    """Counts of one queue, a row a day: negative binomial about size x growth x season x week x day."""
    day = np.arange(days)
    size = np.exp(chance.uniform(np.log(2), np.log(150)))  # contacts in a mean hour
    growth = np.exp(chance.normal(0, 0.15) * day / DAYS_A_YEAR + np.cumsum(chance.normal(0, 0.004, days)))
    season = 1 + chance.uniform(0, 0.25) * np.cos(2 * np.pi * (day / DAYS_A_YEAR - chance.uniform()))
    week = np.r_[chance.uniform(0.9, 1.3, 5), chance.uniform(0.2, 0.9, 2)]
    peak, width = chance.uniform(10, 16), chance.uniform(3, 6)
    shape = 0.1 + np.exp(-0.5 * ((HOURS - peak) / width) ** 2)
    weekday = (FIRST.weekday() + day) % 7
    total = size * growth * season * week[weekday] * np.where(is_holiday, chance.uniform(0.1, 0.9), 1.0)
    mean = np.maximum(total[:, None] * shape / shape.mean(), 1e-9)
    gamma = 1 / chance.uniform(0.005, 0.05)  # counts scatter more than Poisson ones, in every hour
    return chance.poisson(mean * chance.gamma(gamma, 1 / gamma, mean.shape)).astype(float)
