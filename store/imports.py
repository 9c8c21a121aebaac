"""Several ingested files in one transaction, with what the history was before, so that the whole can be undone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from pandera.typing.pandas import DataFrame
from sqlalchemy import Connection, Engine, Row, and_, delete, func, insert, select

from domain.errors import UsageError
from domain.frames import CallHistory
from store.audit_trail import add_line
from store.content import content_sha256, fetch, keep
from store.database import reading, writing
from store.history_rows import COLUMNS, KEY, NUMBERS, VALUES, WAS, frame_of, merge_remembering, write_rows
from store.records import Counts, Ingested, SourceFile, Stamp
from store.tables import history, ingested_files, queues, versions

DONE, UNDONE = "import", "import undone"


@dataclass(frozen=True, slots=True)
class Import:
    """One import: its number, the files by name, who and when, and whether it was undone since."""

    number: int
    files: tuple[str, ...]
    rows: int
    who: str
    at: datetime
    is_undone: bool


def import_files(
    engine: Engine, site_id: str, files: Sequence[tuple[SourceFile, DataFrame[CallHistory]]], stamp: Stamp
) -> tuple[Ingested, ...]:
    """What became of each file; all of them are in the history afterwards, or none is.

    A file whose content was taken before changes nothing. What the rows were before is kept under the import's number.
    """
    done: list[Ingested] = []
    written: list[pd.DataFrame] = []
    taken: list[SourceFile] = []
    with writing(engine) as connection:
        for file, calls in files:
            known = _known(connection, site_id, file.sha256)
            if known is not None:
                done.append(known)
                continue
            counts, rows = merge_remembering(connection, site_id, calls, file.name)
            row = {"site": site_id, "file": file.name, "sha256": file.sha256, "at": stamp.at, "who": stamp.who}
            row |= {"new": counts.new, "changed": counts.changed, "same": counts.same, "quarantined": 0}
            connection.execute(insert(ingested_files).values(row))
            said = f"{file.name}: {counts.new} new, {counts.changed} changed"
            add_line(connection, site_id, stamp, "file ingested", said)
            done.append(Ingested(file, stamp.at, stamp.who, counts, 0, known=False))
            written.append(rows)
            taken.append(file)
        if taken:
            _remember(connection, site_id, DONE, _first_state(written), taken, stamp)
    return tuple(done)


def undo_import(engine: Engine, site_id: str, number: int, stamp: Stamp) -> int:
    """How many rows are as they were before the import; its files count as never taken.

    Raises UsageError where it was undone before, or where something wrote one of its rows since: undo that first.
    """
    with writing(engine) as connection:
        row = connection.execute(_wanted(site_id, DONE).where(versions.c.number == number)).one_or_none()
        if row is None or number in _undone(connection, site_id):
            raise UsageError(f"import {number} of site {site_id} is not there, or was undone before.")
        before = fetch(connection, row.sha256)
        assert not isinstance(before, bytes)
        files = [SourceFile(each["name"], each["sha256"]) for each in json.loads(row.note)]
        if len(before):
            _refuse_touched(connection, site_id, number, before)
            _take_back(connection, before)
        hashes = [file.sha256 for file in files]
        connection.execute(
            delete(ingested_files).where(ingested_files.c.site == site_id, ingested_files.c.sha256.in_(hashes))
        )
        _remember(connection, site_id, UNDONE, before.assign(undone=number), files, stamp, number)
        said = f"{number}: {', '.join(file.name for file in files)}, {len(before)} rows"
        add_line(connection, site_id, stamp, "import undone", said)
        return len(before)


def list_imports(engine: Engine, site_id: str, limit: int = 50) -> tuple[Import, ...]:
    """The site's imports that can be undone or were, newest first."""
    with reading(engine) as connection:
        undone = _undone(connection, site_id)
        rows = connection.execute(_wanted(site_id, DONE).order_by(versions.c.number.desc()).limit(limit)).all()
    return tuple(_as_import(row, undone) for row in rows)


def _first_state(written: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Every row once: as the last file left it, beside what was there before the first one."""
    rows = pd.concat(written, ignore_index=True)
    now = rows.drop_duplicates(KEY, keep="last")[COLUMNS]
    was = rows.drop_duplicates(KEY, keep="first")[[*KEY, *WAS]]
    return now.merge(was, on=KEY).astype(dict.fromkeys(WAS, "float64"))


def _remember(
    connection: Connection,
    site_id: str,
    kind: str,
    rows: pd.DataFrame,
    files: Sequence[SourceFile],
    stamp: Stamp,
    number: int | None = None,
) -> None:
    sha256 = content_sha256(rows)
    keep(connection, sha256, rows)
    last = connection.scalar(select(func.max(versions.c.number)).where(_is(site_id, kind))) or 0
    note = json.dumps([{"name": file.name, "sha256": file.sha256, "rows": len(rows)} for file in files])
    row = {"site": site_id, "kind": kind, "number": number or last + 1, "night": None, "sha256": sha256}
    connection.execute(insert(versions).values(row | {"created": stamp.at, "who": stamp.who, "note": note}))


def _refuse_touched(connection: Connection, site_id: str, number: int, before: pd.DataFrame) -> None:
    """Raises where a row is not as the import left it."""
    start_s = history.c.interval_start_s
    wanted = (
        select(*(history.c[name] for name in COLUMNS))
        .join_from(history, queues)
        .where(queues.c.site == site_id)
        .where(start_s.between(int(before["interval_start_s"].min()), int(before["interval_start_s"].max())))
    )
    kinds = dict.fromkeys(KEY, "int64") | NUMBERS | {"source_id": "int64"}
    now = before[COLUMNS].merge(frame_of(connection, wanted, kinds), on=KEY, how="left", suffixes=("", "_now"))
    same = now["source_id"] == now["source_id_now"]
    for name in VALUES:
        same &= now[name].eq(now[f"{name}_now"]) | (now[name].isna() & now[f"{name}_now"].isna())
    if not same.all():
        first = datetime.fromtimestamp(min(now.loc[~same, "interval_start_s"].tolist()), UTC)
        raise UsageError(
            f"{int((~same).sum()):,} rows of import {number} were written again since, the first at "
            f"{first:%Y-%m-%dT%H:%M} UTC; undo the later import first. Nothing was changed."
        )


def _take_back(connection: Connection, before: pd.DataFrame) -> None:
    is_new = before["source_id_was"].isna()
    for queue_id in before.loc[is_new, "queue_id"].unique().tolist():
        starts = before.loc[is_new & (before["queue_id"] == queue_id), "interval_start_s"].tolist()
        for first in range(0, len(starts), 500):
            some = history.c.interval_start_s.in_(starts[first : first + 500])
            connection.execute(delete(history).where(history.c.queue_id == queue_id, some))
    old = before.loc[~is_new, [*KEY, *WAS]].rename(columns={name: name.removesuffix("_was") for name in WAS})
    write_rows(connection, old.astype({"source_id": "int64"})[COLUMNS])


def _undone(connection: Connection, site_id: str) -> frozenset[int]:
    return frozenset(connection.scalars(select(versions.c.number).where(_is(site_id, UNDONE))))


def _wanted(site_id: str, kind: str):
    return select(versions).where(_is(site_id, kind))


def _is(site_id: str, kind: str):
    return and_(versions.c.site == site_id, versions.c.kind == kind)


def _known(connection: Connection, site_id: str, sha256: str) -> Ingested | None:
    wanted = select(ingested_files).where(ingested_files.c.site == site_id, ingested_files.c.sha256 == sha256)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    counts = Counts(row.new, row.changed, row.same)
    return Ingested(SourceFile(row.file, row.sha256), row.at, row.who, counts, row.quarantined, known=True)


def _as_import(row: Row, undone: frozenset[int]) -> Import:
    files = json.loads(row.note)
    names = tuple(each["name"] for each in files)
    return Import(row.number, names, files[0]["rows"], row.who, row.created, row.number in undone)
