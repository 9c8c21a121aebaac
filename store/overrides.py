"""A planner's overrides in the database: added and withdrawn, never changed; each act is in the audit trail."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Row, Select, insert, select

from domain.overrides import (
    KeptOverride,
    Override,
    OverrideError,
    OverrideKind,
    OverrideOrder,
    Withdrawal,
    checked_reason,
)
from store.audit_trail import add_line
from store.database import reading, writing
from store.records import Stamp
from store.tables import override_withdrawals, overrides


def add_override(engine: Engine, site_id: str, order: OverrideOrder, stamp: Stamp) -> Override:
    """The override, now in force."""
    reason = checked_reason(order.why)
    with writing(engine) as connection:
        row: dict[str, object] = {"site": site_id, "queue": order.queue}
        row |= {"kind": order.kind.value, "value": float(order.value)}
        row |= {"start_s": int(order.start.timestamp()), "until_s": int(order.until.timestamp())}
        row |= {"at": stamp.at, "who": stamp.who, "why": reason}
        number = connection.execute(insert(overrides).values(row).returning(overrides.c.id)).scalar_one()
        told = f"{number}: {order.queue}, {order.span}, {order.change}: {reason}"
        add_line(connection, site_id, stamp, "override added", told)
        return Override(number, replace(order, why=reason), stamp.who, stamp.at)


def withdraw_override(
    engine: Engine, site_id: str, number: int, why: str, stamp: Stamp, timezone: str = "UTC"
) -> KeptOverride:
    """The override with its withdrawal; one that is unknown or withdrawn already is refused."""
    reason = checked_reason(why)
    with writing(engine) as connection:
        kept = _one(connection, site_id, number, timezone)
        if kept.withdrawal is not None:
            raise OverrideError(
                f"override {number} was withdrawn before, {kept.withdrawal.at:%Y-%m-%d %H:%M} UTC by "
                f"{kept.withdrawal.who}."
            )
        row = {"override_id": number, "at": stamp.at, "who": stamp.who, "why": reason}
        connection.execute(insert(override_withdrawals).values(row))
        order = kept.override.order
        told = f"{number}: {order.queue}, {order.span}, {order.change}: {reason}"
        add_line(connection, site_id, stamp, "override withdrawn", told)
        return _one(connection, site_id, number, timezone)


def list_overrides(engine: Engine, site_id: str, timezone: str) -> tuple[KeptOverride, ...]:
    """All overrides of the site, withdrawn ones too, in the order in which they were given; spans in the zone."""
    with reading(engine) as connection:
        rows = connection.execute(_of_site(site_id).order_by(overrides.c.id))
        return tuple(_as_kept(row, timezone) for row in rows)


def overrides_in_force(engine: Engine, site_id: str, timezone: str) -> tuple[Override, ...]:
    """The site's overrides that were not withdrawn, in the order in which they were given."""
    return tuple(kept.override for kept in list_overrides(engine, site_id, timezone) if kept.in_force)


def _one(connection: Connection, site_id: str, number: int, timezone: str) -> KeptOverride:
    row = connection.execute(_of_site(site_id).where(overrides.c.id == number)).one_or_none()
    if row is None:
        raise OverrideError(f"site {site_id} has no override {number}; list them to see their numbers.")
    return _as_kept(row, timezone)


def _of_site(site_id: str) -> Select[*tuple[object, ...]]:
    gone = override_withdrawals.c
    wanted = select(overrides, gone.at.label("gone_at"), gone.who.label("gone_who"), gone.why.label("gone_why"))
    joined = wanted.join_from(overrides, override_withdrawals, isouter=True)
    return joined.where(overrides.c.site == site_id)


def _as_kept(row: Row[*tuple[object, ...]], timezone: str) -> KeptOverride:
    zone = ZoneInfo(timezone)
    start, until = (datetime.fromtimestamp(at_s, UTC).astimezone(zone) for at_s in (row.start_s, row.until_s))
    order = OverrideOrder(row.queue, start, until, OverrideKind(row.kind), row.value, row.why)
    withdrawal = None if row.gone_at is None else Withdrawal(row.gone_who, row.gone_at, row.gone_why)
    return KeptOverride(Override(row.id, order, row.who, row.at), withdrawal)
