"""What the store takes and gives back, as plain facts without a database behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from store.json_text import Json


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who acts and when (an aware time): every change of the database carries one."""

    who: str
    at: datetime


class NightStatus(StrEnum):
    """How a night stands; a night that was killed is left as `running`."""

    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"
    CANCELLED = "cancelled"


GOOD = frozenset({NightStatus.DONE, NightStatus.PARTLY})


@dataclass(frozen=True, slots=True)
class Night:
    """One night of a site; `attempts` counts how often it was begun."""

    id: int
    site_id: str
    night: date
    status: NightStatus
    attempts: int
    started: datetime
    finished: datetime | None
    summary: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class NightEnd:
    """An end of a night that stands whatever was tried of it afterwards: which night, how it ended, when."""

    night: date
    status: NightStatus
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A finished step of a night: what went in and what came out, by hash."""

    step: str
    input_hash: str
    output_hash: str
    seconds: float
    finished: datetime
    detail: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a forecast, requirement, roster …: `number` counts up per site and kind."""

    id: int
    site_id: str
    kind: str
    number: int
    night: date | None
    sha256: str
    created: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of a history: added, corrected, known already."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that people hand in, by name and content; `sha256` may cover its column mapping too."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One cell that could not be used, with the reason; its row was kept out of the history."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of an ingested file; `known` when the same content had been ingested before, so nothing changed."""

    file: SourceFile
    at: datetime
    who: str
    counts: Counts
    quarantined: int
    known: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit trail."""

    at: datetime
    who: str
    what: str
    detail: str
