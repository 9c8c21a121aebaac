"""The roster workbook: what a planner and HR find in it."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from domain.cell_text import FORMULA_STARTS, guarded
from domain.rule_pack import read_rule_pack
from exports.roster_workbook import write_roster_workbook
from exports.sheet_names import sheet_names
from exports.workbook_styles import Kind, kind_of_shift
from tests.unit.exports.books import DAY_SHIFT, NIGHT_SHIFT, book, with_ids


def opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def row_of(sheet: Worksheet, first: str, occurrence: int = 0) -> list[object]:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == first]
    return rows[occurrence]


def test_each_team_has_a_sheet_between_summary_and_flat_sheet(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    assert opened(tmp_path / "roster.xlsx").sheetnames == ["요약 Summary", "T01", "T02", "반입 Import"]


def test_a_team_sheet_shows_shifts_days_off_and_leave_week_by_week(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    workbook = opened(tmp_path / "roster.xlsx")
    assert row_of(workbook["T01"], "A0001")[:3] == ["A0001", "상담사 Agent", "D09*"]
    assert row_of(workbook["T02"], "A0002")[2] == "휴가"
    # Sunday closes the first site week; Monday and Tuesday are the second.
    assert row_of(workbook["T02"], "A0002", occurrence=1)[2:4] == ["N22", "휴"]


def test_leads_stand_above_their_agents(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    first_column = [row[0].value for row in opened(tmp_path / "roster.xlsx")["T01"].iter_rows()]
    assert first_column.index("L001") < first_column.index("A0001")


def test_paid_hours_of_a_week_are_a_number(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    assert row_of(opened(tmp_path / "roster.xlsx")["T01"], "A0001")[9] == 8


def test_a_holiday_shows_its_name_above_its_day(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    assert any("소설" in text for text in texts(opened(tmp_path / "roster.xlsx")["T01"]))


def test_every_sheet_prints_on_a4_landscape_and_keeps_its_head_in_view(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    for sheet in opened(tmp_path / "roster.xlsx"):
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.freeze_panes is not None


def test_each_week_of_a_team_starts_a_page(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    sheet = opened(tmp_path / "roster.xlsx")["T01"]
    assert [mark.id for mark in sheet.row_breaks.brk] == [
        next(row[0].row for row in sheet.iter_rows() if str(row[0].value).startswith("2026-12-07")) - 1
    ]


def test_cells_are_coloured_by_kind_and_the_legend_explains_them(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    sheet = opened(tmp_path / "roster.xlsx")["T02"]
    colours = {cell.value: cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row if cell.value}
    assert colours["N22"] != colours["휴"] != colours["휴가"]
    assert any("N22 22:00-07:00+1" in text for text in texts(sheet))


def test_the_flat_sheet_has_the_contracts_columns_in_its_first_row(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    rows = [[cell.value for cell in row] for row in opened(tmp_path / "roster.xlsx")["반입 Import"].iter_rows()]
    assert rows[0] == ["agent_id", "role", "team", "date", "shift", "start", "end", "paid_minutes", "mode"]
    assert rows[1][0] == "A0001"
    assert rows[1][7] == 480
    assert len(rows) == 4


def test_the_flat_sheet_explains_its_columns_in_korean(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    head = opened(tmp_path / "roster.xlsx")["반입 Import"]["A1"]
    assert head.comment is not None
    assert "상담사" in head.comment.text


def test_the_summary_tells_status_gap_coverage_and_broken_rules(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book(hard_broken=2))
    sheet = opened(tmp_path / "roster.xlsx")["요약 Summary"]
    assert row_of(sheet, "상태 Status")[1] == "최적 optimal"
    assert row_of(sheet, "최적성 격차 Gap")[1] == "0.40%"
    assert row_of(sheet, "필수 규칙 위반 Hard rules broken")[1] == "2"
    assert row_of(sheet, "팀장 부족 (명×시간대) Leads short")[1] == "1 / 12"
    assert row_of(sheet, "general")[1:6] == [100, 98, 2, 5, 0.98]
    assert row_of(sheet, "휴가 Leave")[1:3] == [3, 2]


def test_a_simulated_sample_says_so_on_every_sheet(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book(simulated=True))
    for sheet in opened(tmp_path / "roster.xlsx"):
        assert any("모의 자료" in text and "Simulated" in text for text in texts(sheet)), sheet.title
        assert "모의 자료" in str(sheet.oddHeader.right.text), sheet.title


def test_a_real_site_has_no_mark_of_simulation(tmp_path: Path) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", book())
    assert not any("모의" in text for sheet in opened(tmp_path / "roster.xlsx") for text in texts(sheet))


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|'/C calc'!A0", "@SUM(A1)", "-2+3", "http://example.org", "\t=1"])
def test_text_that_looks_like_a_formula_or_a_link_stays_text_and_starts_none(tmp_path: Path, formula: str) -> None:
    write_roster_workbook(tmp_path / "roster.xlsx", with_ids(book(team=formula), formula))
    workbook = opened(tmp_path / "roster.xlsx")
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert guarded(formula) in {cell.value for cell in cells}
    assert not [cell.value for cell in cells if str(cell.value).startswith(FORMULA_STARTS)]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_roster_workbook(tmp_path / name, book(simulated=True))
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_sheet_names_are_legal_and_unlike_each_other() -> None:
    wanted = ["팀/1:*", "팀_1__", "History", "t" * 40, "T" * 40, "' '", ""]
    names = sheet_names(wanted, taken=["요약"])
    assert list(names) == wanted
    assert len({name.casefold() for name in names.values()}) == len(wanted)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names.values())
    assert "history" not in {name.casefold() for name in names.values()}


def test_a_shift_with_three_hours_of_night_is_a_night() -> None:
    parameters = read_rule_pack("kr", {}).parameters
    assert kind_of_shift(NIGHT_SHIFT, parameters) is Kind.NIGHT
    assert kind_of_shift(DAY_SHIFT, parameters) is Kind.EARLY
