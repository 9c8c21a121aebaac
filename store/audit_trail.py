"""The audit trail: who did what and when; it only grows, and the database itself refuses anything else."""

from sqlalchemy import Connection, Engine, insert, select

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
