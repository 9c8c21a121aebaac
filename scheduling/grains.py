"""Times of shifts and their breaks in grains: the longest stretch of minutes of which all of them are whole multiples.

Sums over time that places of breaks are weighed by are kept by grain: read without a division, and few.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]

DAY_MIN = 1440


class Grains(NamedTuple):
    """All in grains but for `grain_min`."""

    grain_min: int
    an_interval: int
    a_day: int
    start: Ints  # [s]
    end: Ints  # [s]
    n_plans: Ints  # [s]
    meal_start: Ints  # [s, plan], after the shift's start, -1 none
    meal: Ints  # [s], length
    n_rests: Ints  # [s]
    n_starts: Ints  # [s, plan, rest]
    rest_start: Ints  # [s, plan, rest, choice], after the shift's start
    rest: Ints  # [s], length


def in_grains(interval_min: int, shifts: dict[str, Ints]) -> Grains:
    """The times of shifts given in minutes, by the names that they have in the arena."""
    times = ("start_min", "end_min", "meal_min", "rest_min", "rest_start")
    meals = shifts["meal_start"][shifts["meal_start"] >= 0]
    of_all = np.concatenate([[interval_min, DAY_MIN], meals, *(shifts[name].ravel() for name in times)])
    grain = int(np.gcd.reduce(of_all.astype(np.int64)))
    start, end, meal, rest, rest_start = (shifts[name] // grain for name in times)
    meal_start = np.where(shifts["meal_start"] >= 0, shifts["meal_start"] // grain, -1)
    return Grains(
        grain, interval_min // grain, DAY_MIN // grain, start, end, shifts["n_plans"], meal_start, meal,
        shifts["n_rests"], shifts["n_starts"], rest_start, rest,
    )  # fmt: skip
