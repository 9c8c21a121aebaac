"""No cell of any export starts a formula, whatever people typed as ids, names and texts of a site and its roster."""

import csv
import io
import json
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.export_run import ExportOrder, export_roster

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Written here anew, not taken from the product: what people would type to be run on another machine.
PAYLOADS = ("1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://example.org")', "SUM(A1:A9)", "x", "'=1")
HOSTILE = st.builds("{}{}".format, st.sampled_from([*STARTS[:4], "'=", "''+", "＝"]), st.sampled_from(PAYLOADS))
QUEUE = st.builds("{}{}".format, st.sampled_from(STARTS[:4]), st.sampled_from(["q", "1+1", "SUM(A1)"]))
SETTING = st.builds("{}{}".format, st.sampled_from(STARTS), st.sampled_from(PAYLOADS))  # TOML keeps a tab in front


def _as_read(text: str) -> str:
    """An id as our readers see it: with or without the mark it is one id, and capitals are told apart by a letter."""
    return text.lstrip("'").casefold()


STAMP = datetime(2026, 6, 1, tzinfo=UTC)


@settings(max_examples=12)
@given(
    ids=st.lists(HOSTILE, min_size=2, max_size=2, unique_by=_as_read),
    typed=st.lists(HOSTILE, min_size=4, max_size=4),
    queue=QUEUE,
    settings_text=st.lists(SETTING, min_size=3, max_size=3, unique=True),
)
def test_no_cell_of_any_export_starts_a_formula(
    ids: Sequence[str], typed: Sequence[str], queue: str, settings_text: Sequence[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site, first, second = _written(Path(folder), ids, typed, queue, settings_text)
        export_roster(site, first, Path(folder) / "one", stamp=STAMP)
        order = ExportOrder(Path(folder) / "one", "ko")
        report = export_roster(site, second, Path(folder) / "two", order, STAMP)
        assert report.changes == 2
        cells = [cell for out in ("one", "two") for cell in _cells(Path(folder) / out)]
    assert len(cells) > 200
    assert any(ids[0] in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith((*STARTS, "＝", "＋", "－", "＠"))] == []


def _cells(out: Path) -> list[str]:
    """Every cell of every file; a cell of the kind formula fails at once, numbers of a sheet are left out."""
    found = []
    for path in sorted(out.glob("*.csv")):
        text = path.read_text(encoding="utf-8-sig", newline="")
        found += [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    for sheet in openpyxl.load_workbook(out / "roster.xlsx"):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f" and not cell.hyperlink, cell.value
            found += [cell.value] if isinstance(cell.value, str) else []
    return found


def _written(
    folder: Path, ids: Sequence[str], typed: Sequence[str], queue: str, settings_text: Sequence[str]
) -> tuple[Path, Path, Path]:
    """A site that tries it everywhere, and two rosters of it."""
    team, vendor, shift, kind = typed
    site = folder / "site"
    site.mkdir()
    name, column, constant = map(json.dumps, settings_text)
    head = f'[site]\nid = "x"\nname = {name}\ntimezone = "Asia/Seoul"\ncountry = "KR"\n'
    (site / "site.toml").write_text(f"{head}[[queue]]\nid = {json.dumps(queue)}\naht_s = 180\n", encoding="utf-8")
    columns = f'[[payroll.column]]\nname = {column}\nfrom = "agent_id"\n[[payroll.column]]\nname = "b"\n'
    (site / "payroll.toml").write_text(f"[payroll]\n{columns}constant = {constant}\n", encoding="utf-8")
    times = ["09:00", 540, 60, 180, 360, 15, 2, "MTWTFSS", "agent;lead", "any"]
    shift_head = "shift,start,span_minutes,meal_minutes,meal_from,meal_until,rest_minutes,rest_count,days,roles,mode"
    _write(site / "shifts.csv", shift_head, [[shift, *times]])
    staff_head = "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,night_consent,mode"
    people = [[who, "agent", team, vendor, queue, 2400, 0, 0, "site", "2020-01-01", ""] for who in ids]
    _write(site / "staff.csv", staff_head + ",start_date,end_date", people)
    _write(site / "leave.csv", "agent_id,date,kind", [[ids[1], "2026-06-10", kind]])
    rosters = []
    for number, day in enumerate(("2026-06-08", "2026-06-09")):
        rosters.append(folder / f"roster{number}")
        rosters[-1].mkdir()
        start, end = f"{day}T09:00:00", f"{day}T13:00:00"
        head = "agent_id,role,team,date,shift,start,end,paid_minutes,mode"
        _write(rosters[-1] / "roster.csv", head, [[ids[0], "agent", team, day, shift, start, end, 240, "site"]])
        head = "agent_id,start,end,activity,queue"
        _write(rosters[-1] / "activities.csv", head, [[ids[0], start, end, "work", queue]])
        report = {
            "status": typed[0],
            "window": {"start": "2026-06-08", "days": 7},
            "coverage": {queue: {"required": 1}},
            "rules": {typed[1]: {"checked": 1, "broken": 0, "source": typed[2]}},
        }
        (rosters[-1] / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return site, rosters[0], rosters[1]


def _write(path: Path, head: str, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head.split(","), *rows])
