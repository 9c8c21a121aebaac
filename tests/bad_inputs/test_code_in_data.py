"""Files that carry a program: read as text, refused in a sentence, or left alone, and never run."""

import io
import json
import os
import pickle
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.app_run import app_command_line
from tests.cli.runner import content_of, wfm
from tests.cli.tiny import ACTIVITIES, ROSTER, SITE, requirement_file, roster_folder, tiny_history, tiny_site

# Names that the product, its libraries or Python itself import, and some that Python looks for by itself.
MODULES = (
    "json",
    "numpy",
    "typer",
    "streamlit",
    "tornado",
    "pipeline",
    "domain",
    "sitecustomize",
    "usercustomize",
    "app",
)
# What some program or other would work out, were the text a formula, a template, a tag or a line of Python.
TEXTS = (
    "__import__('os').mkdir('ran')",
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{0.__class__}",
    "%(PATH)s",
    "$(mkdir ran)",
    "`mkdir ran`",
    "!!python/object/apply:os.mkdir [ran]",
    "${jndi:ldap://127.0.0.1:9/a}",
)


class Program:
    """Unpickling it makes the folder `ran` where the process stands."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("ran",)


def with_modules(site: Path) -> Path:
    """The site with files that tell when they are imported."""
    for name in MODULES:
        (site / f"{name}.py").write_text(f"open({str(site / 'ran')!r}, 'a').write({name!r})\n", "utf-8")
    (site / "conftest.py").write_text((site / "json.py").read_text("utf-8"), "utf-8")
    (site / "wfm.pth").write_text(f"import os; os.mkdir({str(site / 'ran')!r})\n", "utf-8")
    return site


@pytest.mark.parametrize("words", [("check", "{roster}"), ("nightly", "--date", "2026-06-07", "--dry-run")])
def test_a_file_named_like_a_module_is_not_imported_by_a_command_run_in_the_site(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    site = with_modules(tiny_site(tmp_path / "site"))
    command = Path(sys.executable).with_name("wfm")
    roster = roster_folder(tmp_path / "roster")
    assert wfm("ingest", tiny_history(tmp_path / "calls.csv"), "--site", site).exit_code == 0
    asked = [str(command), *(word.format(roster=roster) for word in words), "--site", "."]
    done = subprocess.run(asked, cwd=site, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stderr
    assert not (site / "ran").exists()


def test_a_file_named_like_a_module_is_not_imported_by_the_app_started_in_the_site(tmp_path: Path) -> None:
    site = with_modules(tiny_site(tmp_path / "site"))
    port = 8000 + os.getpid() % 1000
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(app_command_line(site, port), cwd=site, stdout=log, stderr=log)
    try:
        assert answered(f"http://127.0.0.1:{port}/_stcore/health", server), (tmp_path / "log").read_text("utf-8")
    finally:
        server.terminate()
        server.wait(timeout=60)
    assert not (site / "ran").exists()


def answered(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers within three minutes."""
    for _ in range(900):
        if server.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(address, timeout=1):
                return True
        except OSError:
            time.sleep(0.2)
    return False


@pytest.mark.parametrize("name", ["calls.csv", "calls.xlsx", "calls.gz", "calls.zip", "calls.pkl", "calls.txt"])
@pytest.mark.parametrize("protocol", [0, 5], ids=["as text", "binary"])
def test_a_pickle_in_the_place_of_calls_is_refused_and_not_run(
    tmp_path: Path, name: str, protocol: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = tiny_site(tmp_path / "site")
    (tmp_path / name).write_bytes(pickle.dumps(Program(), protocol))
    before = content_of(site)
    done = wfm("ingest", tmp_path / name, "--site", site)
    assert done.exit_code == 4, done.output
    assert isinstance(done.exception, SystemExit)
    assert content_of(site) == before
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("file", ["site.toml", "staff.csv", "shifts.csv", "previous.csv", "payroll.toml"])
def test_a_pickle_in_the_place_of_a_site_file_is_refused_and_not_run(
    tmp_path: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = tiny_site(tmp_path / "site")
    (site / file).write_bytes(pickle.dumps(Program(), 5))
    done = wfm("export", "--site", site, "--roster", roster_folder(tmp_path / "roster"), "--out", tmp_path / "out")
    assert (done.exit_code, (tmp_path / "out").exists()) == (4, False), done.output
    assert not (tmp_path / "ran").exists()


def test_a_pickle_in_the_place_of_a_backup_is_refused_and_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "backup.zip").write_bytes(pickle.dumps(Program(), 5))
    done = wfm("restore", tmp_path / "backup.zip", "--site", tmp_path / "site")
    assert (done.exit_code, (tmp_path / "site").exists()) == (4, False), done.output
    assert not (tmp_path / "ran").exists()


def calls_book(cell: str, macro: bool = False) -> bytes:
    """A workbook of calls with a formula in the place of a count, and maybe with a macro in it."""
    book = openpyxl.Workbook()
    for line in (("interval_start", "queue", "offered"), ("2026-06-01T09:00", "general", 12)):
        book.active.append(line)
    book.active.append(("2026-06-01T09:30", "general", cell))
    made = io.BytesIO()
    book.save(made)
    if macro:
        with zipfile.ZipFile(made, "a") as archive:
            archive.writestr("xl/vbaProject.bin", pickle.dumps(Program()))
    return made.getvalue()


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://127.0.0.1:9")', "=cmd|'/C calc'!A0", "=[1]Sheet!A1"])
def test_a_formula_in_a_workbook_of_calls_is_not_worked_out(tmp_path: Path, formula: str) -> None:
    site = tiny_site(tmp_path / "site")
    (tmp_path / "calls.xlsx").write_bytes(calls_book(formula))
    before = content_of(site)
    done = wfm("ingest", tmp_path / "calls.xlsx", "--site", site)
    assert done.exit_code == 4, done.output
    assert "calls.xlsx, row 3, column offered" in done.stderr
    assert content_of(site) == before


def test_a_macro_in_a_workbook_is_left_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calls.xlsx").write_bytes(calls_book("7", macro=True))
    done = wfm("ingest", tmp_path / "calls.xlsx", "--site", tiny_site(tmp_path / "site"))
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("text", TEXTS)
def test_a_program_in_a_name_stays_the_text_that_it_is(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site = tiny_site(tmp_path / "site")
    (site / "site.toml").write_text(SITE.replace('"작은 센터"', json.dumps(text)), "utf-8")
    for file in ("staff.csv", "leave.csv"):
        told = (site / file).read_text("utf-8").replace("T01", text).replace("annual", text)
        (site / file).write_text(told, "utf-8")
    roster = roster_folder(tmp_path / "roster", ROSTER.replace("T01", text), ACTIVITIES)
    for words in (("export", "--out", "out"), ("compliance", "--out", "report")):
        done = wfm(*words, "--site", site, "--roster", roster)
        assert done.exit_code == 0, done.output
    assert f",{text}," in (tmp_path / "out" / "pay_hours.csv").read_text("utf-8-sig")
    found = json.loads((tmp_path / "report" / "compliance.json").read_text("utf-8"))
    assert found["site_name"] == text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "report", "roster", "site"]


@pytest.mark.parametrize("line", ["name = !!python/object/apply:os.mkdir [ran]", "name = !Ref x", "name = <<: *a"])
def test_a_tag_in_settings_is_no_toml(tmp_path: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site = tiny_site(tmp_path / "site")
    (site / "site.toml").write_text(SITE.replace('name = "작은 센터"', line), "utf-8")
    done = wfm(
        "check", roster_folder(tmp_path / "roster"), "--site", site, "--requirement", requirement_file(Path("r.csv"))
    )
    assert (done.exit_code, "site.toml: expected valid TOML" in done.stderr) == (4, True), done.output
    assert not (tmp_path / "ran").exists()
