"""A history of many queues taken apart, queue by queue, without a second copy of it in memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from forecasting.series import Whole


@dataclass(frozen=True, slots=True, eq=False)
class QueueRows:
    """One queue's rows of the history, and those of the record of what could not be summed: all a worker is sent."""

    queue: str
    history: pd.DataFrame
    left_out: pd.DataFrame


class RowsByQueue(Mapping[str, QueueRows]):
    """The rows of every queue, in the order of their names, cut out when they are asked for."""

    def __init__(self, history: pd.DataFrame, places: Mapping[str, slice | Whole], left_out: pd.DataFrame) -> None:
        self._history, self._places, self._left_out = history, places, left_out

    def __getitem__(self, queue: str) -> QueueRows:
        rows = self._history.iloc[self._places[queue]].reset_index(drop=True)
        # A slice of texts carries the texts of all queues with it when it is sent away: it is written anew.
        own = self._left_out[self._left_out["queue"] == queue] if len(self._left_out) else self._left_out
        return QueueRows(queue, rows.assign(queue=queue), own)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def rows_by_queue(history: pd.DataFrame, left_out: pd.DataFrame) -> RowsByQueue:
    """The rows of every queue; where those of each stand together, as in a history from a file, no row moves."""
    codes, names = pd.factorize(history["queue"])
    borders = np.flatnonzero(np.diff(codes)) + 1
    if len(borders) + 1 == len(names):
        starts, ends = np.r_[0, borders], np.r_[borders, len(codes)]
        places: dict[str, slice | Whole] = {
            str(names[codes[start]]): slice(int(start), int(end)) for start, end in zip(starts, ends, strict=True)
        }
    else:
        order = np.argsort(codes, kind="stable")
        cuts = np.searchsorted(codes[order], np.arange(1, len(names)))
        places = {str(name): own for name, own in zip(names, np.split(order, cuts), strict=True)}
    return RowsByQueue(history, {name: places[name] for name in sorted(places)}, left_out)


def known_before(history: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows before a day; the history itself where it ends before, as it mostly does."""
    local = history["interval_start"].dt.tz_localize(None)
    before = local < pd.Timestamp(day)
    return history if before.all() else history[before]
