"""The audit trail: who did what and when; it only grows, and the database itself refuses anything else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, not_, select

from store.database import reading, writing
from store.records import AuditEntry, Stamp
from store.tables import audit_trail


def record_audit(engine: Engine, site_id: str, stamp: Stamp, what: str, detail: str = "") -> None:
    """Add one line to the site's audit trail."""
    with writing(engine) as connection:
        add_line(connection, site_id, stamp, what, detail)


def add_line(connection: Connection, site_id: str, stamp: Stamp, what: str, detail: str) -> None:
    """Add the line within the transaction of the action that it tells of: both are kept, or neither."""
    row = {"site": site_id, "at": stamp.at, "who": stamp.who, "what": what, "detail": detail}
    connection.execute(insert(audit_trail).values(row))


def list_audit(engine: Engine, site_id: str, limit: int = 200) -> tuple[AuditEntry, ...]:
    """The newest lines of the site's audit trail, newest first."""
    wanted = (
        select(audit_trail.c.at, audit_trail.c.who, audit_trail.c.what, audit_trail.c.detail)
        .where(audit_trail.c.site == site_id)
        .order_by(audit_trail.c.id.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        return tuple(AuditEntry(*row) for row in connection.execute(wanted))


def newest_act(engine: Engine, site_id: str, leaving_out: Sequence[str]) -> int:
    """The number of the newest line whose act begins with none of these words; 0 where there is none."""
    others = [not_(audit_trail.c.what.startswith(word)) for word in leaving_out]
    wanted = select(audit_trail.c.id).where(audit_trail.c.site == site_id, *others)
    with reading(engine) as connection:
        return connection.scalar(wanted.order_by(audit_trail.c.id.desc()).limit(1)) or 0


def newest_act_at(engine: Engine, site_id: str, leaving_out: Sequence[str]) -> datetime | None:
    """When the newest act was done that begins with none of these words; None where there is none."""
    others = [not_(audit_trail.c.what.startswith(word)) for word in leaving_out]
    wanted = select(audit_trail.c.at).where(audit_trail.c.site == site_id, *others)
    with reading(engine) as connection:
        at: datetime | None = connection.scalar(wanted.order_by(audit_trail.c.id.desc()).limit(1))
    return at
