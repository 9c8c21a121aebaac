"""Call histories and event lists from the files that planners keep: plain or gzipped CSV, local times."""

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import DataFrame, Series

from domain.errors import DataError, Problem
from domain.frame_files import (
    MAX_PROBLEMS,
    OUR_TIME,
    UNKNOWN_ZONE,
    localised,
    numbers,
    outside_our_time,
    read_columns,
    refuse_repeated,
    words,
)
from domain.frames import CallHistory, checked
from domain.tables import decode_text, read_text

MAX_UNZIPPED_BYTES = 400 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
OFFSET = r"(?P<wall>.*?)(?P<offset>[+-]\d\d:?\d\d|Z)?$"
ONE_HOUR_S = 3600
EVERY_QUEUE = "*"
A_TIME = "a time as YYYY-MM-DDTHH:MM"


class KnownEvents(pa.DataFrameModel):
    """Known disturbances: aware `start` (included) and `end` (excluded), one queue or `*`, effect NaN if unknown."""

    event: Series[str]
    start: Any = pa.Field(nullable=False)
    end: Any = pa.Field(nullable=False)
    queue: Series[str]
    effect: Series[float] = pa.Field(ge=0, nullable=True)

    class Config:
        strict = True
        ordered = True


def read_history(path: Path, timezone: str = UNKNOWN_ZONE) -> DataFrame[CallHistory]:
    """A history file of the contract, plain or `.gz`, as a checked frame; wrong cells are refused with their place.

    In a zone with clock changes a repeated hour is told apart by its order or offset, and rows of the hour that does
    not exist are dropped when they hold no contact. A bare history (zone `UTC`) keeps the wall clock that the file
    shows.
    """
    cells = read_columns(path, ("interval_start", "queue", "offered"), text=_text(path))
    file = path.name
    frame = pd.DataFrame(
        {
            "interval_start": cells["interval_start"],
            "queue": words(cells["queue"], file),
            "offered": numbers(cells["offered"], file),
            **{column: _optional(cells, column, file) for column in ("answered", "abandoned", "aht_s")},
        }
    )
    frame["interval_start"] = _history_times(frame, file, timezone)
    exists = frame["interval_start"].notna()
    # Rows of a time that does not exist are not repeated ones: for the check each is a queue of its own.
    refuse_repeated(frame.assign(queue=frame["queue"].where(exists, frame.index.astype(str))), file)
    return checked(CallHistory, frame[exists].sort_values(["queue", "interval_start"], ignore_index=True))


def read_histories(path: Path, timezone: str = UNKNOWN_ZONE) -> DataFrame[CallHistory]:
    """A history file, or a folder of them: a history too large for one file comes by month or by queue."""
    if not path.is_dir():
        return read_history(path, timezone)
    files = sorted(file for file in path.iterdir() if file.name.endswith((".csv", ".csv.gz")))
    if not files:
        raise DataError([Problem(path.name, None, None, None, "a folder with history files, .csv or .csv.gz")])
    rows = pd.concat([read_history(file, timezone) for file in files], ignore_index=True)
    if not _in_order(rows):  # in order they are where the files came by queue: then nothing is copied
        rows = rows.sort_values(["queue", "interval_start"], ignore_index=True)
    repeated = rows.duplicated(["queue", "interval_start"])
    if repeated.any():
        first = rows[repeated].iloc[0]
        expected = f"each interval of queue {first['queue']} in one of the files only"
        raise DataError([Problem(path.name, None, "interval_start", first["interval_start"].isoformat(), expected)])
    return checked(CallHistory, rows)


def _in_order(rows: pd.DataFrame) -> bool:
    """Whether the rows come queue after queue, each by time."""
    queue, start = rows["queue"], rows["interval_start"]
    is_later = (queue == queue.shift()) & (start > start.shift())
    return bool((is_later | (queue > queue.shift()))[1:].all())


def read_events(
    path: Path, timezone: str = UNKNOWN_ZONE, queues: Sequence[str] | None = None
) -> DataFrame[KnownEvents]:
    """An `events.csv` as a checked frame, by start; an `until` that is a day is included, one that is a time is not.

    One of a queue that is not among `queues` is refused where they are known: it would silently change nothing.
    """
    cells = read_columns(path, ("event", "from", "until", "queue", "effect"), text=_text(path))
    file = path.name
    until = cells["until"].str.strip()
    is_day = until.str.fullmatch(r"\d{4}-\d\d-\d\d")
    end_wall = _wall_times(until, file)[0] + pd.to_timedelta(is_day.astype(int), unit="D")
    frame = pd.DataFrame(
        {
            "event": words(cells["event"], file),
            "start": localised(_wall_times(cells["from"].str.strip(), file)[0], timezone),
            "end": localised(end_wall, timezone),
            "queue": cells["queue"].str.strip().replace("", EVERY_QUEUE),
            "effect": numbers(cells["effect"], file, blank=True),
        }
    )
    _refuse_rows(cells["until"], frame["end"] <= frame["start"], file, "an end after the start of the event")
    if queues is not None:
        expected = f"one of {', '.join(queues)}, or {EVERY_QUEUE} for all of them"
        _refuse_rows(cells["queue"], ~frame["queue"].isin([*queues, EVERY_QUEUE]), file, expected)
    return checked(KnownEvents, frame.sort_values(["start", "event"], ignore_index=True))


def _text(path: Path) -> str:
    """The text of a plain or gzipped file; one that unpacks beyond the limit is refused before it fills the memory."""
    if path.suffix != ".gz" or not path.is_file():
        return read_text(path)
    content = bytearray()
    try:
        with gzip.open(path) as packed:
            while chunk := packed.read(CHUNK_BYTES):
                content += chunk
                if len(content) > MAX_UNZIPPED_BYTES:
                    limit = f"at most {MAX_UNZIPPED_BYTES // 2**20} MB of text; split the file by month or by queue"
                    raise DataError([Problem(path.name, None, None, None, limit)])
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DataError([Problem(path.name, None, None, None, f"a whole gzip file ({error})")]) from error
    return decode_text(bytes(content), path.name)


def _optional(cells: pd.DataFrame, column: str, file: str) -> pd.Series:
    if column not in cells:
        return pd.Series(np.nan, index=cells.index)
    return numbers(cells[column], file, blank=True)


def _history_times(frame: pd.DataFrame, file: str, timezone: str) -> pd.Series:
    """The starts as times of the zone, queue by queue; NaT for empty rows of an hour that a clock change leaves out."""
    text = frame["interval_start"].str.strip().rename("interval_start")
    wall, offset_s = _wall_times(text, file)
    _refuse_two_zones(text, offset_s, file)
    if timezone == UNKNOWN_ZONE:
        as_shown: pd.Series = wall.dt.tz_localize(UNKNOWN_ZONE)
        return as_shown
    if offset_s.notna().all():
        utc: pd.Series = (wall - pd.to_timedelta(offset_s, unit="s")).dt.tz_localize("UTC")
        in_zone: pd.Series = utc.dt.tz_convert(timezone)
        return in_zone
    first_passage = ~pd.DataFrame({"queue": frame["queue"], "wall": wall}).duplicated().to_numpy()
    times: pd.Series = wall.dt.tz_localize(timezone, ambiguous=first_passage, nonexistent="NaT")
    _refuse_rows(
        text, times.isna() & (frame["offered"] > 0), file, f"a time that the clock of {timezone} shows that day"
    )
    return times


def _wall_times(text: pd.Series, file: str) -> tuple[pd.Series, pd.Series]:
    """The naive times that the cells show, and their offsets from UTC in seconds, NaN where none is given."""
    parts = text.str.extract(OFFSET)
    wall = pd.to_datetime(parts["wall"].str.strip(), errors="coerce", format="ISO8601")
    _refuse_rows(text, wall.isna(), file, A_TIME)
    _refuse_rows(text, outside_our_time(wall), file, OUR_TIME)
    given = parts["offset"].replace("Z", "+00:00").str.replace(":", "", regex=False)
    sign = given.str[0].map({"+": 1.0, "-": -1.0})
    return wall, sign * (given.str[1:3].astype(float) * ONE_HOUR_S + given.str[3:5].astype(float) * 60)


def _refuse_two_zones(text: pd.Series, offset_s: pd.Series, file: str) -> None:
    """Refuse offsets in some rows only, and offsets further apart than a clock change: the file mixes time zones."""
    given = offset_s.notna()
    if not given.any():
        return
    _refuse_rows(text, ~given, file, "an offset from UTC in every row or in none")
    usual = offset_s.mode().iloc[0]
    _refuse_rows(text, (offset_s - usual).abs() > ONE_HOUR_S, file, "one time zone in the whole file")


def _refuse_rows(cells: pd.Series, wrong: pd.Series, file: str, expected: str) -> None:
    if wrong.any():
        places = np.flatnonzero(wrong.to_numpy())[:MAX_PROBLEMS]
        column = str(cells.name)
        raise DataError([Problem(file, int(place) + 2, column, str(cells.iloc[place]), expected) for place in places])
