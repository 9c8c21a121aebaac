"""What no calendar explains in a queue's history: spikes, dips and breaks of the level, the strongest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

import numpy as np

from domain.day_types import DemandCalendar
from forecasting.breaks import SPAN_DAYS, Break, level_breaks
from forecasting.expected import PastDue, day_levels, past_due
from forecasting.series import Floats, QueueSeries, Truths
from forecasting.stretches import Counts, Stretch, stretches

LEAST_DAYS = 56
MOST_FOUND = 10
# A stretch is looked for at these ratios: what lies closer to one than half way to them costs instead of gaining.
MANY, FEW = 1.5, 1 / 1.5
LEAST_MORE, LEAST_LESS = 1.25, 0.8
LEAST_SPREADS = 5.0  # standard deviations of a log ratio, the best of all stretches of any length being looked for
BEYOND_CHANCE = 6.0  # gain beyond log(number of intervals): by chance once in 400 histories
WHOLE_DAY_SHARE = 0.8  # of a border day's contacts, from which on the stretch is given in whole days
HARDLY_TOUCHED_SHARE = 0.1
LEAST_CONTACTS = 10.0


class FoundKind(StrEnum):
    """What a found event is."""

    SPIKE = "spike"
    DIP = "dip"
    BREAK_UP = "break up"
    BREAK_DOWN = "break down"


DONE = {
    FoundKind.SPIKE: "learnt from, but a day apart from its like weighs little",
    FoundKind.DIP: "learnt from, but a day apart from its like weighs little",
    FoundKind.BREAK_UP: "the level follows from then on",
    FoundKind.BREAK_DOWN: "the level follows from then on",
}


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A stretch [start, end) of local time unlike what was due; of a break, the four weeks after it (or what there is).

    `strength` is the gain in likelihood by which the list is ordered.
    """

    kind: FoundKind
    start: datetime
    end: datetime
    counted: float
    due: float
    strength: float

    @property
    def ratio(self) -> float:
        """Counted over due; of a break, the new level over the old one."""
        return self.counted / self.due

    @property
    def is_break(self) -> bool:
        """Whether the level stays changed."""
        return self.kind in (FoundKind.BREAK_UP, FoundKind.BREAK_DOWN)

    @property
    def done(self) -> str:
        """What the forecast does with it."""
        return DONE[self.kind]


def found_events(series: QueueSeries, calendar: DemandCalendar) -> tuple[FoundEvent, ...]:
    """The ten strongest spikes, dips and breaks of a cleaned series; none where it is shorter than eight weeks.

    Holidays and the days near them are left to the calendar; known events, outages and shut days are unknown to the
    series already.
    """
    if series.days < LEAST_DAYS or not (series.offered > 0).any():
        return ()
    levels = day_levels(series, calendar)
    breaks = level_breaks(levels.ordinary_beyond, levels.season)
    due = past_due(series, levels, [each.row for each in breaks.lasting], breaks.passing)
    found = [*_break_events(series, due, breaks.lasting), *_stretch_events(series, due)]
    return tuple(sorted(found, key=lambda event: (-event.strength, event.start))[:MOST_FOUND])


def _stretch_events(series: QueueSeries, due: PastDue) -> Iterator[FoundEvent]:
    """Spikes and dips large and unlikely enough to be put to a planner."""
    told = ~np.isnan(series.offered) & due.is_ordinary[:, None] & (due.due > 0)
    places = np.flatnonzero(told)
    expected = due.due[told]
    counts = Counts(series.offered[told], expected, np.maximum(due.variances()[told] / expected, 1.0))
    least_gain = float(np.log(max(len(places), 1))) + BEYOND_CHANCE
    for ratio in (MANY, FEW):
        for stretch in stretches(counts, ratio, least_gain):
            if _stands_out(stretch, counts, due, places, series.intervals):
                yield _as_event(series, due, stretch, places, told)


def _stands_out(stretch: Stretch, counts: Counts, due: PastDue, places: np.ndarray, intervals: int) -> bool:
    """Whether a stretch is large, and further off than days of this queue are."""
    if LEAST_LESS < stretch.ratio < LEAST_MORE or abs(stretch.counted - stretch.due) < LEAST_CONTACTS:
        return False
    part = slice(stretch.first, stretch.last)
    by_day = np.bincount(places[part] // intervals - places[stretch.first] // intervals, counts.due[part])
    days = stretch.due**2 / float((by_day**2).sum())  # two evening hours before a whole day do not make it two
    chance = float((counts.dispersion[part] * counts.due[part]).sum()) / stretch.due**2
    spread = np.sqrt(chance + due.day_variance / days)
    return bool(abs(np.log(max(stretch.ratio, 1e-3))) >= LEAST_SPREADS * spread)


def _as_event(series: QueueSeries, due: PastDue, stretch: Stretch, places: np.ndarray, told: Truths) -> FoundEvent:
    """The stretch with borders as a planner would draw them, counted anew between them."""
    raw = int(places[stretch.first]), int(places[stretch.last - 1]) + 1
    drawn = _borders(due.due, *raw)
    known_due = np.where(told, due.due, 0.0).ravel()
    # Where most of it lies in its border days, they stay: what is between may be unknown.
    first, last = drawn if known_due[slice(*drawn)].sum() >= stretch.due / 2 else raw
    return FoundEvent(
        kind=FoundKind.SPIKE if stretch.ratio > 1 else FoundKind.DIP,
        start=_moment(series, first),
        end=_moment(series, last),
        counted=float(np.where(told, series.offered, 0.0).ravel()[first:last].sum()),
        due=float(known_due[first:last].sum()),
        strength=stretch.gain,
    )


def _borders(due: Floats, first: int, last: int) -> tuple[int, int]:
    """Places [first, last) moved to midnight: outwards over a day that is mostly in, inwards over one hardly touched."""
    intervals = due.shape[1]
    morning, evening = first // intervals * intervals, -(-last // intervals) * intervals
    opening, closing = due.ravel()[morning : morning + intervals], due.ravel()[evening - intervals : evening]
    many_days = evening - morning > intervals
    head = float(due.ravel()[first : min(morning + intervals, last)].sum()) / max(float(opening.sum()), 1e-9)
    tail = float(due.ravel()[max(evening - intervals, first) : last].sum()) / max(float(closing.sum()), 1e-9)
    if head >= WHOLE_DAY_SHARE:
        first = morning
    elif many_days and head <= HARDLY_TOUCHED_SHARE:
        first = morning + intervals
    if tail >= WHOLE_DAY_SHARE:
        last = evening
    elif many_days and tail <= HARDLY_TOUCHED_SHARE and evening - intervals > first:
        last = evening - intervals
    return first, last


def _moment(series: QueueSeries, place: int) -> datetime:
    """Local time of the start of an interval, counted from the first of the history."""
    return datetime.combine(series.first, time()) + timedelta(minutes=place * series.interval_min)


def _break_events(series: QueueSeries, due: PastDue, breaks: Sequence[Break]) -> Iterator[FoundEvent]:
    """Each break with what its four weeks brought, and what they would have at the level before."""
    for found in breaks:
        after = slice(found.row, min(found.row + SPAN_DAYS, series.days))
        counted = float(np.nansum(series.offered[after]))
        before = counted / float(np.exp(found.step))
        scatter = 1 + due.day_variance * counted / (after.stop - found.row)
        gain = (counted * found.step - (counted - before)) / max(due.dispersion, scatter)
        kind = FoundKind.BREAK_UP if found.step > 0 else FoundKind.BREAK_DOWN
        first, last = _moment(series, found.row * series.intervals), _moment(series, after.stop * series.intervals)
        yield FoundEvent(kind, first, last, counted, before, gain)
