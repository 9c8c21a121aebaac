"""One queue's rest of today and tomorrow, forecast anew from its published forecast and what came so far."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from domain.day_types import DemandCalendar
from forecasting.day_table import day_table
from forecasting.intraday import Days, Update, updated
from forecasting.past_misses import Misses
from forecasting.quantiles import KINDS, count_quantiles, kinds_of
from forecasting.series import DAY_MIN, Floats, Truths
from forecasting.today_counts import BelievedCounts, believed, by_cell
from forecasting.today_notes import Gaps, notes_of
from forecasting.wall_clock import cells_of

WEEKS_BACK = 4
MEAN_DIGITS = 4
MARK = "+intraday"
QUANTITIES = ("offered", "p10", "p50", "p90")


@dataclass(frozen=True, slots=True, eq=False)
class QueueInput:
    """What is known of a queue at `now` (aware): its published rows, its history's rows, and how its forecasts miss."""

    queue: str
    published: pd.DataFrame
    rows: pd.DataFrame
    now: pd.Timestamp
    interval_min: int
    misses: Misses
    calendar: DemandCalendar

    @property
    def today(self) -> date:
        """The local date."""
        found: date = self.now.date()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class QueueToday:
    """A queue's day: the new rows, all of today's and tomorrow's intervals side by side, and what there is to say.

    `frame`: rows of a forecast, from the interval that runs at `now` to the end of tomorrow. `intervals`:
    interval_start, queue, actual (NaN where unknown), ahead, anew, low, middle, high (NaN once the interval has ended).
    `counted` and `due`: contacts in the intervals of today that are known.
    """

    queue: str
    frame: pd.DataFrame
    intervals: pd.DataFrame
    counted: float
    due: float
    is_renewed: bool
    notes: tuple[str, ...]

    @property
    def deviation(self) -> float | None:
        """Counted over due, less one; None where nothing was counted or due."""
        return self.counted / self.due - 1 if self.is_renewed and self.due > 0 else None


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Days from the first published one to tomorrow: means and believed counts by interval of the wall clock."""

    first: pd.Timestamp
    today: int
    means: Floats
    listed: Truths
    found: BelievedCounts


def reforecast_queue(known: QueueInput) -> QueueToday:
    """The queue's re-forecast; where nothing of today can be counted, the published forecast stands."""
    grid = _grid(known)
    gaps = _gaps(known, grid)
    counted = ~np.isnan(grid.found.counts[grid.today]) & grid.listed[grid.today]
    published = _today_and_tomorrow(known)
    ends = published["interval_start"] + pd.Timedelta(minutes=known.interval_min)
    is_renewed = bool(counted.any())
    anew = _renewed(known, grid, published) if is_renewed else published
    return QueueToday(
        queue=known.queue,
        frame=anew[(ends > known.now).to_numpy()].reset_index(drop=True),
        intervals=_side_by_side(known, grid, published, anew),
        counted=float(grid.found.counts[grid.today][counted].sum()),
        due=float(grid.means[grid.today][counted].sum()),
        is_renewed=is_renewed,
        notes=notes_of(known.queue, known.now, known.interval_min, gaps),
    )


def _grid(known: QueueInput) -> _Grid:
    """Published means and complete counts laid out by day; an interval counts once its end has passed."""
    today = pd.Timestamp(known.today)
    earliest = known.published["interval_start"].min().tz_localize(None).normalize()
    first = min(max(earliest, today - pd.Timedelta(weeks=WEEKS_BACK)), today)
    shape = ((today - first).days + 2, DAY_MIN // known.interval_min)
    is_complete = known.rows["interval_start"] + pd.Timedelta(minutes=known.interval_min) <= known.now
    rows = known.rows[is_complete]
    published = by_cell(
        pd.DatetimeIndex(known.published["interval_start"]), known.published["offered"].to_numpy(float), first, shape
    )
    counts = by_cell(pd.DatetimeIndex(rows["interval_start"]), rows["offered"].to_numpy(float), first, shape)
    means = np.nan_to_num(published)
    found = believed(counts[:-1], means[:-1])
    return _Grid(first, shape[0] - 2, means, ~np.isnan(published), found)


def _renewed(known: QueueInput, grid: _Grid, published: pd.DataFrame) -> pd.DataFrame:
    """The published rows of today and tomorrow with new means and quantiles."""
    update = _update(known, grid)
    starts = pd.DatetimeIndex(published["interval_start"])
    cells = cells_of(starts, known.today, known.interval_min)
    means, variances = update.means[cells], update.variances[cells]
    low, middle, high = count_quantiles(means, variances)
    return published.assign(
        offered=means.round(MEAN_DIGITS), p10=low, p50=middle, p90=high, model=published["model"] + MARK
    )


def _update(known: QueueInput, grid: _Grid) -> Update:
    numbers = tuple(range(-grid.today, 2))
    table = day_table(known.calendar, [known.today + timedelta(days=number) for number in numbers])
    scales = np.array(known.misses.kind_scales)[kinds_of(table)]
    seen = Days(numbers[:-1], np.where(grid.listed, grid.means, np.nan)[:-1], scales[:-1])
    ahead = Days((0, 1), grid.means[-2:], scales[-2:])
    return updated(seen, grid.found.counts, ahead, known.interval_min, known.misses.persistence)


def _today_and_tomorrow(known: QueueInput) -> pd.DataFrame:
    days = known.published["interval_start"].dt.tz_localize(None).dt.normalize()
    wanted = days.isin([pd.Timestamp(known.today), pd.Timestamp(known.today + timedelta(days=1))])
    return known.published[wanted].reset_index(drop=True)


def _side_by_side(known: QueueInput, grid: _Grid, published: pd.DataFrame, anew: pd.DataFrame) -> pd.DataFrame:
    """Today's and tomorrow's intervals: what came, what was published, and what is forecast now (NaN once counted)."""
    starts = pd.DatetimeIndex(published["interval_start"])
    counts = np.vstack([grid.found.counts[-1], np.full(grid.means.shape[1], np.nan)])
    is_past = np.asarray(starts + pd.Timedelta(minutes=known.interval_min) <= known.now)
    actual = np.where(is_past, counts[cells_of(starts, known.today, known.interval_min)], np.nan)
    coming = anew.assign(**{name: anew[name].where(~is_past) for name in QUANTITIES})
    return pd.DataFrame(
        {
            "interval_start": published["interval_start"],
            "queue": known.queue,
            "actual": actual,
            "ahead": published["offered"],
            "anew": coming["offered"],
            "low": coming["p10"],
            "middle": coming["p50"],
            "high": coming["p90"],
        }
    )


def _gaps(known: QueueInput, grid: _Grid) -> Gaps:
    """What of today is not known, and what is particular about it."""
    listed = grid.listed[grid.today]
    starts = known.published["interval_start"]
    today = starts[starts.dt.tz_localize(None).dt.normalize() == pd.Timestamp(known.today)]
    past = today[today + pd.Timedelta(minutes=known.interval_min) <= known.now]
    _day, interval = cells_of(pd.DatetimeIndex(past), known.today, known.interval_min)
    is_due = np.zeros(len(listed), dtype=bool)
    is_due[interval] = True
    counts, dead, stuck = (each[grid.today] for each in (grid.found.counts, grid.found.dead, grid.found.stuck))
    table = day_table(known.calendar, [known.today])
    is_special = KINDS[int(kinds_of(table)[0])] == KINDS[-1]
    return Gaps(
        opens_today=bool(listed.any()),
        first=int(np.flatnonzero(listed)[0]) if listed.any() else 0,
        is_over=bool(listed.any()) and len(past) == len(today),
        due=is_due,
        missing=is_due & np.isnan(counts) & ~dead & ~stuck,
        dead=dead & is_due,
        stuck=stuck & is_due,
        holiday=", ".join(table.types[0].names) if is_special else "",
        has_tomorrow=bool((starts.dt.tz_localize(None) >= pd.Timestamp(known.today + timedelta(days=1))).any()),
    )
