"""Errors of forecasts as sums, which add up over nights and queues where shares do not."""

from dataclasses import dataclass
from datetime import date

UNKNOWN = float("nan")


@dataclass(frozen=True, slots=True)
class ErrorSums:
    """Sums over the intervals whose actual is known.

    `absolute` adds up |forecast - actual| by interval, `absolute_day` the same on sums by day, `signed` forecast -
    actual. Shares are of the actual total, NaN where that is zero.
    """

    intervals: int
    actual: float
    absolute: float
    absolute_day: float
    signed: float

    def __add__(self, other: "ErrorSums") -> "ErrorSums":
        return ErrorSums(
            self.intervals + other.intervals,
            self.actual + other.actual,
            self.absolute + other.absolute,
            self.absolute_day + other.absolute_day,
            self.signed + other.signed,
        )

    @property
    def wape(self) -> float:
        """Error by interval."""
        return self._share(self.absolute)

    @property
    def wape_day(self) -> float:
        """Error of the day totals."""
        return self._share(self.absolute_day)

    @property
    def bias(self) -> float:
        """How much too high (positive) or too low the forecast was in all."""
        return self._share(self.signed)

    def _share(self, part: float) -> float:
        return part / self.actual if self.actual > 0 else UNKNOWN


@dataclass(frozen=True, slots=True)
class GroupErrors:
    """Errors of one night's forecast of a queue in one group of its intervals.

    `grouping` says what the group is one of: `all`, `lead` (days ahead), `day_class`, `override` (what a planner
    changed). `mean` is the planner's four-week mean made from what was known then; `model` the model's own figure, kept
    where an override was in force. All are of the same intervals.
    """

    night: date
    queue: str
    grouping: str
    group: str
    forecast: ErrorSums
    mean: ErrorSums | None
    model: ErrorSums | None


@dataclass(frozen=True, slots=True)
class Pooled:
    """Errors of one group over nights and queues; each figure over the nights that have it."""

    group: str
    forecast: ErrorSums
    mean: ErrorSums | None
    model: ErrorSums | None
