"""What a re-forecast at noon gains over the day-ahead forecast, on the last ordinary days of a real series.

    python -m bench.intraday [SERIES]

Every day is forecast on its eve; at noon the afternoon is forecast anew, with the persistence learnt from the days
before it alone. Prints the hourly WAPE of the afternoons of both, their ratio, and seconds an update takes.
"""

import sys
import time
from datetime import date, timedelta

import numpy as np
from rich.console import Console

from bench.forecast import SERIES, SHARED, history_of
from domain.day_types import DemandCalendar, demand_calendar
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import TRUSTED_TOGETHER
from forecasting.combination import mean_of_members
from forecasting.day_table import ORDINARY, day_table
from forecasting.intraday import learnt_persistence, updated
from forecasting.prepare import PreparedQueue, prepared_queue
from forecasting.series import DAY_MIN, Floats

DAYS_JUDGED = 60
DAYS_LEARNT_FROM = 68  # ordinary days before the first that is judged
MODELS = tuple(model for model in DEFAULT_CANDIDATES if model.name in TRUSTED_TOGETHER)


def prepared(name: str) -> tuple[PreparedQueue, DemandCalendar]:
    """The whole series, and the calendar around it."""
    series = next(each for each in SERIES if each.name == name)
    history = history_of(series)
    stamps = history["interval_start"].dt.tz_localize(None)
    after = stamps.max().date() + timedelta(days=1)
    calendar = demand_calendar(series.country, stamps.min().date(), after)
    return prepared_queue(history, history.head(0), calendar, None, series.interval_min, after), calendar


def day_ahead(queue: PreparedQueue, calendar: DemandCalendar, day: date) -> Floats:
    """The means of a day's intervals, forecast from what was known on its eve."""
    known = queue.known_before(day)
    table = day_table(calendar, [day])
    return mean_of_members([model.fit(known, calendar).mean(table) for model in MODELS])[0]


def main(names: list[str]) -> int:
    """Print the errors of the series named, tech_axa where none is."""
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    for name in names or ["tech_axa"]:
        _measure(name, console)
    return 0


def _measure(name: str, console: Console) -> None:
    queue, calendar = prepared(name)
    series = queue.clean.series
    days = [series.first + timedelta(days=offset) for offset in range(series.days)]
    known = ~np.isnan(series.offered).all(axis=1)
    ordinary = [day for day, seen in zip(days, known, strict=True) if seen and _is_ordinary(calendar, day)]
    wanted = ordinary[-(DAYS_JUDGED + DAYS_LEARNT_FROM) :]
    means = np.stack([day_ahead(queue, calendar, day) for day in wanted])
    counts = series.offered[[series.index_of(day) for day in wanted]]
    now = series.intervals // 2
    plain, renewed, counted, seconds = [], [], [], 0.0
    for row in range(DAYS_LEARNT_FROM, len(wanted)):
        begun = time.perf_counter()
        persistence = learnt_persistence(means[:row], counts[:row], now, series.interval_min)
        update = updated(means[row], means[row], counts[row], now, series.interval_min, persistence)
        seconds = max(seconds, time.perf_counter() - begun)
        plain.append(means[row, now:])
        renewed.append(update.today[now:])
        counted.append(counts[row, now:])
    before, after = (_hourly_wape(np.stack(each), np.stack(counted), series.interval_min) for each in (plain, renewed))
    console.print(
        f"{name}: afternoons of {len(counted)} ordinary days, day ahead {before:.2f}%, at noon {after:.2f}%,"
        f" ratio {after / before:.3f}; an update takes {seconds:.4f} s at most"
    )


def _is_ordinary(calendar: DemandCalendar, day: date) -> bool:
    return str(day_table(calendar, [day]).classes[0]) == ORDINARY


def _hourly_wape(means: Floats, counts: Floats, interval_min: int) -> float:
    known = ~np.isnan(counts)
    hours = counts.shape[1] * interval_min * 24 // DAY_MIN
    expected, counted = (
        np.where(known, values, 0.0).reshape(len(counts), hours, -1).sum(axis=2) for values in (means, counts)
    )
    return 100 * float(np.abs(expected - counted).sum() / counted.sum())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
