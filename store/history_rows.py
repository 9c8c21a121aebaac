"""Rows of the history in bulk: what is new, what is corrected, and how a million of them reach the database."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame
from sqlalchemy import ARRAY, ColumnElement, Connection, Insert, Select, Table, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.frames import CallHistory
from store.records import Counts
from store.tables import history, queues, sources

KEY = ["queue_id", "interval_start_s"]
VALUES = ["offered", "answered", "abandoned", "aht_s"]
COLUMNS = [*KEY, *VALUES, "source_id"]
WAS = [f"{name}_was" for name in (*VALUES, "source_id")]
NUMBERS = dict.fromkeys(VALUES, "float64")
CHUNK = 50_000  # rows handed to the driver at a time: bounds the memory that Python objects take


def merge_history(connection: Connection, site_id: str, calls: DataFrame[CallHistory], source: str) -> Counts:
    """Merge the rows into the site's history within the connection's transaction; missing values take nothing away."""
    return merge_remembering(connection, site_id, calls, source)[0]


def merge_remembering(
    connection: Connection, site_id: str, calls: DataFrame[CallHistory], source: str
) -> tuple[Counts, pd.DataFrame]:
    """The same; and the rows that it wrote as they are now, beside what was there (`…_was`, missing where new)."""
    if calls.empty:
        return Counts(0, 0, 0), pd.DataFrame(columns=[*COLUMNS, *WAS])
    coming = _coming(connection, site_id, calls, source)
    both = coming.merge(_stored(connection, coming), on=KEY, how="left", suffixes=("", "_was"), indicator="found")
    is_new = both["found"] == "left_only"
    for name in VALUES:
        both[name] = both[name].fillna(both[f"{name}_was"])
    differs = np.logical_or.reduce([both[name].ne(both[f"{name}_was"]) & both[name].notna() for name in VALUES])
    written = both[is_new | differs]
    write_rows(connection, written)
    counts = Counts(int(is_new.sum()), int((~is_new & differs).sum()), int((~is_new & ~differs).sum()))
    return counts, written[[*COLUMNS, *WAS]]


def frame_of(connection: Connection, wanted: Select, kinds: dict[str, str]) -> pd.DataFrame:
    """The rows as a frame; turned column by column, which is several times faster than row by row."""
    columns = list(zip(*connection.execute(wanted).all(), strict=True)) or [()] * len(kinds)
    return pd.DataFrame(
        {name: pd.Series(column, dtype=kind) for (name, kind), column in zip(kinds.items(), columns, strict=True)}
    )


def _coming(connection: Connection, site_id: str, calls: DataFrame[CallHistory], source: str) -> pd.DataFrame:
    """The rows as the table `history` has them."""
    queue_ids = _ids(connection, queues, queues.c.queue, site_id, calls["queue"].unique().tolist())
    return pd.DataFrame(
        {
            "queue_id": calls["queue"].map(queue_ids).astype("int64"),
            "interval_start_s": calls["interval_start"].dt.tz_convert("UTC").dt.as_unit("s").astype("int64"),
            **{name: calls[name].astype(float) for name in VALUES},
            "source_id": _ids(connection, sources, sources.c.source, site_id, [source])[source],
        }
    )


def _ids(
    connection: Connection, table: Table, name: ColumnElement[str], site_id: str, wanted: Sequence[str]
) -> dict[str, int]:
    """The number of each name, given to new ones now: a million rows then repeat a number and not a word."""
    known = select(name, table.c.id).where(table.c.site == site_id)
    missing = sorted(set(wanted) - {row[0] for row in connection.execute(known)})
    if missing:
        connection.execute(insert(table), [{"site": site_id, str(name.key): word} for word in missing])
    return {row[0]: row[1] for row in connection.execute(known)}


def _stored(connection: Connection, coming: pd.DataFrame) -> pd.DataFrame:
    """The rows that the database has for the queues and the span of time of the coming ones."""
    start_s = history.c.interval_start_s
    wanted = select(*(history.c[name] for name in COLUMNS)).where(
        history.c.queue_id.in_(coming["queue_id"].unique().tolist()),
        start_s.between(int(coming["interval_start_s"].min()), int(coming["interval_start_s"].max())),
    )
    return frame_of(connection, wanted, dict.fromkeys(KEY, "int64") | NUMBERS | {"source_id": "int64"})


def write_rows(connection: Connection, rows: pd.DataFrame) -> None:
    """Insert the rows, or correct those that are there: in one statement a chunk where the database takes arrays."""
    takes_arrays = connection.dialect.name == "postgresql"
    statement = _array_upsert() if takes_arrays else _row_upsert()
    for first in range(0, len(rows), CHUNK):
        columns = {name: _cells(rows[name].iloc[first : first + CHUNK]) for name in COLUMNS}
        if takes_arrays:
            connection.execute(statement, columns)
        else:
            cells = zip(*columns.values(), strict=True)
            connection.execute(statement, [dict(zip(COLUMNS, row, strict=True)) for row in cells])


def _cells(column: pd.Series) -> list[int | float | None]:
    """The values as the drivers take them, None where missing."""
    return column.astype(object).where(column.notna(), None).tolist()


def _row_upsert() -> Insert:
    statement = sqlite.insert(history)
    return statement.on_conflict_do_update(
        index_elements=KEY, set_={name: statement.excluded[name] for name in COLUMNS[len(KEY) :]}
    )


def _array_upsert() -> Insert:
    arrays = [func.unnest(bindparam(name, type_=ARRAY(history.c[name].type))) for name in COLUMNS]
    statement = postgresql.insert(history).from_select(COLUMNS, select(*arrays))
    return statement.on_conflict_do_update(
        index_elements=KEY, set_={name: statement.excluded[name] for name in COLUMNS[len(KEY) :]}
    )
