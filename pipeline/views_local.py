"""Local day and minute of the day beside aware times: what every chart of the screens is drawn over."""

import pandas as pd


def with_local_day(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `date` (local, naive) and `minute` (of that day's wall clock) instead of `interval_start`."""
    local = frame["interval_start"]
    if isinstance(local.dtype, pd.DatetimeTZDtype):
        local = local.dt.tz_localize(None)
    minute = local.dt.hour * 60 + local.dt.minute
    return frame.drop(columns="interval_start").assign(date=local.dt.normalize(), minute=minute)
