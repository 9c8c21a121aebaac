"""The roster as planners edit it: people by days with shifts and locks, the choices of a cell, and who is shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from domain.roster import PlanningWindow
from domain.site import Site
from pipeline.edit_orders import Change, Hold, SetDay
from pipeline.roster_states import Place, RosterState
from pipeline.views_night import PublishedNight
from pipeline.views_roster_day import PeopleFilter, day_kinds, people_shown
from scheduling.rules.book import rule_book

LOCK_MARK = " 🔒"
FREE = frozenset({"", "-", "–", "off"})  # what says a day off in any language


@dataclass(frozen=True, slots=True, eq=False)
class EditGrid:
    """People by days. A cell is a shift's id or a word for a day without one; a locked one ends with the lock's mark.

    `people` has team and role by agent id; `free` are the words of days without a duty that the reader's language has.
    """

    number: int
    people: pd.DataFrame
    cells: pd.DataFrame
    free: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FreeGrid:
    """People by days as if nobody had a duty: what stays the same from version to version."""

    people: pd.DataFrame
    dates: tuple[date, ...]
    texts: Mapping[Place, str]
    free: tuple[str, ...]


def free_grid(
    site: Site, window: PlanningWindow, chosen: PeopleFilter, first: date, days: int, off: str, leave: str
) -> FreeGrid:
    """The people chosen and so many days from `first` on; `off` and `leave` are the reader's words."""
    people = people_shown(site, chosen)
    dates = tuple([day for day in window.dates() if day >= first][:days])
    words = {"off": off, "leave": leave, "none": off}
    kinds = _by_place(day_kinds(site, people, pd.DatetimeIndex(dates)))
    return FreeGrid(people, dates, {place: words[str(kind)] for place, kind in kinds.items()}, (off, leave))


def edit_grid(empty: FreeGrid, state: RosterState) -> EditGrid:
    """The grid of a version."""
    shown = dict(empty.texts)
    shown |= {place: duty.shift for duty in state.roster.duties if (place := (duty.agent_id, duty.day)) in shown}
    shown |= {place: shown[place] + LOCK_MARK for place in state.locked if place in shown}
    rows = [[shown[agent_id, day] for day in empty.dates] for agent_id in empty.people.index]
    cells = pd.DataFrame(rows, index=empty.people.index, columns=pd.DatetimeIndex(empty.dates), dtype="str")
    return EditGrid(state.version.number, empty.people, cells, empty.free)


def as_told(grid: EditGrid, told: Mapping[Place, RosterState]) -> EditGrid:
    """The grid with some people's days as they are in a later version, of which the planner has been told."""
    if not told:
        return grid
    cells = grid.cells.copy()
    for place, state in told.items():
        text = (state.shift_of(place) or grid.free[0]) + (LOCK_MARK if place in state.locked else "")
        cells.loc[place[0], pd.Timestamp(place[1])] = text
    return replace(grid, cells=cells)


def _by_place(frame: pd.DataFrame) -> dict[tuple[str, date], object]:
    """The cells of a frame of people by days, by person and day."""
    return {
        (str(agent_id), pd.Timestamp(str(day)).date()): value
        for day, column in frame.items()
        for agent_id, value in column.items()
    }


def cell_of(text: str, site: Site, free: Collection[str]) -> tuple[str | None, bool]:
    """What a cell's text means: a shift, or None for a day without one; and whether it is locked.

    Codes may be written small; `!` at the end locks as the mark does. What is neither a shift nor a word of `free` is
    taken for a shift, which the edit then refuses by name.
    """
    bare = text.strip()
    locked = bare.endswith((LOCK_MARK.strip(), "!"))
    bare = bare.removesuffix(LOCK_MARK.strip()).removesuffix("!").strip()
    if bare in free or bare.lower() in FREE:
        return None, locked
    return (bare if bare in site.shift_by_id else bare.upper()), locked


def changes_of(site: Site, grid: EditGrid, chosen: Mapping[tuple[str, date], str]) -> tuple[Change, ...]:
    """What the texts chosen for people's days ask for, in order of person and day.

    A text that says what is there already asks for that: so whoever typed it is told, and of a clash too.
    """
    changes: list[Change] = []
    before = _by_place(grid.cells)
    for (agent_id, day), text in sorted(chosen.items()):
        was, wanted = (cell_of(each, site, grid.free) for each in (str(before[agent_id, day]), text))
        opens, locks = was[1] and not wanted[1], wanted[1] and not was[1]
        if opens:
            changes.append(Hold(agent_id, day, False))
        if was[0] != wanted[0] or not (opens or locks):
            changes.append(SetDay(agent_id, day, wanted[0]))
        if locks:
            changes.append(Hold(agent_id, day, True))
    return tuple(changes)


def rule_titles(night: PublishedNight, language: str) -> dict[str, str]:
    """The titles of all rules in the reader's language, by id."""
    return {rule_id: text.title(language) for rule_id, text in rule_book(night.site.rules).items()}
