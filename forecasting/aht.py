"""Handling time by time of the week, weighted by contacts."""

import numpy as np
import pandas as pd

from forecasting.series import DAY_MIN, Floats

HALF_LIFE_DAYS = 91.0
PRIOR_CONTACTS = 100.0  # a time of week with as many contacts is believed half
UNKNOWN_AHT_S = 180.0  # assumed where neither history nor site knows: the lower end of what information lines report


def aht_by_time_of_week(rows: pd.DataFrame, interval_min: int, default_aht_s: float) -> Floats:
    """Seconds by weekday and interval, from one queue's rows; `default_aht_s` where the history holds none.

    aht = (sum of contacts x aht + PRIOR_CONTACTS x overall aht) / (sum of contacts + PRIOR_CONTACTS), contacts halved
    for every quarter of a year of age; contacts are the answered ones, or the offered where those are unknown.
    """
    intervals = DAY_MIN // interval_min
    contacts = rows["answered"].fillna(rows["offered"])
    known = rows[rows["aht_s"].gt(0) & contacts.gt(0)]
    if known.empty:
        return np.full((7, intervals), default_aht_s)
    local = known["interval_start"].dt.tz_localize(None)
    age_days = (local.max() - local).dt.days.to_numpy()
    weight = contacts[known.index].to_numpy() * 0.5 ** (age_days / HALF_LIFE_DAYS)
    cell = (local.dt.day_of_week * intervals + (local.dt.hour * 60 + local.dt.minute) // interval_min).to_numpy()
    seconds = known["aht_s"].to_numpy(dtype=float)
    handled = np.bincount(cell, weights=weight * seconds, minlength=7 * intervals)
    weights = np.bincount(cell, weights=weight, minlength=7 * intervals)
    overall = handled.sum() / weights.sum()
    table = (handled + PRIOR_CONTACTS * overall) / (weights + PRIOR_CONTACTS)
    return np.asarray(table.reshape(7, intervals))
