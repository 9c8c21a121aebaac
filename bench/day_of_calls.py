"""A made-up day of 35,000 contacts by half-hour, with a peak at noon and another at 22:30, as a forecast."""

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame
from scipy.stats import poisson

from domain.frames import Forecast, checked
from domain.site_config import Goal, Queue
from staffing.compiling import FloatArray
from staffing.uncertain_load import BAND, BAND_DEVIATIONS

CONTACTS, AHT_S, PATIENCE_S, INTERVAL_MIN = 35_000, 180.0, 120.0, 30
QUEUE = "calls"


EVENING_WIDTH_H = 1.0


def counts_of_the_day(evening_width_h: float = EVENING_WIDTH_H, parts: int = 1) -> FloatArray:
    """Mean contacts of each half-hour: a ground that rises about 06:30, and three bells; a day runs into the next.

    The last bell may have another width. As many `parts` of each half-hour, where asked for, come one after the other.
    """
    hour = (np.arange(48 * parts) + 0.5) / (2 * parts)
    ground = 0.12 + 0.23 / (1 + np.exp(-(hour - 6.5) / 0.4)) - 0.23 / (1 + np.exp(-(hour - 24) / 0.4))
    counts: FloatArray = (
        ground + 2.2 * bell(hour, 12, 2.6) + 0.5 * bell(hour, 17, 2.0) + 1.6 * bell(hour, 22.5, evening_width_h)
    )
    counts *= CONTACTS / counts.sum()
    return counts


def bell(hour: FloatArray, middle: float, width_h: float) -> FloatArray:
    """A normal curve of height 1 around a time of the day, midnight or not."""
    away = np.abs(hour - middle)
    found: FloatArray = np.exp(-0.5 * (np.minimum(away, 24 - away) / width_h) ** 2)
    return found


def the_day(day_cv: float = 0.0, evening_width_h: float = EVENING_WIDTH_H) -> DataFrame[Forecast]:
    """The day as a forecast whose band says that days differ in rate by so much (coefficient of variation)."""
    counts = counts_of_the_day(evening_width_h)
    low, high = poisson.ppf(BAND[0], counts), poisson.ppf(BAND[1], counts)
    if day_cv:
        half = np.hypot(day_cv * counts * BAND_DEVIATIONS, high - low) / 2
        low, high = counts - half, counts + half
    frame = pd.DataFrame(
        {
            "interval_start": pd.date_range("2026-03-02", periods=48, freq="30min", tz="Asia/Seoul"),
            "queue": QUEUE,
            "offered": counts,
            "p10": low,
            "p50": counts,
            "p90": high,
            "aht_s": AHT_S,
            "model": "given",
        }
    )
    return checked(Forecast, frame)


def queue_of(goal: Goal) -> Queue:
    """The queue of the day with a goal."""
    return Queue(id=QUEUE, aht_s=AHT_S, patience_s=PATIENCE_S, goal=goal)
