"""Files as nobody should write them: each kind of input with something spoilt, and the command that reads it."""

import csv
import gzip
import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import strategies as st

from domain.rule_pack import PACKS_DIR
from tests.cli.runner import wfm
from tests.cli.tiny import ACTIVITIES, ROSTER, SHIFTS, SITE, requirement_file, roster_folder, tiny_site

SITE_TOML = SITE.replace(
    'pack = "kr"', 'pack = "pack.toml"\n[rules.override]\nmax_consecutive_days = 5\n[shrinkage]\nabsence = 0.1'
)
STAFF = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,night_consent,mode,start_date,"
    "end_date\nA0001,agent,T01,V1,general,2400,60,0,site,2020-01-01,\nA0002,agent,T01,V1,general,840,0,1,any,2020-01-01,"
    "2030-12-31\nL001,lead,T01,V1,,2400,0,0,site,2020-01-01,\n"
)
CALLS = (
    "interval_start,queue,offered,answered,abandoned,aht_s\n2026-06-01T09:00,general,12,11,1,180\n"
    "2026-06-01T09:30,general,15,15,0,175.5\n2026-06-01T10:00,general,9,,,\n"
)
MAPPED = "날짜,시각,큐,인입,응대\n2026.06.01,09:00,대표,12,11\n2026.06.01,09:30,대표,15,15\n"
MAPPING = """
[columns]
date = "날짜"
time = "시각"
queue = "큐"
offered = "인입"
answered = "응대"
[time]
format = "%Y.%m.%d %H:%M"
interval_minutes = 30
timezone = "Asia/Seoul"
[queue]
ignore = ["시험"]
[queue.names]
"대표" = "general"
[file]
delimiter = ","
lines_above_header = 0
"""
PAYROLL = """
weekly_holiday = "sunday"
[payroll]
table = "pay_hours"
rows = "all"
delimiter = ";"
encoding = "utf-8-sig"
[[payroll.column]]
name = "사번"
from = "agent_id"
[[payroll.column]]
name = "일자"
from = "date"
format = "%Y%m%d"
[[payroll.column]]
name = "시간"
from = "paid_minutes"
unit = "hours"
[[payroll.column]]
name = "회사"
constant = "D"
"""
REPORT = json.dumps(
    {
        "status": "feasible", "objective": 1.5, "bound": 1.0, "gap": 0.3, "window": {"start": "2026-06-08", "days": 7},
        "coverage": {"general": {"required": 20, "covered": 18.5, "short": 1.5, "over": 0}},
        "rules": {"leave": {"checked": 1, "broken": 0, "source": "60"}},
        "leads": {"required": 4, "short": 1},
        "short": [{"interval_start": "2026-06-08T09:00", "queue": "general", "need": 2}],
    }
)  # fmt: skip
FORECAST = (
    "interval_start,queue,offered,p10,p50,p90,aht_s,model\n2026-06-08T09:00,general,12.5,8,12,17,180,mean\n"
    "2026-06-08T09:30,general,10,7,10,14,180,mean\n"
)
CURVE = (
    "interval_start,queue,agents,answered,within_threshold\n2026-06-08T09:00,general,1,5,3\n"
    "2026-06-08T09:00,general,2,8,7\n2026-06-08T09:00,general,3,9,8.5\n"
)
WISHES = "agent_id,date,shift,weight\nA0001,*,D09,2\nA0002,2026-06-09,off,-1.5\n"
EVENTS = (
    "event,from,until,queue,effect\n임시공휴일,2026-06-09,2026-06-09,,\n"
    "storm,2026-06-10T09:00,2026-06-10T18:00,general,1.4\n"
)
CASES = "offered,interval_min,aht_s,patience_s,agents,answer_within_s\n100,30,180,120,12,20\n40,30,240,,8,20\n"


@dataclass(frozen=True)
class Kind:
    """One kind of input: its file, a valid content, its form, and the command that reads it."""

    file: str
    content: str
    form: str
    words: tuple[str, ...]


CHECK = ("check", "{roster}", "--site", "{site}", "--requirement", "{requirement}")
EXPORT = ("export", "--site", "{site}", "--roster", "{roster}", "--since", "{since}", "--out", "{out}")
WEEK = ("--start", "2026-06-08", "--days", "7")
SCHEDULE = ("schedule", "--site", "{site}", *WEEK, "--out", "{out}")
REPAIR = ("repair", "--site", "{site}", "--roster", "{roster}", "--from", "2026-06-09", "--out", "{out}")
NEED = ("requirement", "--site", "{site}", "--forecast", "{file}", "--out", "{out}")
FORESEE = ("forecast", "--history", "{file}", "--country", "KR", *WEEK, "--out", "{out}")
ABSENT = "agent_id,from_date,to_date\nA0001,2026-06-09,\n"
NEEDED = ("--requirement", "{requirement}")
KINDS = (
    Kind("calls.csv", CALLS, "table", ("ingest", "{file}", "--site", "{site}")),
    Kind("calls.csv.gz", CALLS, "gzip", ("ingest", "{file}", "--site", "{site}")),
    Kind("calls.xlsx", CALLS, "xlsx", ("ingest", "{file}", "--site", "{site}")),
    Kind("export.csv", MAPPED, "table", ("ingest", "{file}", "--site", "{site}", "--map", "{mapping}")),
    Kind("export.xlsx", MAPPED, "xlsx", ("ingest", "{file}", "--site", "{site}", "--map", "{mapping}")),
    Kind("mapping.toml", MAPPING, "toml", ("ingest", "{export}", "--site", "{site}", "--map", "{file}")),
    Kind("site/site.toml", SITE_TOML, "toml", CHECK),
    Kind("site/pack.toml", (PACKS_DIR / "kr.toml").read_text("utf-8"), "toml", CHECK),
    Kind("site/shifts.csv", SHIFTS, "table", CHECK),
    Kind("site/staff.csv", STAFF, "table", CHECK),
    Kind("site/leave.csv", "agent_id,date,kind\nA0001,2026-06-10,annual\nA0002,2026-06-11,\n", "table", CHECK),
    Kind(
        "site/limits.csv",
        "agent_id,from_date,to_date,limit,value\nA0001,2026-06-01,,no_night,\nA0002,2026-06-01,2026-06-30,"
        "max_paid_minutes_day,300\nA0002,2026-06-01,2026-06-30,shifts_only,P11;D10\n",
        "table",
        CHECK,
    ),
    Kind("site/preferences.csv", WISHES, "table", CHECK),
    Kind("site/previous.csv", ROSTER.replace("06-08", "06-05"), "table", CHECK),
    Kind(
        "site/events.csv",
        EVENTS,
        "table",
        CHECK,
    ),
    Kind("site/payroll.toml", PAYROLL, "toml", EXPORT),
    Kind("roster/roster.csv", ROSTER, "table", EXPORT),
    Kind("roster/activities.csv", ACTIVITIES, "table", EXPORT),
    Kind("roster/report.json", REPORT, "json", EXPORT),
    Kind("since/calendar/A0001.ics", "", "ics", EXPORT),
    Kind("requirement.csv", "", "table", CHECK),
    Kind("curve.csv", CURVE, "table", (*SCHEDULE, *NEEDED, "--curve", "{file}")),
    Kind("forecast.csv", FORECAST, "table", NEED),
    Kind(
        "history.csv",
        CALLS,
        "table",
        FORESEE,
    ),
    Kind("absent.csv", ABSENT, "table", (*REPAIR, *NEEDED, "--absent", "{file}")),
    Kind("cases.csv", CASES, "table", ("erlang", "--file", "{file}", "--out", "{out}")),
)  # fmt: skip

NUMBERS = [
    "",
    " ",
    "-1",
    "-0",
    "0",
    "1e309",
    "1e18",
    "nan",
    "inf",
    "1.5",
    "1_000",
    "1,000",
    "１２",
    "٣",
    "0x10",
    "9" * 25,
]
LONG = ["9" * 400, "x" * 3000]
DAYS = ["2026-13-01", "2026-02-30", "0001-01-01", "9999-12-31", "2026-06-08", "2026-W24-1", "20260608", "NaT", "T"]
TIMES = ["2026-06-08T25:00", "2026-06-08T09:00+09:00", "9999-12-31T23:30", "0001-01-01T00:00", "1500-06-01T09:00"]
MORE_TIMES = ["2300-01-01T00:00", "2026-06-08T09:00Z", "2026-06-08T09:07", "24:00", "0:0"]
WORDS = [
    "-",
    "*",
    "off",
    ";",
    "=1+1",
    "'=1",
    "general",
    "A0001",
    "agent",
    "lead",
    "agent;lead",
    "true",
    "MTWTFSS",
    "None",
]
SIGNS = ["-------", "김", "😀", "\u202e", "\ufeff", "a\tb", "{0}", "%s", "../x"]
CELLS = st.sampled_from([*NUMBERS, *LONG, *DAYS, *TIMES, *MORE_TIMES, *WORDS, *SIGNS])
TOML_NUMBERS = ["-1", "0", "1e400", "nan", "inf", "true", "9" * 30, "9" * 5000, "2026-06-08", "07:32:00"]
TOML_TEXTS = [
    '""',
    '" "',
    '"x"',
    '"Asia/Seoul"',
    '"../../x"',
    '"\\u0000"',
    '"/etc/passwd"',
    '"KR"',
    '"%"',
    '"%Y"',
    '"{0}"',
]
TOML_LISTS = ["[]", "{}", "[1, 2]", '["a", 1]', "[[[[]]]]", "[" * 2000 + "]" * 2000, '"\\t"', '"\\n"']
TOML_VALUES = st.sampled_from([*TOML_NUMBERS, *TOML_TEXTS, *TOML_LISTS])
JSON_NUMBERS = ["null", "-1", "1e400", "NaN", "true", "9" * 30, "9" * 5000]
JSON_TREES = ['""', '"x"', '"2026-99-01"', "[]", "{}", "[[]]", "[null]", '{"a": null}', "[" * 2000 + "]" * 2000]
JSON_VALUES = st.sampled_from([*JSON_NUMBERS, *JSON_TREES])
MARKS = [b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"\xc0\x80", b"\0", b"\x1a"]
NOISE = st.sampled_from([*MARKS, b'"', b"\r", b"\n\n", b",,,,", b"[", b"'", b"\\"])

type Draw = Callable[[st.SearchStrategy], Any]


@dataclass(frozen=True)
class Spoilt:
    """A spoilt input: the file's bytes, and row and column of the cell that was changed where only a cell was."""

    content: bytes
    row: int | None = None
    column: str | None = None


def spoilt(draw: Draw, kind: Kind) -> Spoilt:
    """The kind's content with something wrong in it."""
    how = draw(st.sampled_from(HOW[kind.form]))
    found = how(draw, kind.content)
    return found if isinstance(found, Spoilt) else Spoilt(found)


def one_cell(draw: Draw, text: str) -> Spoilt:
    rows = list(csv.reader(io.StringIO(text)))
    row = draw(st.integers(1, len(rows) - 1))
    column = draw(st.integers(0, len(rows[0]) - 1))
    rows[row][column] = draw(CELLS)
    return Spoilt(_csv(rows), row + 1, rows[0][column])


def rows_and_columns(draw: Draw, text: str) -> bytes:
    rows = list(csv.reader(io.StringIO(text)))
    for _ in range(draw(st.integers(1, 2))):
        row, column = draw(st.integers(0, len(rows) - 1)), draw(st.integers(0, len(rows[0]) - 1))
        match draw(st.sampled_from(["twice", "short", "long", "gone", "header", "no column", "same name", "empty"])):
            case "twice":
                rows.insert(row, list(rows[row]))
            case "short":
                rows[row] = rows[row][:column]
            case "long":
                rows[row] = [*rows[row], "x", "y"]
            case "gone" if len(rows) > 1:
                del rows[row]
            case "header":
                rows[0][min(column, len(rows[0]) - 1)] = draw(CELLS)
            case "no column":
                rows = [[cell for number, cell in enumerate(line) if number != column] for line in rows]
            case "same name":
                rows[0] = [*rows[0], rows[0][0]]
            case "empty":
                rows = rows[:1]
        if not rows or not rows[0]:
            break
    return _csv(rows)


def raw_bytes(draw: Draw, text: str) -> bytes:
    content = text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["noise", "cut", "drop", "double"])):
            case "noise":
                content = content[:place] + draw(NOISE) + content[place:]
            case "cut":
                content = content[:place]
            case "drop":
                content = content[:place] + content[place + 7 :]
            case "double":
                content = content[:place] + content
    return content


def setting_lines(draw: Draw, text: str) -> bytes:
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 2))):
        number = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["value", "value", "value", "twice", "gone", "name", "table"])):
            case "value" if "=" in lines[number]:
                lines[number] = lines[number].partition("=")[0] + "= " + draw(TOML_VALUES)
            case "twice":
                lines.insert(number, lines[number])
            case "gone" if len(lines) > 1:
                del lines[number]
            case "name":
                lines[number] = "x" + lines[number]
            case "table":
                lines.insert(number, draw(st.sampled_from(["[x]", "[[queue]]", "[site]", "[[rule]]", "[queue.names]"])))
    return "\n".join(lines).encode()


def json_values(draw: Draw, text: str) -> bytes:
    places = [match.span() for match in re.finditer(r'"[^"]*"(?!:)|-?\d+\.?\d*|\{|\[', text)]
    start, end = draw(st.sampled_from(places))
    return (text[:start] + draw(JSON_VALUES) + text[end:]).encode()


def calendar_lines(draw: Draw, text: str) -> bytes:
    lines = text.splitlines()
    number = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["value", "value", "twice", "gone", "noise"])):
        case "value":
            lines[number] = lines[number].partition(":")[0] + ":" + draw(CELLS)
        case "twice":
            lines.insert(number, lines[number])
        case "gone":
            del lines[number]
        case "noise":
            lines.insert(number, draw(st.text(max_size=20)))
    return "\r\n".join(lines).encode("utf-8", "replace")


def packed(draw: Draw, text: str) -> bytes:
    if draw(st.booleans()):
        return gzip.compress(one_cell(draw, text).content, mtime=0)
    content = gzip.compress(text.encode(), mtime=0)
    place = _place(draw, content)
    return content[:place] + draw(st.sampled_from([b"", b"\0", b"xyz"])) + content[place + draw(st.integers(0, 3)) :]


SHEET_CELLS = st.one_of(
    CELLS.filter(lambda text: len(text) < 100),
    st.integers(-3, 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.none(),
    st.sampled_from(["=1/0", "=SUM(A1:A9)", "#N/A"]),
)


def sheet(draw: Draw, text: str) -> bytes:
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(text)):
        book.active.append(line)
    for _ in range(draw(st.integers(1, 2))):
        cell = book.active.cell(draw(st.integers(1, 4)), draw(st.integers(1, 7)))
        try:
            cell.value = draw(SHEET_CELLS)
        except (ValueError, openpyxl.utils.exceptions.IllegalCharacterError):
            cell.value = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def broken_sheet(draw: Draw, text: str) -> bytes:
    content = sheet(draw, text)
    place = _place(draw, content)
    return content[:place] + draw(NOISE) + content[place + draw(st.integers(0, 40)) :]


def _place(draw: Draw, content: bytes) -> int:
    """A place in packed content, whose length is not the same each time."""
    return len(content) * draw(st.integers(0, 1000)) // 1000


HOW: dict[str, list[Callable[[Draw, str], bytes | Spoilt]]] = {
    "table": [one_cell, one_cell, one_cell, rows_and_columns, raw_bytes],
    "toml": [setting_lines, setting_lines, setting_lines, raw_bytes],
    "json": [json_values, json_values, raw_bytes],
    "ics": [calendar_lines, calendar_lines, raw_bytes],
    "gzip": [packed],
    "xlsx": [sheet, broken_sheet],
}


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def good_folder(folder: Path) -> Path:
    """A folder with every input as it should be, and an earlier export."""
    tiny_site(folder / "site")
    for kind in KINDS:
        if kind.content and kind.form in ("table", "toml", "json"):
            (folder / kind.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / kind.file).write_text(kind.content, encoding="utf-8")
    roster_folder(folder / "roster")
    requirement_file(folder / "requirement.csv")
    exported = wfm("export", "--site", folder / "site", "--roster", folder / "roster", "--out", folder / "since")
    assert exported.exit_code == 0, exported.stderr
    taken = wfm("ingest", folder / "calls.csv", "--site", folder / "site")  # the store is made once
    assert taken.exit_code == 0, taken.stderr
    return folder


def contents(folder: Path) -> dict[str, str]:
    """The valid content of each kind; of some only the folder knows it."""
    return {kind.file: kind.content or (folder / kind.file).read_text("utf-8") for kind in KINDS}


def command(folder: Path, kind: Kind) -> list[str]:
    """The words of the command that reads the kind's file."""
    names = {name: folder / name for name in ("site", "roster", "since", "out")}
    names |= {"requirement": folder / "requirement.csv", "mapping": folder / "mapping.toml"}
    names |= {"export": folder / "export.csv", "file": folder / kind.file}
    return [word.format(**names) for word in kind.words]


def clear(folder: Path) -> None:
    """Takes away what a command wrote."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.unlink(missing_ok=True)
