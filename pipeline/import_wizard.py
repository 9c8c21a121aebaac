"""Taking in an export on the screen: what its columns probably mean, what would change, one import, its undoing."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from pydantic import ValidationError

from domain.access import Act
from domain.errors import DataError, Problem
from domain.site_config import SiteConfig, config_problems, read_site_config
from domain.tables import decode_text
from pipeline.access import needs, stamp_for
from pipeline.acd_archive import exports_of
from pipeline.acd_file import GZIP_MAGIC, ZIP_MAGIC, Cells, read_cells, unpacked
from pipeline.acd_history import acd_history
from pipeline.column_mapping import MAPPING_FILE, ColumnMapping, FileForm, read_mapping
from pipeline.ingest import FileReport, ingest
from pipeline.mapping_guess import guessed_form, guessed_mapping
from pipeline.site_store import open_site_database
from store.files import write_text
from store.history import read_history
from store.imports import Import, list_imports, undo_import

ROWS_SHOWN = 8
CONFLICTS_SHOWN = 200
MOST_LETTERS = 80  # of a file's name: in Korean 240 bytes, and disks take 255
NUMBERS = ("offered", "answered", "abandoned", "aht_s")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as a planner hands it in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The first export of an upload as text, how many there are in it, and what its columns probably mean."""

    columns: tuple[str, ...]
    sample: pd.DataFrame
    rows: int
    files: tuple[str, ...]
    mapping: ColumnMapping
    queue_values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What an import would do. `totals` counts by queue; `conflicts` are values that differ from the history's.

    Where `problems` stand, nothing can be imported and the rest is empty. `odd` counts rows that are possible and
    unlikely, by a word for why. `more` and `less` are contacts in all, coming and so far, over the same intervals.
    """

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    totals: pd.DataFrame
    new: int
    changed: int
    same: int
    conflicts: pd.DataFrame
    odd: Mapping[str, int]


@needs(Act.IMPORT_CALLS)
def opened(site_dir: Path, upload: Upload) -> Opened:
    """What the upload holds and a proposal of its mapping; raises DataError where it is no table."""
    config = read_site_config(site_dir / "site.toml")
    with _exports(upload) as files:
        form = _form(files[0])
        cells = read_cells(files[0], form)
        names = tuple(file.name for file in files)
    saved = read_mapping(site_dir / MAPPING_FILE) if (site_dir / MAPPING_FILE).is_file() else None
    mapping = guessed_mapping(cells, form, config, saved)
    return Opened(
        columns=cells.columns,
        sample=cells.frame.head(ROWS_SHOWN),
        rows=len(cells.rows),
        files=names,
        mapping=mapping,
        queue_values={column: _values(cells, column) for column in dict.fromkeys(cells.columns)},
    )


def _values(cells: Cells, column: str) -> tuple[str, ...]:
    """The different texts of a column, where they are few enough to be names of queues."""
    cell = cells.frame[column]
    found = sorted(set(cell.str.strip())) if isinstance(cell, pd.Series) else []
    return tuple(found) if len(found) <= CONFLICTS_SHOWN else ()


@needs(Act.IMPORT_CALLS)
def preview(site_dir: Path, upload: Upload, mapping: ColumnMapping) -> Preview:
    """What the import would do to the history; nothing is written."""
    config = read_site_config(site_dir / "site.toml")
    try:
        with _exports(upload) as files:
            read = [acd_history(file, mapping, config) for file in files]
        _refuse_two_files_one_interval(files, [each.calls for each in read])
    except DataError as error:
        empty = pd.DataFrame()
        return Preview(error.problems, (), empty, 0, 0, 0, empty, {})
    calls = pd.concat([each.calls for each in read], ignore_index=True)
    both = _beside_history(site_dir, config, calls)
    is_new = both["offered_was"].isna()
    differs = pd.Series(False, index=both.index)
    for name in NUMBERS:
        differs |= both[name].notna() & both[f"{name}_was"].notna() & (both[name] != both[f"{name}_was"])
    adds = ~is_new & ~differs & _adds(both)
    return Preview(
        problems=(),
        notes=tuple(dict.fromkeys(note for each in read for note in each.notes)),
        totals=_totals(calls, both),
        new=int(is_new.sum()),
        changed=int((differs | adds).sum()),
        same=int((~is_new & ~differs & ~adds).sum()),
        conflicts=both[differs].head(CONFLICTS_SHOWN),
        odd=_odd(calls),
    )


def _adds(both: pd.DataFrame) -> pd.Series:
    """Rows that bring a number which the history lacks."""
    found = pd.Series(False, index=both.index)
    for name in NUMBERS:
        found |= both[name].notna() & both[f"{name}_was"].isna()
    return found


def _beside_history(site_dir: Path, config: SiteConfig, calls: pd.DataFrame) -> pd.DataFrame:
    first, last = calls["interval_start"].min(), calls["interval_start"].max() + timedelta(minutes=1)
    with open_site_database(site_dir) as database:
        known = read_history(database, config.site.id, config.site.timezone, first, last)
    was = known.rename(columns={name: f"{name}_was" for name in NUMBERS})
    return calls.merge(was, on=["interval_start", "queue"], how="left")


def _totals(calls: pd.DataFrame, both: pd.DataFrame) -> pd.DataFrame:
    """By queue: intervals, first and last, contacts, answered, and contacts so far over the same intervals."""
    groups = calls.groupby("queue")
    totals = groups.agg(
        intervals=("offered", "size"),
        first=("interval_start", "min"),
        last=("interval_start", "max"),
        offered=("offered", "sum"),
        answered=("answered", "sum"),
    )
    return totals.assign(offered_was=both.groupby("queue")["offered_was"].sum()).reset_index()


def _odd(calls: pd.DataFrame) -> dict[str, int]:
    """Rows that hardly can be: more answered than offered, parts beyond the whole, hours to handle, days gone."""
    parts = calls["answered"].fillna(0) + calls["abandoned"].fillna(0)
    days = calls.groupby("queue")["interval_start"].agg(_days_gone)
    found = {
        "answered_over": int((calls["answered"] > calls["offered"]).sum()),
        "parts_over": int(((parts > calls["offered"]) & ~(calls["answered"] > calls["offered"])).sum()),
        "long": int((calls["aht_s"] > 3 * 3600).sum()),
        "days_gone": int(days.sum()),
    }
    return {word: count for word, count in found.items() if count}


def _days_gone(starts: pd.Series) -> int:
    """Days between the first and the last without a single row."""
    days = starts.dt.tz_localize(None).dt.normalize()
    return int((days.max() - days.min()).days) + 1 - int(days.nunique())


def _refuse_two_files_one_interval(files: list[Path], calls: list[pd.DataFrame]) -> None:
    """Raises where two files of an archive tell different facts of one interval."""
    rows = pd.concat([each.assign(file=file.name) for file, each in zip(files, calls, strict=True)], ignore_index=True)
    key = ["queue", "interval_start"]
    facts = rows.drop_duplicates([*key, *NUMBERS])
    twice = facts[facts.duplicated(key, keep=False)].sort_values(key)
    if len(twice):
        first, second = twice.iloc[0], twice.iloc[1]
        raise DataError(
            [
                Problem(
                    second["file"],
                    None,
                    "offered",
                    f"{second['offered']:g}",
                    f"the {first['offered']:g} that {first['file']} tells of {first['queue']} at "
                    f"{first['interval_start']:%Y-%m-%dT%H:%M}",
                )
            ]
        )


@needs(Act.IMPORT_CALLS)
def take_in(site_dir: Path, upload: Upload, mapping: ColumnMapping, who: str | None = None) -> tuple[FileReport, ...]:
    """Imports the upload in one transaction and remembers the mapping for the next export."""
    with tempfile.TemporaryDirectory(prefix="wfm-import-") as folder:
        mapping_file = Path(folder) / MAPPING_FILE
        mapping_file.write_text(mapping_toml(mapping), encoding="utf-8")
        with _exports(upload) as files:
            done = ingest(site_dir, files, mapping_file, stamp_for(site_dir, who))
    write_text(site_dir / MAPPING_FILE, mapping_toml(mapping))
    return done


@needs(Act.IMPORT_CALLS)
def imports(site_dir: Path) -> tuple[Import, ...]:
    """What was imported, newest first; times are the site's."""
    section = read_site_config(site_dir / "site.toml").site
    with open_site_database(site_dir) as database:
        found = list_imports(database, section.id)
    return tuple(replace(each, at=each.at.astimezone(ZoneInfo(section.timezone))) for each in found)


@needs(Act.IMPORT_CALLS)
def undo(site_dir: Path, number: int, who: str | None = None) -> int:
    """How many rows of the history are again as they were before an import."""
    with open_site_database(site_dir) as database:
        site_id = read_site_config(site_dir / "site.toml").site.id
        return undo_import(database, site_id, number, stamp_for(site_dir, who))


def mapping_of(
    found: Opened,
    columns: Mapping[str, str | None],
    time_format: str | None,
    step_min: int | None,
    constant: str | None,
    names: Mapping[str, str],
    ignore: Sequence[str],
) -> ColumnMapping:
    """The mapping that a planner chose; raises DataError where it makes no sense."""
    content = {
        "columns": {word: column for word, column in columns.items() if column is not None},
        "time": {"format": time_format, "interval_minutes": step_min, "timezone": found.mapping.time.timezone},
        "queue": {"constant": constant, "names": dict(names), "ignore": tuple(ignore)},
        "file": found.mapping.file.model_dump(),
    }
    try:
        return ColumnMapping.model_validate(content)
    except ValidationError as error:
        raise DataError(config_problems(error, MAPPING_FILE)) from error


def mapping_toml(mapping: ColumnMapping) -> str:
    """The mapping as its file; text is written as JSON writes it, which TOML reads alike."""
    lines = ["# How this site's exports are read; the page Site wrote it at the last import.", ""]
    for section, content in mapping.model_dump(exclude_defaults=True).items():
        tables = {key: value for key, value in content.items() if isinstance(value, dict)}
        lines += [f"[{section}]"]
        lines += [f"{key} = {_toml(value)}" for key, value in content.items() if key not in tables]
        for name, table in tables.items():
            lines += [f"[{section}.{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in table.items())]
        lines.append("")
    return "\n".join(lines)


def _toml(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _safe_name(given: str) -> str:
    """The last part of a name that a browser gave, such that every disk takes it and it leads nowhere."""
    last = "".join(sign if sign.isprintable() else "_" for sign in given.replace("\\", "/").rpartition("/")[2])
    return "export" if last in ("", ".", "..") else last[-MOST_LETTERS:]


@contextmanager
def _exports(upload: Upload) -> Iterator[list[Path]]:
    """The upload's exports as files, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="wfm-upload-") as folder:
        path = Path(folder) / _safe_name(upload.name)
        path.write_bytes(upload.content)
        yield list(exports_of(path, Path(folder)))


def _form(path: Path) -> FileForm:
    """The outer form of a file: of a workbook the first sheet, of text what its first lines suggest."""
    content = path.read_bytes()
    if content[:4] == ZIP_MAGIC or not content:
        return FileForm()
    if content[:2] == GZIP_MAGIC:
        content = unpacked(content, path.name)
    return guessed_form(decode_text(content, path.name))
