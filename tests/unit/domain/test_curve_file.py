"""Reading `curve.csv`: every number of agents from one on, told apart from a file that leaves some out."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from domain.errors import DataError
from domain.frame_files import read_curve
from store.csv_files import write_csv

HEAD = "interval_start,queue,agents,answered,within_threshold\n"


def curve_file(folder: Path, *lines: str) -> Path:
    """A file of these rows."""
    path = folder / "curve.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_rows_are_sorted_by_queue_interval_and_agents(tmp_path: Path) -> None:
    file = curve_file(
        tmp_path,
        "2026-03-02T09:30,general,2,18,17.5",
        "2026-03-02T09:30,general,1,10,9.25",
        "2026-03-02T09:00,general,1,9,8",
        "2026-03-02T09:00,chat,1,5,5",
    )
    curve = read_curve(file, "Asia/Seoul")
    assert curve["queue"].tolist() == ["chat", "general", "general", "general"]
    assert curve["agents"].tolist() == [1, 1, 1, 2]
    assert curve["within_threshold"].tolist() == [5, 8, 9.25, 17.5]
    assert str(curve["interval_start"].dt.tz) == "Asia/Seoul"


def test_a_number_of_agents_that_is_left_out_is_refused_with_its_row(tmp_path: Path) -> None:
    file = curve_file(tmp_path, "2026-03-02T09:00,general,1,9,8", "2026-03-02T09:00,general,3,9.5,9")
    with pytest.raises(DataError, match=r"row 3.*from 1 on"):
        read_curve(file, "Asia/Seoul")


def test_a_number_of_agents_that_stands_twice_is_refused(tmp_path: Path) -> None:
    file = curve_file(tmp_path, "2026-03-02T09:00,general,1,9,8", "2026-03-02T09:00,general,1,9,8")
    with pytest.raises(DataError, match="row 2 already"):
        read_curve(file, "Asia/Seoul")


@pytest.mark.parametrize("cells", ["1,-1,0", "1,5,x", "1.5,5,5"])
def test_what_is_no_count_is_refused(tmp_path: Path, cells: str) -> None:
    with pytest.raises(DataError, match="row 2"):
        read_curve(curve_file(tmp_path, f"2026-03-02T09:00,general,{cells}"), "Asia/Seoul")


def test_an_hour_that_a_clock_change_repeats_has_its_numbers_twice(tmp_path: Path) -> None:
    rows = [f"2026-10-25T02:00,general,{agents},{9 + agents},5" for agents in (1, 2)]
    curve = read_curve(curve_file(tmp_path, *rows, *rows), "Europe/Berlin")
    assert curve["interval_start"].nunique() == 2
    assert np.array_equal(curve["agents"], [1, 2, 1, 2])


@pytest.mark.parametrize(
    ("second", "third", "row", "expected"),
    [
        ("2,18,18.5", "3,20,19", 3, "no more contacts in time than answered"),
        ("2,12,8", "3,11,8", 4, "no fewer contacts answered than with an agent fewer"),
        ("2,13,9", "3,20,10", 4, "an agent to add no more contacts answered than the one before"),
        ("2,18,7", "3,20,18", 3, "no fewer contacts in time than with an agent fewer"),
    ],
)
def test_a_curve_that_bends_the_wrong_way_is_refused_with_row_value_and_what_is_expected(
    tmp_path: Path, second: str, third: str, row: int, expected: str
) -> None:
    lines = [f"2026-03-02T09:00,general,{cells}" for cells in ("1,10,8", second, third)]
    with pytest.raises(DataError, match=rf"curve\.csv.*row {row}.*{expected}") as refused:
        read_curve(curve_file(tmp_path, *lines), "Asia/Seoul")
    assert len(refused.value.problems) == 1


def test_what_rounding_to_four_decimals_bends_is_no_fault(tmp_path: Path) -> None:
    lines = [f"2026-03-02T09:00,general,{cells}" for cells in ("1,3.3333,3", "2,6.6667,6", "3,10.0001,9", "4,10,9")]
    assert read_curve(curve_file(tmp_path, *lines), "Asia/Seoul")["answered"].tolist() == [3.3333, 6.6667, 10.0001, 10]


def test_what_the_product_writes_it_reads_again_as_it_was(tmp_path: Path) -> None:
    lines = ["2026-03-02T09:00,general,1,9.25,8.1234", "2026-03-02T09:00,general,2,12.5,11.0001"]
    path = curve_file(tmp_path, *lines)
    curve = read_curve(path, "Asia/Seoul")
    write_csv(tmp_path / "again.csv", curve)
    pd.testing.assert_frame_equal(read_curve(tmp_path / "again.csv", "Asia/Seoul"), curve)
