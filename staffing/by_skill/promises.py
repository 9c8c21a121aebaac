"""What the goals of the queues promise, as contacts gained beyond the goal: 0 or more keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.site_config import Goal
from staffing.compiling import FloatArray
from staffing.simulation.simulated import Simulated

PromiseKind = Literal["response_rate", "service_level", "asa"]


@dataclass(frozen=True, slots=True)
class Promise:
    """One goal of one queue (its place among the streams); `level` is a share, or seconds of wait."""

    queue: int
    kind: PromiseKind
    level: float

    def gained(self, found: Simulated) -> FloatArray:
        """Contacts beyond the goal by replication and interval; negative where it is missed.

        response_rate: answered - level x offered; service_level: in time - level x offered;
        asa: answered - waited seconds / level.
        """
        offered, answered = found.offered[:, self.queue], found.answered[:, self.queue]
        if self.kind == "asa":
            return answered - found.wait_s[:, self.queue] / self.level
        kept = answered if self.kind == "response_rate" else found.in_time[:, self.queue]
        return kept - self.level * offered


def promises(goals: Sequence[Goal]) -> tuple[Promise, ...]:
    """The goals that hang on waiting, queue by queue; an occupancy is kept by load alone (`load_cuts`)."""
    made: list[Promise] = []
    for queue, goal in enumerate(goals):
        if goal.response_rate is not None:
            made.append(Promise(queue, "response_rate", goal.response_rate))
        if goal.service_level is not None:
            made.append(Promise(queue, "service_level", goal.service_level))
        if goal.max_asa_s is not None:
            made.append(Promise(queue, "asa", goal.max_asa_s))
    return tuple(made)
