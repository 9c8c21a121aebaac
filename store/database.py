"""Opening the database and its two kinds of transaction: SQLite by default, PostgreSQL by URL.

Writers take turns: SQLite's write lock, or one advisory lock on PostgreSQL, is taken before the first statement. So an
action that reads, decides and writes sees a world that stands still, and behaves the same in both databases.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from domain.errors import WfmError
from store.database_failures import database_failure, is_out_of_reach
from store.failures import file_words
from store.migrate import is_current, upgrade

logger = logging.getLogger(__name__)

type Database = Engine  # the name for rooms above, which need not know the library

WAIT_S = 30  # for another writer, and for a server to answer
WRITES = "wfm_writes"
PATIENCE = "wfm_patience_s"
LOOK_AGAIN_S = 1.0
WRITERS_TURN = 0x77666D  # "wfm": the advisory lock that writers on PostgreSQL share
_known_current: set[tuple[str, int, object]] = set()  # file, inode, schema of databases found up to date


def open_database(where: str | Path, patience_s: float = 0) -> Engine:
    """The database at a path (SQLite) or a URL (`postgresql://…`), created or brought up to date first.

    Where its server cannot be reached, every transaction waits for it up to `patience_s` before it begins.
    """
    url = database_url(where)
    if url.get_backend_name() == "sqlite" and url.database:
        _make_room(Path(url.database))
    engine = _engine(url).execution_options(**{PATIENCE: patience_s})
    try:
        with reading(engine) as connection:
            current = _is_known_current(connection, url)
        if not current:  # a look first: so that opening waits for no writer
            with writing(engine) as connection:
                upgrade(connection)
    except WfmError:
        engine.dispose()
        raise
    return engine


def _is_known_current(connection: Connection, url: URL) -> bool:
    """Whether the tables are as this program wants them; looked at again only after SQLite's own schema has changed.

    Asking Alembic takes ten milliseconds, and a page opens the database several times.
    """
    if connection.dialect.name != "sqlite" or not url.database or not Path(url.database).is_file():
        return is_current(connection)
    schema = connection.exec_driver_sql("PRAGMA schema_version").scalar()
    state = (url.database, Path(url.database).stat().st_ino, schema)
    if state in _known_current:
        return True
    current = is_current(connection)
    if current:
        _known_current.add(state)
    return current


def database_url(where: str | Path) -> URL:
    """The URL of a path or of a URL's text, with the driver that the program uses."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite+pysqlite", database=str(Path(where).absolute()))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise WfmError("the database URL cannot be read; expected one like postgresql://user@host/wfm.") from error
    drivers = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    backend = url.drivername.partition("+")[0]
    if backend not in drivers:
        raise WfmError(f"the database URL starts with {url.drivername!r}; expected sqlite or postgresql.")
    return url.set(drivername=drivers[backend])


def _make_room(file: Path) -> None:
    if file.is_dir():
        raise WfmError(f"{file} is a folder; name the database file in it.")
    with file_words("write", file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write, alone among writers; it is done whole at the end, or not at all."""
    with _words(engine), _connected(engine) as connection:
        connection = connection.execution_options(**{WRITES: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(WRITERS_TURN)))
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that only reads, and sees one state of the database throughout."""
    with _words(engine), _connected(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def _connected(engine: Engine) -> Connection:
    """A connection that answers; a server that is away is waited for as long as the engine has patience."""
    until = time.monotonic() + float(engine.get_execution_options().get(PATIENCE, 0))
    told = False
    while True:
        try:
            return engine.connect()
        except SQLAlchemyError as error:
            if not is_out_of_reach(error) or time.monotonic() >= until:
                raise
            if not told:
                logger.warning(
                    "%s Waiting for it for %.0f s at most.",
                    database_failure(error, engine.url),
                    until - time.monotonic(),
                )
            told = True
        time.sleep(LOOK_AGAIN_S)


@contextmanager
def _words(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise database_failure(error, engine.url) from error


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    settings = {"connect_timeout": WAIT_S, "options": f"-c lock_timeout={WAIT_S * 1000}"}
    try:
        return create_engine(url, pool_pre_ping=True, connect_args=settings)
    except ModuleNotFoundError as error:
        raise WfmError("PostgreSQL needs the driver psycopg; install it: pip install 'psycopg[binary]'.") from error


@lru_cache(maxsize=16)
def _sqlite_engine(url: URL) -> Engine:
    """The engine of a file, kept for the statements that it has compiled (1 ms each); it holds no connection open."""
    engine = create_engine(url, poolclass=NullPool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    cursor = connection.cursor()
    for setting in (f"busy_timeout = {WAIT_S * 1000}", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once: taking it later, after a read, would fail where another wrote in between."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
