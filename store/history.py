"""The history of calls: one row per site, queue and interval, read and written a million at a time."""

from datetime import UTC, datetime

import pandas as pd
from pandera.typing.pandas import DataFrame
from sqlalchemy import Engine, func, select

from domain.frames import CallHistory, checked
from store.audit_trail import add_line
from store.database import reading, writing
from store.history_rows import NUMBERS, VALUES, frame_of, merge_history
from store.records import Counts, Stamp
from store.tables import history, queues


def record_history(engine: Engine, site_id: str, calls: DataFrame[CallHistory], source: str, stamp: Stamp) -> Counts:
    """Add the rows to the site's history, correcting those that differ; all in one transaction.

    A missing value never takes a known one away: a second export may lack columns that the first one had.
    """
    with writing(engine) as connection:
        counts = merge_history(connection, site_id, calls, source)
        add_line(
            connection, site_id, stamp, "history recorded", f"{source}: {counts.new} new, {counts.changed} changed"
        )
        return counts


def read_history(
    engine: Engine,
    site_id: str,
    timezone: str,
    since: datetime | None = None,
    until: datetime | None = None,
) -> DataFrame[CallHistory]:
    """The site's history in its own time zone, sorted by queue and time; from `since` to before `until` where given."""
    wanted = (
        select(queues.c.queue, history.c.interval_start_s, *(history.c[name] for name in VALUES))
        .join_from(history, queues)
        .where(queues.c.site == site_id)
        .order_by(queues.c.queue, history.c.interval_start_s)
    )
    if since is not None:
        wanted = wanted.where(history.c.interval_start_s >= int(since.timestamp()))
    if until is not None:
        wanted = wanted.where(history.c.interval_start_s < int(until.timestamp()))
    with reading(engine) as connection:
        cells = frame_of(connection, wanted, {"queue": "str", "interval_start": "int64"} | NUMBERS)
    starts = pd.to_datetime(cells["interval_start"], unit="s", utc=True).dt.tz_convert(timezone)
    return checked(CallHistory, cells.assign(interval_start=starts)[["interval_start", "queue", *VALUES]])


def history_span(engine: Engine, site_id: str) -> tuple[datetime, datetime] | None:
    """The first and the last interval start that the site's history has, in UTC; none while it is empty."""
    start_s = history.c.interval_start_s
    wanted = select(func.min(start_s), func.max(start_s)).join_from(history, queues).where(queues.c.site == site_id)
    with reading(engine) as connection:
        first, last = connection.execute(wanted).one()
    return None if first is None else (datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC))
