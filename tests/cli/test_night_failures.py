"""What breaks around a night: each ends with one sentence and an exit code, loses nothing, and the next run is whole.

A night of a small centre was published; then `payroll.toml` says something else, so that one step and the publication
are due again. What fails then must leave what was published as it was.
"""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from pipeline import nightly, planning
from pipeline.site_store import stamp_now
from store.lock import is_locked
from tests.cli.conftest import WORDS
from tests.cli.published import stable_content
from tests.cli.runner import wfm

CHANGE = 'weekly_holiday = "monday"\n'
NOBODY = 65534
MB = 2**20


@pytest.fixture(scope="module")
def expected(published: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an undisturbed night publishes after the change."""
    site = changed(published, tmp_path_factory.mktemp("expected") / "site")
    assert wfm(*WORDS, site).exit_code == 0
    return stable_content(site / "nights")


def changed(published: Path, site: Path) -> Path:
    """A copy of the site whose next night has a step and the publication to do."""
    shutil.copytree(published, site, symlinks=True)
    (site / "payroll.toml").write_text(CHANGE, encoding="utf-8")
    return site


def refused(done: Result, sentence: str) -> None:
    """The command failed with one sentence that holds these words, and no traceback."""
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("wfm: ")
    assert sentence in last


def ends_whole(site: Path, before: dict[str, str], expected: dict[str, str]) -> None:
    """What was published is untouched, nothing half is left, the lock is free, and the next run ends as undisturbed."""
    assert stable_content(site / "nights") == before
    assert not is_locked(site)
    done = wfm(*WORDS, site)
    assert done.exit_code == 0, done.stderr
    assert stable_content(site / "nights") == expected
    assert list(site.rglob(".*-wfm-*")) == []


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own that is as small as that; skips where this user may mount none."""
    with tempfile.TemporaryDirectory() as place:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", place]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this user may mount no file system: a full disk was NOT tried")
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk: Path, left_kb: int) -> Path:
    """A file that leaves so little room."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - left_kb * 1024
    with filler.open("wb") as file:
        for _ in range(free // MB):
            file.write(bytes(MB))
        file.write(bytes(free % MB))
    return filler


@pytest.mark.parametrize("left_kb", [0, 60, 160], ids=lambda left: f"{left} kB left")
def test_a_full_disk_is_said_and_nothing_is_lost(published: Path, expected: dict[str, str], left_kb: int) -> None:
    with small_disk(24) as disk:
        site = changed(published, disk / "site")
        before = stable_content(site / "nights")
        filler = fill(disk, left_kb)
        refused(wfm(*WORDS, site), "disk is full")
        filler.unlink()
        ends_whole(site, before, expected)


def test_a_file_that_may_not_grow_is_said_and_nothing_is_lost(
    published: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    site = changed(published, tmp_path / "site")
    before = stable_content(site / "nights")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        done = wfm(*WORDS, site)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.stderr
    ends_whole(site, before, expected)


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """The folder belongs to a user without rights, and this process is that user; who has none already stays."""
    if os.geteuid() != 0:
        yield
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.seteuid(NOBODY)
    may_read = os.access(__file__, os.R_OK, effective_ids=True)
    if not may_read:
        os.seteuid(0)
        pytest.skip("a user without rights cannot read this project's folder: read-only folders were NOT tried")
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("read_only", ["nights", "."])
def test_a_folder_that_may_not_be_written_is_said_and_nothing_is_lost(
    published: Path, expected: dict[str, str], read_only: str
) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        site = changed(published, Path(place) / "site")
        before = stable_content(site / "nights")
        folder = site / read_only
        with as_nobody(site):
            if read_only == ".":
                (site / ".wfm").chmod(0o555)
                for path in (site / ".wfm").iterdir():
                    path.chmod(0o555 if path.is_dir() else 0o444)
            folder.chmod(0o555)
            refused(wfm(*WORDS, site), "may not write there" if read_only == "nights" else "cannot")
            for path in (site, site / "nights", site / ".wfm"):
                path.chmod(0o755)
            for path in (site / ".wfm").iterdir():
                path.chmod(0o755 if path.is_dir() else 0o644)
            ends_whole(site, before, expected)


def test_a_clock_that_jumps_back_during_a_night_changes_nothing_of_it(
    published: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = changed(published, tmp_path / "site")
    moments = iter([timedelta(0), *[timedelta(days=-3)] * 100])

    def jumping() -> object:
        stamp = stamp_now()
        return type(stamp)(stamp.who, stamp.at + next(moments))

    monkeypatch.setattr(nightly, "stamp_now", jumping)
    assert wfm(*WORDS, site).exit_code == 0
    assert stable_content(site / "nights") == expected
    assert wfm("status", "--site", site).exit_code == 0  # the night ended no earlier than it began


def test_a_clock_that_stands_before_the_last_night_is_said_and_nothing_is_done(
    published: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Past(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(2026, 6, 1, 2, 0, tzinfo=UTC).astimezone(tz)  # type: ignore[arg-type]

    site = changed(published, tmp_path / "site")
    before = stable_content(site / "nights")
    with monkeypatch.context() as patched:
        patched.setattr(planning, "datetime", Past)
        words = [word for word in WORDS if word not in ("--date", "2026-06-07")]
        refused(wfm(*words, site), "By this machine's clock today is 2026-06-01, but the night of 2026-06-07")
    ends_whole(site, before, expected)
