"""What is typed into the grid: each cell is judged once, and the grid is never laid out anew under the hands.

The grid keeps its identity from edit to edit, so that focus, the open cell and what is typed meanwhile stay. Its
browser side lets go of an edit only when the value drawn equals what was typed. So an answered cell is drawn as it was
typed until the browser has let go of it, which it tells at once; then it is drawn as the roster has it.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from app_parts import cached, session
from app_parts.edit_acts import judge
from pipeline.edit_seen import Drawn, version_seen, with_drawn
from pipeline.roster_states import Place
from pipeline.roster_versions import version_state
from pipeline.views_edit import EditGrid, as_told, changes_of
from pipeline.views_night import NightMark

type Texts = Mapping[Place, str | None]  # None is an emptied cell
NEVER = "\n"  # is no cell's text


@dataclass(frozen=True, slots=True)
class Typing:
    """What was typed and answered but is still held by the browser, which of it was drawn as it was typed, and which
    versions were drawn."""

    answered: Texts = field(default_factory=dict)
    as_typed: frozenset[Place] = frozenset()
    drawn: tuple[Drawn, ...] = ()


def _typing() -> Typing:
    found = st.session_state.get(session.EDIT_TYPING)
    return found if isinstance(found, Typing) else Typing()


def _held(key: str, grid: EditGrid, days: Mapping[str, object]) -> Texts:
    """The cells that the browser holds as edited."""
    rows: Mapping[int, Mapping[str, object]] = st.session_state.get(key, {}).get("edited_rows", {})
    return {
        (str(grid.cells.index[int(row)]), pd.Timestamp(str(days[name])).date()): None if text is None else str(text)
        for row, cells in rows.items()
        for name, text in cells.items()
        if name in days and int(row) < len(grid.cells)
    }


def cells_to_draw(key: str, grid: EditGrid, days: Mapping[str, object]) -> pd.DataFrame:
    """The grid's cells, those that are answered and still held as they were typed; notes what was drawn."""
    found, held = _typing(), _held(key, grid, days)
    answered = {place: text for place, text in held.items() if found.answered.get(place, NEVER) == text}
    cells = grid.cells.copy()
    for place, text in answered.items():
        cells.loc[place[0], pd.Timestamp(place[1])] = text
    drawn = with_drawn(found.drawn, grid.number, time.monotonic())
    st.session_state[session.EDIT_TYPING] = Typing(answered, frozenset(answered), drawn)
    return cells


def judge_typed(mark: NightMark, grid: EditGrid, key: str, days: Mapping[str, object]) -> None:
    """Judges the cells that have not been, each person's together, on the version before the planner's eyes."""
    held, found, now_s = _held(key, grid, days), _typing(), time.monotonic()
    fresh = {place: text for place, text in held.items() if found.answered.get(place, NEVER) != text}
    fresh |= _typed_back(held, found, grid)
    drawn = found.drawn or (Drawn(grid.number, now_s),)
    told = session.edits_told()
    together: dict[tuple[str, int], dict[Place, str]] = {}
    for place, text in fresh.items():
        seen = version_seen(drawn, told, place, now_s)
        together.setdefault((place[0], seen), {})[place] = text or ""
    # Noted before they are judged: one that ends in an error must not be judged again with every edit after it.
    st.session_state[session.EDIT_TYPING] = replace(found, answered=held, as_typed=found.as_typed & held.keys())
    told_since = {
        place: version_state(mark.site_dir, told[place]) for place in fresh if told.get(place, 0) > grid.number
    }
    for (_, number), texts in together.items():
        judge(mark, number, changes_of(cached.night(mark).site, as_told(grid, told_since), texts))


def _typed_back(held: Texts, found: Typing, grid: EditGrid) -> Texts:
    """Cells in which what had been there was typed again while the answer was still on its way.

    The browser lets go of them then, as it does of a cell that is drawn as it was typed; these were not drawn so yet.
    """
    gone = [place for place in found.answered if place not in held and place not in found.as_typed]
    return {place: str(grid.cells.at[place[0], pd.Timestamp(place[1])]) for place in gone if _is_in(grid, place)}


def _is_in(grid: EditGrid, place: Place) -> bool:
    return place[0] in grid.cells.index and pd.Timestamp(place[1]) in grid.cells.columns
