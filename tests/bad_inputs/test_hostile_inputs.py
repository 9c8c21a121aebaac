"""Inputs that want more than to be read: out of the folder, all of the memory, a secret, another program."""

import gzip
import io
import logging
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import openpyxl
import pytest

from tests.cli.runner import content_of, wfm
from tests.cli.tiny import ACTIVITIES, ROSTER, SHIFTS, SITE, STAFF_HEAD, requirement_file, roster_folder, tiny_site

CALLS = "interval_start,queue,offered\n2026-06-01T09:00,general,12\n"
SECONDS, MEGABYTES = 20, 120  # of processor time, whatever else runs; by its size a bomb takes a hundredth of it
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
WAYS_OUT = ["../evil", "../../evil", "a/../../../evil", "..", "/tmp/evil-wfm"]


def workbook(sheet: bytes | None = None) -> bytes:
    """A workbook of calls; its sheet's XML may be another one."""
    book = openpyxl.Workbook()
    for line in CALLS.splitlines():
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    if sheet is None:
        return out.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else before.read(name))
    return changed.getvalue()


def sheet(rows: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


BOMBS = [
    pytest.param(
        "calls.xlsx", lambda: workbook(b"\0" * (80 << 20)), "80 MB unpacked' is not accepted", id="a zip bomb"
    ),
    pytest.param("calls.gz", lambda: gzip.compress(b"\0" * (40 << 20)), "MB unpacked' is not", id="a gzip bomb"),
    pytest.param(
        "calls.xlsx",
        lambda: workbook(sheet(f"<row>{text_cell('A1', '&l9;')}</row>", f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>')),
        "expected XML without a document type",
        id="a billion laughs",
    ),
    pytest.param(
        "calls.xlsx",
        lambda: workbook(
            sheet(f"<row>{text_cell('A1', '&f;')}</row>", '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>')
        ),
        "expected XML without a document type",
        id="a file that is not the sender's",
    ),
    pytest.param(
        "calls.xlsx",
        lambda: workbook(
            sheet("".join(f'<row r="{n}">{text_cell(f"XFD{n}", "x")}</row>' for n in range(1, 5_000)))
        ),
        "16384 columns' is not accepted; expected at most 1000",
        id="rows as wide as a sheet can be",
    ),
    pytest.param("calls.csv", lambda: (CALLS + '"' + "x" * 200_000).encode(), "a row of CSV", id="a cell without end"),
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def all_is_loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The rooms that take files in are imported before anybody measures the memory that a file takes."""
    place = tmp_path_factory.mktemp("first")
    (place / "calls.xlsx").write_bytes(workbook())
    assert wfm("ingest", place / "calls.xlsx", "--site", tiny_site(place / "site")).exit_code == 0


@pytest.mark.parametrize(("name", "content", "said"), BOMBS)
def test_a_bomb_is_refused_soon_and_without_filling_the_memory(
    tmp_path: Path, name: str, content: Callable[[], bytes], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.acd_file.MAX_TABLE_BYTES", 16 << 20)  # a tenth, so that the test makes small bombs
    monkeypatch.setattr("pipeline.acd_file.MAX_SHEET_BYTES", 64 << 20)
    site, file = tiny_site(tmp_path / "site"), tmp_path / name
    file.write_bytes(content())
    before, most = content_of(site), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = process_time()
    done = wfm("ingest", file, "--site", site)
    assert process_time() - started < SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most) / 1024 < MEGABYTES
    assert done.exit_code == 4, done.output
    assert said in done.stderr
    assert "root:" not in done.output
    assert content_of(site) == before


@pytest.mark.parametrize("file", ["staff.csv", "leave.csv", "shifts.csv", "previous.csv"])
def test_a_cell_without_end_in_a_site_file_is_refused_with_its_row(tmp_path: Path, file: str) -> None:
    site = tiny_site(tmp_path / "site")
    head = {"staff.csv": STAFF_HEAD, "leave.csv": "agent_id,date,kind\n", "shifts.csv": SHIFTS, "previous.csv": ROSTER}
    (site / file).write_text(head[file] + "x" * 140_000 + "\n", encoding="utf-8")
    done = wfm("check", roster_folder(tmp_path / "roster"), "--site", site)
    assert done.exit_code == 4, done.output
    assert f"{file}, row " in done.stderr


@pytest.mark.parametrize("file", ["site.toml", "staff.csv", "payroll.toml"])
def test_a_site_file_of_200_mb_is_refused_by_its_size_alone(tmp_path: Path, file: str) -> None:
    site = tiny_site(tmp_path / "site")
    with (site / file).open("wb") as huge:
        huge.truncate(200 << 20)  # takes no room on the disk
    done = wfm("export", "--site", site, "--roster", roster_folder(tmp_path / "roster"), "--out", tmp_path / "out")
    assert done.exit_code == 4, done.output
    assert f"{file}: '200 MB' is not accepted; expected at most 150 MB" in done.stderr


@pytest.mark.parametrize("way_out", [way for way in WAYS_OUT if way != ".."])
def test_a_rule_pack_is_never_read_from_outside_the_site(tmp_path: Path, way_out: str) -> None:
    site = tiny_site(tmp_path / "a" / "site")
    text = SITE.replace('pack = "kr"', f'pack = "{way_out}.toml"')
    (site / "site.toml").write_text(text, encoding="utf-8")
    (tmp_path / "evil.toml").write_text('id = "evil"', encoding="utf-8")
    done = wfm("check", roster_folder(tmp_path / "roster"), "--site", site)
    assert done.exit_code == 4
    assert "lies outside the site folder" in done.stderr


@pytest.mark.parametrize("way_out", WAYS_OUT)
def test_names_of_people_and_queues_lead_out_of_no_folder(tmp_path: Path, way_out: str) -> None:
    place = tmp_path / "a" / "b"
    site = tiny_site(place / "site")
    for file in ("site.toml", "staff.csv", "leave.csv"):
        text = (
            (site / file).read_text("utf-8").replace('"general"', f'"{way_out}"').replace(",general,", f",{way_out},")
        )
        (site / file).write_text(text.replace("A0001", way_out), encoding="utf-8")
    changed = [text.replace("A0001", way_out).replace("general", way_out) for text in (ROSTER, ACTIVITIES)]
    roster = roster_folder(place / "roster", *changed)
    needed = requirement_file(place / "requirement.csv")
    needed.write_text(needed.read_text("utf-8").replace("general", way_out), encoding="utf-8")
    before = content_of(tmp_path)
    done = wfm("export", "--site", site, "--roster", roster, "--out", place / "out")
    assert done.exit_code == 0, done.stderr
    written = set(content_of(tmp_path)) - set(before)
    assert len(written) > 10
    assert [name for name in written if not name.startswith("a/b/out/")] == []
    checked = wfm("check", roster, "--site", site, "--requirement", needed)
    assert checked.exit_code in (0, 1), checked.output
    assert not Path("/tmp/evil-wfm").exists()


@pytest.mark.parametrize("line", ['out = "../x"', 'folder = "/tmp"', 'database = "sqlite:////tmp/x.db"'])
def test_no_setting_of_a_site_says_where_to_write(tmp_path: Path, line: str) -> None:
    site = tiny_site(tmp_path / "site")
    (site / "site.toml").write_text(SITE.replace("[site]", f"[site]\n{line}"), encoding="utf-8")
    done = wfm("check", roster_folder(tmp_path / "roster"), "--site", site)
    assert (done.exit_code, "expected no such key" in done.stderr) == (4, True)


def test_an_out_from_the_environment_never_takes_the_place_of_other_peoples_files(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    before = content_of(site)
    roster = roster_folder(tmp_path / "roster")
    done = wfm("export", "--site", site, "--roster", roster, env={"WFM_OUT": str(site)})
    assert (done.exit_code, "would remove" in done.stderr) == (1, True)
    assert content_of(site) == before


SECRETS = [
    "postgresql://planner:{0}@127.0.0.1:1/wfm",
    "postgresql://127.0.0.1:1/wfm?user=planner&password={0}",
    "mysql://planner:{0}@127.0.0.1/wfm",
    "://planner:{0}@nowhere",
    "postgresql://planner:{0}@127.0.0.1:port/wfm",
]


@pytest.mark.parametrize("url", SECRETS)
@pytest.mark.parametrize("words", [("backup", "{out}"), ("restore", "{backup}"), ("erase", "A0001")])
def test_the_password_of_a_database_is_in_no_message_and_in_no_log(
    tmp_path: Path,
    url: str,
    words: tuple[str, ...],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    site = tiny_site(tmp_path / "site")
    if words[0] == "restore":
        assert wfm("backup", tmp_path / "backup.zip", "--site", site).exit_code == 0
    before = {name for name in content_of(tmp_path) if "run.lock" not in name}
    named = [word.format(out=tmp_path / "out.zip", backup=tmp_path / "backup.zip") for word in words]
    with caplog.at_level(logging.DEBUG):
        done = wfm(*named, "--site", site, env={"WFM_DATABASE_URL": url.format("hunter2secret")})
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit), repr(done.exception)
    said = done.output + caplog.text + "".join(capfd.readouterr())
    assert "hunter2secret" not in said
    assert {name for name in content_of(tmp_path) if "run.lock" not in name} == before


def test_a_text_beside_cases_of_the_calculator_never_comes_out_as_a_formula(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(
        "=note,offered,interval_min,aht_s,patience_s,agents,answer_within_s\n=1+1,100,30,180,120,12,20\n", "utf-8"
    )
    done = wfm("erlang", "--file", tmp_path / "cases.csv", "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    cells = (tmp_path / "out.csv").read_text("utf-8").replace("\n", ",").split(",")
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
