"""Channels and the total of a forecast that a planner changed: they stay the sums of their queues."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import CHANNEL, TOTAL, ForecastTotals, checked
from forecasting.hierarchy import UNITS
from forecasting.overrides import DIGITS
from forecasting.quantiles import count_quantiles

BAND = ["p10", "p50", "p90"]


def moved_totals(
    totals: DataFrame[ForecastTotals], before: pd.DataFrame, after: pd.DataFrame, channels: Mapping[str, str]
) -> DataFrame[ForecastTotals]:
    """The totals of the queues as they are `after`, given those of the queues as they were `before`.

    Means are the exact sums; p10, p50 and p90 are scaled as the mean is, and those of a Poisson count where there was
    no contact before. Intervals in which no queue changed stay as they were.
    """
    was, now = (_sums(frame, channels) for frame in (before, after))
    keys = pd.MultiIndex.from_frame(totals[["level", "name", "interval_start"]])
    old, new = (frame.reindex(keys, fill_value=0).to_numpy() for frame in (was, now))
    changed = old != new
    if not changed.any():
        return totals
    scale = np.divide(new, old, out=np.ones(len(new)), where=old > 0)
    offered = np.where(changed, new / UNITS, totals["offered"])
    from_nothing = changed & (old == 0)
    bands = {}
    for name, poisson in zip(BAND, count_quantiles(offered, offered), strict=True):
        scaled = np.where(changed, (totals[name] * scale).round(DIGITS), totals[name])
        bands[name] = np.where(from_nothing, poisson, scaled)
    return checked(ForecastTotals, totals.assign(offered=offered, **bands))


def _sums(frame: pd.DataFrame, channels: Mapping[str, str]) -> pd.Series:
    """Contacts by level, name and interval, as whole numbers of their last decimal."""
    rows = pd.DataFrame(
        {
            "name": frame["queue"].map(channels),
            "interval_start": frame["interval_start"],
            "units": np.rint(frame["offered"].to_numpy(dtype=float) * UNITS).astype(np.int64),
        }
    )
    total = rows.assign(level=TOTAL, name=TOTAL)
    both = pd.concat([rows.dropna(subset="name").assign(level=CHANNEL), total])
    return both.groupby(["level", "name", "interval_start"])["units"].sum()
