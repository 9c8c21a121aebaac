"""A planner's Poisson regression in statsmodels: 168 hours of the week, holiday by hour, trend and season.

log E[count of an hour] = slot of the week + holiday x hour + day before / day after a holiday + trend + yearly Fourier
pairs; hours weighted by 0.5 ** (age / 26 weeks). The second forecast scales it such that the last four weeks add up.
"""

import warnings
from datetime import timedelta

import numpy as np
import pandas as pd
import statsmodels.api as sm

from bench.peer import PeerForecast, PeerTask, mean_alone
from forecasting.series import Floats

HALF_LIFE_DAYS = 26 * 7
LEVEL_DAYS = 28
HARMONICS = 3
LEAST_DAYS_FOR_YEAR = 365
CELLS = 7 * 24 + 24  # hours of the week and of holidays
LEAST_COUNT = 1.0  # an hour that saw less has nothing to come, and a logarithm on which no iteration comes to rest
LOG_LIMIT = 20.0


def glm_forecasts(task: PeerTask) -> tuple[PeerForecast, ...]:
    """The regression's forecast, and the same at the level of the last four weeks."""
    days = (task.starts[-1] - task.starts[0]).days
    design, wanted = (_design(task, starts, days >= LEAST_DAYS_FOR_YEAR) for starts in (task.starts, task.wanted))
    seen = (np.abs(design) * task.counts[:, None]).sum(axis=0) >= LEAST_COUNT
    empty = design[:, :CELLS].any(axis=0) & ~seen[:CELLS]
    is_dead, will_be_dead = (table[:, :CELLS][:, empty].any(axis=1) for table in (design, wanted))
    age_days = (pd.Timestamp(task.origin) - task.starts).days.to_numpy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = sm.GLM(
            task.counts[~is_dead],
            design[~is_dead][:, seen],
            family=sm.families.Poisson(),
            freq_weights=0.5 ** (age_days[~is_dead] / HALF_LIFE_DAYS),
        ).fit(maxiter=25, tol=1e-6, tol_criterion="deviance")
    due = np.exp(np.minimum(wanted[:, seen] @ fitted.params, LOG_LIMIT)) * ~will_be_dead
    recent = age_days[~is_dead] <= LEVEL_DAYS
    ratio = task.counts[~is_dead][recent].sum() / fitted.fittedvalues[recent].sum()
    return mean_alone(due), mean_alone(due * ratio)


def _design(task: PeerTask, starts: pd.DatetimeIndex, with_year: bool) -> Floats:
    """A row an hour; the 168 slots of the week first, then the 24 of holidays."""
    hour = starts.hour.to_numpy()
    slot = starts.day_of_week.to_numpy() * 24 + hour
    columns = [np.eye(7 * 24)[slot]]
    day = timedelta(days=1)
    holidays = task.calendar.holidays
    dates = task.dates(starts)
    is_holiday = np.array([date in holidays for date in dates])
    before = np.array([date + day in holidays and date not in holidays for date in dates])
    after = np.array([date - day in holidays and date not in holidays for date in dates])
    columns.append(np.eye(24)[hour] * is_holiday[:, None])
    columns.append(np.column_stack([before, after]).astype(float))
    columns.append(np.asarray((starts - pd.Timestamp(task.origin)).days, dtype=float)[:, None] / 365.0)
    if with_year:
        phase = 2 * np.pi * starts.day_of_year.to_numpy() / 365.25
        columns += [
            np.column_stack([np.cos(order * phase), np.sin(order * phase)]) for order in range(1, HARMONICS + 1)
        ]
    return np.column_stack(columns)
