"""Time and progress of one solve."""

from dataclasses import dataclass
from typing import Literal

from scheduling.options import Progress, SolveOptions

LAST_SHARE = 0.97


@dataclass(slots=True)
class Watch:
    """How long a solve has been at work, and how good it is; it remembers what was last told."""

    options: SolveOptions
    started: float
    incumbent: float | None = None
    bound: float | None = None

    def seconds(self) -> float:
        """Seconds since the start."""
        return self.options.clock() - self.started

    def share(self) -> float:
        """Share of the time limit that has passed, 1 where no time is left for anything but writing the roster."""
        return self.seconds() / (LAST_SHARE * self.options.time_limit_s)

    def good_enough(self) -> bool:
        """Whether the gap asked for is reached."""
        if self.incumbent is None or self.bound is None:
            return False
        return self.incumbent - self.bound <= self.options.gap * abs(self.incumbent)

    def stopped_by(self) -> Literal["gap", "search_done", "time_limit"]:
        """What ended the solve."""
        if self.good_enough():
            return "gap"
        return "time_limit" if self.share() >= 1 else "search_done"

    def tell(self, phase: str) -> None:
        """Tell the progress."""
        if self.options.progress is not None:
            self.options.progress(Progress(phase, self.seconds(), self.incumbent, self.bound))
