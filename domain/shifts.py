"""Shift types: start, span, meal window and rests, without a date."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

MINUTES_A_DAY = 1440
NIGHT_FROM_MIN = 22 * 60
NIGHT_UNTIL_MIN = 6 * 60

Mode = Literal["site", "remote", "any"]


def night_minutes(start_min: int, span_min: int) -> int:
    """Minutes of [start, start + span) inside 22:00-06:00, the night of article 56 of the Labour Standards Act."""
    total = 0
    for day in range(-1, (start_min + span_min) // MINUTES_A_DAY + 1):
        night_start = day * MINUTES_A_DAY + NIGHT_FROM_MIN
        night_end = (day + 1) * MINUTES_A_DAY + NIGHT_UNTIL_MIN
        total += max(0, min(start_min + span_min, night_end) - max(start_min, night_start))
    return total


@dataclass(frozen=True)
class Shift:
    """A shift type; `start_min` counts from midnight, the meal lies within [meal_from, meal_until] after the start."""

    id: str
    start_min: int
    span_min: int
    meal_min: int
    meal_from_min: int
    meal_until_min: int
    rest_min: int
    rest_count: int
    weekdays: frozenset[int]
    roles: frozenset[str]
    mode: Mode

    @property
    def end_min(self) -> int:
        """Minutes from the midnight before the start to the end; beyond 1440 it ends the next day."""
        return self.start_min + self.span_min

    @property
    def paid_min(self) -> int:
        """Paid minutes: the span without the meal."""
        return self.span_min - self.meal_min

    @cached_property
    def night_min(self) -> int:
        """Minutes inside 22:00-06:00."""
        return night_minutes(self.start_min, self.span_min)
