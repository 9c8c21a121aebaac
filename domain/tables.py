"""Reading CSV files that people made: encodings, missing columns and wrong cells end in one clear sentence."""

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.cell_text import unguarded
from domain.errors import DataError, Problem

MAX_TABLE_BYTES = 150 * 1024 * 1024
FIRST_YEAR, LAST_YEAR = 1970, 2199  # a slip of the pen beyond them would ask for centuries of intervals
MOST_WHOLE = 1_000_000  # minutes, times, people: nothing that is counted here comes near
_NUL = b"\x00"


def read_text(path: Path, max_bytes: int = MAX_TABLE_BYTES) -> str:
    """The file's text: UTF-8 with or without a byte-order mark, else CP949; binary or huge files are refused."""
    if not path.is_file():
        raise DataError([Problem(path.name, None, None, None, f"a file at {path}")])
    size = path.stat().st_size
    if size > max_bytes:
        limit = f"at most {max_bytes // 2**20} MB; split the file by month or by queue"
        raise DataError([Problem(path.name, None, None, f"{size / 2**20:.0f} MB", limit)])
    return decode_text(path.read_bytes(), path.name)


def decode_text(content: bytes, file: str) -> str:
    """Text from bytes as Korean spreadsheets save them: UTF-8, UTF-8 with BOM or CP949."""
    if _NUL in content:
        raise DataError([Problem(file, None, None, None, "text (CSV in UTF-8 or CP949), but this is a binary file")])
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError([Problem(file, None, None, None, "text in UTF-8 or CP949, but it is neither")])


@dataclass(slots=True)
class Table:
    """The rows of one CSV file with their row numbers, collecting every problem before it gives up."""

    file: str
    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem] = field(default_factory=list)

    def complain(self, row: int, column: str, value: str, expected: str) -> None:
        """Note a problem; `finish` raises them all at once."""
        self.problems.append(Problem(self.file, row, column, value, expected))

    def cells(self) -> Iterator["Row"]:
        """Each row as a reader of typed cells."""
        for number, content in self.rows:
            yield Row(self, number, content)

    def finish(self) -> None:
        """Raise what was found wrong, if anything."""
        if self.problems:
            raise DataError(self.problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; a wrong cell is noted on the table and a harmless value stands in until `finish`."""

    table: Table
    number: int
    content: dict[str, str]

    def text(self, column: str) -> str:
        """The cell without surrounding space and without the mark of `cell_text`; empty where the column is absent."""
        return unguarded((self.content.get(column) or "").strip())

    def word(self, column: str, allowed: Iterable[str] | None = None) -> str:
        """A cell that must not be empty and, where given, must be one of the allowed words."""
        value = self.text(column)
        options = None if allowed is None else sorted(allowed)
        if not value or (options is not None and value not in options):
            expected = "a value" if options is None else "one of " + ", ".join(options[:12])
            self.table.complain(self.number, column, value, expected)
        return value

    def _parsed[T](self, column: str, parse: Callable[[str], T], fallback: T, expected: str) -> T:
        value = self.text(column)
        try:
            return parse(value)
        except ValueError:
            self.table.complain(self.number, column, value, expected)
            return fallback

    def whole(self, column: str, least: int = 0, default: int | None = None) -> int:
        """A whole number of at least `least`; `default` where the cell is empty."""
        if default is not None and not self.text(column):
            return default
        number = self._parsed(column, _whole, least, f"a whole number of at least {least}")
        if number < least:
            self.table.complain(self.number, column, self.text(column), f"a whole number of at least {least}")
        if number > MOST_WHOLE:
            self.table.complain(self.number, column, self.text(column), f"a whole number of at most {MOST_WHOLE}")
        return min(max(number, least), MOST_WHOLE)

    def number_of(self, column: str) -> float:
        """Any finite number."""
        return self._parsed(column, _finite, 0.0, "a number")

    def day(self, column: str, default: date | None = None) -> date:
        """A calendar day, YYYY-MM-DD; `default` where the cell is empty."""
        if default is not None and not self.text(column):
            return default
        return self._parsed(column, date.fromisoformat, date(2000, 1, 1), "a day as YYYY-MM-DD")

    def stamp(self, column: str) -> datetime:
        """A local time, YYYY-MM-DDTHH:MM."""
        return self._parsed(column, _naive_stamp, datetime(2000, 1, 1), "a local time as YYYY-MM-DDTHH:MM")

    def clock(self, column: str) -> timedelta:
        """A time of day HH:MM as the time since midnight."""
        return self._parsed(column, _time_of_day, timedelta(0), "a time of day as HH:MM")


def _finite(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _whole(value: str) -> int:
    number = _finite(value)
    if number != int(number):
        raise ValueError(value)
    return int(number)


def _naive_stamp(value: str) -> datetime:
    stamp = datetime.fromisoformat(value).replace(tzinfo=None)
    if not FIRST_YEAR <= stamp.year <= LAST_YEAR:
        raise ValueError(value)
    return stamp


def _time_of_day(value: str) -> timedelta:
    hours, minutes = value.split(":")
    if not (0 <= int(hours) < 24 and 0 <= int(minutes) < 60):
        raise ValueError(value)
    return timedelta(hours=int(hours), minutes=int(minutes))


def read_table(path: Path, required: Iterable[str], must_have_rows: bool = False) -> Table:
    """A CSV file with at least the required columns; extra columns are let through unread."""
    text = read_text(path)
    if not text.strip():
        raise DataError([Problem(path.name, None, None, None, "a header row; the file is empty")])
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        columns, rows = _columns_and_rows(reader)
    except csv.Error as error:
        raise DataError([Problem(path.name, reader.line_num, None, None, f"a row of CSV ({error})")]) from error
    missing = [name for name in required if name not in columns]
    if missing:
        expected = f"the columns {', '.join(missing)} beside {', '.join(columns)}"
        raise DataError([Problem(path.name, 1, None, None, expected)])
    if must_have_rows and not rows:
        raise DataError([Problem(path.name, 1, None, None, "at least one row below the header")])
    return Table(path.name, columns, rows)


def _columns_and_rows(reader: "csv.DictReader[str]") -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    columns = tuple(name.strip() for name in reader.fieldnames or ())
    reader.fieldnames = list(columns)
    return columns, [(number, row) for number, row in enumerate(reader, start=2) if any(row.values())]
