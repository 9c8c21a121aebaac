"""The cells of an export as typed columns: queues, times and counts, every wrong cell with its row and column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from domain.errors import DataError, Problem
from domain.frame_files import OUR_TIME, outside_our_time
from pipeline.acd_file import Cells
from pipeline.column_mapping import ColumnMapping, Times

MAX_PROBLEMS = 20
EXPLICIT_OFFSET = r"\d(?:[+-]\d{2}:?\d{2}|[Zz])$"
EXPLICIT_OFFSET_AT_END = r"\d([+-]\d{2}:?\d{2}|[Zz])$"
ISO_TIME = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}"


@dataclass(slots=True)
class Findings:
    """What is wrong with a file, collected so that a planner sees all of it at once, and what is worth knowing.

    `most` is how many rows a column's fault names: the first ones are enough for a person.
    """

    cells: Cells
    most: int = MAX_PROBLEMS
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, column: str, wrong: pd.Series | np.ndarray, expected: str, shown: pd.Series | None = None) -> None:
        """Note each row where `wrong` holds."""
        values = self.cells.frame[column] if shown is None else shown
        for place in np.flatnonzero(np.asarray(wrong))[: self.most]:
            value = str(values.iloc[place])
            self.problems.append(Problem(self.cells.file, self.cells.rows[place], column, value, expected))

    def finish(self) -> None:
        """Raise what was found wrong, if anything, in the order of the rows."""
        if self.problems:
            raise DataError(sorted(self.problems, key=lambda problem: problem.row or 0))


def refuse_missing_columns(cells: Cells, required: Sequence[str]) -> None:
    """Raise where the file lacks a column that the mapping names, or has it twice."""
    missing = [name for name in required if name not in cells.columns]
    if missing:
        beside = ", ".join(cells.columns[:12])
        expected = f"the columns {', '.join(missing)} beside {beside}; a mapping (--map) may name others"
        raise DataError([Problem(cells.file, 1, None, None, expected)])
    twice = [name for name in required if cells.columns.count(name) > 1]
    if twice:
        raise DataError([Problem(cells.file, 1, twice[0], None, "each column of the mapping once in the header")])


def queue_column(findings: Findings, mapping: ColumnMapping, known: Sequence[str]) -> pd.Series:
    """The site's queue of each row; NaN for rows of queues that the mapping says to leave out."""
    frame = findings.cells.frame
    if mapping.columns.queue is None:
        return pd.Series(mapping.queue.constant, index=frame.index, dtype=str)
    called = frame[mapping.columns.queue].str.strip()
    queue = called.map(lambda name: mapping.queue.names.get(name, name))
    left_out = called.isin(mapping.queue.ignore)
    expected = f"one of {', '.join(known[:12])}, or a name that the mapping's [queue.names] leads to one of them"
    findings.refuse(mapping.columns.queue, ~queue.isin(list(known)) & ~left_out, expected)
    if left_out.any():
        findings.notes.append(f"{int(left_out.sum()):,} rows of queues that the mapping ignores were left out")
    return queue.mask(left_out)


def count_column(findings: Findings, column: str, blank: bool) -> pd.Series:
    """The column as numbers of at least 0; thousands' commas are understood, blanks give NaN where allowed."""
    text = findings.cells.frame[column].str.strip().str.replace(",", "", regex=False)
    values = pd.to_numeric(text, errors="coerce").astype(float)
    wrong = (~np.isfinite(values) | (values < 0)) & ~((text == "") & blank)
    findings.refuse(column, wrong, "a number of at least 0")
    return values.mask(wrong)


def time_column(
    findings: Findings, mapping: ColumnMapping, queue: pd.Series, offered: pd.Series, timezone: str
) -> pd.Series:
    """The start of each row as a time of the site's zone; NaT where it cannot be told (noted) or does not exist."""
    column, text = _time_text(findings.cells, mapping)
    explicit = _has_offset(text, mapping.time)
    naive = _parsed(text.mask(explicit), mapping.time)
    aware = pd.to_datetime(text.where(explicit), errors="coerce", format=mapping.time.format or "ISO8601", utc=True)
    findings.refuse(column, naive.isna() & aware.isna(), _expected_time(mapping.time), text)
    strange = outside_our_time(naive) | outside_our_time(aware)
    findings.refuse(column, strange, OUR_TIME, text)
    naive, aware = naive.mask(strange), aware.mask(strange)
    local = aware.dt.tz_convert(timezone)
    if explicit.any():
        _refuse_second_zone(findings, column, text, local, naive.notna())
    if naive.notna().any():
        rows = pd.DataFrame({"queue": queue, "at": naive, "offered": offered})
        told = _localised(findings, column, rows, mapping.time.timezone or timezone)
        local = told.dt.tz_convert(timezone).fillna(local)
    return local


def _time_text(cells: Cells, mapping: ColumnMapping) -> tuple[str, pd.Series]:
    names = mapping.columns
    if names.interval_start is not None:
        return names.interval_start, cells.frame[names.interval_start].str.strip()
    day, clock = cells.frame[str(names.date)].str.strip(), cells.frame[str(names.time)].str.strip()
    # A workbook gives a day as midnight of it.
    return str(names.date), day.str.removesuffix("T00:00:00") + " " + clock


def _has_offset(text: pd.Series, times: Times) -> pd.Series:
    if times.format is None:
        return text.str.contains(EXPLICIT_OFFSET, regex=True)
    return pd.Series("%z" in times.format, index=text.index)


def _parsed(text: pd.Series, times: Times) -> pd.Series:
    """Naive times; a true time cell of a workbook is ISO text here, whatever the mapping's format says."""
    iso = pd.to_datetime(text.where(text.str.contains(ISO_TIME, regex=True)), errors="coerce", format="ISO8601")
    if times.format is None or "%z" in times.format:
        return iso
    return pd.to_datetime(text, errors="coerce", format=times.format).fillna(iso)


def _expected_time(times: Times) -> str:
    if times.format is None:
        return "a time as YYYY-MM-DDTHH:MM (write it so, or name its form in a mapping: time.format)"
    return f"a time written as {times.format}"


def _refuse_second_zone(
    findings: Findings, column: str, text: pd.Series, local: pd.Series, is_naive: pd.Series
) -> None:
    """Rows with an explicit offset are converted; beside rows without one, the offset must be the site's own.

    Otherwise nobody can tell which clock the rows without an offset follow: the file has two time zones.
    """
    written = text.str.extract(EXPLICIT_OFFSET_AT_END, expand=False)
    offset = written.str.replace(":", "").str.upper().replace("Z", "+0000")
    foreign = local.notna() & (offset != local.dt.strftime("%z"))
    if foreign.any() and is_naive.any():
        expected = (
            f"one time zone in the file: this row's offset is not that of {local.dt.tz}, and other rows have no offset;"
            " give every row its offset"
        )
        findings.refuse(column, foreign, expected, text)
    elif foreign.any():
        offsets = ", ".join(sorted(set(offset[local.notna()].dropna())))
        findings.notes.append(f"times with the offsets {offsets} were converted to {local.dt.tz}")


def _localised(findings: Findings, column: str, rows: pd.DataFrame, zone: str) -> pd.Series:
    """Wall-clock times as times of the zone: where an hour comes twice, a queue's second row is its second passage.

    Systems that write every interval of the clock give a 0 for the hour that a change skips; those rows are dropped.
    """
    first_passage = ~rows.duplicated(["queue", "at"]).to_numpy()
    told: pd.Series = rows["at"].dt.tz_localize(ZoneInfo(zone), ambiguous=first_passage, nonexistent="NaT")
    skipped = rows["at"].notna() & told.isna()
    impossible = skipped & (rows["offered"] > 0)
    findings.refuse(column, impossible, f"a time that exists in {zone}: the clocks skip this one", rows["at"])
    if (skipped & ~impossible).any():
        findings.notes.append(
            f"{int((skipped & ~impossible).sum())} empty rows at times that {zone} skips were left out"
        )
    return told
