"""Time as the program sees it: intervals numbered from the window's first midnight, and what a shift covers of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.errors import DataError, Problem
from domain.roster import PlanningWindow
from domain.shifts import MINUTES_A_DAY, Shift
from domain.site import Site

type Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DayGrid:
    """Intervals of the window; number t starts t x interval_min after the first midnight."""

    window: PlanningWindow
    interval_min: int

    @property
    def a_day(self) -> int:
        """Intervals in a day."""
        return MINUTES_A_DAY // self.interval_min

    @property
    def intervals(self) -> int:
        """Intervals in the window."""
        return self.a_day * self.window.days

    def first_of(self, day: int) -> int:
        """The first interval of a day of the window."""
        return day * self.a_day

    def parts(self, day: int, start_min: int, end_min: int) -> Iterator[tuple[int, float]]:
        """Intervals that [start, end) minutes of a day touch, with the share of each that it fills.

        Intervals after the window are given too; the caller knows whether it asks for anything there.
        """
        for number in range(start_min // self.interval_min, -(-end_min // self.interval_min)):
            begins = number * self.interval_min
            inside = min(end_min, begins + self.interval_min) - max(start_min, begins)
            yield self.first_of(day) + number, inside / self.interval_min

    def touched(self, day: int, shift: Shift) -> range:
        """Intervals that the shift touches when it starts on the day, meal included."""
        first = self.first_of(day)
        end = -(-shift.end_min // self.interval_min)
        return range(first + shift.start_min // self.interval_min, first + end)


def needed_agents(site: Site, requirement: pd.DataFrame, grid: DayGrid) -> dict[str, NDArray[np.float64]]:
    """Agents needed at work by queue, for every interval of the window; 0 where the requirement says nothing."""
    local = requirement["interval_start"].dt.tz_localize(None)
    minutes = ((local - pd.Timestamp(grid.window.start)) / pd.Timedelta(minutes=1)).to_numpy()
    _refuse_off_grid(requirement, minutes % grid.interval_min != 0, grid)
    number = (minutes // grid.interval_min).astype(int)
    inside = (number >= 0) & (number < grid.intervals)
    needs = {queue.id: np.zeros(grid.intervals) for queue in site.queues}
    unknown = sorted(set(requirement["queue"]) - set(needs))
    if unknown:
        raise DataError([Problem("requirement", None, "queue", unknown[0], "one of " + ", ".join(needs))])
    for queue, need in needs.items():
        chosen = inside & (requirement["queue"] == queue).to_numpy()
        np.add.at(need, number[chosen], requirement["agents"].to_numpy()[chosen])
    return needs


def _refuse_off_grid(requirement: pd.DataFrame, off: NDArray[np.bool_], grid: DayGrid) -> None:
    if off.any():
        stamp = requirement["interval_start"].iloc[int(np.flatnonzero(off)[0])].isoformat()
        expected = f"the start of an interval of {grid.interval_min} minutes, as site.toml says"
        raise DataError([Problem("requirement", None, "interval_start", stamp, expected)])
