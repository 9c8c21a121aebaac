"""The cells of an ACD export: CSV, the same in gzip, or a workbook; all as text, each with its row in the file."""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from domain.errors import DataError, Problem
from domain.tables import MAX_TABLE_BYTES, decode_text
from pipeline.column_mapping import FileForm

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
MAX_SHEET_BYTES = 4 * MAX_TABLE_BYTES  # a sheet's XML is several times the text in it
MAX_ROWS = 5_000_000
MAX_COLUMNS = 1000  # a sheet whose rows begin in its last column would ask for 16,384 cells each
DOCTYPE_WITHIN = 1 << 16
PIECE_BYTES = 1 << 20
# What openpyxl, its XML reader (a SyntaxError) and the ZIP reader raise over damage; they promise nothing narrower.
DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Cells:
    """An export as text; `rows` are the row numbers in the file, the header's included, so that a person finds them."""

    file: str
    columns: tuple[str, ...]
    frame: pd.DataFrame
    rows: tuple[int, ...]


def read_cells(path: Path, form: FileForm) -> Cells:
    """The cells of the file, whatever of the known forms it has; anything else is refused in one sentence."""
    content = _bytes_of(path)
    if content[:2] == GZIP_MAGIC:
        content = unpacked(content, path.name)
    if content[:4] == ZIP_MAGIC:
        lines = _sheet_lines(content, path.name, form.sheet)
    else:
        text = decode_text(content, path.name)
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter)
    return _cells(path.name, lines, form)


def _bytes_of(path: Path) -> bytes:
    """The file's bytes; a file too large is refused by its size alone, without being read."""
    if not path.is_file():
        raise DataError([Problem(path.name, None, None, None, f"a file at {path}")])
    size = path.stat().st_size
    if size > MAX_TABLE_BYTES:
        raise DataError([_too_large(path.name, f"{size / 2**20:.0f} MB")])
    if size == 0:
        raise DataError([Problem(path.name, None, None, None, "a header row; the file is empty")])
    return path.read_bytes()


def _too_large(file: str, value: str) -> Problem:
    limit = f"at most {MAX_TABLE_BYTES // 2**20} MB; split the file by month or by queue"
    return Problem(file, None, None, value, limit)


def unpacked(content: bytes, file: str) -> bytes:
    """The content of a gzip file, given up as soon as it grows beyond the limit: a small one may unpack to anything."""
    pieces: list[bytes] = []
    length = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            while piece := stream.read(PIECE_BYTES):
                length += len(piece)
                if length > MAX_TABLE_BYTES:
                    raise DataError([_too_large(file, f"more than {MAX_TABLE_BYTES // 2**20} MB unpacked")])
                pieces.append(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError([Problem(file, None, None, None, f"a whole gzip file ({error})")]) from error
    return b"".join(pieces)


def _sheet_lines(content: bytes, file: str, sheet: str | None) -> Iterator[Sequence[str]]:
    """The lines of a sheet, read one by one: damage shows at the start, or in the middle."""
    _refuse_bomb(content, file)
    try:
        yield from _workbook_lines(content, file, sheet)
    except DAMAGED as error:
        raise DataError(
            [Problem(file, None, None, None, "a whole workbook (XLSX) or CSV, but it is damaged or another kind")]
        ) from error


def _workbook_lines(content: bytes, file: str, sheet: str | None) -> Iterator[Sequence[str]]:
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if sheet is not None and sheet not in workbook.sheetnames:
        expected = "one of the sheets " + ", ".join(workbook.sheetnames[:12])
        raise DataError([Problem(file, None, "file.sheet", sheet, expected)])
    chosen = workbook[sheet or workbook.sheetnames[0]]
    for line in chosen.iter_rows(values_only=True):
        yield [_cell_text(value) for value in line]


def _refuse_bomb(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            if unpacked <= MAX_SHEET_BYTES:
                _refuse_document_types(archive, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError) as error:
        raise DataError([Problem(file, None, None, None, "a whole workbook (XLSX), but it is damaged")]) from error
    if unpacked > MAX_SHEET_BYTES:
        raise DataError([_too_large(file, f"{unpacked / 2**20:.0f} MB unpacked")])


def _refuse_document_types(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse XML with a document type: no workbook has one, and entities that unfold without end are made by it."""
    for member in archive.infolist():
        with archive.open(member) as part:
            start = part.read(DOCTYPE_WITHIN).replace(b"\0", b"")  # UTF-16 puts a NUL beside each letter
            if b"<!DOCTYPE" in start.upper():
                raise DataError([Problem(file, None, member.filename, None, "XML without a document type")])


def _cell_text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() | date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _cells(file: str, lines: Iterable[Sequence[str]], form: FileForm) -> Cells:
    """Header and rows as a frame; a row with fewer or more cells than the header is a problem with its number."""
    numbered = ((number, line) for number, line in _numbered(file, lines) if number > form.lines_above_header)
    header_row, header = next(numbered, (0, []))
    columns = tuple(name.strip() for name in header)
    if len(columns) > MAX_COLUMNS:
        raise DataError([Problem(file, header_row, None, f"{len(columns)} columns", f"at most {MAX_COLUMNS}")])
    if not any(columns):
        raise DataError([Problem(file, header_row or None, None, None, "a header row; there is none")])
    kept: list[Sequence[str]] = []
    rows: list[int] = []
    for number, line in numbered:
        if len(line) != len(columns):
            line = _fitted(file, number, line, len(columns))
        kept.append(line)
        rows.append(number)
        if len(rows) > MAX_ROWS:
            raise DataError([Problem(file, number, None, None, f"at most {MAX_ROWS:,} rows; split the file by month")])
    if not rows:
        raise DataError([Problem(file, header_row, None, None, "at least one row below the header")])
    return Cells(file, columns, pd.DataFrame(kept, columns=list(columns), dtype=str), tuple(rows))


def _numbered(file: str, lines: Iterable[Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines that hold anything, with their numbers."""
    number = 0
    try:
        for number, line in enumerate(lines, start=1):
            if any(cell.strip() for cell in line):
                yield number, line
    except csv.Error as error:
        raise DataError([Problem(file, number + 1, None, None, f"a row of CSV ({error})")]) from error


def _fitted(file: str, number: int, line: Sequence[str], width: int) -> Sequence[str]:
    """The row, its empty cells at the end dropped or added; other cells too many or too few are a problem."""
    trimmed = list(line)
    while len(trimmed) > width and not trimmed[-1].strip():
        trimmed.pop()
    if len(trimmed) != width:
        raise DataError([Problem(file, number, None, ",".join(line)[:60], f"{width} cells, as the header has")])
    return trimmed
