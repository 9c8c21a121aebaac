"""What people wish for, as points lost by each duty and each day off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.people import Preference
from domain.rule_pack import Weights
from domain.shifts import Shift

DAY_OFF = "off"
ANY_SHIFT = "*"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Points lost: `duty[day, shift]` where the shift is worked that day, `off[day]` where nothing is."""

    duty: NDArray[np.float64]
    off: NDArray[np.float64]


def points_lost(preference: Preference, day: date, shift: str, weights: Weights) -> float:
    """Points lost on a day on which `shift` is worked ('off': nothing); 0 where the wish is met or for another day.

    A dated wish costs `preference_per_weight` x |weight|, a standing one (date '*') `standing_preference_per_weight`;
    a standing wish for a shift says nothing about days off.
    """
    if preference.day is not None and preference.day != day:
        return 0.0
    if preference.day is None and (preference.shift == DAY_OFF) != (shift == DAY_OFF) and preference.weight > 0:
        return 0.0
    hit = shift != DAY_OFF if preference.shift == ANY_SHIFT else shift == preference.shift
    if hit == (preference.weight > 0):
        return 0.0
    standing = preference.day is None
    each = weights.standing_preference_per_weight if standing else weights.preference_per_weight
    return each * abs(preference.weight)


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
