"""An ACD export as history: checked row by row, and steps finer than the site's interval summed to it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import DataError, Problem
from domain.frames import CallHistory, checked
from domain.site_config import SiteConfig
from pipeline.acd_columns import (
    MAX_PROBLEMS,
    Findings,
    count_column,
    queue_column,
    refuse_missing_columns,
    time_column,
)
from pipeline.acd_file import Cells, read_cells
from pipeline.column_mapping import ColumnMapping, FileForm, contract_mapping

OPTIONAL = ("answered", "abandoned", "aht_s")
MOST_BAD_SHARE = 0.2  # of an export's rows: one with more is not a good export with slips in it


@dataclass(frozen=True, slots=True)
class AcdHistory:
    """What an export says: its history, how many rows it had, and what a planner should know about how it was read."""

    calls: DataFrame[CallHistory]
    rows: int
    notes: tuple[str, ...]


def acd_history(path: Path, mapping: ColumnMapping | None, config: SiteConfig, only_mapping: bool = True) -> AcdHistory:
    """The history in an export; raises DataError with every problem found, each with its row and column.

    Without `only_mapping`, a file that lacks the mapping's columns but has the contract's is read as the contract says:
    so a site with a mapping of its own for the ACD still takes a history in the product's own form.
    """
    return _of_cells(read_cells(path, FileForm() if mapping is None else mapping.file), mapping, config, only_mapping)


def sifted_history(
    path: Path, mapping: ColumnMapping | None, config: SiteConfig
) -> tuple[AcdHistory, tuple[Problem, ...]]:
    """The history in an export without the rows that cannot be used, and what is wrong with each of those.

    Raises DataError where the file as a whole cannot be read, or more than a fifth of its rows cannot be used.
    """
    cells = read_cells(path, FileForm() if mapping is None else mapping.file)
    whole, found = len(cells.rows), dict[int, Problem]()
    while True:
        try:
            return _of_cells(cells, mapping, config, only_mapping=False, most=whole), tuple(found.values())
        except DataError as error:
            numbers = frozenset(cells.rows)
            new = {each.row: each for each in error.problems if each.row is not None and each.row in numbers}
            found |= new
            if not new or len(found) > MOST_BAD_SHARE * whole:
                raise
            cells = _without(cells, new)


def _without(cells: Cells, rows: Collection[int]) -> Cells:
    kept = [number not in rows for number in cells.rows]
    numbers = tuple(number for number, stays in zip(cells.rows, kept, strict=True) if stays)
    return replace(cells, frame=cells.frame[kept].reset_index(drop=True), rows=numbers)


def _of_cells(
    cells: Cells, mapping: ColumnMapping | None, config: SiteConfig, only_mapping: bool, most: int = MAX_PROBLEMS
) -> AcdHistory:
    if mapping is None or (not (only_mapping or _has(cells, mapping)) and _has(cells, contract_mapping(()))):
        mapping = contract_mapping(cells.columns)
    refuse_missing_columns(cells, mapping.required)
    findings = Findings(cells, most)
    rows = _typed_rows(findings, mapping, config)
    _refuse_repeated(findings, mapping, rows)
    step_min = mapping.time.interval_minutes or config.site.interval_minutes
    _refuse_off_grid(findings, mapping, rows, step_min, config.site.interval_minutes)
    findings.finish()
    kept = rows.dropna(subset=["queue", "interval_start"])
    if kept.empty:
        raise DataError([Problem(cells.file, None, None, None, "at least one row of a queue of this site")])
    if step_min < config.site.interval_minutes:
        findings.notes.append(f"steps of {step_min} min were summed to {config.site.interval_minutes} min")
    return AcdHistory(summed(kept, config.site.interval_minutes), len(cells.rows), tuple(findings.notes))


def _has(cells: Cells, mapping: ColumnMapping) -> bool:
    return set(mapping.required) <= set(cells.columns)


def _typed_rows(findings: Findings, mapping: ColumnMapping, config: SiteConfig) -> pd.DataFrame:
    queue = queue_column(findings, mapping, [queue.id for queue in config.queue])
    offered = count_column(findings, mapping.columns.offered, blank=False)
    named = mapping.optional
    blank = pd.Series(np.nan, index=offered.index)
    others = {word: count_column(findings, named[word], blank=True) if word in named else blank for word in OPTIONAL}
    start = time_column(findings, mapping, queue, offered, config.site.timezone)
    return pd.DataFrame({"interval_start": start, "queue": queue, "offered": offered, **others})


def _refuse_repeated(findings: Findings, mapping: ColumnMapping, rows: pd.DataFrame) -> None:
    """An interval of a queue that stands twice is refused, naming the row where it stood first."""
    known = rows[["queue", "interval_start"]].notna().all(axis=1)
    repeated = rows.duplicated(["queue", "interval_start"]) & known
    if not repeated.any():
        return
    column = mapping.columns.interval_start or str(mapping.columns.date)
    first = rows.reset_index().groupby(["queue", "interval_start"])["index"].transform("first")
    for place in np.flatnonzero(repeated)[: findings.most]:
        start, queue = rows["interval_start"].iloc[place], rows["queue"].iloc[place]
        stood = findings.cells.rows[int(first.iloc[place])]
        expected = f"each interval of queue {queue} once; it stands in row {stood} already"
        value = start.strftime("%Y-%m-%dT%H:%M")
        findings.problems.append(Problem(findings.cells.file, findings.cells.rows[place], column, value, expected))


def _refuse_off_grid(
    findings: Findings, mapping: ColumnMapping, rows: pd.DataFrame, step_min: int, interval_min: int
) -> None:
    """Starts must lie on the export's step, and the step must divide the site's interval."""
    if interval_min % step_min:
        expected = f"a step that divides the site's interval of {interval_min} minutes"
        raise DataError([Problem("mapping", None, "time.interval_minutes", str(step_min), expected)])
    column = mapping.columns.interval_start or str(mapping.columns.date)
    wall = rows["interval_start"].dt.tz_localize(None)
    minute_of_day = (wall - wall.dt.normalize()) / pd.Timedelta(minutes=1)
    off = wall.notna() & (minute_of_day % step_min != 0)
    expected = (
        f"a start on a step of {step_min} minutes; name the export's own step in the mapping (time.interval_minutes)"
    )
    findings.refuse(column, off, expected)


def summed(rows: pd.DataFrame, interval_min: int) -> DataFrame[CallHistory]:
    """Rows of any finer step as intervals of the site: counts added, handling time weighted by contacts handled.

    A count that only some steps of an interval know stays unknown: a sum of a part would pass for the whole.
    """
    handled = rows["answered"].fillna(rows["offered"])
    parts = rows.assign(
        interval_start=_floored(rows["interval_start"], interval_min),
        handled=handled.where(rows["aht_s"].notna(), 0.0),
        handle_s=rows["aht_s"] * handled,
    )
    groups = parts.groupby(["queue", "interval_start"], sort=True)
    totals = groups[["offered", "handled"]].sum()
    for word in ("answered", "abandoned", "handle_s"):
        whole = groups[word].count() == groups.size() if word != "handle_s" else groups[word].count() > 0
        totals[word] = groups[word].sum().where(whole)
    totals["aht_s"] = (totals["handle_s"] / totals["handled"]).where(totals["handled"] > 0)
    columns = ["interval_start", "queue", "offered", *OPTIONAL]
    frame = totals.reset_index()[columns].astype({"queue": str, "offered": float})
    return checked(CallHistory, frame)


def _floored(starts: pd.Series, interval_min: int) -> pd.Series:
    """The start of the interval by the local clock; taken off as elapsed time, so a repeated hour stays two."""
    minute = starts.dt.hour * 60 + starts.dt.minute
    beyond = pd.to_timedelta(minute % interval_min, unit="min") + pd.to_timedelta(starts.dt.second, unit="s")
    floored: pd.Series = starts - beyond
    return floored
