"""Tiny forecasts and queues for the staffing tests."""

from collections.abc import Sequence

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import Forecast, checked
from domain.site_config import Goal, Queue

MONDAY = "2026-03-02T09:00"


def small_forecast(
    offered: Sequence[float], queue: str = "general", aht_s: float = 180, start: str = MONDAY, interval_min: int = 30
) -> DataFrame[Forecast]:
    """Consecutive intervals of one queue from 09:00 on a Monday in Seoul."""
    stamps = pd.date_range(start, periods=len(offered), freq=f"{interval_min}min", tz="Asia/Seoul")
    counts = pd.Series(offered, dtype=float)
    rows = pd.DataFrame(
        {
            "interval_start": stamps,
            "queue": queue,
            "offered": counts,
            "p10": counts,
            "p50": counts,
            "p90": counts,
            "aht_s": float(aht_s),
            "model": "given",
        }
    )
    return checked(Forecast, rows)


def voice(goal: Goal, queue: str = "general", patience_s: float | None = 150) -> Queue:
    """A voice queue."""
    return Queue(id=queue, channel="voice", aht_s=180, patience_s=patience_s, goal=goal)
