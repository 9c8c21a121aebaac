"""Time and progress of one solve."""

from dataclasses import dataclass, field
from typing import Literal

from scheduling.options import Progress, SolveOptions, StopReason

LAST_SHARE, LEAST_SHARE = 0.97, 0.5  # of the time limit, for the search: at most, and whatever has to come after it
MOST_STEPS = 200  # of the course of a solve that are remembered

type StoppedBy = Literal["gap", "search_done", "work_limit", "time_limit", "request", "memory_limit"]


@dataclass(slots=True)
class Watch:
    """How long a solve has been at work, and how good it is; it remembers what was last told.

    `to_finish_s` are the seconds that the search is to leave of the time limit to what comes after it. One that goes by
    counted work leaves that anyway, and what ends it is to depend on the clock as seldom as can be.
    """

    options: SolveOptions
    started: float
    incumbent: float | None = None
    bound: float | None = None
    stopped: StopReason | None = None
    worked_s: float = 0.0
    to_finish_s: float = 0.0
    course: list[Progress] = field(default_factory=list)

    def seconds(self) -> float:
        """Seconds since the start."""
        return self.options.clock() - self.started

    def worked(self, seconds: float) -> None:
        """Count work, in seconds that a plain core takes for it."""
        self.worked_s += seconds

    def is_late(self) -> bool:
        """Whether no time is left for anything but writing the roster."""
        return self.seconds() >= self._search_s()

    def _search_s(self) -> float:
        limit, is_counted = self.options.time_limit_s, self.options.counted_s is not None
        to_finish_s = 0.0 if is_counted else self.to_finish_s
        return max(LEAST_SHARE * limit, min(LAST_SHARE * limit, limit - to_finish_s))

    def share(self) -> float:
        """Share of the time limit that has passed, or of the work that is to be done; 1 where the search has to end.

        A stop on request, or for want of memory, is as if the time had passed.
        """
        return self.share_after(0.0)

    def share_after(self, seconds: float) -> float:
        """The share with so much work more that is done but not yet counted."""
        if self.options.counted_s is None:
            passed = self.seconds() / self._search_s()
        else:
            passed = max(1.0 if self.is_late() else 0.0, (self.worked_s + seconds) / self.options.counted_s)
        if self.stopped is None and self.options.stop is not None:
            self.stopped = self.options.stop()
        return passed if self.stopped is None else max(1.0, passed)

    def good_enough(self) -> bool:
        """Whether the gap asked for is reached."""
        if self.incumbent is None or self.bound is None:
            return False
        return self.incumbent - self.bound <= self.options.gap * abs(self.incumbent)

    def stopped_by(self) -> StoppedBy:
        """What ended the solve."""
        if self.stopped is not None:
            return self.stopped
        if self.good_enough():
            return "gap"
        if self.share() < 1:
            return "search_done"
        return "time_limit" if self.options.counted_s is None or self.is_late() else "work_limit"

    def tell(self, phase: str) -> None:
        """Tell the progress, and remember it where the roster or its bound is better than before."""
        now = Progress(phase, self.seconds(), self.incumbent, self.bound)
        if self.options.progress is not None:
            self.options.progress(now)
        before = self.course[-1] if self.course else None
        if before is None or (before.incumbent, before.bound) != (now.incumbent, now.bound):
            self.course.append(now)
            if len(self.course) > MOST_STEPS:
                del self.course[1:-1:2]  # every other one between the first and the last
