"""The wizard that brings an export in: the file, what its columns mean, what would change, the import, its undoing."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pandas as pd
import streamlit as st

from app_parts import session
from app_parts.as_written import as_written
from app_parts.headlines import Figure, show_figures
from app_parts.import_mapping import mapping_form
from app_parts.page_frame import error_box
from app_parts.site_tables import problems_table
from app_parts.tables import show_table
from app_parts.upload_box import uploaded
from app_parts.version_controls import who
from app_parts.words import Words
from pipeline.column_mapping import ColumnMapping
from pipeline.import_wizard import Preview, Upload, imports, opened, preview, take_in, undo
from pipeline.ingest import FileReport

NUMBERS = ("offered", "answered", "abandoned", "aht_s")
KINDS = ["csv", "txt", "tsv", "xlsx", "gz", "zip"]


def import_section(words: Words, site_dir: Path) -> None:
    """Step by step, each below the last; then what was imported before."""
    for said in st.session_state.pop(session.IMPORT_SAID, ()):
        st.success(as_written(said), icon=":material/check_circle:")
    st.caption(words("import.how"))
    given = uploaded(words, words("import.file"), KINDS, "import_file")
    if given is not None:
        with error_box(words, "import.refused"):
            _wizard(words, site_dir, Upload(given.name, given.getvalue()))
    _past(words, site_dir)


def _wizard(words: Words, site_dir: Path, upload: Upload) -> None:
    content = sha256(upload.content).hexdigest()
    found = _once(session.IMPORT_OPENED, (content, upload.name), lambda: opened(site_dir, upload))
    if len(found.files) > 1:
        st.caption(words("import.files_in").format(len(found.files), ", ".join(found.files)))
    st.markdown(f"**{words('import.sample').format(f'{found.rows:,}')}**")
    st.dataframe(found.sample, hide_index=True)
    mapping = mapping_form(words, site_dir, found)
    if mapping is None:
        return
    known = tuple((each.number, each.is_undone) for each in imports(site_dir))
    key = (content, mapping.model_dump_json(), known)
    would = _once(session.IMPORT_PREVIEW, key, lambda: preview(site_dir, upload, mapping))
    st.subheader(words("import.would"), anchor=False)
    if would.problems:
        problems_table(would.problems, words)
        return
    _show(words, would)
    _go(words, site_dir, upload, mapping, would)


def _once[T](name: str, key: object, made: Callable[[], T]) -> T:
    """What was made for the key in this session before, or is made now: reading a large file at every click is slow."""
    kept: tuple[object, T] | None = st.session_state.get(name)
    if kept is None or kept[0] != key:
        kept = (key, made())
        st.session_state[name] = kept
    return kept[1]


def _show(words: Words, would: Preview) -> None:
    """Counts, totals by queue, what is odd, and every value that differs, both values of it."""
    counts = {"new": would.new, "changed": would.changed, "same": would.same}
    show_figures(
        [
            Figure(words(f"import.{name}"), words.amount("intervals", count), words("import.intervals"))
            for name, count in counts.items()
        ]
    )
    _totals(words, would.totals)
    for word, count in would.odd.items():
        st.warning(words(f"import.odd.{word}").format(f"{count:,}"), icon=":material/help:")
    for note in would.notes:
        st.info(as_written(note), icon=":material/info:")
    if len(would.conflicts):
        st.markdown(f"**{words('import.conflicts').format(f'{len(would.conflicts):,}')}**")
        show_table(_both_values(words, would.conflicts), most_rows=8)


def _totals(words: Words, totals: pd.DataFrame) -> None:
    columns = {
        words("queue"): totals["queue"],
        words("import.intervals"): totals["intervals"],
        words("import.first"): totals["first"].dt.strftime("%Y-%m-%d %H:%M"),
        words("import.last"): totals["last"].dt.strftime("%Y-%m-%d %H:%M"),
        words("import.word.offered"): totals["offered"],
        words("import.word.answered"): totals["answered"],
        words("import.so_far"): totals["offered_was"],
    }
    amounts = ("import.intervals", "import.word.offered", "import.word.answered", "import.so_far")
    config = {words(name): st.column_config.NumberColumn(format="%,.0f") for name in amounts}
    show_table(pd.DataFrame(columns), config)


def _both_values(words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    columns = {words("queue"): rows["queue"], words("time"): rows["interval_start"].dt.strftime("%Y-%m-%d %H:%M")}
    for name in NUMBERS:
        if rows[name].notna().any():
            label = words(f"import.word.{name}")
            columns[words("import.there").format(label)] = rows[f"{name}_was"]
            columns[words("import.coming").format(label)] = rows[name]
    return pd.DataFrame(columns)


def _go(words: Words, site_dir: Path, upload: Upload, mapping: ColumnMapping, would: Preview) -> None:
    """The button; values that differ are replaced only where that was said."""
    is_sure = True
    if len(would.conflicts):
        is_sure = st.checkbox(words("import.overwrite").format(f"{len(would.conflicts):,}"), key="import_overwrite")
    who_place, go_place = st.columns([3, 1], vertical_alignment="bottom")
    with who_place:
        person = who(words)
    asked = go_place.button(
        words("import.go"),
        type="primary",
        icon=":material/download:",
        key="import_go",
        disabled=not is_sure,
        width="stretch",
    )
    if asked:
        done = take_in(site_dir, upload, mapping, person)
        st.session_state[session.IMPORT_SAID] = [_said(words, report) for report in done]
        st.rerun()


def _said(words: Words, report: FileReport) -> str:
    if report.known:
        return words("import.known").format(report.file)
    counts = (f"{count:,}" for count in (report.counts.new, report.counts.changed, report.counts.same))
    return words("import.done").format(report.file, *counts)


def _past(words: Words, site_dir: Path) -> None:
    """What was imported, newest first, with the way to undo it."""
    st.subheader(words("import.past"), anchor=False)
    found = imports(site_dir)
    if not found:
        st.caption(words("import.no_past"))
    for each in found[:10]:
        line_place, button_place = st.columns([5, 1], vertical_alignment="center")
        line = words("import.past_line").format(
            each.number, f"{each.at:%Y-%m-%d %H:%M}", each.who, ", ".join(each.files), f"{each.rows:,}"
        )
        line_place.text(line)
        if each.is_undone:
            button_place.caption(words("import.undone"))
        else:
            with button_place.popover(words("import.undo"), icon=":material/undo:"):
                _undo(words, site_dir, each.number)


def _undo(words: Words, site_dir: Path, number: int) -> None:
    """The button that takes one import back; its number stands on it, for the list above may just have moved."""
    asked = st.button(words("import.undo_now").format(number), key=f"undo_{number}", type="primary")
    if asked:
        with error_box(words, "import.not_undone"):
            rows = undo(site_dir, number, st.session_state.get(session.WHO))
            st.session_state[session.IMPORT_SAID] = [words("import.undone_rows").format(f"{rows:,}")]
            st.rerun()
