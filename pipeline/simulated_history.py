"""Simulated history of a sample site; by default that of `dasan`, from figures published about 120 Dasan Call.

No record in it is real.

Published: 41.02 million contacts from 2018 to April 2024, 17,742 a day; Lunar New Year 2015 by two hours (three of its
bins), and 39,283 contacts in its five days, about a third of ordinary workdays. Assumed and fitted to those: the shares
by hour and by day of week, the split over channels, the spread. Counts are over-dispersed as real ones are: days differ
by a factor of their own, and so does every interval. Figures are of all contacts together, so what is asked while a
queue is closed is asked by phone. `data/README.md` lists every parameter with its source and status.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import DayKind, DayType, day_types, demand_calendar
from domain.frames import CallHistory, checked
from domain.site_config import Queue, SiteConfig

CONTACTS_A_DAY = 17_742
# fmt: off
WORKDAY_BY_HOUR = (
    1.45, .55, .3, .2, .2, .25, .35, .5, 4.2, 9.6, 10.4, 9.4,
    6.4, 8.4, 9.2, 8.6, 8.2, 6.8, 4.0, 2.6, 2.1, 2.0, 2.1, 2.2,
)
NEW_YEAR_BY_TWO_HOURS = (5.0, 1.2, .9, 2.4, 7.6, 12.4, 13.9, 13.0, 10.6, 8.6, 9.0, 15.4)
# fmt: on
DAY_OF_WEEK = (1.15, 1.00, 0.97, 0.95, 1.00, 0.40, 0.33)
HOLIDAY = 0.32
FIRST_WORKDAY_AFTER = 1.2
DAY_SPREAD = 0.045  # standard deviation of a day's own factor
INTERVAL_SPREAD = 0.05  # and of an interval's, beyond what a Poisson count has
HANDLING_SPREAD = 0.8  # of the logarithm of one contact's handling time
YEARLY_SWING = 0.04


SMOOTHING = (1, 4, 1)  # of neighbouring half-hours
SMALLEST = 1e-12
ROUNDS = 50  # of smoothing within bins that keep their sums; it settles after about ten


@dataclass(frozen=True, slots=True)
class Stream:
    """A queue's share of all contacts, when it is open, and how likely a contact is answered in a quiet interval."""

    share: float
    opens_h: int = 0
    closes_h: int = 24
    weekdays_only: bool = False
    answered: float = 0.95


PHONE = "general"
STREAMS: Mapping[str, Stream] = {
    "general": Stream(0.80, answered=0.93),  # and all that is asked while the others are closed
    "foreign": Stream(0.015, 9, 22, answered=0.92),
    "sign": Stream(0.005, 9, 18, weekdays_only=True, answered=0.95),
    "chat": Stream(0.04, 9, 18, answered=0.94),
    "message": Stream(0.09, answered=1.0),
    "app": Stream(0.035, answered=1.0),
    "sns": Stream(0.015, 9, 18, answered=1.0),
}


@dataclass(frozen=True, slots=True)
class HistoryShape:
    """What a centre is asked: contacts of a mean day, their shares by equal bins of the day, factors by kind of day.

    Days off that are in no block of holidays lie between `workday` and `block`. `phone` is the queue that is asked what
    the others are closed for; without it that is asked nowhere.
    """

    contacts_a_day: float = CONTACTS_A_DAY
    workday: tuple[float, ...] = WORKDAY_BY_HOUR
    block: tuple[float, ...] = NEW_YEAR_BY_TWO_HOURS
    day_of_week: tuple[float, ...] = DAY_OF_WEEK
    holiday: float = HOLIDAY
    first_workday_after: float = FIRST_WORKDAY_AFTER
    yearly_swing: float = YEARLY_SWING
    streams: Mapping[str, Stream] = field(default_factory=lambda: STREAMS)
    phone: str | None = None


DASAN_SHAPE = HistoryShape(phone=PHONE)


def simulated_history(
    config: SiteConfig, first: date, last: date, seed: int, shape: HistoryShape = DASAN_SHAPE
) -> DataFrame[CallHistory]:
    """Contacts of every interval from the first to the last day, for the queues that have a stream in the shape."""
    chance = np.random.default_rng(seed)
    days = day_types(demand_calendar(config.site.country, first, last, config.site.region), first, last)
    level = _day_levels(days, shape) * chance.lognormal(-(DAY_SPREAD**2) / 2, DAY_SPREAD, size=len(days))
    expected = level[:, None] * _day_shapes(days, config.site.interval_minutes, shape)
    shares = _queue_shares(days, expected.shape[1], shape)
    frames = [
        _queue_history(queue, shares[queue.id], shape.streams[queue.id], expected, first, config, chance)
        for queue in config.queue
        if queue.id in shape.streams
    ]
    history = pd.concat(frames, ignore_index=True).sort_values(["queue", "interval_start"], ignore_index=True)
    return checked(CallHistory, history)


def _day_levels(days: Sequence[DayType], shape: HistoryShape) -> np.ndarray:
    """Expected contacts of each day, all queues together; their mean is the published one."""
    factors = []
    for day in days:
        factor = shape.holiday if day.is_holiday else shape.day_of_week[day.date.weekday()]
        if day.kind is DayKind.FIRST_WORKDAY_AFTER:
            factor *= shape.first_workday_after
        # Most is asked in early summer (taxes, cars, the rains), least in winter.
        season = np.cos(2 * np.pi * (day.date.timetuple().tm_yday - 170) / 365.25)
        factors.append(factor * (1 + shape.yearly_swing * season))
    return np.asarray(shape.contacts_a_day * np.array(factors) / np.mean(factors))


def _day_shapes(days: Sequence[DayType], interval_min: int, shape: HistoryShape) -> np.ndarray:
    """Each day's share of contacts by interval: workdays, blocks of holidays, and days off between the two."""
    workday = _by_interval(shape.workday, interval_min)
    block = _by_interval(shape.block, interval_min)
    mixed = 0.6 * workday + 0.4 * block
    in_block = (DayKind.BLOCK_FIRST, DayKind.BLOCK_MIDDLE, DayKind.BLOCK_LAST)
    return np.array([block if day.kind in in_block else mixed if day.is_day_off else workday for day in days])


def _by_interval(bins: Sequence[float], interval_min: int) -> np.ndarray:
    """Shares by interval from shares by equal bins of the day, smooth from bin to bin: jumps would teach a wrong shape.

    Every bin keeps its sum: a peak that is only smoothed would lose a part of what was reported of it.
    """
    wanted, length = np.array(bins) / np.sum(bins), 48 // len(bins)
    shares = np.repeat(wanted / length, length)
    for _ in range(ROUNDS):
        ring = np.concatenate([shares[-1:], shares, shares[:1]])
        by_bin = np.convolve(ring, np.array(SMOOTHING) / sum(SMOOTHING), mode="valid").reshape(len(bins), length)
        sums = np.maximum(by_bin.sum(axis=1), SMALLEST)  # a bin that nobody asks in may lie among others
        shares = (by_bin * (wanted / sums)[:, None]).ravel()
    quarters = np.repeat(shares / 2, 2)
    return np.asarray(quarters.reshape(-1, interval_min // 15).sum(axis=1))


def _queue_shares(days: Sequence[DayType], intervals: int, shape: HistoryShape) -> Mapping[str, np.ndarray]:
    """Each queue's share of all contacts, by day and interval; the phone has what the others are closed for."""
    found = {
        queue: stream.share * _open_intervals(stream, days, intervals)
        for queue, stream in shape.streams.items()
        if queue != shape.phone
    }
    if shape.phone is None:
        return found
    return {shape.phone: 1 - sum(found.values(), start=np.zeros((len(days), intervals))), **found}


def _queue_history(
    queue: Queue,
    share: np.ndarray,
    stream: Stream,
    expected: np.ndarray,
    first: date,
    config: SiteConfig,
    chance: np.random.Generator,
) -> pd.DataFrame:
    """One queue's intervals; what is asked while a queue is closed is not asked there at all."""
    mean = share * expected
    own = chance.lognormal(-(INTERVAL_SPREAD**2) / 2, INTERVAL_SPREAD, size=mean.shape)
    offered = chance.poisson(mean * own)
    busy = expected / expected.max()
    answered = chance.binomial(offered, np.clip(stream.answered - 0.1 * busy * (stream.answered < 1), 0, 1))
    noise = chance.normal(0, HANDLING_SPREAD / np.sqrt(np.maximum(answered, 1)))
    starts = pd.date_range(first, periods=offered.size, freq=f"{config.site.interval_minutes}min")
    always = np.ones(len(starts), dtype=bool)  # of an hour that comes twice the first; one that is left out has no row
    local = starts.tz_localize(config.site.timezone, ambiguous=always, nonexistent="NaT")
    rows = pd.DataFrame(
        {
            "interval_start": local,
            "queue": queue.id,
            "offered": offered.ravel().astype(float),
            "answered": answered.ravel().astype(float),
            "abandoned": (offered - answered).ravel().astype(float),
            "aht_s": np.where(answered > 0, queue.aht_s * np.exp(noise), np.nan).ravel(),
        }
    )
    return rows.dropna(subset=["interval_start"])


def _open_intervals(stream: Stream, days: Sequence[DayType], intervals: int) -> np.ndarray:
    hour = np.arange(intervals) * 24 / intervals
    hours_open = (hour >= stream.opens_h) & (hour < stream.closes_h)
    days_open = np.array([not stream.weekdays_only or day.date.weekday() < 5 for day in days])
    return np.asarray(days_open[:, None] & hours_open[None, :])
