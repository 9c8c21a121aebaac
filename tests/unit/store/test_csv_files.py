"""The same frame gives the same CSV bytes, in the form that the contract asks for."""

from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from store.csv_files import csv_bytes, write_csv


def text(frame: pd.DataFrame, decimals: int | None = 4) -> str:
    return csv_bytes(frame, decimals).decode()


def test_an_integral_column_has_no_decimal_point_and_another_has_them_all() -> None:
    frame = pd.DataFrame({"offered": [3.0, np.nan, 0.0], "p50": [1.0, 2.25, 1 / 3], "agents": [1, 2, 3]})
    assert text(frame) == "offered,p50,agents\n3,1.0000,1\n,2.2500,2\n0,0.3333,3\n"


def test_a_small_negative_number_is_plain_zero() -> None:
    assert text(pd.DataFrame({"bias": [-0.00001, 0.5, -0.0]})) == "bias\n0.0000\n0.5000\n0.0000\n"


def test_without_decimals_a_number_has_fifteen_significant_digits() -> None:
    assert text(pd.DataFrame({"p_wait": [1 / 3, 1.5e-20]}), decimals=None) == "p_wait\n0.333333333333333\n1.5e-20\n"


def test_a_column_without_any_value_is_empty() -> None:
    assert text(pd.DataFrame({"queue": ["a", "b"], "asa_s": [np.nan, np.nan]})) == "queue,asa_s\na,\nb,\n"


def test_truths_days_and_words_are_written_as_the_contract_reads_them() -> None:
    frame = pd.DataFrame(
        {"night_consent": [True, False], "date": [date(2026, 3, 2)] * 2, "team": ["말", None], "note": ["a,b", 'x"y']}
    )
    assert text(frame) == 'night_consent,date,team,note\n1,2026-03-02,말,"a,b"\n0,2026-03-02,,"x""y"\n'


def test_nullable_columns_are_written_like_the_others() -> None:
    frame = pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": pd.array([True, None], dtype="boolean")})
    assert text(frame) == "a,b\n1,1\n,\n"


def test_times_are_local_and_days_alone_where_asked() -> None:
    starts = pd.to_datetime(["2026-03-02T00:30:00Z"]).tz_convert("Asia/Seoul")
    frame = pd.DataFrame({"interval_start": starts, "date": pd.to_datetime(["2026-03-02"]), "end": [pd.NaT]})
    assert text(frame) == "interval_start,date,end\n2026-03-02T09:30:00,2026-03-02,\n"


def test_the_hour_that_a_clock_change_repeats_is_told_apart_by_its_offset() -> None:
    utc = pd.to_datetime(["2026-11-01T04:30Z", "2026-11-01T05:30Z", "2026-11-01T06:30Z", "2026-11-01T07:30Z"])
    frame = pd.DataFrame({"interval_start": utc.tz_convert("America/New_York")})
    lines = text(frame).splitlines()[1:]
    assert lines == [
        "2026-11-01T00:30:00",
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
        "2026-11-01T02:30:00",
    ]


def test_the_bytes_do_not_depend_on_index_or_time_resolution() -> None:
    one = pd.DataFrame({"interval_start": pd.to_datetime(["2026-03-02T09:00"]).as_unit("s"), "n": [1.5]})
    other = one.assign(interval_start=one["interval_start"].dt.as_unit("ns")).set_index(pd.Index([7]))
    assert csv_bytes(one) == csv_bytes(other)


def test_a_frame_comes_back_from_its_file(tmp_path: Path) -> None:
    frame = pd.DataFrame({"queue": ["일반", "a\nb"], "offered": [0.5, 2.0]})
    write_csv(tmp_path / "f.csv", frame)
    content = (tmp_path / "f.csv").read_bytes()
    assert b"\r" not in content
    pd.testing.assert_frame_equal(pd.read_csv(BytesIO(content)), frame)


@pytest.mark.parametrize("rows", [0, 1])
def test_an_empty_frame_is_its_header(rows: int) -> None:
    frame = pd.DataFrame({"a": pd.Series([1.0], dtype=float), "t": pd.to_datetime(["2026-03-02"])}).head(rows)
    assert len(text(frame).splitlines()) == 1 + rows
