"""The whole database as one SQLite file, the form that every kind of database is copied to and filled from."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, insert, select, union

from domain.errors import WfmError
from store.database import open_database, reading, writing
from store.migrate import downgrade, upgrade
from store.tables import METADATA

# Names for rooms above, which need not know the library.
type DatabaseAtWork = Connection
type TableAtWork = Table
type RowFields = Mapping[str, object]
type RowChange = Callable[[Table, RowFields], RowFields]

ROWS_AT_ONCE = 2000


@contextmanager
def opened_file(path: Path) -> Iterator[Engine]:
    """The SQLite file at `path`, brought up to date; closed at the end into one single file."""
    engine = open_database(path)
    try:
        yield engine
    finally:
        engine.dispose()


def write_snapshot(connection: Connection, path: Path) -> dict[str, int]:
    """A copy of the database as the SQLite file `path`, checked; how many rows each table has.

    The caller's transaction keeps other writers away. SQLite is copied page by page through its online backup, which
    needs no rest from readers; any other database is read table by table.
    """
    if connection.dialect.name == "sqlite":
        _copy_pages(connection.engine, path)
        with opened_file(path) as engine, reading(engine) as copy:
            _refuse_damage(copy, path)
            return _row_counts(copy)
    return write_changed(connection, path, None)


def write_changed(connection: Connection, path: Path, change: RowChange | None) -> dict[str, int]:
    """A new SQLite file at `path` with every row of the database, each as `change` makes it.

    Since the file is new, no page of it holds what a row was before.
    """
    with opened_file(path) as engine, writing(engine) as target:
        return copy_rows(connection, target, change)


def fill_database(connection: Connection, path: Path) -> dict[str, int]:
    """Replace everything in the database by the rows of the SQLite file, within the connection's transaction."""
    downgrade(connection)
    upgrade(connection)
    with opened_file(path) as engine, reading(engine) as source:
        counts = copy_rows(source, connection, None)
    if connection.dialect.name == "postgresql":
        _set_counters(connection)
    return counts


def copy_rows(source: Connection, target: Connection, change: RowChange | None) -> dict[str, int]:
    """Copy every row into the empty tables of `target`, parents before children; how many rows each table has."""
    counts = {}
    for table in METADATA.sorted_tables:
        wanted = select(table).order_by(*table.primary_key.columns)
        counts[table.name] = 0
        found = source.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE}).mappings()
        for part in found.partitions():
            rows = [dict(row if change is None else change(table, dict(row))) for row in part]
            target.execute(insert(table), rows)
            counts[table.name] += len(rows)
    return counts


def sites_held(connection: Connection) -> tuple[str, ...]:
    """The ids of all sites that the database has rows of."""
    names = [select(table.c.site) for table in METADATA.sorted_tables if "site" in table.c]
    return tuple(sorted(connection.scalars(union(*names))))


def _copy_pages(engine: Engine, path: Path) -> None:
    raw = engine.raw_connection()
    try:
        driver = raw.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        with closing(sqlite3.connect(path)) as copy:
            driver.backup(copy)
    except sqlite3.Error as error:
        raise WfmError(f"the database {engine.url.database} cannot be copied: {error}; nothing was written.") from error
    finally:
        raw.close()


def _refuse_damage(connection: Connection, path: Path) -> None:
    found = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    if found != "ok":
        raise WfmError(f"the copy of the database, {path.name}, is damaged ({found}); restore an earlier backup.")


def _row_counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in METADATA.sorted_tables
    }


def _set_counters(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the greatest id that was copied."""
    for table in METADATA.sorted_tables:
        if "id" in table.c:
            top = connection.scalar(select(func.max(table.c.id)))
            counter = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(counter, top or 1, top is not None)))
