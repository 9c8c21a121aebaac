"""How far a published forecast was from what came since, by days ahead and by kind of day, beside the planner's mean.

The planner's mean is that of the four weeks before the cutoff, the last day that the forecast had seen: what a planner
could have written down the same night. All figures are of the same intervals, those whose actual is known by now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from domain.forecast_errors import ErrorSums, GroupErrors, Pooled
from forecasting.accuracy import error_sums
from forecasting.day_table import day_table
from forecasting.models.simple import PlannerMean
from forecasting.overrides import MARK
from forecasting.prepare import in_interval, prepared_queue
from forecasting.queue_rows import rows_by_queue
from forecasting.series import Floats, QueueSeries, Truths, Whole
from forecasting.wall_clock import cells_of

ALL, LEAD, DAY_CLASS, OVERRIDE = "all", "lead", "day_class", "override"
OVERRIDDEN = "changed"
# Days ahead of the cutoff: the first and last of each group; what lies further ahead than most plans is kept apart.
LEADS = {"1": (1, 1), "2-7": (2, 7), "8-14": (8, 14), "15-28": (15, 28), "29+": (29, 10_000)}


@dataclass(frozen=True, slots=True, eq=False)
class Actuals:
    """What history shows of a queue now: contacts by interval, the clean series, and its calendar.

    `series` is None where the history is too short for a mean.
    """

    by_start: "pd.Series[float]"
    series: QueueSeries | None
    calendar: DemandCalendar


@dataclass(frozen=True, slots=True, eq=False)
class PublishedForecast:
    """A night's forecast as it was published, the model's own where an override was in force, and the cutoffs."""

    night: date
    frame: pd.DataFrame
    model: pd.DataFrame | None
    cutoffs: Mapping[str, date]

    def cutoff(self, queue: str) -> date:
        """The last day of history that the forecast of a queue saw; the night's own date where nothing tells it."""
        return self.cutoffs.get(queue, self.night)


class _Tables(NamedTuple):
    """A queue's figures as tables of days by the intervals that were forecast; `actual` is NaN where unknown."""

    days: tuple[date, ...]
    forecast: Floats
    actual: Floats
    mean: Floats | None
    model: Floats | None
    changed: Truths


def actuals_of(
    history: pd.DataFrame, calendar: DemandCalendar, events: pd.DataFrame | None, interval_min: int, before: date
) -> dict[str, Actuals]:
    """The actuals of every queue in intervals of `interval_min`; an interval known only in part is unknown."""
    summed, left_out = in_interval(history, interval_min)
    found = {}
    for queue, rows in rows_by_queue(summed, left_out).items():
        own = rows.history
        by_start = pd.Series(own["offered"].to_numpy(dtype=float), index=pd.DatetimeIndex(own["interval_start"]))
        try:
            prepared = prepared_queue(rows.history, rows.left_out, calendar, events, interval_min, before)
            found[queue] = Actuals(by_start, prepared.clean.series, prepared.calendar)
        except ForecastError:  # too short a history: there is no mean to stand beside
            found[queue] = Actuals(by_start, None, calendar)
    return found


def published_errors(published: PublishedForecast, actuals: Mapping[str, Actuals]) -> tuple[GroupErrors, ...]:
    """The errors of one night's forecast by queue and group, as far as its days have come."""
    return tuple(
        errors
        for queue, rows in published.frame.groupby("queue", sort=True)
        if str(queue) in actuals
        for errors in _queue_errors(published, str(queue), rows, actuals[str(queue)])
    )


def _queue_errors(
    published: PublishedForecast, queue: str, rows: pd.DataFrame, actuals: Actuals
) -> Iterator[GroupErrors]:
    cutoff = published.cutoff(queue)
    tables = _tables(published, queue, rows, actuals)
    if np.isnan(tables.actual).all():
        return
    for grouping, group, where in _groups(tables, actuals.calendar, cutoff):
        actual = np.where(where, tables.actual, np.nan)
        if np.isnan(actual).all():
            continue
        sums = [None if each is None else error_sums(each, actual) for each in (tables.mean, tables.model)]
        yield GroupErrors(published.night, queue, grouping, group, error_sums(tables.forecast, actual), *sums)


def _groups(tables: _Tables, calendar: DemandCalendar, cutoff: date) -> Iterator[tuple[str, str, Truths]]:
    """Every group of a queue's intervals: all, by days ahead, by class of day, and what a planner changed."""
    every = np.ones(tables.actual.shape, dtype=bool)
    yield ALL, ALL, every
    lead_days = np.array([(day - cutoff).days for day in tables.days])
    for name, (first, last) in LEADS.items():
        yield LEAD, name, every & ((lead_days >= first) & (lead_days <= last))[:, None]
    classes = day_table(calendar, tables.days).classes
    for day_class in np.unique(classes):
        yield DAY_CLASS, str(day_class), every & (classes == day_class)[:, None]
    yield OVERRIDE, OVERRIDDEN, tables.changed


def _tables(published: PublishedForecast, queue: str, rows: pd.DataFrame, actuals: Actuals) -> _Tables:
    rows = rows.sort_values("interval_start")
    model, cutoff = published.model, published.cutoff(queue)
    starts = pd.DatetimeIndex(rows["interval_start"])
    first = starts[0].date()
    day = cells_of(starts, first, 1)[0]
    places = (day, pd.Series(day).groupby(day).cumcount().to_numpy())
    shape = (int(day.max()) + 1, int(places[1].max()) + 1)

    def table(values: Floats, empty: float = 0.0) -> Floats:
        filled = np.full(shape, empty)
        filled[places] = values
        return filled

    mean = _planners_mean(actuals, starts, first, day, cutoff)
    return _Tables(
        days=tuple(first + timedelta(days=number) for number in range(shape[0])),
        forecast=table(_floats(rows["offered"])),
        actual=table(_floats(actuals.by_start.reindex(starts)), np.nan),
        mean=None if mean is None else table(mean),
        model=None if model is None else table(_models_own(model, queue, starts)),
        changed=table(_floats(rows["model"].str.endswith(MARK))) > 0,
    )


def _models_own(model: pd.DataFrame, queue: str, starts: pd.DatetimeIndex) -> Floats:
    own = model[model["queue"] == queue].set_index("interval_start")["offered"]
    return _floats(own.reindex(starts).fillna(0.0))


def _floats(values: pd.Series) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _planners_mean(actuals: Actuals, starts: pd.DatetimeIndex, first: date, day: Whole, cutoff: date) -> Floats | None:
    """The planner's four-week mean of each interval, made from the series up to the cutoff; None where it has none."""
    if actuals.series is None:
        return None
    known = actuals.series.until(min(cutoff, first - timedelta(days=1)) + timedelta(days=1))
    planner = PlannerMean()
    if known.days < planner.least_days:
        return None
    interval = cells_of(starts, first, known.interval_min)[1]
    days = day_table(actuals.calendar, [first + timedelta(days=number) for number in range(int(day.max()) + 1)])
    return np.asarray(planner.fit(known, actuals.calendar).mean(days)[day, interval])


def pooled(errors: Iterable[GroupErrors], grouping: str, by_queue: bool = False) -> tuple[Pooled, ...]:
    """The errors of a grouping over nights and queues: days ahead in their order, other groups by their contacts.

    The forecast is pooled with the planner's mean over the same intervals: a night without a mean is left out. With
    `by_queue` the groups are the queues.
    """
    found: dict[str, Pooled] = {}
    for each in errors:
        if each.grouping != grouping or each.mean is None:
            continue
        group = each.queue if by_queue else each.group
        before = found.get(group)
        found[group] = Pooled(
            group,
            each.forecast if before is None else before.forecast + each.forecast,
            _sum(None if before is None else before.mean, each.mean),
            _sum(None if before is None else before.model, each.model),
        )
    order = list(LEADS)
    if grouping == LEAD and not by_queue:
        return tuple(sorted(found.values(), key=lambda each: order.index(each.group)))
    return tuple(sorted(found.values(), key=lambda each: (-each.forecast.actual, each.group)))


def _sum(one: ErrorSums | None, other: ErrorSums | None) -> ErrorSums | None:
    if one is None or other is None:
        return one or other
    return one + other
