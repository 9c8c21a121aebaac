"""A planner's overrides of the forecast: what was changed, for which queue and span, by whom, when and why.

An override is never edited or deleted. It is withdrawn, or a later one counts in its place.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from domain.errors import WfmError

MOST = 1e9  # contacts or a factor beyond this are a slip of the finger
LONGEST_REASON = 500


class OverrideError(WfmError):
    """An override that cannot be taken; nothing was changed."""

    exit_code: ClassVar[int] = 4


class OverrideKind(StrEnum):
    """How an override changes the forecast; an addition and a total are of the whole span together."""

    FACTOR = "factor"
    ADD = "add"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class OverrideOrder:
    """What a planner asks for: `value` for the intervals of a queue that start in [start, until), aware times."""

    queue: str
    start: datetime
    until: datetime
    kind: OverrideKind
    value: float
    why: str

    def touches(self, start: datetime, until: datetime) -> bool:
        """Whether the span and [start, until) have a moment in common."""
        return self.start < until and start < self.until

    @property
    def change(self) -> str:
        """The change as a planner would write it: `x1.2`, `+300`, `=4000`."""
        match self.kind:
            case OverrideKind.FACTOR:
                return f"x{self.value:g}"
            case OverrideKind.ADD:
                return f"{self.value:+.10g}"
        return f"={self.value:.10g}"

    @property
    def span(self) -> str:
        """The span in words, to the minute."""
        return f"{self.start:%Y-%m-%d %H:%M} to {self.until:%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Override:
    """An override as it is kept: its number, which grows with time, the order, and who gave it when."""

    id: int
    order: OverrideOrder
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who withdrew an override, when and why."""

    who: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class KeptOverride:
    """An override with its withdrawal, if it is no longer in force."""

    override: Override
    withdrawal: Withdrawal | None

    @property
    def in_force(self) -> bool:
        """Whether nights and forecasts use it."""
        return self.withdrawal is None


def checked_order(order: OverrideOrder, queues: Sequence[str], interval_min: int) -> OverrideOrder:
    """The order, once it makes sense for the site; else one sentence says what does not."""
    if order.queue not in queues:
        raise OverrideError(f"queue {order.queue!r} is not one of the site's: {', '.join(queues)}.")
    if order.until <= order.start:
        raise OverrideError(
            f"the override ends ({order.until:%Y-%m-%d %H:%M}) before it starts ({order.start:%Y-%m-%d %H:%M}); "
            "give an end after the start. A day named as the end is included, a time is not."
        )
    for moment in (order.start, order.until):
        if (moment.hour * 60 + moment.minute) % interval_min or moment.second or moment.microsecond:
            raise OverrideError(f"{moment:%Y-%m-%d %H:%M:%S} is no start of an interval of {interval_min} minutes.")
    _check_value(order)
    checked_reason(order.why)
    return order


def _check_value(order: OverrideOrder) -> None:
    if not math.isfinite(order.value) or abs(order.value) > MOST:
        raise OverrideError(f"the {order.kind} {order.value:g} is no number of contacts; give one below {MOST:,.0f}.")
    if order.kind is not OverrideKind.ADD and order.value < 0:
        raise OverrideError(f"the {order.kind} {order.value:g} would make contacts negative; give zero or more.")


def checked_reason(why: str) -> str:
    """The reason without blanks around it; an override or a withdrawal without one is refused."""
    reason = " ".join(why.split())
    if not reason:
        raise OverrideError("a reason is required: those who read the forecast want to know why it was changed.")
    if len(reason) > LONGEST_REASON:
        raise OverrideError(f"the reason has {len(reason)} characters; give at most {LONGEST_REASON}.")
    return reason
