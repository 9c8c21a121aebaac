"""Frames from the files of the contract and back: local ISO times in the file, aware times inside."""

import re
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.cell_text import GUARD, unguarded
from domain.errors import DataError, Problem
from domain.frames import CHANNEL, TOTAL, Curve, Forecast, ForecastTotals, Requirement, checked
from domain.tables import FIRST_YEAR, LAST_YEAR, read_text

MAX_PROBLEMS = 20
OUR_TIME = f"a time of the years {FIRST_YEAR} to {LAST_YEAR}"
CURVE_ROUNDING = 3e-4  # contacts: figures written with four decimals, and the differences of their differences
UNKNOWN_ZONE = "UTC"  # a bare history without a site: its own wall clock


def read_columns(path: Path, required: Sequence[str], text: str | None = None) -> pd.DataFrame:
    """All cells of a CSV file as text, with at least the required columns and one row."""
    content = read_text(path) if text is None else text
    if not content.strip():
        raise DataError([Problem(path.name, None, None, None, "a header row; the file is empty")])
    try:
        cells = pd.read_csv(StringIO(content), dtype=str, keep_default_na=False, skipinitialspace=True)
    except pd.errors.ParserError as error:
        row = _row_named(str(error))
        raise DataError([Problem(path.name, row, None, None, "the same number of cells in every row")]) from error
    cells.columns = [str(column).strip() for column in cells.columns]
    missing = [column for column in required if column not in cells.columns]
    if missing:
        beside = ", ".join(cells.columns[:12])
        raise DataError([Problem(path.name, 1, None, None, f"the columns {', '.join(missing)} beside {beside}")])
    if cells.empty:
        raise DataError([Problem(path.name, 1, None, None, "at least one row below the header")])
    return cells.map(unguarded) if GUARD in content else cells  # a long history is not walked through for nothing


def _row_named(said: str) -> int | None:
    """The row that the CSV reader complains of: it counts lines from 1, and rows with an open quote from 0."""
    found = re.search(r"(line|row) (\d+)", said)
    return None if found is None else int(found[2]) + (found[1] == "row")


def numbers(cells: pd.Series, file: str, least: float | None = 0.0, blank: bool = False) -> pd.Series:
    """The cells as floats; what is no number or below `least` is refused with its row, blank is NaN where allowed."""
    text = cells.str.strip().str.replace(",", "", regex=False)
    values = pd.to_numeric(text, errors="coerce").astype(float)
    wrong = pd.Series(~np.isfinite(values), index=values.index) & ~((text == "") & blank)
    if least is not None:
        wrong |= values < least
    _refuse(cells, wrong, file, "a number" if least is None else f"a number of at least {least:g}")
    return values


def local_times(cells: pd.Series, file: str, timezone: str, queues: pd.Series) -> pd.Series:
    """The cells as times of the zone; local times without offset and times with an explicit offset are both understood.

    A local time that a clock change repeats is taken as its first and, where it comes twice, its second passage;
    a local time that a clock change leaves out is moved forward to the next that exists.
    """
    text = cells.str.strip()
    with_offset = text.str.contains(r"(?:[+-]\d\d:?\d\d|Z)$", regex=True)
    naive = pd.to_datetime(text.where(~with_offset), errors="coerce", format="ISO8601")
    aware = pd.to_datetime(text.where(with_offset), errors="coerce", format="ISO8601", utc=True)
    _refuse(cells, naive.isna() & aware.isna(), file, "a time as YYYY-MM-DDTHH:MM")
    _refuse(cells, outside_our_time(naive) | outside_our_time(aware), file, OUR_TIME)
    if with_offset.all():
        return aware.dt.tz_convert(timezone)
    return localised(naive, timezone, queues).fillna(aware.dt.tz_convert(timezone))


def outside_our_time(times: pd.Series) -> pd.Series:
    """Which times lie in years that no plan and no history has; a slip there would ask for centuries of intervals."""
    strange: pd.Series = times.notna() & ~times.dt.year.between(FIRST_YEAR, LAST_YEAR)
    return strange


def localised(naive: pd.Series, timezone: str, queues: pd.Series | None = None) -> pd.Series:
    """Naive wall-clock times as times of the zone, clock changes resolved as `local_times` says, queue by queue."""
    times = pd.DataFrame({"time": naive} if queues is None else {"time": naive, "queue": queues})
    first_passage = ~times.duplicated().to_numpy()
    aware: pd.Series = naive.dt.tz_localize(timezone, ambiguous=first_passage, nonexistent="shift_forward")
    return aware


def words(cells: pd.Series, file: str, allowed: Sequence[str] | None = None) -> pd.Series:
    """The cells as trimmed words, none of them empty, each one of the allowed where given."""
    text = cells.str.strip()
    wrong = text == "" if allowed is None else ~text.isin(list(allowed))
    _refuse(cells, wrong, file, "a value" if allowed is None else "one of " + ", ".join(allowed[:12]))
    return text


def refuse_repeated(frame: pd.DataFrame, file: str) -> None:
    """Refuse a queue and interval that stand twice in a file, naming both rows."""
    repeated = frame.duplicated(["queue", "interval_start"])
    if not repeated.any():
        return
    problems = []
    for position in np.flatnonzero(repeated)[:MAX_PROBLEMS]:
        row = frame.iloc[position]
        same = (frame["queue"] == row["queue"]) & (frame["interval_start"] == row["interval_start"])
        first = int(np.flatnonzero(same)[0]) + 2
        expected = f"each interval of queue {row['queue']} once; it stands in row {first} already"
        problems.append(Problem(file, int(position) + 2, "interval_start", row["interval_start"].isoformat(), expected))
    raise DataError(problems)


def _refuse(cells: pd.Series, wrong: pd.Series, file: str, expected: str) -> None:
    if wrong.any():
        places = np.flatnonzero(wrong.to_numpy())[:MAX_PROBLEMS]
        column = str(cells.name)
        raise DataError([Problem(file, int(place) + 2, column, str(cells.iloc[place]), expected) for place in places])


def read_forecast(path: Path, timezone: str) -> DataFrame[Forecast]:
    """A `forecast.csv` as a checked frame."""
    cells = read_columns(path, ("interval_start", "queue", "offered", "p10", "p50", "p90", "aht_s"))
    return _read_intervals(
        path,
        cells,
        timezone,
        Forecast,
        {
            "offered": _non_negative,
            "p10": _non_negative,
            "p50": _non_negative,
            "p90": _non_negative,
            "aht_s": _positive,
            "model": _text_or_empty,
        },
    )


def read_forecast_totals(path: Path, timezone: str) -> DataFrame[ForecastTotals]:
    """A `forecast_totals.csv` as a checked frame."""
    cells = read_columns(path, ("interval_start", "level", "name", "offered", "p10", "p50", "p90"))
    levels, names = words(cells["level"], path.name, (CHANNEL, TOTAL)), words(cells["name"], path.name)
    each = levels + " " + names
    frame = pd.DataFrame(
        {
            "interval_start": local_times(cells["interval_start"], path.name, timezone, each),
            "level": levels,
            "name": names,
            **{column: numbers(cells[column], path.name) for column in ("offered", "p10", "p50", "p90")},
        }
    )
    refuse_repeated(frame.assign(queue=each), path.name)
    return checked(ForecastTotals, frame)


def read_requirement(path: Path, timezone: str, queues: Sequence[str] | None = None) -> DataFrame[Requirement]:
    """A `requirement.csv` as a checked frame, of these queues only where they are given.

    Only `agents` must be there, the other metrics may be absent.
    """
    cells = read_columns(path, ("interval_start", "queue", "agents"))
    words(cells["queue"], path.name, queues)
    return _read_intervals(
        path,
        cells,
        timezone,
        Requirement,
        {
            "agents": _whole,
            "response_rate": _or_blank,
            "service_level": _or_blank,
            "asa_s": _or_blank,
            "occupancy": _or_blank,
            "binding": _text_or_empty,
        },
    )


def read_curve(path: Path, timezone: str, allowed: Sequence[str] | None = None) -> DataFrame[Curve]:
    """A `curve.csv` as a checked frame: of every queue and interval all numbers of agents, from 1 on.

    Of the `allowed` queues only, where they are given.

    More agents never answer fewer contacts, in all or in time, and none adds more to those answered than the one before
    (`CURVE_ROUNDING`): who buys contacts agent by agent relies on it.
    """
    cells = read_columns(path, ("interval_start", "queue", "agents", "answered", "within_threshold"))
    queues, agents = words(cells["queue"], path.name, allowed), _whole(cells, "agents", path.name)
    each = queues + " with " + agents.astype(str) + " agents"
    frame = pd.DataFrame(
        {
            "interval_start": local_times(cells["interval_start"], path.name, timezone, each),
            "queue": queues,
            "agents": agents,
            "answered": numbers(cells["answered"], path.name),
            "within_threshold": numbers(cells["within_threshold"], path.name),
        }
    )
    refuse_repeated(frame.assign(queue=each), path.name)
    frame = frame.sort_values(["queue", "interval_start", "agents"])
    gap = frame["agents"] != frame.groupby(["queue", "interval_start"]).cumcount() + 1
    _refuse(cells["agents"], gap.sort_index(), path.name, "every number of agents from 1 on, none left out")
    _refuse_bent(cells, frame, path.name)
    return checked(Curve, frame.reset_index(drop=True))


def _refuse_bent(cells: pd.DataFrame, frame: pd.DataFrame, file: str) -> None:
    """Refuse curves that fall, are not concave in the contacts answered, or have more in time than answered."""
    answered, in_time, each = frame["answered"], frame["within_threshold"], [frame["queue"], frame["interval_start"]]
    gain = answered.groupby(each).diff().fillna(answered)
    sooner = in_time.groupby(each).diff().fillna(in_time)
    rise = gain.groupby(each).diff().fillna(0.0)
    for column, wrong, expected in (
        ("within_threshold", in_time > answered, "no more contacts in time than answered"),
        ("answered", gain < -CURVE_ROUNDING, "no fewer contacts answered than with an agent fewer"),
        ("answered", rise > CURVE_ROUNDING, "an agent to add no more contacts answered than the one before"),
        ("within_threshold", sooner < -CURVE_ROUNDING, "no fewer contacts in time than with an agent fewer"),
    ):
        _refuse(cells[column], wrong.sort_index(), file, expected)


type _Reading = Callable[[pd.DataFrame, str, str], pd.Series]


def _read_intervals[Schema: (Forecast, Requirement)](
    path: Path, cells: pd.DataFrame, timezone: str, schema: type[Schema], readings: dict[str, _Reading]
) -> DataFrame[Schema]:
    queues = words(cells["queue"], path.name)
    frame = pd.DataFrame(
        {
            "interval_start": local_times(cells["interval_start"], path.name, timezone, queues),
            "queue": queues,
            **{column: read(cells, column, path.name) for column, read in readings.items()},
        }
    )
    refuse_repeated(frame, path.name)
    return checked(schema, frame.sort_values(["queue", "interval_start"], ignore_index=True))


def _non_negative(cells: pd.DataFrame, column: str, file: str) -> pd.Series:
    return numbers(cells[column], file)


def _positive(cells: pd.DataFrame, column: str, file: str) -> pd.Series:
    values = numbers(cells[column], file)
    _refuse(cells[column], values <= 0, file, "a number above 0")
    return values


def _whole(cells: pd.DataFrame, column: str, file: str) -> pd.Series:
    values = numbers(cells[column], file)
    _refuse(cells[column], values != np.floor(values), file, "a whole number of agents")
    return values.astype(int)


def _or_blank(cells: pd.DataFrame, column: str, file: str) -> pd.Series:
    if column not in cells:
        return pd.Series(np.nan, index=cells.index)
    return numbers(cells[column], file, blank=True)


def _text_or_empty(cells: pd.DataFrame, column: str, file: str) -> pd.Series:
    return cells[column].str.strip() if column in cells else pd.Series("", index=cells.index, dtype=str)


def with_local_times(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as it is written to a file: aware times as local ISO text without offset."""
    return frame.assign(interval_start=frame["interval_start"].dt.strftime("%Y-%m-%dT%H:%M:%S"))
