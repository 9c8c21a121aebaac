"""Reading `curve.csv`: every number of agents from one on, told apart from a file that leaves some out."""

from pathlib import Path

import numpy as np
import pytest

from domain.errors import DataError
from domain.frame_files import read_curve

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
