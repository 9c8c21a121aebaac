"""The database opens by path or URL, keeps its transactions apart, and says what it refuses in a sentence."""

import sqlite3
import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, func, insert, select, text

from domain.errors import WfmError
from store import database
from store.audit_trail import add_line, list_audit, record_audit
from store.database import database_url, open_database, reading, writing
from store.tables import audit_trail, queues
from tests.unit.store.small import killed, stamp, started

WRITE_AND_WAIT = """
import sys, time
from sqlalchemy import insert
from store.database import open_database, writing
from store.tables import queues
with writing(open_database(sys.argv[1])) as connection:
    connection.execute(insert(queues), [{"site": "bank", "queue": f"q{n}"} for n in range(5000)])
    print("ready", flush=True)
    time.sleep(60)
"""
OPEN_AND_WRITE = """
import sys
from datetime import datetime, UTC
from store import database
from store.audit_trail import record_audit
from store.database import open_database
from store.records import Stamp
print("ready", flush=True)
engine = open_database(sys.argv[1])
for number in range(20):
    record_audit(engine, "bank", Stamp(sys.argv[2], datetime(2026, 3, 2, tzinfo=UTC)), f"act {number}")
"""


def queue_count(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(queues)).scalar_one()


def test_a_database_is_made_with_its_folder(tmp_path: Path) -> None:
    open_database(tmp_path / "site" / ".wfm" / "wfm.db").dispose()
    assert (tmp_path / "site" / ".wfm" / "wfm.db").is_file()


def test_a_path_as_text_is_a_file_and_a_url_names_its_driver(tmp_path: Path) -> None:
    assert database_url(str(tmp_path / "a b%c.db")).database == str(tmp_path / "a b%c.db")
    assert database_url("postgres://u@h/wfm").drivername == "postgresql+psycopg"
    assert database_url("sqlite:////x/wfm.db").drivername == "sqlite+pysqlite"


def test_sqlite_keeps_foreign_keys_and_writes_ahead(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "wfm.db")
    with reading(engine) as connection:
        settings = [
            connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()
    assert settings == ["wal", 1, 30_000]


def test_an_action_that_fails_leaves_nothing_of_itself(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        connection.execute(insert(queues).values(site="bank", queue="general"))
        add_line(connection, "bank", stamp(), "began", "")
        raise ZeroDivisionError
    assert queue_count(engine) == 0
    assert list_audit(engine, "bank") == ()


def test_a_reader_sees_one_state_throughout(engine: Engine) -> None:
    with reading(engine) as connection:
        before = connection.scalar(select(func.count()).select_from(audit_trail))
        record_audit(engine, "bank", stamp(), "meanwhile")
        assert connection.scalar(select(func.count()).select_from(audit_trail)) == before
    assert len(list_audit(engine, "bank")) == 1


def test_a_refused_row_is_said_without_its_values(engine: Engine) -> None:
    with (
        pytest.raises(WfmError, match="refused the action; nothing of it was kept") as caught,
        writing(engine) as connection,
    ):
        for _ in range(2):
            connection.execute(insert(queues).values(site="bank", queue="a secret"))
    assert "INSERT" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_writer_killed_in_the_middle_leaves_nothing_half_written_and_no_lock(where: Path | str) -> None:
    killed(started(WRITE_AND_WAIT, where))
    engine = open_database(where)
    assert queue_count(engine) == 0
    record_audit(engine, "bank", stamp(), "goes on")
    engine.dispose()


def test_processes_that_open_a_new_database_together_lose_no_line(where: Path | str) -> None:
    writers = [started(OPEN_AND_WRITE, where, name) for name in ("night", "planner")]
    assert [writer.wait(timeout=30) for writer in writers] == [0, 0]
    for writer in writers:
        killed(writer)
    engine = open_database(where)
    assert sorted(line.who for line in list_audit(engine, "bank")) == ["night"] * 20 + ["planner"] * 20
    engine.dispose()


def test_threads_that_write_take_turns(engine: Engine) -> None:
    threads = [threading.Thread(target=add_lines, args=(engine, name)) for name in ("app", "night", "hr")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list_audit(engine, "bank")) == 30


def add_lines(engine: Engine, who: str) -> None:
    for number in range(10):
        record_audit(engine, "bank", stamp(number), f"{who} {number}")


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "wfm.db").write_bytes(b"interval_start,queue,offered\n" * 100)
    with pytest.raises(WfmError, match=r"wfm\.db is damaged or is not a database; move it away"):
        open_database(tmp_path / "wfm.db")


def test_a_damaged_page_is_said(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "wfm.db")
    with writing(engine) as connection:
        connection.execute(insert(queues), [{"site": "bank", "queue": f"queue {n}"} for n in range(5000)])
    engine.dispose()
    content = (tmp_path / "wfm.db").read_bytes()
    (tmp_path / "wfm.db").write_bytes(content[: 4096 * 40] + b"\xff" * (len(content) - 4096 * 40))
    engine = open_database(tmp_path / "wfm.db")
    with pytest.raises(WfmError, match=r"wfm\.db is damaged"):
        queue_count(engine)
    engine.dispose()


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "wfm.db")
    record_audit(engine, "bank", stamp(), "before")
    with pytest.raises(WfmError, match="cannot grow: the disk is full"), writing(engine) as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        connection.execute(insert(queues), [{"site": "bank", "queue": f"q{n}"} for n in range(50_000)])
    assert [line.what for line in list_audit(engine, "bank")] == ["before"]
    engine.dispose()


def test_a_read_only_folder_is_said(read_only_folder: Path) -> None:
    with pytest.raises(WfmError, match="cannot be opened for writing; give this user the right"):
        open_database(read_only_folder / "wfm.db")


def test_a_folder_in_the_place_of_the_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(WfmError, match="is a folder; name the database file in it"):
        open_database(tmp_path)


def test_a_lock_that_another_program_keeps_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_S", 0)
    open_database(tmp_path / "wfm.db").dispose()
    other = sqlite3.connect(tmp_path / "wfm.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    engine = open_database(tmp_path / "wfm.db")  # a look needs no lock
    with pytest.raises(WfmError, match="is busy: another program kept it for too long"):
        record_audit(engine, "bank", stamp(), "waits")
    engine.dispose()
    other.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://u:hidden@h/wfm", "starts with 'mysql'; expected sqlite or postgresql"),
        ("://u:hidden@h", "cannot be read; expected one like postgresql://user@host/wfm"),
        ("postgresql://u:hidden@127.0.0.1:1/wfm", "wfm on 127.0.0.1:1 cannot be reached; see that the server runs"),
        ("postgresql://127.0.0.1:1/wfm?password=hidden", "cannot be reached"),
    ],
)
def test_a_url_that_leads_nowhere_is_said_without_its_password(url: str, said: str) -> None:
    with pytest.raises(WfmError) as caught:
        open_database(url)
    assert said in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.postgres
def test_a_postgresql_connection_that_was_cut_is_said_and_the_next_one_works(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    with pytest.raises(WfmError, match="cannot be reached"), writing(engine) as connection:
        own = connection.scalar(select(func.pg_backend_pid()))
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [own])
        add_line(connection, "bank", stamp(), "is lost", "")
    record_audit(engine, "bank", stamp(), "goes on")
    assert [line.what for line in list_audit(engine, "bank")] == ["goes on"]
    engine.dispose()
