"""Editing the site's files: tables in a grid, site.toml as text, earlier states to bring back."""

from pathlib import Path

import streamlit as st

from app_parts import session
from app_parts.page_frame import error_box
from app_parts.signed_in import allowed
from app_parts.version_controls import who
from app_parts.words import Words
from pipeline.site_edit import (
    ACT_OF,
    SITE_TOML,
    FileTable,
    FileText,
    bring_back,
    file_table,
    file_text,
    file_versions,
    save_table,
    save_text,
)

TEXT_PX, GRID_PX = 420, 440


@st.fragment
def files_section(words: Words, site_dir: Path) -> None:
    """The file chosen, to look at or to change; what was opened stays what it is until it is saved or opened again."""
    name_place, who_place, again_place = st.columns([2, 2, 1], vertical_alignment="bottom")
    names = sorted(ACT_OF, key=lambda each: (not allowed(ACT_OF[each]), list(ACT_OF).index(each)))
    name = str(name_place.selectbox(words("site.which_file"), names, key="site_file", on_change=_forget))
    if again_place.button(words("site.reload"), icon=":material/refresh:", key="site_reload", width="stretch"):
        _forget()
    with who_place:
        person = who(words)
    if (said := st.session_state.pop(session.SITE_SAID, None)) is not None:
        st.success(said, icon=":material/check_circle:")
    opened = _opened(site_dir, name)
    may_change = allowed(ACT_OF[name])
    if not may_change:
        st.info(words("site.read_only"), icon=":material/lock:")
    elif isinstance(opened, FileTable) and not opened.exists:
        st.info(words("site.file_new"), icon=":material/note_add:")
    else:
        st.caption(words("site.file_how"))
    if isinstance(opened, FileTable):
        _table(words, site_dir, opened, person, may_change)
    else:
        _text(words, site_dir, opened, person, may_change)
    _earlier(words, site_dir, opened, person, may_change)


def _forget() -> None:
    """The next look opens the file as it is then, in a fresh grid."""
    st.session_state.pop(session.SITE_OPENED, None)
    st.session_state[session.SITE_ROUND] = st.session_state.get(session.SITE_ROUND, 0) + 1


def _opened(site_dir: Path, name: str) -> FileTable | FileText:
    found: FileTable | FileText | None = st.session_state.get(session.SITE_OPENED)
    if found is None or found.name != name:
        found = file_text(site_dir, name) if name == SITE_TOML else file_table(site_dir, name)
        st.session_state[session.SITE_OPENED] = found
    return found


def _table(words: Words, site_dir: Path, opened: FileTable, person: str, may_change: bool) -> None:
    key = f"site_grid_{opened.name}_{st.session_state.get(session.SITE_ROUND, 0)}"
    if not may_change:
        st.dataframe(opened.cells, hide_index=True, height=GRID_PX, key=key)
        return
    cells = st.data_editor(opened.cells, num_rows="dynamic", hide_index=True, height=GRID_PX, key=key)
    note, asked = _save_row(words)
    if asked:
        with error_box(words, "site.not_saved"):
            _saved(words, opened.name, save_table(site_dir, opened, cells, person, note))


def _text(words: Words, site_dir: Path, opened: FileText, person: str, may_change: bool) -> None:
    key = f"site_text_{st.session_state.get(session.SITE_ROUND, 0)}"
    if not may_change:
        st.code(opened.text, language="toml", height=TEXT_PX)
        return
    text = st.text_area(opened.name, opened.text, height=TEXT_PX, key=key)
    note, asked = _save_row(words)
    if asked:
        with error_box(words, "site.not_saved"):
            _saved(words, opened.name, save_text(site_dir, opened, str(text), person, note))


def _save_row(words: Words) -> tuple[str, bool]:
    note_place, save_place = st.columns([4, 1], vertical_alignment="bottom")
    note = str(note_place.text_input(words("site.note"), key="site_note") or "")
    asked = save_place.button(
        words("site.save"), type="primary", icon=":material/save:", key="site_save", width="stretch"
    )
    return note, asked


def _saved(words: Words, name: str, number: int) -> None:
    st.session_state[session.SITE_SAID] = words("site.saved").format(name, number)
    _forget()
    st.rerun()


def _earlier(words: Words, site_dir: Path, opened: FileTable | FileText, person: str, may_change: bool) -> None:
    """The states that were kept, each with the way back to it."""
    found = file_versions(site_dir, opened.name)
    if not found or not may_change:
        return
    with (
        st.expander(words("site.versions").format(len(found)), icon=":material/history:"),
        error_box(words, "site.not_saved"),
    ):
        labels = {
            each.number: words("site.version_label").format(each.number, f"{each.at:%Y-%m-%d %H:%M}", each.who)
            for each in found
        }
        number = st.selectbox(
            words("version.version"), list(labels), format_func=lambda each: labels[each], key="site_version"
        )
        if st.button(words("site.back"), icon=":material/undo:", key="site_back"):
            _saved(words, opened.name, bring_back(site_dir, opened.name, number, opened.sha256, person))
