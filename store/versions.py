"""Versions of forecasts, requirements, rosters, histories, reports: kept once by content, never changed, never lost."""

from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, func, insert, select

from domain.errors import WfmError
from store.audit_trail import add_line
from store.content import Content, content_sha256, fetch, keep
from store.database import reading, writing
from store.records import Stamp, Version
from store.tables import versions


def save_version(
    engine: Engine,
    site_id: str,
    kind: str,
    kept: Content,
    stamp: Stamp,
    night: date | None = None,
    note: str = "",
) -> Version:
    """The version that holds this content: the latest of its kind and night if that has it already, else a new one."""
    sha256 = content_sha256(kept)
    with writing(engine) as connection:
        latest = _newest(connection, _of(site_id, kind), versions.c.night.is_not_distinct_from(night))
        if latest is not None and latest.sha256 == sha256:
            return latest
        keep(connection, sha256, kept)
        number = connection.scalar(select(func.max(versions.c.number)).where(_of(site_id, kind))) or 0
        row = {"site": site_id, "kind": kind, "number": number + 1, "night": night, "sha256": sha256}
        row |= {"created": stamp.at, "who": stamp.who, "note": note}
        version = _as_version(connection.execute(insert(versions).values(row).returning(versions)).one())
        add_line(connection, site_id, stamp, "version saved", f"{kind} {version.number}, {sha256[:12]}")
        return version


def latest_version(engine: Engine, site_id: str, kind: str, night: date | None = None) -> Version | None:
    """The newest version of a kind, of one night where given; none if there is none."""
    conditions = [_of(site_id, kind)] + ([] if night is None else [versions.c.night == night])
    with reading(engine) as connection:
        return _newest(connection, *conditions)


def versions_by_night(engine: Engine, site_id: str, kind: str) -> dict[date, Version]:
    """The newest version of a kind for every night that has one, the oldest night first."""
    wanted = select(versions).where(_of(site_id, kind), versions.c.night.is_not(None))
    with reading(engine) as connection:
        found = connection.execute(wanted.order_by(versions.c.night, versions.c.number))
        return {row.night: _as_version(row) for row in found}


def find_version(engine: Engine, site_id: str, kind: str, number: int) -> Version:
    """The version with this number."""
    with reading(engine) as connection:
        found = _newest(connection, _of(site_id, kind), versions.c.number == number)
    if found is None:
        raise WfmError(f"site {site_id} has no version {number} of {kind}; list_versions tells which it has.")
    return found


def list_versions(engine: Engine, site_id: str, kind: str | None = None, limit: int = 200) -> tuple[Version, ...]:
    """The site's versions, of one kind where given, newest first."""
    condition = versions.c.site == site_id if kind is None else _of(site_id, kind)
    with reading(engine) as connection:
        rows = connection.execute(select(versions).where(condition).order_by(versions.c.id.desc()).limit(limit))
        return tuple(_as_version(row) for row in rows)


def read_version(engine: Engine, version: Version) -> pd.DataFrame:
    """The frame that the version holds, checked against its hash."""
    kept = _content(engine, version)
    if isinstance(kept, bytes):
        raise WfmError(f"version {version.number} of {version.kind} holds a document, not a frame.")
    return kept


def read_version_bytes(engine: Engine, version: Version) -> bytes:
    """The document that the version holds, checked against its hash."""
    kept = _content(engine, version)
    if not isinstance(kept, bytes):
        raise WfmError(f"version {version.number} of {version.kind} holds a frame, not a document.")
    return kept


def _content(engine: Engine, version: Version) -> Content:
    with reading(engine) as connection:
        return fetch(connection, version.sha256)


def _of(site_id: str, kind: str) -> ColumnElement[bool]:
    return and_(versions.c.site == site_id, versions.c.kind == kind)


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> Version | None:
    wanted = select(versions).where(*conditions).order_by(versions.c.number.desc()).limit(1)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _as_version(row)


def _as_version(row: Row[*tuple[object, ...]]) -> Version:
    return Version(
        id=row.id,
        site_id=row.site,
        kind=row.kind,
        number=row.number,
        night=row.night,
        sha256=row.sha256,
        created=row.created,
        who=row.who,
        note=row.note,
    )
