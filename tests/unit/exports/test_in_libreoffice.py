"""The workbook in LibreOffice: it opens as it is, and its printed pages hold what they should.

Skipped, and said, where LibreOffice or the programs that read PDF are not installed.
"""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from domain.roster import Activity, Roster
from exports.pay_hours import PayTerms, pay_hours
from exports.pay_months import pay_months
from exports.roster_book import HrTables, RosterBook
from exports.roster_workbook import write_roster_workbook
from tests.unit.exports.books import DAY_SHIFT, book, duty, person

MISSING = [name for name in ("soffice", "pdftotext", "pdfinfo") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"{', '.join(MISSING)} not here: the workbook was NOT opened elsewhere"),
]
CHANGES = pd.DataFrame({"agent_id": ["A0001"], "role": ["agent"], "change": ["added"], "paid_minutes_after": [480]})


def whole_book() -> RosterBook:
    """A book with all its sheets: each duty has its meal, so that its minutes add up."""
    plain = book(simulated=True)
    meals = [
        Activity(one.agent_id, start, end, kind, "")  # type: ignore[arg-type]
        for one in plain.roster.duties
        for start, end, kind in (
            (one.start, one.start.replace(minute=30), "work"),
            (one.start.replace(minute=30), one.start.replace(minute=30) + pd.Timedelta(hours=1), "meal"),
            (one.start.replace(minute=30) + pd.Timedelta(hours=1), one.end, "work"),
        )
    ]
    roster = Roster(plain.roster.window, plain.roster.duties, tuple(meals))
    hours = pay_hours(plain.site, roster, PayTerms(frozenset({plain.roster.window.start})))
    return replace(plain, roster=roster, tables=HrTables(hours, pay_months(hours, roster), CHANGES))


def crowded(plain: RosterBook, people: int) -> RosterBook:
    """The book with a large team more, and a catalogue of shifts whose names fill several lines."""
    shifts = tuple(replace(DAY_SHIFT, id=f"D{n:02}", start_min=360 + 15 * n) for n in range(14))
    crowd = tuple(person(f"B{n:04}", "T09") for n in range(people))
    duties = tuple(duty(one, plain.roster.window.start, shifts[n % 14]) for n, one in enumerate(crowd))
    site = replace(plain.site, people=plain.site.people + crowd, shifts=plain.site.shifts + shifts)
    return replace(plain, site=site, roster=replace(plain.roster, duties=plain.roster.duties + duties))


def converted(folder: Path, kind: str, what: RosterBook | None = None) -> Path:
    """The workbook as LibreOffice writes it, with a profile of its own."""
    write_roster_workbook(folder / "roster.xlsx", what or whole_book())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder / kind)]
    subprocess.run([*words, str(folder / "roster.xlsx")], check=True, capture_output=True, timeout=110)
    return folder / kind / f"roster.{kind}"


def pages(pdf: Path) -> list[str]:
    """The text of each printed page."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return text.split("\f")[:-1]


def values(path: Path) -> dict[str, list[list[object]]]:
    return {
        sheet.title: [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(path)
    }


def test_libreoffice_reads_every_cell_of_every_sheet_as_it_was_written(tmp_path: Path) -> None:
    theirs = values(converted(tmp_path, "xlsx"))
    ours = values(tmp_path / "roster.xlsx")
    assert list(theirs) == list(ours)
    assert len(ours) == 7
    for name, rows in ours.items():
        cut = [row[: len(rows[0])] for row in theirs[name][: len(rows)]]
        assert cut == rows, name


def test_the_printed_pages_hold_every_sheet_one_page_wide(tmp_path: Path) -> None:
    pdf = converted(tmp_path, "pdf")
    facts = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    printed = pages(pdf)
    # A summary, two weeks of each of two teams, and one page of each of the four tables.
    assert len(printed) == 1 + 2 * 2 + 4
    assert "A4" in facts
    for word in ("주간 근무표", "범례 Legend", "급여 월별 Pay months", "특수건강진단", "휴일 8시간", "모의 자료"):
        assert word in "".join(printed), word
    tables = [page for page in printed if "주간 근무표" not in page and "요약" not in page]
    assert len(tables) == 4
    assert all("작은 센터 · 2026-12-06 ~ 2026-12-08" in page for page in tables)  # whose, and of which days


def test_a_team_too_large_for_a_page_has_heads_and_legend_on_each_of_its_pages(tmp_path: Path) -> None:
    printed = pages(converted(tmp_path, "pdf", crowded(book(), 45)))
    of_team = [page for page in printed if "작은 센터 · T09" in page]
    assert len(of_team) == 2 * 3  # two weeks, fifteen people a page
    for page in of_team:
        assert "번호" in page and "유급 시간" in page and "범례 Legend" in page
        assert page.count("상담사 Agent") == 15
    assert {line.split()[0] for page in of_team[:3] for line in page.splitlines() if line.strip()[:2] == "B0"} == {
        f"B{n:04}" for n in range(45)
    }
