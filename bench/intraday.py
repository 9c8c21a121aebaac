"""What a re-forecast within the day gains over the day-ahead forecast, on the last ordinary days of real series.

    python -m bench.intraday [SERIES ...]

Every day is forecast on its eve; at 10, 12 and 15 o'clock the rest of the day is forecast anew, with a persistence
learnt from the days before it alone. Prints for every series and hour the hourly WAPE of the rest of the day of both,
their ratio, the share of counts within p10 to p90 of the re-forecast, the same ratio for the next day, and the seconds
that a queue takes at most: learning and update together. A series takes some minutes: all its days are forecast first.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.forecast import SERIES, SHARED, history_of
from domain.day_types import DemandCalendar, demand_calendar
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import TRUSTED_TOGETHER
from forecasting.combination import mean_of_members
from forecasting.day_table import ORDINARY, day_table
from forecasting.intraday import Days, Update, updated
from forecasting.persistence import learnt_persistence
from forecasting.prepare import PreparedQueue, prepared_queue
from forecasting.quantiles import LEAST_DUE, count_quantiles
from forecasting.series import DAY_MIN, Floats, QueueSeries

NAMES = ("tech_axa", "services", "domicile", "bank", "ems")
HOURS = (10, 12, 15)
DAYS_JUDGED = 60
DAYS_LEARNT_FROM = 68  # ordinary days before a judged one
LEAST_HISTORY = 35  # days that a series' first forecast must have seen
MODELS = tuple(model for model in DEFAULT_CANDIDATES if model.name in TRUSTED_TOGETHER)


@dataclass(frozen=True, slots=True, eq=False)
class Ordinary:
    """Ordinary days of a series: their rows in it, means of each and of its morrow from its eve, and counts."""

    series: QueueSeries
    rows: tuple[int, ...]
    means: Floats
    morrows: Floats
    counts: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Renewed:
    """One judged day at one hour: its place, the update of it and its morrow, and the seconds that took."""

    place: int
    update: Update
    seconds: float


def prepared(name: str) -> tuple[PreparedQueue, DemandCalendar]:
    """The whole series, and the calendar around it."""
    series = next(each for each in SERIES if each.name == name)
    history = history_of(series)
    stamps = history["interval_start"].dt.tz_localize(None)
    after = stamps.max().date() + timedelta(days=1)
    calendar = demand_calendar(series.country, stamps.min().date(), after)
    return prepared_queue(history, history.head(0), calendar, None, series.interval_min, after), calendar


def day_ahead(queue: PreparedQueue, calendar: DemandCalendar, day: date) -> Floats:
    """The means of a day's and the next day's intervals, forecast from what was known on its eve."""
    known = queue.known_before(day)
    table = day_table(calendar, [day, day + timedelta(days=1)])
    return mean_of_members([model.fit(known, calendar).mean(table) for model in MODELS])


def ordinary_days(name: str) -> Ordinary:
    """The last ordinary days of a series, each forecast on its eve."""
    queue, calendar = prepared(name)
    series = queue.clean.series
    known = ~np.isnan(series.offered).all(axis=1)
    days = [series.first + timedelta(days=offset) for offset in range(LEAST_HISTORY, series.days)]
    rows = [series.index_of(day) for day in days if known[series.index_of(day)] and _is_ordinary(calendar, day)]
    rows = rows[-(DAYS_JUDGED + DAYS_LEARNT_FROM) :]
    both = np.stack([day_ahead(queue, calendar, series.first + timedelta(days=row)) for row in rows])
    return Ordinary(series, tuple(rows), both[:, 0], both[:, 1], series.offered[rows])


def renewed(days: Ordinary, place: int, hour: int) -> Renewed:
    """A day forecast anew at an hour, from nothing but what was known then."""
    begun = time.perf_counter()
    interval_min = days.series.interval_min
    learnt_from = slice(max(0, place - DAYS_LEARNT_FROM), place)
    numbers = [row - days.rows[place] for row in days.rows[learnt_from]]
    means, counts = days.means[learnt_from], days.counts[learnt_from]
    persistence = learnt_persistence(numbers, means, counts, interval_min)
    so_far = np.where(np.arange(days.counts.shape[1]) < hour * 60 // interval_min, days.counts[place], np.nan)
    update = updated(
        Days.ordinary([*numbers, 0], np.vstack([means, days.means[place]])),
        np.vstack([counts, so_far]),
        Days.ordinary((0, 1), np.stack([days.means[place], days.morrows[place]])),
        interval_min,
        persistence,
    )
    return Renewed(place, update, time.perf_counter() - begun)


def _is_ordinary(calendar: DemandCalendar, day: date) -> bool:
    return str(day_table(calendar, [day]).classes[0]) == ORDINARY


@dataclass(frozen=True, slots=True)
class Gain:
    """The hourly WAPE in % of the rest of days, forecast on their eve and anew at an hour.

    `inside`: counts within p10 and p90 in %; `morrow`: the ratio of errors on the next day; `seconds`: of an update, at
    most.
    """

    hour: int
    day_ahead: float
    anew: float
    inside: float
    morrow: float
    seconds: float

    @property
    def ratio(self) -> float:
        """The error anew over that of the day before."""
        return self.anew / self.day_ahead


def gain_at(days: Ordinary, hour: int) -> Gain:
    """What forecasting anew at an hour gained over the last days."""
    first, now = max(0, len(days.rows) - DAYS_JUDGED), hour * 60 // days.series.interval_min
    judged = [renewed(days, place, hour) for place in range(first, len(days.rows))]
    places = [each.place for each in judged]
    plain, counted = days.means[places, now:], days.counts[places, now:]
    anew = np.stack([each.update.means[0, now:] for each in judged])
    variances = np.stack([each.update.variances[0, now:] for each in judged])
    low, _middle, high = count_quantiles(anew, variances)
    due = (plain >= LEAST_DUE) & ~np.isnan(counted)
    return Gain(
        hour,
        _hourly_wape(plain, counted, days.series.interval_min),
        _hourly_wape(anew, counted, days.series.interval_min),
        100 * float(((counted >= low) & (counted <= high))[due].mean()),
        _morrow_ratio(days, judged),
        max(each.seconds for each in judged),
    )


def gain_table(name: str, gains: Sequence[Gain]) -> Table:
    """The gains of a series, hour by hour."""
    table = Table(title=f"{name}: rest of the day, {DAYS_JUDGED} ordinary days at most, hourly WAPE in %")
    for column in ("at", "day ahead", "anew", "ratio", "inside p10-p90", "ratio of next day", "s"):
        table.add_column(column, justify="right")
    for gain in gains:
        errors = (f"{gain.day_ahead:.2f}", f"{gain.anew:.2f}", f"{gain.ratio:.3f}")
        table.add_row(f"{gain.hour}:00", *errors, f"{gain.inside:.1f}", f"{gain.morrow:.3f}", f"{gain.seconds:.3f}")
    return table


def _morrow_ratio(days: Ordinary, judged: list[Renewed]) -> float:
    """WAPE of the next day anew over that of its forecast from the eve of today, where it is an ordinary day too."""
    place_of = {row: place for place, row in enumerate(days.rows)}
    with_morrow = [each for each in judged if days.rows[each.place] + 1 in place_of]
    counted = days.counts[[place_of[days.rows[each.place] + 1] for each in with_morrow]]
    plain = days.morrows[[each.place for each in with_morrow]]
    anew = np.stack([each.update.means[1] for each in with_morrow])
    interval_min = days.series.interval_min
    return _hourly_wape(anew, counted, interval_min) / _hourly_wape(plain, counted, interval_min)


def _hourly_wape(means: Floats, counts: Floats, interval_min: int) -> float:
    known = ~np.isnan(counts)
    hours = counts.shape[1] * interval_min * 24 // DAY_MIN
    expected, counted = (
        np.where(known, values, 0.0).reshape(len(counts), hours, -1).sum(axis=2) for values in (means, counts)
    )
    return 100 * float(np.abs(expected - counted).sum() / counted.sum())


def main(words: list[str]) -> int:
    """Print the errors of the series named, of five where none is."""
    parser = argparse.ArgumentParser(prog="bench.intraday", description="What a re-forecast within the day gains.")
    parser.add_argument("names", nargs="*", help=f"series, of {', '.join(each.name for each in SERIES)}")
    names = parser.parse_args(words).names
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    for name in names or NAMES:
        days = ordinary_days(name)
        console.print(gain_table(name, [gain_at(days, hour) for hour in HOURS]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
