"""How a roster is to be computed: limits on time and gap, and who is told of progress."""

from collections.abc import Callable
from dataclasses import dataclass

from scheduling.locks import Lock


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

    `clock` gives seconds and is passed in so that rooms below the pipeline know no clock.
    """

    clock: Callable[[], float]
    time_limit_s: float = 300.0
    gap: float = 0.01
    seed: int = 0
    threads: int = 2
    progress: Callable[[Progress], None] | None = None
    locks: tuple[Lock, ...] = ()
