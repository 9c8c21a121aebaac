"""What people wish for, as points lost by each duty and each day off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.people import Preference
from domain.rule_weights import Weights
from domain.shifts import Shift
from scheduling.rules.preferences import DAY_OFF, points_lost


@dataclass(frozen=True, slots=True)
class Wishes:
    """Points lost: `duty[day, shift]` where the shift is worked that day, `off[day]` where nothing is."""

    duty: NDArray[np.float64]
    off: NDArray[np.float64]


def wishes(
    preferences: Sequence[Preference], days: Sequence[date], shifts: Sequence[Shift], weights: Weights
) -> Wishes:
    """The points that one person's wishes cost, for every day and shift."""
    duty, off = np.zeros((len(days), len(shifts))), np.zeros(len(days))
    for preference in preferences:
        for position, day in enumerate(days):
            if preference.day is None or preference.day == day:
                duty[position] += [points_lost(preference, day, shift.id, weights) for shift in shifts]
                off[position] += points_lost(preference, day, DAY_OFF, weights)
    return Wishes(duty, off)
