"""Text that would start a formula is marked when it is written, and is itself again when it is read."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cell_text import FORMULA_STARTS, guarded, unguarded
from domain.frame_files import read_columns
from domain.tables import read_table
from store.csv_files import FOR_SPREADSHEETS, CsvForm, csv_bytes, write_csv

HOSTILE = st.builds("{}{}{}".format, st.sampled_from(["", "'", "''"]), st.sampled_from(FORMULA_STARTS), st.text())


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_that_starts_a_formula_is_marked(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["A0001", "", "a=1", "'", "it's", "휴", "1-2", "120"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@given(st.one_of(HOSTILE, st.text()))
def test_text_comes_back_and_never_starts_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(FORMULA_STARTS)


@given(texts=st.lists(st.one_of(HOSTILE, st.text()), min_size=1), delimiter=st.sampled_from([",", ";", "\t", "|"]))
def test_no_cell_or_header_of_a_csv_file_starts_a_formula(texts: list[str], delimiter: str) -> None:
    frame = pd.DataFrame({"=1+1": texts, "name": "@x"}, dtype="str")
    content = csv_bytes(frame, form=CsvForm(delimiter, "utf-8")) if "\ud800" not in "".join(texts) else b""
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))
    assert rows[0] == ["'=1+1", "name"]
    assert [unguarded(row[0]) for row in rows[1:]] == texts
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)]


def test_our_readers_take_the_mark_off_again(tmp_path: Path) -> None:
    write_csv(tmp_path / "ids.csv", pd.DataFrame({"agent_id": ["=1+1", "A0001", "'-x"], "queue": ["@q", "b", "c"]}))
    assert b"\n'=1+1,'@q\n" in (tmp_path / "ids.csv").read_bytes()
    rows = list(read_table(tmp_path / "ids.csv", ("agent_id",)).cells())
    assert [row.text("agent_id") for row in rows] == ["=1+1", "A0001", "'-x"]
    assert read_columns(tmp_path / "ids.csv", ("queue",))["queue"].tolist() == ["@q", "b", "c"]


def test_a_file_for_spreadsheets_begins_with_a_byte_order_mark() -> None:
    assert csv_bytes(pd.DataFrame({"팀": ["a"]}), form=FOR_SPREADSHEETS) == b"\xef\xbb\xbf\xed\x8c\x80\na\n"
