"""Nights and their finished steps: what lets a killed night go on where it stopped."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, delete, insert, or_, select, update

from store.audit_trail import add_line
from store.database import reading, writing
from store.json_text import plain_object
from store.records import GOOD, Night, NightEnd, NightStatus, Stamp, Step
from store.tables import audit_trail, nights, steps

ENDED = "night ended"


def begin_night(engine: Engine, site_id: str, night: date, stamp: Stamp) -> Night:
    """The night, now running: a new one, or the one that was begun before with its finished steps."""
    with writing(engine) as connection:
        known = connection.execute(_of_site(site_id).where(nights.c.night == night)).one_or_none()
        attempts = 1 if known is None else known.attempts + 1
        state = {"status": NightStatus.RUNNING, "attempts": attempts, "started": stamp.at, "finished": None}
        if known is None:
            connection.execute(insert(nights).values(site=site_id, night=night, summary={}, **state))
        else:
            connection.execute(update(nights).where(nights.c.id == known.id).values(**state))
        add_line(connection, site_id, stamp, "night begun", f"{night.isoformat()}, attempt {attempts}")
        return _as_night(connection.execute(_of_site(site_id).where(nights.c.night == night)).one())


def finish_night(
    engine: Engine, night: Night, status: NightStatus, summary: Mapping[str, object], stamp: Stamp
) -> Night:
    """The night with how it ended, and what there is to say about it."""
    with writing(engine) as connection:
        state = {"status": status, "finished": stamp.at, "summary": plain_object(summary)}
        connection.execute(update(nights).where(nights.c.id == night.id).values(**state))
        add_line(connection, night.site_id, stamp, ENDED, f"{night.night.isoformat()}, {status}")
        return _as_night(connection.execute(_of_site(night.site_id).where(nights.c.id == night.id)).one())


def list_nights(engine: Engine, site_id: str, limit: int = 60) -> tuple[Night, ...]:
    """The site's nights, newest first."""
    with reading(engine) as connection:
        rows = connection.execute(_of_site(site_id).order_by(nights.c.night.desc()).limit(limit))
        return tuple(_as_night(row) for row in rows)


def last_good_night(engine: Engine, site_id: str) -> Night | None:
    """The newest night that ended with valid results; none if there never was one."""
    wanted = _of_site(site_id).where(nights.c.status.in_(GOOD)).order_by(nights.c.night.desc()).limit(1)
    with reading(engine) as connection:
        row = connection.execute(wanted).one_or_none()
    return None if row is None else _as_night(row)


def last_good_end(engine: Engine, site_id: str) -> NightEnd | None:
    """The latest good end of any night, from the audit trail: a later run of the same night takes nothing from it."""
    trail = audit_trail.c
    good = or_(*(trail.detail.endswith(f", {status}") for status in sorted(GOOD)))
    wanted = select(trail.at, trail.detail).where(trail.site == site_id, trail.what == ENDED, good)
    with reading(engine) as connection:
        row = connection.execute(wanted.order_by(trail.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    night, status = row.detail.split(", ")
    return NightEnd(date.fromisoformat(night), NightStatus(status), row.at)


def last_run_night(engine: Engine, site_id: str) -> Night | None:
    """The night that was begun last, however it ended; none if there never was one."""
    wanted = _of_site(site_id).order_by(nights.c.started.desc(), nights.c.id.desc()).limit(1)
    with reading(engine) as connection:
        row = connection.execute(wanted).one_or_none()
    return None if row is None else _as_night(row)


def record_step(
    engine: Engine,
    night: Night,
    step: str,
    input_hash: str,
    output_hash: str,
    seconds: float,
    stamp: Stamp,
    detail: Mapping[str, object] | None = None,
) -> Step:
    """The step, kept as finished for these inputs; recording it again replaces what was kept."""
    row = {"night_id": night.id, "step": step, "input_hash": input_hash, "output_hash": output_hash}
    row |= {"seconds": seconds, "finished": stamp.at, "detail": plain_object(detail or {})}
    with writing(engine) as connection:
        connection.execute(delete(steps).where(_is_step(night, step, input_hash)))
        connection.execute(insert(steps).values(row))
    return Step(step, input_hash, output_hash, seconds, stamp.at, plain_object(detail or {}))


def finished_step(engine: Engine, night: Night, step: str, input_hash: str) -> Step | None:
    """The step as it was finished for these inputs; none where it has yet to be done."""
    wanted = select(steps).where(_is_step(night, step, input_hash))
    with reading(engine) as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    return Step(row.step, row.input_hash, row.output_hash, row.seconds, row.finished, row.detail)


def _is_step(night: Night, step: str, input_hash: str) -> ColumnElement[bool]:
    return and_(steps.c.night_id == night.id, steps.c.step == step, steps.c.input_hash == input_hash)


def _of_site(site_id: str) -> Select[*tuple[object, ...]]:
    return select(nights).where(nights.c.site == site_id)


def _as_night(row: Row[*tuple[object, ...]]) -> Night:
    return Night(
        id=row.id,
        site_id=row.site,
        night=row.night,
        status=NightStatus(row.status),
        attempts=row.attempts,
        started=row.started,
        finished=row.finished,
        summary=row.summary,
    )
