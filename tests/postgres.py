"""A PostgreSQL server of the tests' own: started from the machine's programs in a temporary folder, stopped at the end.

Use it by importing the fixtures into a `conftest.py`:

    from tests.postgres import postgres_server, postgres_url  # noqa: F401
"""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

DEBIAN = Path("/usr/lib/postgresql")  # where Debian keeps the programs, outside PATH
MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 2**30
STARTS_WITHIN_S = 20
# Nothing here outlives the test, so nothing is flushed to the disk: many times faster.
SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")
_database_numbers = itertools.count(1)


def program(name: str) -> str | None:
    """The path of a PostgreSQL program: beside the newest server that Debian installed, else on PATH."""
    installed = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    return str(installed[-1]) if installed else shutil.which(name)


def missing_programs() -> str:
    """Which programs or user a server would lack here; empty when it can be started."""
    missing = [name for name in ("initdb", "postgres") if program(name) is None]
    if os.geteuid() == 0 and _ordinary_user() is None:
        missing.append("a user other than root to run it")
    return ", ".join(missing)


def _ordinary_user() -> str | None:
    """Whom root runs the server as, since PostgreSQL refuses to run as root; nobody else needs another user."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _place() -> Path | None:
    """In memory where that has room, else where temporary files go."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED
    return MEMORY if has_room else None


@contextmanager
def running_postgres() -> Iterator[str]:
    """A fresh server, as the URL of its first database; it listens on a socket in its own folder, on no port."""
    with tempfile.TemporaryDirectory(prefix="wfm-pg-", dir=_place(), ignore_cleanup_errors=True) as folder:
        place, user = Path(folder), _ordinary_user()
        cluster = place / "cluster"
        if user is not None:
            shutil.chown(place, user)
        command = [str(program("initdb")), "-D", str(cluster), "-U", "wfm", "--auth=trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*command, "--locale=C"], user=user, check=True, capture_output=True, cwd="/")
        settings = [part for setting in (*SETTINGS, f"unix_socket_directories={place}") for part in ("-c", setting)]
        with (place / "log").open("wb") as log:
            server = subprocess.Popen(
                [str(program("postgres")), "-D", str(cluster), *settings],
                user=user, stdout=log, stderr=log, cwd="/", start_new_session=True,
            )  # fmt: skip
        try:
            _wait_until_ready(server, place)
            yield f"postgresql://wfm@/postgres?host={place}"
        finally:
            stop(server)


def _wait_until_ready(server: subprocess.Popen[bytes], place: Path) -> None:
    for _ in range(STARTS_WITHIN_S * 20):
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(place), user="wfm", dbname="postgres").close()
            return
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start: " + (place / "log").read_text(errors="replace")[-1000:])


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server at once, cutting its connections."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=10)


@contextmanager
def restartable_postgres() -> Iterator[str]:
    """A fresh server that `taken_away` may end and `brought_back` start again; its URL."""
    with running_postgres() as url:
        try:
            yield url
        finally:
            _control(url, "stop", "-m", "immediate")


def taken_away(url: str) -> None:
    """Ends the server of `restartable_postgres` at once, as an operator does: sessions are cut."""
    _control(url, "stop", "-m", "fast", "-w")


def brought_back(url: str) -> None:
    """Starts it again, with what it held."""
    place = _place_of(url)
    options = " ".join(f"-c {setting}" for setting in (*SETTINGS, f"unix_socket_directories={place}"))
    _control(url, "start", "-w", "-l", str(place / "log-again"), "-o", options)


def _control(url: str, *words: str) -> None:
    command = [str(program("pg_ctl")), "-D", str(_place_of(url) / "cluster"), *words]
    quiet = subprocess.DEVNULL
    subprocess.run(command, user=_ordinary_user(), check=False, cwd="/", stdin=quiet, stdout=quiet, stderr=quiet)


def _place_of(url: str) -> Path:
    return Path(url.partition("?host=")[2])


def fresh_database(server_url: str) -> str:
    """The URL of a new, empty database on the server."""
    name = f"wfm_{os.getpid()}_{next(_database_numbers)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return server_url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One server for the whole session; a machine without PostgreSQL skips, and says what was not checked."""
    missing = missing_programs()
    if missing:
        pytest.skip(f"no PostgreSQL here ({missing} missing): the database by URL was NOT checked")
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The server's first database, emptied for one test: much quicker than a new one each time."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        # A test may have killed a client whose session the server has not yet missed.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return postgres_server
