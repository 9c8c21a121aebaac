"""What was counted so far, as far as it can be believed: holes, dead lines and stuck counters are unknown."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from forecasting.outages import LEAST_CONTACTS_DUE
from forecasting.series import Floats, Truths
from forecasting.wall_clock import cells_of

UNLIKELY = 1e-6  # a run of equal counts less likely than that comes from a stuck counter
LEAST_STUCK = 4  # equal counts in a row below which nothing is suspected


@dataclass(frozen=True, slots=True, eq=False)
class BelievedCounts:
    """Counts by day and interval, unknown ones NaN, and where rows were not believed."""

    counts: Floats
    dead: Truths
    stuck: Truths


def by_cell(starts: pd.DatetimeIndex, values: Floats, first: pd.Timestamp, shape: tuple[int, int]) -> Floats:
    """Values by day (from `first`) and interval of the wall clock, NaN where there is none.

    An hour that a clock change repeats holds the mean of its two passages.
    """
    day, interval = cells_of(starts, first.date(), 24 * 60 // shape[1])
    inside = (day >= 0) & (day < shape[0])
    summed, passages = np.zeros(shape), np.zeros(shape)
    np.add.at(summed, (day[inside], interval[inside]), values[inside])
    np.add.at(passages, (day[inside], interval[inside]), 1)
    return np.asarray(np.divide(summed, passages, out=np.full(shape, np.nan), where=passages > 0))


def believed(counts: Floats, means: Floats) -> BelievedCounts:
    """Counts without runs of zeros where at least fifteen contacts were due, and without runs of one stuck number."""
    dead = np.zeros(counts.shape, dtype=bool)
    stuck = np.zeros(counts.shape, dtype=bool)
    usual = _longest_equal_run(counts[:-1])
    for day in range(len(counts)):
        for start, end in _equal_runs(counts[day]):
            due = float(np.nansum(means[day, start:end]))
            if counts[day, start] == 0:
                dead[day, start:end] = due >= LEAST_CONTACTS_DUE
            elif end - start > max(usual, LEAST_STUCK - 1) and _chance(due, end - start) < UNLIKELY:
                stuck[day, start:end] = True
    return BelievedCounts(np.where(dead | stuck, np.nan, counts), dead, stuck)


def _chance(due: float, intervals: int) -> float:
    """Chance that so many Poisson counts are all the same number, by the largest chance that any number has."""
    mean = max(due / intervals, 1.0)
    return float(min(1 / np.sqrt(2 * np.pi * mean), 1.0) ** (intervals - 1))


def _equal_runs(day: Floats) -> list[tuple[int, int]]:
    """Where known counts stand beside their equals: [start, end) of every run."""
    edges = [0, *(np.flatnonzero(day[1:] != day[:-1]) + 1).tolist(), len(day)]
    return [(start, end) for start, end in pairwise(edges) if not np.isnan(day[start])]


def _longest_equal_run(counts: Floats) -> int:
    """Intervals of the longest run of equal counts above zero that earlier days had: what is usual is not suspect."""
    runs = [end - start for day in counts for start, end in _equal_runs(day) if day[start] > 0]
    return max(runs, default=0)
