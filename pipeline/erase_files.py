"""A site folder copied without one person's id: files rewritten, hashes renewed, what is made again left out."""

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.errors import DataError, Problem
from domain.payroll_config import read_payroll_config
from domain.roster_files import REPORT_FILE, ROSTER_FILE
from domain.tables import decode_text
from exports.feed_files import feed_name
from pipeline.erasure import AGENT_ID, Eraser, UnreadableFileError, ids_in
from pipeline.night_files import stable_sha256
from store.archive import site_files
from store.hashes import sha256_of
from store.layout import version_folder, work_folder

STAFF_FILE = "staff.csv"


@dataclass(frozen=True, slots=True)
class FilesErased:
    """What became of the files: rewritten, and removed because they were one person's alone or can be made again."""

    changed: int
    removed: int


def made_again(site: Path) -> tuple[Path, ...]:
    """Folders of what the program makes anew when it is asked for: files of versions, finished steps."""
    return version_folder(site, 0).parent, work_folder(site) / "steps"


def other_ids(site: Path) -> frozenset[str]:
    """Every person's id in the tables of the folder."""
    return ids_in(_text(path) for path in site_files(site) if path.suffix == ".csv" and path.is_file())


def id_headers(site: Path) -> frozenset[str]:
    """What a payroll system calls the column of ids."""
    payroll = read_payroll_config(site).payroll
    return frozenset(column.name for column in (payroll.column if payroll else ()) if column.source == AGENT_ID)


def last_duty_day(site: Path, agent_id: str) -> date | None:
    """The last day that any roster file of the folder has a duty of the person on."""
    days = []
    for path in site_files(site):
        if path.name == ROSTER_FILE and path.is_file():
            rows = csv.DictReader(io.StringIO(_text(path), newline=""))
            days += [
                row["end"][:10] for row in rows if (row.get(AGENT_ID) or "").strip() == agent_id and row.get("end")
            ]
    return max((date.fromisoformat(day) for day in days), default=None)


def copy_without(site: Path, staged: Path, eraser: Eraser) -> FilesErased:
    """Copy the folder into `staged` without the id, and note the new hash of each file that changed."""
    changed: set[Path] = set()
    removed = 0
    for path in site_files(site):
        if _leaves(site, path, eraser.agent_id):
            removed += 1
            continue
        target = staged.joinpath(*(eraser.words(part) for part in path.relative_to(site).parts))
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink() and not path.is_file():
            target.symlink_to(eraser.words(str(path.readlink())))
            continue
        if _copied(path, target, eraser) or target.name != path.name:
            changed.add(target)
    while renewed := set(_with_new_hashes(staged, eraser)):
        changed |= renewed
    return FilesErased(len(changed), removed)


def _leaves(site: Path, path: Path, agent_id: str) -> bool:
    return path.name == feed_name(agent_id) or any(path.is_relative_to(folder) for folder in made_again(site))


def _copied(path: Path, target: Path, eraser: Eraser) -> bool:
    """Copy the file without the id; whether that changed it."""
    before = path.read_bytes()
    try:
        after = eraser.content(before)
    except UnreadableFileError as error:
        expected = "a file that can be rewritten, since it holds the id; remove it, then erase again"
        raise DataError([Problem(str(path), None, None, None, expected)]) from error
    target.write_bytes(after)
    shutil.copymode(path, target)
    if after == before:
        return False
    _note(path, target, eraser)
    return True


def _with_new_hashes(staged: Path, eraser: Eraser) -> Iterator[Path]:
    """Files that name the hash of a rewritten file: rewritten in turn, until nothing names an old one."""
    for path in site_files(staged):
        if path.suffix not in (".json", ".jsonl", ".txt") or not path.is_file():
            continue
        before = path.read_bytes()
        after = eraser.content(before)
        if after != before:
            old = path.with_name(path.name + ".old")
            path.rename(old)
            path.write_bytes(after)
            _note(old, path, eraser)
            old.unlink()
            yield path


def _note(old: Path, new: Path, eraser: Eraser) -> None:
    eraser.hashes[sha256_of(old)] = sha256_of(new)
    if new.name == REPORT_FILE and old.name == REPORT_FILE:  # a manifest hashes it without what was measured
        eraser.hashes[stable_sha256(old)] = stable_sha256(new)


def end_employment(staff: Path, person: str, last: date) -> bool:
    """Have the person's employment end on `last` where it went on, so that no roster plans them; whether it went on."""
    text = _text(staff)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    kept, ended = list(rows), False
    for row in kept:
        if (row.get(AGENT_ID) or "").strip() == person and (not row.get("end_date") or row["end_date"] > str(last)):
            row["end_date"], ended = last.isoformat(), True
    if ended:
        out = io.StringIO()
        writer = csv.DictWriter(out, rows.fieldnames or (), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(kept)
        staff.write_text(out.getvalue(), encoding="utf-8")
    return ended


def _text(path: Path) -> str:
    return decode_text(path.read_bytes(), path.name)
