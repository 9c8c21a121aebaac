"""How a roster is to be computed: limits on time and gap, and who is told of progress."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from scheduling.locks import Lock

type StopReason = Literal["request", "memory_limit"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve stands: cost and bound in points, seconds since its start."""

    phase: str
    seconds: float
    incumbent: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """Limits of a solve, and the days that it leaves as they are.

    `clock` gives seconds and is passed in so that rooms below the pipeline know no clock; `stop` is asked now and then
    whether to end with the best roster so far, and why.

    With `counted_s` the search goes by the work that it does, counted in seconds that a plain core takes for it
    (`work.py`), and ends after so much: then the same inputs give the same roster on a slow or busy machine too, as
    long as the time limit, which still ends it, is not reached.
    """

    clock: Callable[[], float]
    time_limit_s: float = 300.0
    gap: float = 0.01
    seed: int = 0
    threads: int = 2
    progress: Callable[[Progress], None] | None = None
    locks: tuple[Lock, ...] = ()
    stop: Callable[[], StopReason | None] | None = None
    counted_s: float | None = None

    @property
    def planned_s(self) -> float:
        """The seconds that the phases of a search share: of counted work, or else of the clock."""
        return self.time_limit_s if self.counted_s is None else self.counted_s

    def for_share(self, share: float, least_s: float = 0.0) -> "SolveOptions":
        """The same for a share of the time and of the work, but not less than so many seconds."""
        counted = None if self.counted_s is None else max(least_s, share * self.counted_s)
        return replace(self, time_limit_s=max(least_s, share * self.time_limit_s), counted_s=counted)
