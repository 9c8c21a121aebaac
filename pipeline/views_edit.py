"""The roster as planners edit it: people by days with shifts and locks, the choices of a cell, and who is shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from domain.site import Site
from pipeline.edit_orders import Change, Hold, SetDay
from pipeline.roster_states import RosterState
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


def edit_grid(
    site: Site, state: RosterState, chosen: PeopleFilter, first: date, days: int, off: str, leave: str
) -> EditGrid:
    """The grid for the people chosen and for so many days from `first` on; `off` and `leave` are the reader's words."""
    people = people_shown(site, chosen)
    dates = [day for day in state.roster.window.dates() if day >= first][:days]
    words: Mapping[str, str] = {"off": off, "leave": leave, "none": off}
    free = day_kinds(site, people, pd.DatetimeIndex(dates)).replace(dict(words))
    shown = {place: str(text) for place, text in _by_place(free).items()}
    shown |= {place: duty.shift for duty in state.roster.duties if (place := (duty.agent_id, duty.day)) in shown}
    shown |= {place: shown[place] + LOCK_MARK for place in state.locked if place in shown}
    rows = [[shown[agent_id, day] for day in dates] for agent_id in people.index]
    cells = pd.DataFrame(rows, index=people.index, columns=pd.DatetimeIndex(dates), dtype="str")
    return EditGrid(state.version.number, people, cells, (off, leave))


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
    """What the texts chosen for people's days ask for, in order of person and day."""
    changes: list[Change] = []
    before = _by_place(grid.cells)
    for (agent_id, day), text in sorted(chosen.items()):
        was, wanted = (cell_of(each, site, grid.free) for each in (str(before[agent_id, day]), text))
        opens = was[1] and not wanted[1]
        if opens:
            changes.append(Hold(agent_id, day, False))
        if was[0] != wanted[0]:
            changes.append(SetDay(agent_id, day, wanted[0]))
        if wanted[1] and not was[1]:
            changes.append(Hold(agent_id, day, True))
    return tuple(changes)


def rule_titles(night: PublishedNight, language: str) -> dict[str, str]:
    """The titles of all rules in the reader's language, by id."""
    return {rule_id: text.title(language) for rule_id, text in rule_book(night.site.rules).items()}
