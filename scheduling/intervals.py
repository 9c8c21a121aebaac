"""Intervals of the site that a stretch of time touches."""

from collections.abc import Iterator
from datetime import datetime, timedelta


def intervals_touched(start: datetime, end: datetime, step_min: int) -> Iterator[datetime]:
    """Starts of the intervals that [start, end) touches."""
    moment = start.replace(minute=start.minute // step_min * step_min, second=0, microsecond=0)
    while moment < end:
        yield moment
        moment += timedelta(minutes=step_min)
