"""Taking in exports with odd columns: the proposal, what would change, one import for all files, and its undoing."""

import io
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from domain.errors import DataError, UsageError
from pipeline.account_acts import audit_lines
from pipeline.column_mapping import ColumnMapping, read_mapping
from pipeline.import_wizard import Upload, imports, mapping_of, opened, preview, take_in, undo
from pipeline.mapping_guess import guessed_columns, guessed_form, guessed_format
from pipeline.site_store import open_site_database
from store.history import read_history
from tests.app.small_night import FIRST, small_site

COMING = FIRST  # the first day after the small site's history
KNOWN = FIRST - timedelta(days=1)
HEADER = "교환기 일별 실적\n조회일: 2026-10-06\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_site(tmp_path / "mini")


def odd_export(day: date, offered: int = 120, answered: int = 110, hours: range = range(9, 12)) -> str:
    """An export as an ACD writes it: a title above, odd names, days and hours apart, thousands' commas."""
    lines = [f"{HEADER}집계일자;시작시각;스킬그룹;총 인입호;응대호(건);포기호;평균처리시간(초)"]
    for hour in hours:
        for minute in (0, 30):
            moment = f"{day:%Y/%m/%d};{hour:02}:{minute:02}"
            lines += [f"{moment};GENERAL;{offered:,};{answered};{offered - answered};181.5"]
            lines += [f"{moment};시험;7;7;0;90"]
    return "\n".join(lines) + "\n"


def upload(text: str, name: str = "실적.csv", encoding: str = "cp949") -> Upload:
    return Upload(name, text.encode(encoding))


def told(site: Path, given: Upload) -> ColumnMapping:
    """The proposal, with the one queue that is no queue of the site left out, as a planner does."""
    found = opened(site, given)
    kept = found.mapping
    columns = kept.columns.model_dump()
    names = kept.queue.names
    return mapping_of(found, columns, kept.time.format, kept.time.interval_minutes, None, names, ["시험"])


def history(site: Path) -> pd.DataFrame:
    with open_site_database(site) as database:
        return read_history(database, "mini", "Asia/Seoul")


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig"])
def test_odd_columns_are_understood_and_the_mapping_is_remembered(site: Path, encoding: str) -> None:
    given = upload(odd_export(COMING), encoding=encoding)
    found = opened(site, given)
    assert found.mapping.columns.model_dump() == {
        "interval_start": None,
        "date": "집계일자",
        "time": "시작시각",
        "queue": "스킬그룹",
        "offered": "총 인입호",
        "answered": "응대호(건)",
        "abandoned": "포기호",
        "aht_s": "평균처리시간(초)",
    }
    assert (found.mapping.time.format, found.mapping.file.delimiter) == ("%Y/%m/%d %H:%M", ";")
    assert found.mapping.file.lines_above_header == 2
    assert found.mapping.queue.names == {"GENERAL": "general"}
    assert found.queue_values["스킬그룹"] == ("GENERAL", "시험")
    assert "시험" in str(preview(site, given, found.mapping).problems[0])
    mapping = told(site, given)
    (report,) = take_in(site, given, mapping, "kim")
    assert (report.counts.new, report.rows) == (6, 12)
    assert read_mapping(site / "mapping.toml") == mapping
    assert opened(site, given).mapping == mapping


def test_what_would_change_is_told_with_both_values_before_anything_is_written(site: Path) -> None:
    before = history(site)
    given = upload(odd_export(KNOWN))
    would = preview(site, given, told(site, given))
    assert (would.new, would.changed, would.same) == (0, 6, 0)
    row = would.conflicts.iloc[0]
    assert (row["offered_was"], row["offered"], row["answered_was"], row["answered"]) == (100, 120, 95, 110)
    totals = would.totals.iloc[0]
    assert (totals["queue"], totals["intervals"], totals["offered"], totals["offered_was"]) == ("general", 6, 720, 600)
    pd.testing.assert_frame_equal(history(site), before)


def test_unlikely_rows_are_counted(site: Path) -> None:
    given = upload(odd_export(COMING, offered=100, answered=110).replace(";-10;", ";0;"))
    assert preview(site, given, told(site, given)).odd == {"answered_over": 6}
    gap = odd_export(COMING) + odd_export(COMING + timedelta(days=3)).partition("초)\n")[2]
    assert preview(site, upload(gap), told(site, upload(gap))).odd == {"days_gone": 2}


def test_an_import_is_undone_to_the_last_value_and_can_be_done_again(site: Path) -> None:
    before = history(site)
    text = odd_export(KNOWN) + odd_export(COMING).partition("초)\n")[2]
    given = upload(text)
    take_in(site, given, told(site, given), "kim")
    assert len(history(site)) == len(before) + 6
    (newest, *_) = imports(site)
    assert (newest.files, newest.rows, newest.who, newest.is_undone) == (("실적.csv",), 12, "kim", False)
    assert undo(site, newest.number, "lee") == 12
    pd.testing.assert_frame_equal(history(site), before)
    assert imports(site)[0].is_undone
    assert audit_lines(site)[0].who == "lee"
    with pytest.raises(UsageError, match="undone before"):
        undo(site, newest.number)
    (again,) = take_in(site, given, told(site, given))
    assert (again.known, again.counts.new, again.counts.changed) == (False, 6, 6)


def test_an_import_that_a_later_one_corrected_is_not_undone_beneath_it(site: Path) -> None:
    first, second = upload(odd_export(COMING)), upload(odd_export(COMING, offered=130, hours=range(9, 10)), "둘째.csv")
    mapping = told(site, first)
    take_in(site, first, mapping)
    take_in(site, second, mapping)
    later, earlier, *_ = imports(site)
    with pytest.raises(UsageError, match=r"2 rows of import \d were written again since"):
        undo(site, earlier.number)
    undo(site, later.number)
    undo(site, earlier.number)
    assert history(site)["interval_start"].max() < pd.Timestamp(COMING, tz="Asia/Seoul")


def test_a_zip_is_one_import_and_its_files_may_not_contradict_one_another(site: Path) -> None:
    days = [COMING + timedelta(days=number) for number in range(3)]
    given = zipped({f"{day}.csv": odd_export(day).encode("cp949") for day in days})
    found = opened(site, given)
    assert len(found.files) == 3
    mapping = told(site, given)
    assert preview(site, given, mapping).new == 18
    take_in(site, given, mapping)
    assert imports(site)[0].rows == 18
    twice = zipped({"a.csv": odd_export(COMING).encode(), "b.csv": odd_export(COMING, offered=119).encode()})
    (problem,) = preview(site, twice, mapping).problems
    assert "b.csv" in str(problem)
    assert "the 120 that a.csv tells of general at 2026-10-05T09:00" in str(problem)


def test_one_wrong_file_of_a_zip_keeps_all_of_them_out(site: Path) -> None:
    before = history(site)
    wrong = odd_export(COMING + timedelta(days=1)).replace(";120;110;", ";x;110;", 1)
    given = zipped({"a.csv": odd_export(COMING).encode(), "b.csv": wrong.encode()})
    mapping = told(site, zipped({"a.csv": odd_export(COMING).encode()}))
    (problem,) = preview(site, given, mapping).problems
    assert (problem.file, problem.row, problem.column, problem.value) == ("b.csv", 4, "총 인입호", "x")
    with pytest.raises(DataError):
        take_in(site, given, mapping)
    pd.testing.assert_frame_equal(history(site), before)
    assert not (site / "mapping.toml").exists()


def zipped(files: dict[str, bytes]) -> Upload:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return Upload("실적.zip", stream.getvalue())


def test_a_workbook_with_true_times_is_taken_in(site: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["시작일시", "업무그룹", "인입", "응답"])
    for hour in (9, 10):
        sheet.append([datetime(COMING.year, COMING.month, COMING.day, hour), "chat", 12, 11])
    stream = io.BytesIO()
    book.save(stream)
    given = Upload("실적.xlsx", stream.getvalue())
    mapping = opened(site, given).mapping
    assert mapping.columns.interval_start == "시작일시"
    assert preview(site, given, mapping).new == 2
    take_in(site, given, mapping)
    assert history(site).query("queue == 'chat'")["offered"].tail(2).tolist() == [12, 12]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["Interval Start", "Queue Name", "Calls Offered", "ACD Calls", "Aband Calls"],
         ["interval_start", "queue", "offered", "answered", "abandoned"]),
        (["일자", "시간대", "큐", "인입콜", "응답호", "포기건수"],
         ["date", "time", "queue", "offered", "answered", "abandoned"]),
        (["interval_start", "queue", "offered", "aht_s"], ["interval_start", "queue", "offered", "aht_s"]),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(columns: list[str], words: list[str]) -> None:
    assert guessed_columns(columns) == dict(zip(words, columns, strict=True))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2026-10-05T09:00", None),
        ("2026/10/05 09:00", "%Y/%m/%d %H:%M"),
        ("20261005 0930", "%Y%m%d %H%M"),
        ("2026.10.05 09:30:00", "%Y.%m.%d %H:%M:%S"),
        ("10/25/2026 14:30", "%m/%d/%Y %H:%M"),
    ],
)
def test_the_form_of_times_is_known_by_all_of_them(text: str, form: str | None) -> None:
    assert guessed_format(pd.Series([text] * 3)) == form


def test_the_header_is_found_below_a_title() -> None:
    form = guessed_form("제목\n\n기준,서울\na\tb\tc\n1\t2\t3\n")
    assert (form.delimiter, form.lines_above_header) == ("\t", 3)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\x00\x01", "binary"),
        ("a.zip", b"PK\x03\x04broken", "damaged"),
        ("../../etc/a.csv", b"", "the file is empty"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(site: Path, name: str, content: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        opened(site, Upload(name, content))


CALLS = b"interval_start,queue,offered\n2026-10-05T09:00,general,12\n"
WAYS_OUT = ["../../evil.csv", "..", ".", "", "/", "C:\\x\\evil.csv", "/etc/evil.csv"]
ODD_NAMES = [*WAYS_OUT, "a\0b.csv", "a\nb.csv", "x" * 400 + ".csv", "가" * 300 + ".csv"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_whatever_an_upload_is_called_it_leads_nowhere(site: Path, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.rglob("*"))
    (file,) = opened(site, Upload(name, CALLS)).files
    assert file.isprintable() and not set(file) & set("/\\") and file not in ("", ".", "..")
    assert set(tmp_path.rglob("*")) == before


def test_whatever_the_members_of_an_archive_are_called_they_lead_nowhere(site: Path, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("../../evil.csv", "/etc/evil.csv", "..\\..\\evil.csv", "a/../../../evil.csv"):
            archive.writestr(name, CALLS)
    before = set(tmp_path.rglob("*"))
    assert set(opened(site, Upload("a.zip", packed.getvalue())).files) == {"evil.csv"}
    assert set(tmp_path.rglob("*")) == before
    assert not list(tmp_path.parent.glob("evil*"))
