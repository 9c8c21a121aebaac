"""What there is to say of a queue's day so far, a sentence each: what is unknown, not believed or uncommon."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.series import Truths

SHOWN_STRETCHES = 3


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """What of today (arrays by interval of the wall clock) is due by now, has no row, or is not believed.

    `first`: the interval in which the queue opens; `is_over`: all its intervals of today have passed.
    """

    opens_today: bool
    first: int
    is_over: bool
    due: Truths
    missing: Truths
    dead: Truths
    stuck: Truths
    holiday: str
    has_tomorrow: bool

    @property
    def nothing_known(self) -> bool:
        """Whether no interval of today is known."""
        return not (self.due & ~self.missing & ~self.dead & ~self.stuck).any()


def notes_of(queue: str, now: pd.Timestamp, interval_min: int, gaps: Gaps) -> tuple[str, ...]:
    """The sentences of a queue."""
    return tuple(f"Queue {queue}: {text}" for text in _texts(now, interval_min, gaps))


def _texts(now: pd.Timestamp, interval_min: int, gaps: Gaps) -> Iterator[str]:
    if not gaps.opens_today:
        yield f"it is closed on {now:%Y-%m-%d}; the forecast of the next day stands."
        return
    if not gaps.due.any():
        first = gaps.first * interval_min
        yield (
            f"no interval of today has ended by {now:%H:%M} (the first begins at {first // 60:02d}:{first % 60:02d});"
            " the forecast made before the day stands."
        )
        return
    yield from _of_unknown(now, interval_min, gaps)
    if gaps.holiday and not gaps.nothing_known:
        yield f"today is {gaps.holiday}, whose forecast is less sure than others; what came counts for more."
    if gaps.is_over:
        yield f"it has closed for today by {now:%H:%M}; only tomorrow is forecast anew."
    if not gaps.has_tomorrow:
        yield "tomorrow lies beyond the published forecast; only the rest of today is forecast anew."


def _of_unknown(now: pd.Timestamp, interval_min: int, gaps: Gaps) -> Iterator[str]:
    for where, what in (
        (gaps.dead, "no contact where many were due, which is not believed: the line or its count was down"),
        (gaps.stuck, "the same number again and again, which is not believed: the count stood still"),
    ):
        if where.any():
            yield f"{_stretches(where, interval_min)} show {what}; they are left out."
    if gaps.nothing_known:
        yield f"nothing is known of today before {now:%H:%M}; the forecast made before the day stands."
    elif gaps.missing.any():
        number, spans = int(gaps.missing.sum()), _stretches(gaps.missing, interval_min)
        plural = "s" if number > 1 else ""
        yield f"{number} interval{plural} of today without a row ({spans}) count as unknown, not as zero."


def _stretches(where: Truths, interval_min: int) -> str:
    """Stretches of the clock, such as `09:00-10:30`; the first few of many."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], where.astype(np.int64), [0]]))) * interval_min
    clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in edges.tolist()]
    spans = [f"{start}-{end}" for start, end in zip(clock[::2], clock[1::2], strict=True)]
    more = f" and {len(spans) - SHOWN_STRETCHES} more" if len(spans) > SHOWN_STRETCHES else ""
    return ", ".join(spans[:SHOWN_STRETCHES]) + more
