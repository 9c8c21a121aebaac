"""Shift types: start, span, meal window and rests, without a date."""

from dataclasses import dataclass
from typing import Literal, Protocol

MINUTES_A_DAY = 1440

Mode = Literal["site", "remote", "any"]


class Stretch(Protocol):
    """Anything that begins at a time of day and lasts so many minutes: a shift, or a duty."""

    @property
    def start_min(self) -> int:
        """Minutes from midnight to the start."""

    @property
    def span_min(self) -> int:
        """Minutes from the start to the end."""


@dataclass(frozen=True, slots=True)
class NightTime:
    """The hours of the day that a rule pack calls night, in minutes after midnight; they may run over midnight."""

    from_min: int
    until_min: int

    def minutes_in(self, worked: Stretch) -> int:
        """Minutes of a shift or a duty inside night time."""
        end_min = worked.start_min + worked.span_min
        length = (self.until_min - self.from_min) % MINUTES_A_DAY
        total = 0
        for day in range(-1, end_min // MINUTES_A_DAY + 1):
            night_start = day * MINUTES_A_DAY + self.from_min
            total += max(0, min(end_min, night_start + length) - max(worked.start_min, night_start))
        return total


def minutes_of_day(clock: str) -> int:
    """Minutes after midnight of a time of day HH:MM."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


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
