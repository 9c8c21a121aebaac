"""Ingested files: each content is taken once; good rows become history, bad cells are kept with their reason."""

from collections.abc import Sequence

from pandera.typing.pandas import DataFrame
from sqlalchemy import Connection, Engine, Row, Select, insert, select

from domain.frames import CallHistory
from store.audit_trail import add_line
from store.database import reading, writing
from store.history_rows import merge_history
from store.records import Counts, Ingested, Quarantined, SourceFile, Stamp
from store.tables import ingested_files, quarantine

MAX_VALUE_CHARS = 200  # of a bad cell: enough to find it, too little to fill the database


def ingest_file(
    engine: Engine,
    site_id: str,
    file: SourceFile,
    calls: DataFrame[CallHistory],
    quarantined: Sequence[Quarantined],
    stamp: Stamp,
) -> Ingested:
    """What became of the file: its rows in the history and its bad cells in quarantine, both or neither.

    A content that was ingested before changes nothing, whatever its file is called now.
    """
    with writing(engine) as connection:
        known = _found(connection, site_id, file.sha256)
        if known is not None:
            return known
        counts = merge_history(connection, site_id, calls, file.name)
        row = {"site": site_id, "file": file.name, "sha256": file.sha256, "at": stamp.at, "who": stamp.who}
        row |= {"new": counts.new, "changed": counts.changed, "same": counts.same, "quarantined": len(quarantined)}
        file_id = connection.scalar(insert(ingested_files).values(row).returning(ingested_files.c.id))
        if quarantined:
            connection.execute(insert(quarantine), [_quarantine_row(file_id, cell) for cell in quarantined])
        said = f"{file.name}: {counts.new} new, {counts.changed} changed, {len(quarantined)} quarantined"
        add_line(connection, site_id, stamp, "file ingested", said)
        return Ingested(file, stamp.at, stamp.who, counts, len(quarantined), known=False)


def ingested_file(engine: Engine, site_id: str, sha256: str) -> Ingested | None:
    """What became of the file with this content when it was ingested; none if it never was."""
    with reading(engine) as connection:
        return _found(connection, site_id, sha256)


def list_files(engine: Engine, site_id: str, limit: int = 200) -> tuple[Ingested, ...]:
    """The files that the site has ingested, newest first."""
    wanted = _of_site(site_id).order_by(ingested_files.c.id.desc()).limit(limit)
    with reading(engine) as connection:
        return tuple(_as_ingested(row) for row in connection.execute(wanted))


def list_quarantine(engine: Engine, site_id: str, sha256: str | None = None) -> tuple[tuple[str, Quarantined], ...]:
    """The quarantined cells of the site, each with its file's name; of one file's content where given."""
    columns = (quarantine.c.row, quarantine.c.column, quarantine.c.value, quarantine.c.reason)
    wanted = (
        select(ingested_files.c.file, *columns)
        .join_from(quarantine, ingested_files)
        .where(ingested_files.c.site == site_id)
        .order_by(quarantine.c.id)
    )
    if sha256 is not None:
        wanted = wanted.where(ingested_files.c.sha256 == sha256)
    with reading(engine) as connection:
        return tuple((row[0], Quarantined(*row[1:])) for row in connection.execute(wanted))


def _quarantine_row(file_id: int | None, cell: Quarantined) -> dict[str, int | str | None]:
    value = cell.value[:MAX_VALUE_CHARS].replace("\0", "\N{REPLACEMENT CHARACTER}")  # PostgreSQL keeps no NUL in text
    return {"file_id": file_id, "row": cell.row, "column": cell.column, "value": value, "reason": cell.reason}


def _of_site(site_id: str) -> Select[*tuple[object, ...]]:
    return select(ingested_files).where(ingested_files.c.site == site_id)


def _found(connection: Connection, site_id: str, sha256: str) -> Ingested | None:
    row = connection.execute(_of_site(site_id).where(ingested_files.c.sha256 == sha256)).one_or_none()
    return None if row is None else _as_ingested(row)


def _as_ingested(row: Row[*tuple[object, ...]]) -> Ingested:
    counts = Counts(row.new, row.changed, row.same)
    return Ingested(SourceFile(row.file, row.sha256), row.at, row.who, counts, row.quarantined, known=True)
