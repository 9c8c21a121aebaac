"""How a roster is to be computed: limits on time and gap, and who is told of progress."""

from collections.abc import Callable
from dataclasses import dataclass
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
    """

    clock: Callable[[], float]
    time_limit_s: float = 300.0
    gap: float = 0.01
    seed: int = 0
    threads: int = 2
    progress: Callable[[Progress], None] | None = None
    locks: tuple[Lock, ...] = ()
    stop: Callable[[], StopReason | None] | None = None
