"""The file of absences: days without a reason."""

from pathlib import Path

import pytest

from domain.absences import Absence, read_absences
from domain.errors import DataError
from domain.people import OPEN_END
from tests.builders import day


def read(folder: Path, *rows: str) -> tuple[Absence, ...]:
    path = folder / "absent.csv"
    path.write_text("\n".join(("agent_id,from_date,to_date", *rows)) + "\n", encoding="utf-8")
    return read_absences(path, ["A0001", "A0002"], day(2))


def test_an_absence_without_dates_begins_on_the_first_day_and_has_no_end(tmp_path: Path) -> None:
    whole, dated = read(tmp_path, "A0001,,", "A0002,2026-06-11,2026-06-12")

    assert whole == Absence("A0001", day(2), OPEN_END)
    assert [dated.holds_on(day(number)) for number in (2, 3, 4, 5)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("A0009,,", "row 2, column agent_id: 'A0009'"),
        ("A0001,2026-06-12,2026-06-11", "row 2, column to_date: '2026-06-11'"),
        ("A0001,soon,", "row 2, column from_date: 'soon'"),
    ],
)
def test_a_wrong_row_is_named_with_its_place(tmp_path: Path, row: str, named: str) -> None:
    with pytest.raises(DataError, match=named):
        read(tmp_path, row)
