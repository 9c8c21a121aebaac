"""Editing files of the site folder: checked with all the others before anything is written, every state kept.

What is written replaces the file in one step. It is refused where the file changed since the planner opened it, and
where the file itself, or one that depends on it, would be wrong.
"""

import csv
import fcntl
import io
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from domain.access import Act
from domain.cell_text import guarded, unguarded
from domain.errors import DataError, Problem, UsageError, WfmError
from domain.site_config import read_site_config
from domain.site_folder import SHIFT_COLUMNS, STAFF_COLUMNS
from domain.tables import decode_text
from pipeline.access import needs, refuse_unless, stamp_for
from pipeline.file_names import EVENTS_FILE
from pipeline.site_problems import site_problems
from pipeline.site_store import open_site_database
from store.audit_trail import record_audit
from store.failures import file_words
from store.files import write_bytes
from store.hashes import sha256_bytes
from store.layout import work_folder
from store.site_versions import keep_file, list_file, read_file

SITE_TOML = "site.toml"
TABLES: Mapping[str, tuple[str, ...]] = {
    "staff.csv": STAFF_COLUMNS,
    "leave.csv": ("agent_id", "date", "kind"),
    "limits.csv": ("agent_id", "from_date", "to_date", "limit", "value"),
    "shifts.csv": SHIFT_COLUMNS,
    "preferences.csv": ("agent_id", "date", "shift", "weight"),
    EVENTS_FILE: ("event", "from", "until", "queue", "effect"),
}
ACT_OF: Mapping[str, Act] = {
    **dict.fromkeys((SITE_TOML, *TABLES), Act.EDIT_SITE),
    **dict.fromkeys(("staff.csv", "leave.csv", "limits.csv"), Act.EDIT_STAFF),
}
PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?|[MTWFS-]{7}")


class ChangedMeanwhileError(WfmError):
    """Somebody else changed the file since it was opened; nothing was written, and what is there now is told."""


@dataclass(frozen=True, slots=True, eq=False)
class FileTable:
    """A file of the site folder as text cells, all its columns with it; `sha256` says which state of it this is."""

    name: str
    cells: pd.DataFrame
    sha256: str
    exists: bool


@dataclass(frozen=True, slots=True)
class FileText:
    """A text file of the site folder, and which state of it this is."""

    name: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class FileVersion:
    """One state of a file that was kept: its number, who left it so, when (the site's time), and what they said."""

    number: int
    who: str
    at: datetime
    note: str


@needs(Act.SEE_SITE)
def file_table(site_dir: Path, name: str) -> FileTable:
    """The cells of a table file; the contract's columns and no rows where there is no such file yet."""
    _refuse_other_files(name, TABLES)
    content = _content(site_dir / name)
    if not content.strip():
        return FileTable(name, pd.DataFrame(columns=list(TABLES[name]), dtype=str), sha256_bytes(content), False)
    lines = list(csv.reader(io.StringIO(decode_text(content, name), newline="")))
    columns = [column.strip() for column in lines[0]]
    rows = [[unguarded(cell) for cell in line[: len(columns)]] for line in lines[1:] if any(line)]
    filled = [row + [""] * (len(columns) - len(row)) for row in rows]
    return FileTable(name, pd.DataFrame(filled, columns=columns, dtype=str), sha256_bytes(content), True)


@needs(Act.SEE_SITE)
def file_text(site_dir: Path, name: str = SITE_TOML) -> FileText:
    """The text of site.toml."""
    _refuse_other_files(name, (SITE_TOML,))
    content = _content(site_dir / name)
    return FileText(name, decode_text(content, name), sha256_bytes(content))


@needs(Act.SEE_SITE)
def save_table(site_dir: Path, opened: FileTable, cells: pd.DataFrame, who: str | None = None, note: str = "") -> int:
    """The number of the version that keeps the file with these cells; rows without any cell are left out.

    Raises AccessError, ChangedMeanwhileError, or DataError with file, row, column, value and what is expected; nothing
    is written then.
    """
    _refuse_other_files(opened.name, TABLES)
    text = cells.astype(object).where(cells.notna(), "").map(lambda cell: str(cell).strip())
    kept = text[(text != "").any(axis=1)]
    return _saved(site_dir, opened.name, _csv(kept), opened.sha256, who, note)


def _csv(cells: pd.DataFrame) -> bytes:
    """The cells as the file: what would start a formula is guarded, numbers and weekday letters stay as they are."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    for line in [list(cells.columns), *cells.to_numpy().tolist()]:
        writer.writerow([cell if PLAIN.fullmatch(cell) else guarded(cell) for cell in line])
    return stream.getvalue().encode()


@needs(Act.SEE_SITE)
def save_text(site_dir: Path, opened: FileText, text: str, who: str | None = None, note: str = "") -> int:
    """The number of the version that keeps site.toml with this text; refused as `save_table` refuses."""
    _refuse_other_files(opened.name, (SITE_TOML,))
    content = text.replace("\r\n", "\n").encode()
    _refuse_other_id(site_dir, text)
    return _saved(site_dir, opened.name, content, opened.sha256, who, note)


@needs(Act.SEE_SITE)
def file_versions(site_dir: Path, name: str) -> tuple[FileVersion, ...]:
    """The states of a file that were kept, newest first."""
    section = read_site_config(site_dir / SITE_TOML).site
    with open_site_database(site_dir) as database:
        found = list_file(database, section.id, name)
    zone = ZoneInfo(section.timezone)
    return tuple(FileVersion(each.number, each.who, each.created.astimezone(zone), each.note) for each in found)


@needs(Act.SEE_SITE)
def bring_back(site_dir: Path, name: str, number: int, sha256: str, who: str | None = None) -> int:
    """Writes a state of a file that was kept, checked as any other; the number of the version that keeps it now."""
    _refuse_other_files(name, ACT_OF)
    with open_site_database(site_dir) as database:
        content = read_file(database, _site_id(site_dir), name, number)
    return _saved(site_dir, name, content, sha256, who, f"version {number} again")


def _saved(site_dir: Path, name: str, content: bytes, based_on: str, who: str | None, note: str) -> int:
    refuse_unless(site_dir, ACT_OF[name])
    site_id, stamp = _site_id(site_dir), stamp_for(site_dir, who)
    with _alone(site_dir):
        before = _content(site_dir / name)
        if sha256_bytes(before) != based_on:
            raise ChangedMeanwhileError(_changed(name, before, content))
        _refuse_wrong(site_dir, name, content)
        with open_site_database(site_dir) as database:
            if before:
                keep_file(database, site_id, name, before, stamp, "as it was")
            version = keep_file(database, site_id, name, content, stamp, note.strip())
            if content != before:
                record_audit(database, site_id, stamp, f"site file {name}", f"version {version.number} {note}".strip())
        if content != before:
            write_bytes(site_dir / name, content)
    return version.number


def _refuse_other_id(site_dir: Path, text: str) -> None:
    """Raises where the text names another site: history, versions and nights are kept under the id."""
    try:
        section = tomllib.loads(text).get("site")
    except tomllib.TOMLDecodeError:  # told with its place when the folder is checked
        return
    named, known = section.get("id") if isinstance(section, dict) else None, _site_id(site_dir)
    if named is not None and named != known:
        expected = f"{known!r}: history and versions are kept under it; make a new folder for another site"
        raise DataError([Problem(SITE_TOML, None, "site.id", str(named), expected)])


def _changed(name: str, there: bytes, wanted: bytes) -> str:
    """What somebody else wrote beside what was wanted: the first line that differs."""
    now, mine = (text.decode("utf-8", "replace").splitlines() for text in (there, wanted))
    for number in range(max(len(now), len(mine))):
        pair = [lines[number] if number < len(lines) else "–" for lines in (now, mine)]
        if pair[0] != pair[1]:
            return (
                f"{name} was changed by somebody else since you opened it; nothing was written. Row {number + 1} is "
                f"now {pair[0]!r}, yours was {pair[1]!r}. Open the file again and make your change on it."
            )
    return f"{name} was changed by somebody else to what you wanted; nothing had to be written."


def _refuse_wrong(site_dir: Path, name: str, content: bytes) -> None:
    """Raises DataError where the folder with the new content has problems in this file, or new ones in others."""
    known = set(site_problems(site_dir))
    with tempfile.TemporaryDirectory(prefix="wfm-check-") as folder:
        trial = Path(folder)
        for file in site_dir.iterdir():
            if file.is_file() and file.name != name:
                (trial / file.name).symlink_to(file.resolve())
        (trial / name).write_bytes(content)
        found = [each for each in site_problems(trial) if each.file == name or each not in known]
    if found:
        raise DataError([_in_place(each, folder, site_dir) for each in found])


def _in_place(problem: Problem, trial: str, site_dir: Path) -> Problem:
    """The problem with the site's own path in its words."""
    expected = problem.expected.replace(trial, str(site_dir))
    return Problem(problem.file, problem.row, problem.column, problem.value, expected)


@contextmanager
def _alone(site_dir: Path) -> Iterator[None]:
    """One writer of the site's files at a time, in whatever process."""
    path = work_folder(site_dir) / "files.lock"
    with file_words("lock", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _refuse_other_files(name: str, known: Sequence[str] | Mapping[str, object]) -> None:
    if name not in known:
        raise UsageError(f"{name!r} is not a file that is edited here; expected one of {', '.join(known)}.")


def _site_id(site_dir: Path) -> str:
    return read_site_config(site_dir / SITE_TOML).site.id
