"""Editing the roster in place: a grid of people and days, every edit answered at once beside it."""

from datetime import date

import pandas as pd
import streamlit as st

from app_parts import cached, controls, session
from app_parts.as_written import as_written
from app_parts.edit_acts import answers_shown, judge
from app_parts.edit_answer import show_answers
from app_parts.edit_typing import cells_to_draw, judge_typed
from app_parts.gap_panel import gap_panel
from app_parts.tables import GRID_ROW_PX
from app_parts.version_controls import who
from app_parts.words import Words
from pipeline.edit_orders import Change, Hold, SetDay, SwapDay
from pipeline.roster_versions import RosterVersion, find_line_end
from pipeline.views_edit import EditGrid
from pipeline.views_night import NightMark
from pipeline.views_requirement import week_starts
from pipeline.views_roster_day import PeopleFilter, teams

DAYS_SHOWN = 14
MOST_PEOPLE_EDITED = 120
MOST_ROWS = 13
EDITED_DAY_PX = 100  # day, weekday, and the mark of a column that can be edited
MOST_CHARS = 24
# What is shown in the grid: whose days, of which weeks, in which line of versions and language.
CHOOSING = (
    session.LANGUAGE, session.LINE, session.GRID_TEAM, session.EDIT_SKILL, session.EDIT_VENDOR, session.EDIT_WEEK,
)  # fmt: skip
ACTIONS = ("swap", "lock", "unlock", "off", "set")


@st.fragment
def edit_section(words: Words, mark: NightMark, version: RosterVersion) -> None:
    """The grid of the newest version of the line, the answer to the last edit, and who could cover a gap."""
    newest = find_line_end(mark.site_dir, version.number)
    chosen, first = _filters(words, mark)
    free = f"{words('cell.off')}|{words('cell.leave')}"
    grid = cached.version_grid(mark, newest.number, chosen, first, DAYS_SHOWN, free)
    st.caption(words("edit.version").format(newest.number, as_written(words.person(newest.who)), len(grid.people)))
    grid_place, side_place = st.columns([3, 1], gap="medium")
    with side_place:
        answers = answers_shown()
        if answers:
            show_answers(words, mark, answers)
        else:
            st.info(words("edit.how"), icon=":material/edit:")
        who(words)
        _by_hand(words, mark, grid)
    with grid_place:
        _editor(words, mark, grid)
        gap_panel(words, mark, newest.number)


def _filters(words: Words, mark: NightMark) -> tuple[PeopleFilter, date]:
    """Whose days are shown, and from which week on."""
    night = cached.night(mark)
    site = night.site
    team_place, skill_place, vendor_place, week_place = st.columns(4)
    with team_place:
        team = controls.team(teams(night), session.GRID_TEAM, words, first=1 if len(site.people) > MOST_ROWS else 0)
    with skill_place:
        skill = controls.any_of(words("edit.skill"), [queue.id for queue in site.queues], session.EDIT_SKILL, words)
    with vendor_place:
        vendors = sorted({person.vendor for person in site.people if person.vendor})
        vendor = controls.any_of(words("edit.vendor"), vendors, session.EDIT_VENDOR, words)
    with week_place:
        first = controls.first_week(week_starts(night), session.EDIT_WEEK, words)
    return PeopleFilter(team, None, skill, vendor), first


def _editor(words: Words, mark: NightMark, grid: EditGrid) -> None:
    """The cells to type into: a shift, a day off, a lock. Its key stays, so that no answer takes the grid away."""
    names = {day: words.day(pd.Timestamp(str(day))) for day in grid.cells.columns}
    days = {name: day for day, name in names.items()}
    key = "edit_grid_" + "_".join(str(st.session_state.get(each)) for each in CHOOSING)
    shown = cells_to_draw(key, grid, days).iloc[:MOST_PEOPLE_EDITED].rename(columns=names)
    shown.insert(0, words("team"), grid.people["team"].loc[shown.index])
    config: dict[str, object] = {
        name: st.column_config.TextColumn(width=EDITED_DAY_PX, max_chars=MOST_CHARS) for name in names.values()
    }
    config[words("team")] = st.column_config.TextColumn(width=50, pinned=True)
    shown.index.name = words("person")
    st.data_editor(
        shown,
        key=key,
        height=GRID_ROW_PX * (min(len(shown), MOST_ROWS) + 1) + 10,
        row_height=GRID_ROW_PX,
        column_config=config,  # type: ignore[arg-type]
        disabled=[words("team"), words("person")],
        on_change=judge_typed,
        args=(mark, grid, key, days),
        alt=words("roster.section.edit"),
    )
    if len(grid.cells) > MOST_PEOPLE_EDITED:
        st.caption(words("edit.most").format(MOST_PEOPLE_EDITED, len(grid.cells)))


def _by_hand(words: Words, mark: NightMark, grid: EditGrid) -> None:
    """What needs more than a cell, and the same edits for those who do not use the grid."""
    with st.expander(words("edit.by_hand"), icon=":material/swap_horiz:"):
        people = sorted(str(person) for person in grid.people.index)
        if not people:
            st.caption(words("edit.nobody"))
            return
        person = st.selectbox(words("person"), people, key="hand_person")
        day = st.selectbox(
            words("day"),
            [pd.Timestamp(str(day)).date() for day in grid.cells.columns],
            format_func=words.day,
            key="hand_day",
        )
        actions = {words(f"edit.action.{name}"): name for name in ACTIONS}
        action = actions[st.selectbox(words("edit.action"), list(actions), key="hand_action")]
        site = cached.night(mark).site
        with_id = shift = ""
        if action == "swap":
            role = site.person_by_id[person].role
            others = sorted(each.id for each in site.people if each.role == role and each.id != person)
            with_id = str(st.selectbox(words("edit.with"), others, key="hand_with"))
        if action == "set":
            shift = str(st.selectbox(words("edit.shift"), [each.id for each in site.shifts], key="hand_shift"))
        made: dict[str, Change] = {
            "swap": SwapDay(person, with_id, day),
            "lock": Hold(person, day, True),
            "unlock": Hold(person, day, False),
            "off": SetDay(person, day, None),
            "set": SetDay(person, day, shift),
        }
        st.button(
            words("edit.do"), key="hand_do", on_click=judge, args=(mark, grid.number, (made[action],)), width="stretch"
        )
