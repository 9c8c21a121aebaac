"""Handling time by day and time of the week: a level that moves, times a shape that is weighted by contacts."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from forecasting.aht_level import LevelPath, level_path
from forecasting.series import DAY_MIN, Floats, Truths, Whole

HALF_LIFE_DAYS = 91.0
PRIOR_CONTACTS = 100.0  # a time of week with as many contacts is believed half
AROUND_DAYS = 28
LEVEL_DAYS = 400  # the level of handling time is followed over so many days; older ones tell nothing of its movement
LEVEL_PRIOR_CONTACTS = 30.0  # so many contacts weigh as much as what the site says
UNKNOWN_AHT_S = 180.0  # assumed where neither history nor site knows: the lower end of what information lines report
ABSURD_MANY, ABSURD_ONE = 4.0, 8.0  # times the median: no mean of n contacts lies above 4 + 8 / sqrt(n) of them
MONTH_DAYS = 30


@dataclass(frozen=True, slots=True, eq=False)
class HandlingTime:
    """A queue's handling time: seconds = level of the day x shape of the time of week (weekday by interval)."""

    shape: Floats
    level: LevelPath
    last: date

    @property
    def level_s(self) -> float:
        """The level on the last day of history."""
        return float(self.level.past_s[-1])

    @property
    def trend_s_month(self) -> float:
        """How fast the level moves at the end of history, seconds in 30 days."""
        return self.level.slope_s * MONTH_DAYS

    def seconds(self, start: date, day: Whole, interval: Whole) -> Floats:
        """Handling time in an interval, so many days after `start`."""
        ahead = self.level.ahead(np.maximum((start - self.last).days + day, 0).astype(float))
        return np.asarray(ahead * self.shape[(start.weekday() + day) % 7, interval])


@dataclass(frozen=True, slots=True, eq=False)
class _Handled:
    """What is known of handling: seconds and contacts, with the day (from the first) and time of week of each."""

    seconds: Floats
    contacts: Floats
    day: Whole
    cell: Whole
    cells: int
    first: date

    @property
    def last(self) -> date:
        """The last day of which handling is known."""
        return self.first + timedelta(days=int(self.day.max()))

    def day_means(self, shape: Floats) -> tuple[Floats, Floats]:
        """Mean of every day, freed of the times of week it was made of, and the contacts it stands on."""
        contacts = np.bincount(self.day, weights=self.contacts)
        expected = np.bincount(self.day, weights=self.contacts * shape[self.cell])
        handled = np.bincount(self.day, weights=self.contacts * self.seconds)
        return np.divide(handled, expected, out=np.full(len(handled), np.nan), where=expected > 0), contacts

    def around(self) -> Floats:
        """Mean of the four weeks around every day: whole weeks, so that it holds every time of week alike."""
        days = int(self.day.max()) + 1
        handled, contacts = (
            np.concatenate([[0.0], np.cumsum(np.bincount(self.day, weights=weights))])
            for weights in (self.contacts * self.seconds, self.contacts)
        )
        begin = np.clip(np.arange(days) - AROUND_DAYS // 2, 0, max(days - AROUND_DAYS, 0))
        end = np.minimum(begin + AROUND_DAYS, days)
        seen = contacts[end] - contacts[begin]
        return np.divide(handled[end] - handled[begin], seen, out=np.full(days, np.nan), where=seen > 0)

    def shape(self) -> Floats:
        """Seconds over the mean of the weeks around, by time of week.

        shape = (sum of contacts x ratio + PRIOR_CONTACTS x overall) / (sum of contacts + PRIOR_CONTACTS), contacts
        halved for every quarter of a year of age.
        """
        weight = self.contacts * 0.5 ** ((self.day.max() - self.day) / HALF_LIFE_DAYS)
        ratio = weight * self.seconds / self.around()[self.day]
        handled = np.bincount(self.cell, weights=ratio, minlength=self.cells)
        weights = np.bincount(self.cell, weights=weight, minlength=self.cells)
        return np.asarray((handled + PRIOR_CONTACTS * ratio.sum() / weight.sum()) / (weights + PRIOR_CONTACTS))


def handling_time(rows: pd.DataFrame, interval_min: int, default_aht_s: float | None) -> HandlingTime | None:
    """The handling time behind one queue's rows; none where no row holds any.

    Contacts are the answered ones, or the offered where those are unknown. `default_aht_s` is what the site says: it
    holds while contacts are few. Values that no mean of handling times can have (9,999 s) are left out.
    """
    contacts = rows["answered"].fillna(rows["offered"])
    known = rows[rows["aht_s"].gt(0) & contacts.gt(0)]
    seconds, counted = known["aht_s"].to_numpy(dtype=float), contacts[known.index].to_numpy(dtype=float)
    sound = _is_sound(seconds, counted)
    if not sound.any():
        return None
    handled = _handled(known[sound], counted[sound], interval_min)
    shape = handled.shape()
    day_s, day_contacts = handled.day_means(shape)
    prior_s = default_aht_s or float(np.median(day_s[~np.isnan(day_s)]))
    level = _followed(day_s, day_contacts, prior_s)
    return HandlingTime(shape.reshape(7, -1), level, handled.last)


def _followed(day_s: Floats, contacts: Floats, prior_s: float) -> LevelPath:
    """The level of every day; before the days that are followed it stands as on the first of them."""
    recent = level_path(day_s[-LEVEL_DAYS:], contacts[-LEVEL_DAYS:], prior_s, LEVEL_PRIOR_CONTACTS)
    earlier = np.full(max(len(day_s) - LEVEL_DAYS, 0), recent.past_s[0])
    return LevelPath(np.concatenate([earlier, recent.past_s]), recent.slope_s)


def _is_sound(seconds: Floats, contacts: Floats) -> Truths:
    """Whether each value can be a mean of so many handling times."""
    if len(seconds) == 0:
        return np.zeros(0, dtype=bool)
    order = np.argsort(seconds, kind="stable")
    half = np.searchsorted(np.cumsum(contacts[order]), contacts.sum() / 2)
    most = float(seconds[order[half]]) * (ABSURD_MANY + ABSURD_ONE / np.sqrt(np.maximum(contacts, 1.0)))
    return np.asarray(seconds <= most)


def _handled(known: pd.DataFrame, contacts: Floats, interval_min: int) -> _Handled:
    local = known["interval_start"].dt.tz_localize(None)
    intervals = DAY_MIN // interval_min
    of_day = (local.dt.hour * 60 + local.dt.minute) // interval_min
    return _Handled(
        seconds=known["aht_s"].to_numpy(dtype=float),
        contacts=contacts,
        day=(local.dt.normalize() - local.min().normalize()).dt.days.to_numpy(),
        cell=(local.dt.day_of_week * intervals + of_day).to_numpy(),
        cells=7 * intervals,
        first=local.min().date(),
    )
