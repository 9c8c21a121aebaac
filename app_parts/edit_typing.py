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
from pipeline.views_edit import EditGrid, changes_of
from pipeline.views_night import NightMark

type Texts = Mapping[Place, str | None]  # None is an emptied cell


@dataclass(frozen=True, slots=True)
class Typing:
    """What was typed and answered but is still held by the browser, and which versions were drawn."""

    answered: Texts = field(default_factory=dict)
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
    """The grid's cells, those that are answered and still held as they were typed; notes the version as drawn."""
    found = _typing()
    cells = grid.cells.copy()
    for place, text in _held(key, grid, days).items():
        if place in found.answered and found.answered[place] == text:
            cells.loc[place[0], pd.Timestamp(place[1])] = text
    drawn = with_drawn(found.drawn, grid.number, time.monotonic())
    st.session_state[session.EDIT_TYPING] = replace(found, drawn=drawn)
    return cells


def judge_typed(mark: NightMark, grid: EditGrid, key: str, days: Mapping[str, object]) -> None:
    """Judges the cells that have not been, each person's together, on the version before the planner's eyes."""
    held, found, now_s = _held(key, grid, days), _typing(), time.monotonic()
    fresh = {
        place: text for place, text in held.items() if place not in found.answered or found.answered[place] != text
    }
    drawn = found.drawn or (Drawn(grid.number, now_s),)
    told = session.edits_told()
    together: dict[tuple[str, int], dict[Place, str]] = {}
    for place, text in fresh.items():
        seen = version_seen(drawn, told, place, now_s)
        together.setdefault((place[0], seen), {})[place] = text or ""
    for (_, number), texts in together.items():
        judge(mark, number, changes_of(cached.night(mark).site, grid, texts))
    st.session_state[session.EDIT_TYPING] = replace(found, answered=held)
