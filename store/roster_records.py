"""Versions of a roster as plain facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import pandas as pd

from store.json_text import Json


class Origin(StrEnum):
    """Where a version comes from; only an edit is kept as what it changes in its parent."""

    NIGHT = "night"
    SOLVE = "solve"
    REPAIR = "repair"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class RosterVersion:
    """One version of a site's roster: `number` counts up per site.

    Versions of one line have the same `root`, the whole version that all the line's edits began from; an edit's parent
    is the version of its line before it. `night` is the night whose requirement the roster is for, `start` and `days`
    its planning window, `change` what an edit changed (empty for a whole version).
    """

    number: int
    parent: int | None
    root: int
    origin: Origin
    night: date
    start: date
    days: int
    change: Mapping[str, Json]
    created: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True, eq=False)
class WholeRoster:
    """What a whole version holds: the rows of roster.csv and activities.csv, and the bytes of report.json."""

    duties: pd.DataFrame
    activities: pd.DataFrame
    report: bytes


@dataclass(frozen=True, slots=True)
class Publication:
    """A version that became the roster in force, by whom and when; the newest one counts."""

    number: int
    at: datetime
    who: str
    note: str
