"""What a planner can change of a roster by hand, and how it is answered."""

from dataclasses import dataclass
from datetime import date

from pipeline.roster_legality import Breach


@dataclass(frozen=True, slots=True)
class SetDay:
    """A person's day with another shift; None is a day off."""

    agent_id: str
    day: date
    shift: str | None


@dataclass(frozen=True, slots=True)
class Hold:
    """A person's day locked, so that edits are refused and a solve keeps it; or opened again."""

    agent_id: str
    day: date
    locked: bool


@dataclass(frozen=True, slots=True)
class SwapDay:
    """Two people of one role exchange what they have on a day, a duty or a day off."""

    agent_id: str
    with_id: str
    day: date


type Change = SetDay | Hold | SwapDay


@dataclass(frozen=True, slots=True)
class EditOrder:
    """Changes that are made together or not at all, by somebody who saw the version `based_on`."""

    based_on: int
    changes: tuple[Change, ...]
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a person has on a day: a shift, or None for a day off; and whether it is locked."""

    shift: str | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """A person's day that somebody else changed since: what was seen, what is there now, what was wanted."""

    agent_id: str
    day: date
    seen: Cell
    now: Cell
    wanted: Cell
    who: str


@dataclass(frozen=True, slots=True)
class EditVerdict:
    """The answer to an edit. `saved` is the number of the new version; None where nothing was changed, and why not.

    `locked` are people's days that are locked, `short_before_h` and `short_after_h` agent-hours missing on the days
    touched.
    """

    saved: int | None
    based_on: int
    newest: int
    breaches: tuple[Breach, ...] = ()
    clashes: tuple[Clash, ...] = ()
    locked: tuple[tuple[str, date], ...] = ()
    note: str = ""
    short_before_h: float = 0.0
    short_after_h: float = 0.0
