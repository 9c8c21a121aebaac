"""Versions of rosters in the database: added, never changed; edits of a line follow one another without a fork."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, func, insert, select

from domain.errors import UsageError
from domain.roster import PlanningWindow
from store.audit_trail import add_line
from store.content import Content, content_sha256, fetch, keep
from store.database import reading, writing
from store.json_text import plain_object
from store.records import Stamp
from store.roster_records import Origin, Publication, RosterVersion, WholeRoster
from store.roster_tables import roster_publications as publications
from store.roster_tables import roster_versions as versions


@dataclass(frozen=True, slots=True)
class NewRoster:
    """What is to be said of a whole roster that becomes a version."""

    origin: Origin
    night: date
    window: PlanningWindow
    parent: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """A version as it is kept: the whole version that its line began with, and the edits since, oldest first."""

    whole: WholeRoster
    edits: tuple[RosterVersion, ...]


def add_whole(engine: Engine, site_id: str, new: NewRoster, kept: WholeRoster, stamp: Stamp) -> RosterVersion:
    """The version that holds this roster; a night's roster that is kept already is not kept again."""
    hashes = {
        "duties_sha256": content_sha256(kept.duties),
        "activities_sha256": content_sha256(kept.activities),
        "report_sha256": content_sha256(kept.report),
    }
    with writing(engine) as connection:
        known = _known_night(connection, site_id, new, hashes)
        if known is not None:
            return known
        contents: tuple[Content, ...] = (kept.duties, kept.activities, kept.report)
        for sha256, content in zip(hashes.values(), contents, strict=True):
            keep(connection, sha256, content)
        number = _next_number(connection, site_id)
        row: dict[str, object] = {"number": number, "root": number, "parent": new.parent, "origin": new.origin}
        row |= {"night": new.night, "start": new.window.start, "days": new.window.days, "change": {}, **hashes}
        return _inserted(connection, site_id, row, new.note, stamp)


def add_edit(
    engine: Engine, site_id: str, parent: int, change: Mapping[str, object], stamp: Stamp, note: str
) -> RosterVersion | None:
    """The version after an edit of `parent`; None, and nothing is kept, where somebody's edit came before."""
    with writing(engine) as connection:
        before = _one(connection, site_id, parent)
        if _tip(connection, site_id, before.root).number != parent:
            return None
        row: dict[str, object] = {"number": _next_number(connection, site_id), "root": before.root, "parent": parent}
        row |= {"origin": Origin.EDIT, "night": before.night, "start": before.start, "days": before.days}
        return _inserted(connection, site_id, row | {"change": plain_object(change)}, note, stamp)


def list_nights_of_rosters(engine: Engine, site_id: str) -> tuple[date, ...]:
    """The nights that roster versions of the site stand on, the oldest first."""
    wanted = select(versions.c.night).where(versions.c.site == site_id).distinct().order_by(versions.c.night)
    with reading(engine) as connection:
        return tuple(connection.scalars(wanted))


def find_roster(engine: Engine, site_id: str, number: int) -> RosterVersion:
    """The version with this number; raises UsageError where there is none."""
    with reading(engine) as connection:
        return _one(connection, site_id, number)


def find_night_roster(engine: Engine, site_id: str, night: date, report: bytes) -> RosterVersion | None:
    """The version that holds the roster of this night with this report; None where it is not kept yet."""
    same = and_(versions.c.night == night, versions.c.report_sha256 == content_sha256(report))
    wanted = select(versions).where(versions.c.site == site_id, versions.c.origin == Origin.NIGHT, same)
    with reading(engine) as connection:
        row = connection.execute(wanted.order_by(versions.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _as_version(row)


def newest_of_line(engine: Engine, site_id: str, number: int) -> RosterVersion:
    """The version after the last edit of the line that holds this version."""
    with reading(engine) as connection:
        return _tip(connection, site_id, _one(connection, site_id, number).root)


def list_rosters(engine: Engine, site_id: str, limit: int = 200) -> tuple[RosterVersion, ...]:
    """The site's versions, newest first."""
    wanted = select(versions).where(versions.c.site == site_id).order_by(versions.c.number.desc()).limit(limit)
    with reading(engine) as connection:
        return tuple(_as_version(row) for row in connection.execute(wanted))


def edits_between(engine: Engine, site_id: str, after: int, until: int) -> tuple[RosterVersion, ...]:
    """The edits of one line that lead from the version `after` to the version `until` of it, oldest first."""
    with reading(engine) as connection:
        root = _one(connection, site_id, until).root
        return _edits(connection, site_id, root, after, until)


def read_chain(engine: Engine, site_id: str, number: int) -> Chain:
    """A version's whole roster and its edits; what was kept is checked against its hash."""
    with reading(engine) as connection:
        root = _one(connection, site_id, number).root
        row = connection.execute(select(versions).where(_is(site_id, root))).one()
        duties, activities = fetch(connection, row.duties_sha256), fetch(connection, row.activities_sha256)
        report = fetch(connection, row.report_sha256)
        assert not isinstance(duties, bytes)
        assert not isinstance(activities, bytes)
        assert isinstance(report, bytes)
        return Chain(WholeRoster(duties, activities, report), _edits(connection, site_id, root, root, number))


def publish_roster(engine: Engine, site_id: str, number: int, stamp: Stamp, note: str) -> Publication:
    """The version, now the roster in force."""
    with writing(engine) as connection:
        _one(connection, site_id, number)
        row = {"site": site_id, "number": number, "at": stamp.at, "who": stamp.who, "note": note}
        connection.execute(insert(publications).values(row))
        add_line(connection, site_id, stamp, "roster published", f"version {number}: {note}".rstrip(": "))
    return Publication(number, stamp.at, stamp.who, note)


def list_publications(engine: Engine, site_id: str) -> tuple[Publication, ...]:
    """Every publication of the site, the newest, which is in force, first."""
    found = publications.c
    wanted = select(found.number, found.at, found.who, found.note).where(found.site == site_id)
    with reading(engine) as connection:
        return tuple(Publication(*row) for row in connection.execute(wanted.order_by(found.id.desc())))


def _known_night(
    connection: Connection, site_id: str, new: NewRoster, hashes: Mapping[str, str]
) -> RosterVersion | None:
    if new.origin is not Origin.NIGHT:
        return None
    same = [versions.c[name] == sha256 for name, sha256 in hashes.items()]
    wanted = select(versions).where(versions.c.site == site_id, versions.c.origin == new.origin, *same)
    row = connection.execute(wanted.where(versions.c.night == new.night).limit(1)).one_or_none()
    return None if row is None else _as_version(row)


def _inserted(
    connection: Connection, site_id: str, row: Mapping[str, object], note: str, stamp: Stamp
) -> RosterVersion:
    whole = {**row, "site": site_id, "created": stamp.at, "who": stamp.who, "note": note}
    version = _as_version(connection.execute(insert(versions).values(whole).returning(versions)).one())
    add_line(connection, site_id, stamp, "roster version", f"{version.number}, {version.origin}: {note}".rstrip(": "))
    return version


def _next_number(connection: Connection, site_id: str) -> int:
    return (connection.scalar(select(func.max(versions.c.number)).where(versions.c.site == site_id)) or 0) + 1


def _edits(connection: Connection, site_id: str, root: int, after: int, until: int) -> tuple[RosterVersion, ...]:
    within = and_(versions.c.root == root, versions.c.number > after, versions.c.number <= until)
    wanted = select(versions).where(versions.c.site == site_id, within).order_by(versions.c.number)
    return tuple(_as_version(row) for row in connection.execute(wanted))


def _tip(connection: Connection, site_id: str, root: int) -> RosterVersion:
    wanted = select(versions).where(versions.c.site == site_id, versions.c.root == root)
    return _as_version(connection.execute(wanted.order_by(versions.c.number.desc()).limit(1)).one())


def _is(site_id: str, number: int) -> ColumnElement[bool]:
    return and_(versions.c.site == site_id, versions.c.number == number)


def _one(connection: Connection, site_id: str, number: int) -> RosterVersion:
    row = connection.execute(select(versions).where(_is(site_id, number))).one_or_none()
    if row is None:
        raise UsageError(f"site {site_id} has no roster version {number}; the page of versions lists them.")
    return _as_version(row)


def _as_version(row: Row[*tuple[object, ...]]) -> RosterVersion:
    return RosterVersion(
        number=row.number,
        parent=row.parent,
        root=row.root,
        origin=Origin(row.origin),
        night=row.night,
        start=row.start,
        days=row.days,
        change=row.change,
        created=row.created,
        who=row.who,
        note=row.note,
    )
