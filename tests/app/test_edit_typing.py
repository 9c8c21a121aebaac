"""What is typed into the roster's grid, without a browser: whatever the grid sends, every cell typed is answered."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from app_parts import cached
from app_parts.edit_acts import answers_shown
from app_parts.edit_answer import EditAnswer
from app_parts.edit_typing import cells_to_draw, judge_typed
from pipeline.edit_orders import EditVerdict, Hold, SetDay
from pipeline.roster_versions import find_line_end, version_of_night, version_state
from pipeline.views_edit import EditGrid
from pipeline.views_night import NightMark, latest_mark
from pipeline.views_roster_day import PeopleFilter
from tests.app.small_night import FIRST, NIGHT, small_night

KEY, DAYS = "grid", 7
SATURDAY = date(2026, 10, 10)


class Planner:
    """A planner's grid: what her browser sends, and what is drawn for her."""

    def __init__(self, mark: NightMark) -> None:
        self.mark, self.first = mark, version_of_night(mark.site_dir, NIGHT).number
        self.grid = self.draw()

    def draw(self) -> EditGrid:
        newest = find_line_end(self.mark.site_dir, self.first).number
        grid = cached.version_grid(self.mark, newest, PeopleFilter(), FIRST, DAYS, "휴|휴가")
        self.days = {str(day): day for day in grid.cells.columns}
        self.drawn = cells_to_draw(KEY, grid, self.days)
        return grid

    def holds(self, typed: Mapping[tuple[str, date], str]) -> list[EditAnswer]:
        """Her browser says which cells it holds as typed; the answers to that, the newest first."""
        before = len(answers_shown())
        rows: dict[int, dict[str, str]] = {}
        for (agent_id, day), text in typed.items():
            name = next(name for name, each in self.days.items() if each.date() == day)
            rows.setdefault(self.grid.cells.index.get_loc(agent_id), {})[name] = text
        st.session_state[KEY] = {"edited_rows": rows}
        judge_typed(self.mark, self.grid, KEY, self.days)
        return list(answers_shown()[: len(answers_shown()) - before])

    def shift(self, agent_id: str, day: date) -> str | None:
        site = self.mark.site_dir
        return version_state(site, find_line_end(site, self.first).number).shift_of((agent_id, day))


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Planner:
    monkeypatch.setattr(st, "session_state", {})
    mark = latest_mark(small_night(tmp_path / "mini"))
    assert mark is not None
    return Planner(mark)


def verdict(answers: list[EditAnswer]) -> EditVerdict:
    """What came of the one edit that was answered."""
    (answer,) = answers
    assert answer.verdict is not None
    return answer.verdict


@pytest.mark.parametrize("text", ["-", "", "off"])
def test_another_word_for_the_day_off_that_is_there_is_answered_as_no_change(planner: Planner, text: str) -> None:
    (answer,) = planner.holds({("A0001", SATURDAY): text})
    assert answer.changes == (SetDay("A0001", SATURDAY, None),)  # named in the answer
    assert answer.verdict == EditVerdict(None, 1, 1)


def test_a_value_that_changes_nothing_keeps_no_later_edit_from_its_answer(planner: Planner) -> None:
    typed = {("A0001", SATURDAY): "-"}
    planner.holds(typed)
    assert verdict(planner.holds(typed | {("A0002", FIRST): "-"})).saved == 2


def test_an_error_nobody_expected_is_not_repeated_with_the_next_edit(
    planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("app_parts.edit_acts.edit_roster", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            planner.holds({("A0001", FIRST): "-"})
    assert verdict(planner.holds({("A0001", FIRST): "-", ("A0002", FIRST): "-"})).note == "A0002 2026-10-05: D09 → –"


def test_what_had_been_there_typed_again_before_the_answer_came_takes_the_edit_back(planner: Planner) -> None:
    assert verdict(planner.holds({("A0001", FIRST): "-"})).saved == 2
    assert verdict(planner.holds({})).saved == 3  # the grid lets go of a cell that is again as it was drawn
    assert planner.shift("A0001", FIRST) == "D09"


def test_a_lock_taken_back_before_the_answer_came_is_opened_again(planner: Planner) -> None:
    planner.holds({("A0001", FIRST): "D09!"})
    (answer,) = planner.holds({})
    assert answer.changes == (Hold("A0001", FIRST, False),)


def test_a_cell_that_the_grid_lets_go_of_because_it_was_drawn_as_typed_is_no_edit(planner: Planner) -> None:
    planner.holds({("A0001", FIRST): "N22"})  # refused
    planner.grid = planner.draw()
    assert planner.drawn.at["A0001", planner.grid.cells.columns[0]] == "N22"
    assert planner.holds({}) == []
    assert planner.draw().cells.at["A0001", planner.grid.cells.columns[0]] == "D09"
