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
from tests.unit.exports.books import book

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


def converted(folder: Path, kind: str) -> Path:
    """The workbook as LibreOffice writes it, with a profile of its own."""
    write_roster_workbook(folder / "roster.xlsx", whole_book())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder / kind)]
    subprocess.run([*words, str(folder / "roster.xlsx")], check=True, capture_output=True, timeout=110)
    return folder / kind / f"roster.{kind}"


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
    pages = next(int(line.split()[1]) for line in facts.splitlines() if line.startswith("Pages:"))
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    # A summary, two weeks of each of two teams, and one page of each of the four tables.
    assert pages == 1 + 2 * 2 + 4
    assert "A4" in facts
    for word in ("주간 근무표", "범례 Legend", "급여 월별 Pay months", "특수건강진단", "휴일 8시간", "모의 자료"):
        assert word in text, word
