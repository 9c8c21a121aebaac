"""Which intervals a goal's scope holds together: those of a local day, of a week of the site, of the whole window."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.errors import ConfigError


def scope_starts(interval_start: pd.Series, scope: str, week_start_weekday: int) -> pd.Series:
    """The first local day of each interval's scope; times are local, Monday is weekday 0.

    A window begins on the first day that there is. A week begins on the site's weekday, even where that lies before it.
    """
    days: pd.Series = interval_start.dt.tz_localize(None).dt.normalize()
    if scope == "window":
        return pd.Series(days.min(), index=days.index)
    if scope == "week":
        days = days - pd.to_timedelta((days.dt.day_of_week - week_start_weekday) % 7, unit="D")
    elif scope != "day":
        raise ConfigError(f"The scope of a goal is {scope}; a day, a week or the window hold intervals together.")
    return days


def scope_of_each(interval_start: pd.Series, scope: str, week_start_weekday: int) -> NDArray[np.int64]:
    """The number of each interval's scope, from 0 on in the order of time; times are local, Monday is weekday 0.

    A day or a week that the forecast holds in part is a scope as far as the forecast goes.
    """
    starts = scope_starts(interval_start, scope, week_start_weekday)
    return starts.factorize(sort=True)[0].astype(np.int64)
