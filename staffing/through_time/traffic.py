"""What comes to a queue interval by interval, the runs in which it is open, and what went before the first interval."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import FloatArray, IntArray

DAY_S = 86_400.0
WEEK_S = 7 * DAY_S


@dataclass(frozen=True, slots=True)
class Traffic:
    """What comes to a queue whose contacts wait for seconds.

    An interval is named by its start, in seconds after the first; starts increase, and where the next does not follow
    on at once the queue is closed between. `offered` is the mean count, `variance` the relative variance of its rate
    from day to day; an agent holds `concurrency` contacts at once, each for aht_s.
    """

    start_s: FloatArray
    interval_s: float
    offered: FloatArray
    aht_s: FloatArray
    variance: FloatArray
    patience_s: float | None
    answer_within_s: float
    concurrency: int = 1

    @property
    def load(self) -> FloatArray:
        """Erlangs of each interval for itself."""
        loads: FloatArray = self.offered * self.aht_s / self.interval_s
        return loads

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Where contacts come."""
        return self.offered > 0

    @property
    def opens(self) -> NDArray[np.bool_]:
        """Open intervals before which the queue was closed; the first interval is one of them."""
        follows = np.isclose(np.diff(self.start_s), self.interval_s)
        was_open = np.append(False, self.is_open[:-1] & follows)
        return self.is_open & ~was_open


def interval_before(traffic: Traffic) -> int | None:
    """Which interval stands for the one before the first; None where the queue was closed then.

    It is the one before the same time a week later, or a day later where the traffic is shorter than a week. Where it
    is shorter than a day, the first itself.
    """
    return _open_at(traffic, traffic.start_s[0] - traffic.interval_s, 1) if traffic.is_open[0] else None


def interval_after(traffic: Traffic) -> int | None:
    """Which interval stands for the one after the last, likewise."""
    return _open_at(traffic, traffic.start_s[-1] + traffic.interval_s, -1) if traffic.is_open[-1] else None


def _open_at(traffic: Traffic, start_s: float, later: int) -> int | None:
    for period_s in (WEEK_S, DAY_S):
        wanted_s = start_s + later * period_s
        if traffic.start_s[0] - 1 < wanted_s < traffic.start_s[-1] + 1:
            place = int(np.argmin(np.abs(traffic.start_s - wanted_s)))
            found = abs(traffic.start_s[place] - wanted_s) < 1 and traffic.is_open[place]
            return place if found else None
    return 0 if later > 0 else traffic.offered.size - 1


def extended(traffic: Traffic) -> tuple[Traffic, IntArray, slice]:
    """The traffic with the intervals that stand for those before and after, where it was and will be open.

    Beside it the interval that each of its intervals is, and where its own are.
    """
    before, after = interval_before(traffic), interval_after(traffic)
    first, last = [] if before is None else [before], [] if after is None else [after]
    places = np.array([*first, *range(traffic.offered.size), *last], dtype=np.int64)
    earlier_s = [traffic.start_s[0] - traffic.interval_s for _ in first]
    later_s = [traffic.start_s[-1] + traffic.interval_s for _ in last]
    longer = replace(
        traffic,
        start_s=np.array([*earlier_s, *traffic.start_s, *later_s]),
        offered=traffic.offered[places],
        aht_s=traffic.aht_s[places],
        variance=traffic.variance[places],
    )
    return longer, places, slice(len(first), len(first) + traffic.offered.size)
