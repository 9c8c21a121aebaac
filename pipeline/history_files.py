"""History and events from files of the contract, without a site or beside one."""

from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import DataError, Problem
from domain.frame_files import UNKNOWN_ZONE, localised
from domain.frames import CallHistory, checked
from domain.tables import Row, read_table
from pipeline.acd_columns import Findings, count_column, refuse_missing_columns
from pipeline.acd_file import read_cells
from pipeline.column_mapping import FileForm

REQUIRED = ("interval_start", "queue", "offered")
OPTIONAL = ("answered", "abandoned", "aht_s")
WALL_CLOCK = r"^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?:[+-]\d{2}:?\d{2}|[Zz])?$"
EVENT_COLUMNS = ("event", "from", "until", "queue", "effect")


def read_history_file(path: Path) -> DataFrame[CallHistory]:
    """The history of a file whose site is unknown: its own wall clock, held as UTC; an offset in it is left aside."""
    cells = read_cells(path, FileForm())
    refuse_missing_columns(cells, REQUIRED)
    findings = Findings(cells)
    text = cells.frame["interval_start"].str.strip()
    wall = pd.to_datetime(text.str.extract(WALL_CLOCK, expand=False), errors="coerce", format="ISO8601")
    findings.refuse("interval_start", wall.isna(), "a time as YYYY-MM-DDTHH:MM")
    queue = cells.frame["queue"].str.strip()
    findings.refuse("queue", queue == "", "a queue")
    counts = {"offered": count_column(findings, "offered", blank=False)}
    unknown = pd.Series(np.nan, index=queue.index)
    counts |= {c: count_column(findings, c, blank=True) if c in cells.columns else unknown for c in OPTIONAL}
    rows = pd.DataFrame({"interval_start": wall.dt.tz_localize(UNKNOWN_ZONE), "queue": queue, **counts})
    _refuse_repeated(findings, rows)
    findings.finish()
    return checked(CallHistory, rows.sort_values(["queue", "interval_start"], ignore_index=True))


def _refuse_repeated(findings: Findings, rows: pd.DataFrame) -> None:
    repeated = rows.duplicated(["queue", "interval_start"]) & rows["interval_start"].notna()
    findings.refuse("interval_start", repeated, "each interval of a queue once; an earlier row has it already")


def read_events_file(path: Path, timezone: str, queues: frozenset[str] | None = None) -> pd.DataFrame | None:
    """The known disturbances as event, start, end, queue, effect; none where the file is absent or has no rows.

    `until` is the end, not part of it; where it is a day without a time, the whole day belongs to the event. An empty
    effect is NaN: to be learnt. An empty queue, or *, means all queues.
    """
    if not path.is_file():
        return None
    table = read_table(path, EVENT_COLUMNS)
    rows = [_event(row, queues) for row in table.cells()]
    table.finish()
    if not rows:
        return None
    events = pd.DataFrame(rows)
    zoned = {column: localised(events[column], timezone) for column in ("start", "end")}
    return events.assign(**zoned)


def _event(row: Row, queues: frozenset[str] | None) -> dict[str, object]:
    start, end = row.stamp("from"), row.stamp("until")
    if len(row.text("until")) == len("2026-01-01"):
        end += pd.Timedelta(days=1)
    if end <= start:
        row.table.complain(row.number, "until", row.text("until"), f"a time after {row.text('from')}")
    queue = row.text("queue") or "*"
    if queues is not None and queue not in queues | {"*"}:
        row.table.complain(row.number, "queue", queue, "one of " + ", ".join(sorted(queues)[:12]) + ", or * for all")
    effect = row.number_of("effect") if row.text("effect") else float("nan")
    if effect < 0:
        row.table.complain(row.number, "effect", row.text("effect"), "a multiplier of at least 0, or nothing")
    return {
        "event": row.word("event"),
        "start": pd.Timestamp(start),
        "end": pd.Timestamp(end),
        "queue": queue,
        "effect": effect,
    }


def refuse_no_file(path: Path, what: str) -> None:
    """Raise where a file that was named on purpose is not there."""
    if not path.is_file():
        raise DataError([Problem(path.name, None, None, None, f"{what} at {path}")])
