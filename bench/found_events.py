"""Whether forecasts get better when the spikes and dips found in a history are left out of learning.

    python -m bench.found_events [SET ...]

Prints, for every origin of `bench.forecast`, the hourly WAPE over 28 days of the trusted mean of models that learnt
from all of the history before it, and of the same models that did not see what was found there.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from rich.console import Console

from bench.forecast import DAYS, SERIES, SHARED, Series, history_of
from domain.day_types import DemandCalendar, demand_calendar
from forecasting.backtest import scored_actual
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import TRUSTED_TOGETHER
from forecasting.combination import mean_of_members
from forecasting.day_table import day_table
from forecasting.found import found_events
from forecasting.history import clean_queue
from forecasting.series import DAY_MIN, Floats, QueueSeries

FAR = date(2100, 1, 1)
DEFAULT_SETS = ("bank", "tech_axa", "services")


def without_found(series: QueueSeries, calendar: DemandCalendar) -> tuple[QueueSeries, int]:
    """The series with every spike and dip found in it made unknown, and how many there were."""
    offered = series.offered.copy()
    found = [event for event in found_events(series, calendar) if not event.is_break]
    for event in found:
        day, end_day = (series.index_of(moment.date()) for moment in (event.start, event.end))
        place, end = (moment.hour * 60 + moment.minute for moment in (event.start, event.end))
        first = (day * DAY_MIN + place) // series.interval_min
        offered.ravel()[first : (end_day * DAY_MIN + end) // series.interval_min] = np.nan
    return replace(series, offered=offered), len(found)


def forecast_mean(series: QueueSeries, calendar: DemandCalendar, origin: date) -> Floats:
    """The trusted models' mean."""
    future = day_table(calendar, [origin + timedelta(days=offset) for offset in range(DAYS)])
    members = [model for model in DEFAULT_CANDIDATES if model.name in TRUSTED_TOGETHER]
    return mean_of_members([model.fit(series, calendar).mean(future) for model in members])


def hourly_wape(mean: Floats, actual: Floats, interval_min: int) -> float:
    """WAPE of hourly sums in %, where the count is known."""
    steps = 60 // interval_min
    known = ~np.isnan(actual)
    due, came = (np.where(known, table, 0.0).reshape(len(table), -1, steps).sum(axis=2) for table in (mean, actual))
    return 100 * float(np.abs(due - came).sum() / came.sum())


def compared(series: Series, console: Console) -> None:
    """One line an origin, and the means."""
    history = history_of(series)
    stamps = history["interval_start"].dt.tz_localize(None)
    calendar = demand_calendar(series.country, stamps.min().date(), stamps.max().date() + timedelta(days=DAYS))
    whole = clean_queue(history, series.interval_min, FAR, calendar).series
    pairs = []
    for origin in series.origins:
        seen = clean_queue(history, series.interval_min, origin, calendar).series
        cleared, count = without_found(seen, calendar)
        actual = scored_actual(whole, origin, DAYS)
        means = (forecast_mean(each, calendar, origin)[: len(actual)] for each in (seen, cleared))
        pairs.append(tuple(hourly_wape(mean, actual, series.interval_min) for mean in means))
        console.print(f"{series.name} {origin}: {pairs[-1][0]:.2f} with, {pairs[-1][1]:.2f} without the {count} found")
    console.print(f"{series.name} mean: {np.mean(pairs, axis=0)[0]:.2f} with, {np.mean(pairs, axis=0)[1]:.2f} without")


def main(names: Sequence[str]) -> int:
    """Compare the named series, or three of them."""
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    for series in SERIES:
        if series.name in (names or DEFAULT_SETS):
            compared(series, console)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
