"""The exports that a night finds in the site's inbox: good rows are taken in, bad ones are kept apart with the reason.

Files stay where they are and are known by their content, so a corrected or a late one is taken the next time. What a
person takes in by hand (`wfm ingest`) is refused as a whole where a row is bad; at night nobody is there to ask.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from domain.errors import DataError, Problem
from domain.site_config import SiteConfig
from pipeline.acd_history import AcdHistory, sifted_history
from pipeline.column_mapping import ColumnMapping
from pipeline.ingest import site_mapping, source_file
from pipeline.site_store import Database
from store.ingest import ingest_file, ingested_file, list_quarantine
from store.records import Quarantined, SourceFile, Stamp

logger = logging.getLogger(__name__)

COLUMNS = ("file", "row", "column", "value", "reason")
ENDINGS = (".csv", ".gz", ".xlsx", ".txt")
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """What the night found in the inbox: sentences about new files, and every cell that is kept apart, by file.

    `troubles` are of files that were left out, whole or some rows of them; `sentences` of those that were taken in.
    """

    sentences: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    quarantined: tuple[tuple[str, Quarantined], ...] = ()


def take_inbox(site_dir: Path, config: SiteConfig, database: Database, stamp: Stamp) -> Taken:
    """Takes in what is new in the inbox, a file a transaction; what cannot be read stays there and is told."""
    files = inbox_files(site_dir, config)
    if not files:
        return Taken()
    mapping = site_mapping(site_dir, config)
    sentences: list[str] = []
    troubles: list[str] = []
    apart: list[tuple[str, Quarantined]] = []
    for path in files:
        try:
            source = source_file(path, mapping, config, sifted=True)
            if ingested_file(database, config.site.id, source.sha256) is None:
                said, is_whole = _take(path, source, mapping, config, database, stamp)
                (sentences if is_whole else troubles).append(said)
            apart += list_quarantine(database, config.site.id, source.sha256)
        except DataError as error:
            logger.warning("inbox: %s was left out: %s", path.name, error)
            troubles.append(f"inbox: {path.name} was left out: {str(error).removesuffix(' Nothing was written.')}")
            apart += [(path.name, _cell(problem)) for problem in error.problems]
    return Taken(tuple(sentences), tuple(troubles), tuple(apart))


def inbox_files(site_dir: Path, config: SiteConfig) -> list[Path]:
    """The exports in the inbox, by name; hidden files, and those with another ending, are somebody's half-made ones."""
    folder = site_dir / config.nightly.inbox
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return [path for path in found if path.suffix.lower() in ENDINGS]


def _take(
    path: Path,
    source: SourceFile,
    mapping: ColumnMapping | None,
    config: SiteConfig,
    database: Database,
    stamp: Stamp,
) -> tuple[str, bool]:
    """Takes a file in; what is said of it, and whether all of it was taken."""
    history, problems = sifted_history(path, mapping, config)
    cells = [_cell(problem) for problem in problems]
    done = ingest_file(database, config.site.id, source, history.calls, cells, stamp)
    said = f"inbox: {path.name}: {_span(history)}; {done.counts.new} intervals new, {done.counts.changed} changed"
    if not problems:
        return said + ".", True
    first = "; ".join(str(problem) for problem in problems[:SHOWN])
    more = f"; and {len(problems) - SHOWN} more in quarantine.csv" if len(problems) > SHOWN else ""
    return f"{said}; {len(problems)} rows were kept apart: {first}{more}.", False


def _span(history: AcdHistory) -> str:
    starts: pd.Series[datetime] = history.calls["interval_start"]
    return f"{starts.min():%Y-%m-%d %H:%M} to {starts.max():%Y-%m-%d %H:%M}"


def _cell(problem: Problem) -> Quarantined:
    """A problem as the store keeps it; row 0 is the file as a whole."""
    return Quarantined(problem.row or 0, problem.column or "", problem.value or "", f"expected {problem.expected}")


def quarantine_frame(cells: Sequence[tuple[str, Quarantined]]) -> pd.DataFrame:
    """The cells that are kept apart, as `quarantine.csv` has them."""
    rows = [(file, cell.row, cell.column, cell.value, cell.reason) for file, cell in cells]
    return pd.DataFrame(rows, columns=list(COLUMNS))
