"""A backup of a site holds folder and store, fits both kinds of database, and is put back whole or not at all."""

import itertools
import json
import os
import shutil
import signal
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import DataError, LockHeldError, UsageError, WfmError
from pipeline import backup_run
from pipeline.backup_run import backup_site, restore_site
from pipeline.site_store import DATABASE_URL, open_site_database
from store import archive, files, folders
from store.audit_trail import list_audit, record_audit
from store.lock import run_lock
from store.portable import fill_database
from tests.cli.runner import content_of, wfm
from tests.kept_site import SITE_ID, STAMP, fill_store, kept_folder, row_count, table_rows
from tests.postgres import postgres_server, postgres_url
from tests.unit.store.small import killed, started

__all__ = ["postgres_server", "postgres_url"]

OF_ITS_OWN = (".wfm/wfm.db", ".wfm/run.lock")
KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_folder(tmp_path_factory.mktemp("kept") / "site")


@pytest.fixture
def on(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Choose the kind of database that the site has from now on."""

    def choose(kind: str) -> None:
        if kind == "sqlite":
            monkeypatch.delenv(DATABASE_URL, raising=False)
        else:
            monkeypatch.setenv(DATABASE_URL, request.getfixturevalue("postgres_url"))

    return choose


@pytest.fixture
def site(kept: Path, tmp_path: Path) -> Path:
    """A copy of the folder, its store still empty."""
    return Path(shutil.copytree(kept, tmp_path / "site", symlinks=True))


def filled(site: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_site_database(site) as engine:
        fill_store(engine, site)
        return table_rows(engine)


def files_of(site: Path) -> dict[str, str]:
    return {name: digest for name, digest in content_of(site).items() if not name.startswith(OF_ITS_OWN)}


@pytest.mark.parametrize("into", KINDS)
@pytest.mark.parametrize("of", KINDS)
def test_a_backup_of_either_database_restores_into_either(
    site: Path, tmp_path: Path, on: Callable[[str], None], of: str, into: str
) -> None:
    on(of)
    before, files = filled(site), files_of(site)
    report = backup_site(site, tmp_path / "backup.zip")
    assert all(before.values()), "a table without rows proves nothing"
    assert report.rows == sum(map(len, before.values()))
    on(into)
    restore_site(tmp_path / "backup.zip", tmp_path / "again")
    assert files_of(tmp_path / "again") == files
    assert (tmp_path / "again" / "nights" / "latest").readlink() == Path("2026-06-07")
    with open_site_database(tmp_path / "again") as engine:
        after = table_rows(engine)
        assert {name: rows for name, rows in after.items() if name != "audit_trail"} == {
            name: rows for name, rows in before.items() if name != "audit_trail"
        }
        assert after["audit_trail"][:-1] == before["audit_trail"]
        assert list_audit(engine, SITE_ID)[0].what == "site restored"
        record_audit(engine, SITE_ID, STAMP, "goes on")  # new rows get new numbers
        fill_numbers = row_count(engine, "audit_trail")
    assert fill_numbers == len(after["audit_trail"]) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_replaces_what_is_there_and_a_backup_of_it_is_the_same(
    site: Path, tmp_path: Path, on: Callable[[str], None], kind: str
) -> None:
    on(kind)
    filled(site)
    backup_site(site, tmp_path / "backup.zip")
    (site / "leave.csv").unlink()
    (site / "stray.txt").write_text("made later", "utf-8")
    with open_site_database(site) as engine:
        record_audit(engine, SITE_ID, STAMP, "made later")
    restore_site(tmp_path / "backup.zip", site)
    assert (site / "leave.csv").is_file()
    assert not (site / "stray.txt").exists()
    with open_site_database(site) as engine:
        assert "made later" not in [line.what for line in list_audit(engine, SITE_ID)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "site"]


def test_the_command_line_makes_a_backup_for_its_owner_alone_and_puts_it_back(site: Path, tmp_path: Path) -> None:
    made = wfm("backup", tmp_path / "b.zip", "--site", site)
    assert (made.exit_code, "sha256" in made.stderr) == (0, True), made.stderr
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    again = wfm("restore", tmp_path / "b.zip", "--site", tmp_path / "new")
    assert (again.exit_code, files_of(tmp_path / "new") == files_of(site)) == (0, True), again.stderr
    once_more = wfm("backup", tmp_path / "b.zip", "--site", site)
    assert (once_more.exit_code, "never written over" in once_more.stderr) == (2, True)
    inside = wfm("backup", site / "b.zip", "--site", site)
    assert (inside.exit_code, "name a file outside" in inside.stderr) == (2, True)


@pytest.mark.parametrize("act", ["backup", "restore"])
def test_both_are_refused_while_a_run_holds_the_lock(site: Path, tmp_path: Path, act: str) -> None:
    backup_site(site, tmp_path / "backup.zip")
    before = content_of(tmp_path)
    with run_lock(site, "wfm nightly", datetime(2026, 6, 7, tzinfo=UTC)):
        inside = content_of(tmp_path)
        with pytest.raises(LockHeldError, match="wfm nightly"):
            backup_site(site, tmp_path / "b.zip") if act == "backup" else restore_site(tmp_path / "backup.zip", site)
        assert content_of(tmp_path) == inside
    assert content_of(tmp_path) == before


WRITE = """
import sys, time
from sqlalchemy import insert
from store.database import open_database, writing
from store.tables import queues
with writing(open_database(sys.argv[1])) as connection:
    connection.execute(insert(queues).values(site="tiny", queue="half"))
    print("ready", flush=True)
    time.sleep(60)
"""


def test_a_restore_waits_for_a_planner_who_writes_and_then_says_who_is_in_the_way(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_site(site, tmp_path / "backup.zip")
    before = files_of(site)
    writer = started(WRITE, site / ".wfm" / "wfm.db")
    monkeypatch.setattr("store.database.WAIT_S", 1)
    with pytest.raises(WfmError, match=r"is busy: another program kept it"):
        restore_site(tmp_path / "backup.zip", site)
    killed(writer)
    assert files_of(site) == before
    restore_site(tmp_path / "backup.zip", site)


def test_a_database_that_is_damaged_is_mended_by_a_restore(site: Path, tmp_path: Path) -> None:
    filled(site)
    backup_site(site, tmp_path / "backup.zip")
    (site / ".wfm" / "wfm.db").write_bytes(b"damaged" * 1000)
    with pytest.raises(WfmError, match="restore a backup"):
        backup_site(site, tmp_path / "second.zip")
    restore_site(tmp_path / "backup.zip", site)
    with open_site_database(site) as engine:
        assert row_count(engine, "roster_versions") == 2


def killed_at(moment: int, work: Callable[[], object]) -> bool:
    """Whether the work, in a child of its own, was killed at its n-th step that the disk sees."""
    child = os.fork()
    if child == 0:
        kill_at(moment)
        with suppress(BaseException):
            work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def kill_at(moment: int) -> None:
    steps = itertools.count(1)

    def or_killed(step: Callable[..., object]) -> Callable[..., object]:
        def counted(*words: object) -> object:
            if next(steps) == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return step(*words)

        return counted

    for module, name in (
        (files, "flush_to_disk"),
        (folders, "flush_to_disk"),
        (folders, "_exchanged"),
        (archive, "_unpack_one"),
        (archive, "_add"),
    ):
        setattr(module, name, or_killed(getattr(module, name)))


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # the child touches no thread of the parent
@pytest.mark.parametrize("act", ["backup", "restore"])
def test_a_kill_at_any_step_leaves_the_old_or_the_new_and_the_next_one_tidies_up(
    site: Path, tmp_path: Path, act: str
) -> None:
    filled(site)
    backup_site(site, tmp_path / "backup.zip")
    whole = files_of(site)
    (site / "leave.csv").write_text("agent_id,date,kind\n", "utf-8")
    changed, kills, moment = files_of(site), 0, 1
    while True:
        if act == "backup":
            was_killed = killed_at(moment, lambda: backup_site(site, tmp_path / "b.zip"))
        else:
            was_killed = killed_at(moment, lambda: restore_site(tmp_path / "backup.zip", site))
        assert files_of(site) in (changed, whole), "half of one and half of the other"
        with open_site_database(site) as engine:
            assert row_count(engine, "roster_versions") == 2
        if not was_killed:
            break
        kills, moment = kills + 1, moment + (4 if act == "backup" else 9)
    assert kills >= 5
    if act == "backup":
        (tmp_path / "b.zip").unlink(missing_ok=True)
        backup_site(site, tmp_path / "b.zip")
    else:
        restore_site(tmp_path / "backup.zip", site)
        assert files_of(site) == whole
    assert {path.name for path in tmp_path.iterdir()} <= {"backup.zip", "b.zip", "site"}


@pytest.mark.postgres
def test_a_restore_into_postgresql_that_fails_late_changes_neither_rows_nor_files(
    site: Path, tmp_path: Path, on: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    on("postgresql")
    before = filled(site)
    backup_site(site, tmp_path / "backup.zip")
    (site / "leave.csv").unlink()
    files = files_of(site)

    def fill_and_fail(*words: object) -> dict[str, int]:
        fill_database(*words)  # type: ignore[arg-type]
        raise WfmError("the power went away.")

    monkeypatch.setattr("pipeline.site_swap.fill_database", fill_and_fail)
    with pytest.raises(WfmError, match="power"):
        restore_site(tmp_path / "backup.zip", site)
    assert files_of(site) == files
    with open_site_database(site) as engine:
        assert table_rows(engine, "audit_trail") == {k: v for k, v in before.items() if k != "audit_trail"}


@pytest.mark.postgres
def test_a_restore_never_takes_another_site_out_of_a_shared_database(
    site: Path, tmp_path: Path, on: Callable[[str], None]
) -> None:
    on("postgresql")
    backup_site(site, tmp_path / "backup.zip")
    with open_site_database(site) as engine:
        record_audit(engine, "bank", STAMP, "of another site")
    with pytest.raises(UsageError, match="also holds the site bank"):
        restore_site(tmp_path / "backup.zip", site)
    with open_site_database(site) as engine:
        assert [line.what for line in list_audit(engine, "bank")] == ["of another site"]


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The backup with its members changed, in a file beside it."""
    with zipfile.ZipFile(path) as found:
        members = {name: found.read(name) for name in found.namelist()}
    change(members)
    out = path.with_name("bad.zip")
    with zipfile.ZipFile(out, "w") as written:
        for name, content in members.items():
            written.writestr(name, content)
    return out


def listed(members: dict[str, bytes]) -> dict[str, dict[str, object]]:
    return json.loads(members["backup.json"])


def with_list(members: dict[str, bytes], told: object) -> None:
    members["backup.json"] = json.dumps(told).encode()


def flip(members: dict[str, bytes]) -> None:
    members["site/site.toml"] = members["site/site.toml"].replace(b"tiny", b"tinz", 1)


def lead_out(members: dict[str, bytes]) -> None:
    told = listed(members)
    members["site/../../evil.txt"] = b"x"
    told["files"]["site/../../evil.txt"] = {"sha256": archive.hashlib.sha256(b"x").hexdigest(), "bytes": 1}
    with_list(members, told)


def link_out(members: dict[str, bytes]) -> None:
    told = listed(members)
    told["links"]["nights/latest"] = "../../elsewhere"
    with_list(members, told)


def add_unlisted(members: dict[str, bytes]) -> None:
    members["site/more.txt"] = b"x"


def promise_less(members: dict[str, bytes]) -> None:
    told = listed(members)
    members["site/bomb"] = b"\0" * 5_000_000
    told["files"]["site/bomb"] = {"sha256": "0" * 64, "bytes": 10}
    with_list(members, told)


def of_later(members: dict[str, bytes]) -> None:
    told = listed(members)
    told["about"]["tables_version"] = "9999"
    with_list(members, told)


def of_later_format(members: dict[str, bytes]) -> None:
    with_list(members, listed(members) | {"version": 2})


def without_list(members: dict[str, bytes]) -> None:
    del members["backup.json"]


BAD = [
    pytest.param(flip, "its file site/site.toml has another hash", id="a changed file"),
    pytest.param(lead_out, "which lies outside the site", id="a name that leads out"),
    pytest.param(link_out, "which lies outside the site", id="a link that leads out"),
    pytest.param(add_unlisted, "its files are not those of its list", id="a file that the list does not know"),
    pytest.param(promise_less, "is not as long as its list says", id="a file longer than promised"),
    pytest.param(of_later, "written by a newer version of this program", id="tables of a later program"),
    pytest.param(of_later_format, "update the program", id="a later format"),
    pytest.param(without_list, "it holds no backup.json", id="a ZIP of something else"),
]


@pytest.mark.parametrize(("change", "said"), BAD)
def test_a_backup_that_is_not_whole_is_refused_in_one_sentence_and_changes_nothing(
    site: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], said: str
) -> None:
    backup_site(site, tmp_path / "backup.zip")
    bad = repacked(tmp_path / "backup.zip", change)
    before = content_of(tmp_path)
    for target in (site, tmp_path / "new"):
        done = wfm("restore", bad, "--site", target)
        assert done.exit_code in (1, 4)
        assert said in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert {name: digest for name, digest in content_of(tmp_path).items() if name not in before} == {}
    assert files_of(site) == {
        name[5:]: it for name, it in before.items() if name[:5] == "site/" and not name[5:].startswith(OF_ITS_OWN)
    }
    assert not (tmp_path / "new").exists()


def test_a_backup_is_not_put_over_another_site_or_over_other_files(site: Path, tmp_path: Path) -> None:
    backup_site(site, tmp_path / "backup.zip")
    other = Path(shutil.copytree(site, tmp_path / "other"))
    text = (other / "site.toml").read_text("utf-8")
    (other / "site.toml").write_text(text.replace('id = "tiny"', 'id = "bank"'), "utf-8")
    with pytest.raises(UsageError, match=r"the backup is of the site tiny, but .* is the site bank"):
        restore_site(tmp_path / "backup.zip", other)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me", "utf-8")
    with pytest.raises(UsageError, match=r"holds files but no site\.toml"):
        restore_site(tmp_path / "backup.zip", tmp_path / "mine")
    with pytest.raises(DataError, match="a backup at"):
        restore_site(tmp_path / "nowhere.zip", tmp_path / "mine")


def test_who_waits_to_write_into_the_old_file_is_refused_not_lost(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(site)
    backup_site(site, tmp_path / "backup.zip")
    with open_site_database(site) as early, early.connect() as waiting:  # opened on the old file
        restore_site(tmp_path / "backup.zip", site)
        with monkeypatch.context() as patched, pytest.raises(WfmError, match="nothing of it was kept"):
            patched.setattr("store.database._connected", lambda _: waiting)
            record_audit(early, SITE_ID, STAMP, "into the void")
        record_audit(early, SITE_ID, STAMP, "after the restore")
    with open_site_database(site) as database:
        said = [entry.what for entry in list_audit(database, SITE_ID)]
    assert "after the restore" in said
    assert "into the void" not in said
    assert os.environ.get(DATABASE_URL) is None
    assert backup_run.SNAPSHOT_ENDING not in {path.suffix for path in tmp_path.iterdir()}
