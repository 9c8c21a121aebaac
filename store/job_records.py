"""Long work as plain facts: what kind there is, how it can stand, and a job with its progress."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.json_text import Json


class JobKind(StrEnum):
    """What takes so long that it is a job."""

    SCHEDULE = "schedule"
    REPAIR = "repair"
    REFORECAST = "reforecast"


class JobState(StrEnum):
    """How a job stands; one whose process is gone without a word has died."""

    STARTING = "starting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DIED = "died"


AT_WORK = frozenset({JobState.STARTING, JobState.RUNNING})


class Asked(StrEnum):
    """What a person asked of a job at work: to end with the best so far, or to give up and keep nothing."""

    NOTHING = ""
    STOP = "stop"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a site: what was asked for by whom, how it stands, what it said at its end and what came out."""

    id: int
    site_id: str
    kind: JobKind
    state: JobState
    asked: Asked
    request: Mapping[str, Json]
    who: str
    begun: datetime
    ended: datetime | None
    said: str
    result: Mapping[str, Json]

    @property
    def at_work(self) -> bool:
        """Whether the job has not ended, as far as its record knows."""
        return self.state in AT_WORK


@dataclass(frozen=True, slots=True)
class JobStep:
    """How a job stood after so many seconds; incumbent and bound in points, None where there was none yet."""

    phase: str
    seconds: float
    incumbent: float | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """(incumbent - bound) / |incumbent|, never below 0; None where one of them is not known yet."""
        if self.incumbent is None or self.bound is None:
            return None
        return max(0.0, (self.incumbent - self.bound) / abs(self.incumbent)) if self.incumbent else 0.0
