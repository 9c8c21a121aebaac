"""Taking ACD exports into a site's history: every file is checked before the first is written."""

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.access import Act
from domain.errors import DataError, Problem
from domain.site_config import SiteConfig, read_site_config
from pipeline.access import needs, stamp_for
from pipeline.acd_archive import exports_of
from pipeline.acd_history import AcdHistory, acd_history
from pipeline.column_mapping import MAPPING_FILE, ColumnMapping, read_mapping
from pipeline.site_store import open_site_database
from store.hashes import sha256_bytes, sha256_of, sha256_parts
from store.imports import import_files
from store.records import Counts, Ingested, SourceFile, Stamp

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one export; `known` when the same content was taken before, so that nothing changed."""

    file: str
    rows: int
    queues: tuple[str, ...]
    first: datetime
    last: datetime
    counts: Counts
    known: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """An export that was read without a fault, and the hash under which it is known."""

    source: SourceFile
    history: AcdHistory


@needs(Act.IMPORT_CALLS)
def ingest(
    site_dir: Path, files: Sequence[Path], mapping_file: Path | None = None, stamp: Stamp | None = None
) -> tuple[FileReport, ...]:
    """Takes the exports into the site's history; the report says what became of each.

    All files are read and checked first: a fault in any of them leaves the history as it was. Then all are taken in one
    transaction, which can be undone as a whole; a file whose content was taken before, by whatever name, changes
    nothing. A zip archive is taken as the exports in it.
    """
    config = read_site_config(site_dir / "site.toml")
    mapping = site_mapping(site_dir, config, mapping_file)
    with tempfile.TemporaryDirectory(prefix="wfm-exports-") as folder:
        each = [export for path in files for export in exports_of(path, Path(folder))]
        checked = [_checked(path, mapping, config, only_mapping=mapping_file is not None) for path in each]
    stamp = stamp or stamp_for(site_dir, None)
    with open_site_database(site_dir) as database:
        done = import_files(database, config.site.id, [(one.source, one.history.calls) for one in checked], stamp)
    return tuple(_report(one, what) for one, what in zip(checked, done, strict=True))


def site_mapping(site_dir: Path, config: SiteConfig, mapping_file: Path | None = None) -> ColumnMapping | None:
    """The mapping named, else the one saved in the site folder, else none: the contract's own columns."""
    path = mapping_file or site_dir / MAPPING_FILE
    if mapping_file is None and not path.is_file():
        return None
    mapping = read_mapping(path)
    known = [queue.id for queue in config.queue]
    targets = {f"queue.names.{name}": queue for name, queue in mapping.queue.names.items()}
    if mapping.queue.constant is not None:
        targets["queue.constant"] = mapping.queue.constant
    expected = "a queue of site.toml: " + ", ".join(known[:12])
    problems = [Problem(path.name, None, key, queue, expected) for key, queue in targets.items() if queue not in known]
    if problems:
        raise DataError(problems)
    return mapping


def _checked(path: Path, mapping: ColumnMapping | None, config: SiteConfig, only_mapping: bool) -> _Checked:
    history = acd_history(path, mapping, config, only_mapping)
    return _Checked(source_file(path, mapping, config), history)


def source_file(path: Path, mapping: ColumnMapping | None, config: SiteConfig, sifted: bool = False) -> SourceFile:
    """The file by its name, and by the hash of its content and of how it is read: with another mapping it is another.

    `sifted`: its bad rows are left out, so what is taken depends on the queues that the site has too.
    """
    settings = f"{config.site.timezone} {config.site.interval_minutes}"
    how = sha256_bytes(((mapping.model_dump_json() if mapping else "contract") + settings).encode())
    parts = {"file": sha256_of(path), "mapping": how}
    if sifted:
        parts |= {"queues": " ".join(queue.id for queue in config.queue)}
    return SourceFile(path.name, sha256_parts(parts))


def _report(one: _Checked, done: Ingested) -> FileReport:
    starts = one.history.calls["interval_start"]
    report = FileReport(
        file=one.source.name,
        rows=one.history.rows,
        queues=tuple(sorted(one.history.calls["queue"].unique())),
        first=starts.min().to_pydatetime(),
        last=starts.max().to_pydatetime(),
        counts=done.counts,
        known=done.known,
        notes=one.history.notes,
    )
    said = "taken before, nothing changed" if report.known else f"{done.counts.new} new, {done.counts.changed} changed"
    logger.info("ingest %s: %s rows, %s", report.file, report.rows, said)
    return report
