"""What no calendar explains in a queue's history: spikes, dips and breaks of the level, the strongest first."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

import numpy as np

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from forecasting.breaks import SPAN_DAYS, Break, level_breaks
from forecasting.expected import PastDue, day_levels, past_due
from forecasting.series import Floats, QueueSeries, Truths
from forecasting.stretches import Counts, Stretch, stretches

logger = logging.getLogger(__name__)

LEAST_DAYS = 56
MOST_FOUND = 10
# A stretch is looked for at these ratios: what lies closer to one than half way to them costs instead of gaining.
MANY, FEW = 1.5, 1 / 1.5
LEAST_MORE, LEAST_LESS = 1.25, 0.8
LEAST_SPREADS = 5.5  # standard deviations of a log ratio, the best of all stretches of any length being looked for
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
    FoundKind.SPIKE: "learnt from; days so unlike others weigh little",
    FoundKind.DIP: "learnt from; days so unlike others weigh little",
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
    try:
        due, breaks = past_with_breaks(series, calendar)
    except ForecastError as error:  # a forecast does not fail for what is only told beside it
        logger.warning("queue %s: no events looked for: %s", series.queue, error)
        return ()
    found = [*_break_events(series, due, breaks), *_stretch_events(series, due)]
    return tuple(sorted(found, key=lambda event: (-event.strength, event.start))[:MOST_FOUND])


def past_with_breaks(series: QueueSeries, calendar: DemandCalendar) -> tuple[PastDue, tuple[Break, ...]]:
    """What was due in a series of at least eight weeks, and the breaks of its level."""
    try:
        levels = day_levels(series, calendar)
    except np.linalg.LinAlgError as error:
        raise ForecastError(f"The history of queue {series.queue} cannot be fitted: {error}.") from error
    breaks = level_breaks(levels.ordinary_beyond, levels.season)
    due = past_due(series, levels, [each.row for each in breaks.lasting], breaks.passing)
    return due, breaks.lasting


def _stretch_events(series: QueueSeries, due: PastDue) -> Iterator[FoundEvent]:
    """Spikes and dips large and unlikely enough to be put to a planner."""
    told = ~np.isnan(series.offered) & due.is_ordinary[:, None] & (due.due > 0)
    places = np.flatnonzero(told)
    expected = due.due[told]
    counts = Counts(series.offered[told], expected, np.maximum(due.variances()[told] / expected, 1.0))
    least_gain = float(np.log(max(len(places), 1))) + BEYOND_CHANCE
    for ratio in (MANY, FEW):
        candidates = stretches(counts, ratio, least_gain)
        standing = [each for each in candidates if _stands_out(each, counts, due, places, series.intervals)]
        for stretch in _joined(standing, counts, places, series.intervals):
            yield _as_event(series, due, stretch, places, told)


def _joined(found: Sequence[Stretch], counts: Counts, places: np.ndarray, day: int) -> Iterator[Stretch]:
    """Stretches of one kind with less than a day between them as one, as long as it is still large: one storm."""
    if not found:
        return
    whole, *others = found
    for each in others:
        part = slice(whole.first, each.last)
        both = Stretch(
            whole.first,
            each.last,
            float(counts.counted[part].sum()),
            float(counts.due[part].sum()),
            whole.gain + each.gain,
        )
        if places[each.first] - places[whole.last - 1] <= day and _is_large(both):
            whole = both
        else:
            yield whole
            whole = each
    yield whole


def _is_large(stretch: Stretch) -> bool:
    """Whether a stretch is worth a planner's look."""
    return not LEAST_LESS < stretch.ratio < LEAST_MORE and abs(stretch.counted - stretch.due) >= LEAST_CONTACTS


def _stands_out(stretch: Stretch, counts: Counts, due: PastDue, places: np.ndarray, intervals: int) -> bool:
    """Whether a stretch is large, and further off than days of this queue are."""
    if not _is_large(stretch):
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
    known_due = np.where(told, due.due, 0.0).ravel()
    drawn = _borders(due.due, known_due, *raw)
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


def _borders(due: Floats, told: Floats, first: int, last: int) -> tuple[int, int]:
    """Places [first, last) moved to midnight: outwards over a day that is mostly in, inwards over one hardly touched.

    Moved inwards they pass over days of which nothing is told, such as holidays.
    """
    day = due.shape[1]
    head, tail = _share_within(due, first // day, first, last), _share_within(due, (last - 1) // day, first, last)
    many_days = first // day < (last - 1) // day
    begin, end = first, last
    if head >= WHOLE_DAY_SHARE:
        begin = first // day * day
    elif many_days and head <= HARDLY_TOUCHED_SHARE:
        inner = np.flatnonzero(told[(first // day + 1) * day : last])
        begin = first if not len(inner) else (first // day + 1 + int(inner[0]) // day) * day
    if tail >= WHOLE_DAY_SHARE:
        end = -(-last // day) * day
    elif many_days and tail <= HARDLY_TOUCHED_SHARE:
        inner = np.flatnonzero(told[first : (last - 1) // day * day])
        end = last if not len(inner) else ((first + int(inner[-1])) // day + 1) * day
    return begin, max(end, begin)


def _share_within(due: Floats, row: int, first: int, last: int) -> float:
    """The share of a day's contacts that is due within [first, last)."""
    begin = row * due.shape[1]
    within = due[row, max(first - begin, 0) : last - begin].sum()
    return float(within) / max(float(due[row].sum()), 1e-9)


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
