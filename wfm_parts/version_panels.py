"""Versions of a roster compared, for a person at the terminal."""

from rich.table import Table
from rich.text import Text

from pipeline.diff_run import CoverPair, RosterDiff, changes_frame
from pipeline.repair_run import RepairReport
from wfm_parts.tables import share, table

SHOWN_CHANGES = 20


def cover_table(cover: CoverPair) -> Table:
    """Short cover by queue before and after, in agent-intervals, and the share covered."""
    rows = [
        (
            queue,
            f"{cover.before[queue].required:,.0f}",
            f"{cover.before[queue].short:,.1f}",
            f"{after.short:,.1f}",
            share(cover.before[queue].covered_share),
            share(after.covered_share),
        )
        for queue, after in cover.after.items()
    ]
    heads = ("queue", "required", "short before", "short after", "covered before", "covered after")
    drawn = table("Cover, in agent-intervals", heads, rows)
    drawn.caption = f"leads short, in lead-intervals: {cover.leads_before:,} before, {cover.leads_after:,} after"
    return drawn


def diff_tables(diff: RosterDiff) -> list[Table | Text]:
    """The first changes, how many there are of each kind, and the effect on cover."""
    rows = changes_frame(diff.changes)[["agent_id", "date", "change", "before", "after"]]
    drawn = table("Changes", tuple(rows.columns), rows.head(SHOWN_CHANGES).itertuples(index=False), left=5)
    if len(rows) > SHOWN_CHANGES:
        drawn.caption = f"the first {SHOWN_CHANGES} of {len(rows):,}; all of them with --out"
    found: list[Table | Text] = [drawn] if len(rows) else []
    found.append(_changes_line(diff))
    return [*found, cover_table(diff.cover)] if diff.cover else found


def _changes_line(diff: RosterDiff) -> Text:
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in diff.counts.items() if count) or "none"
    line = Text(f"Days changed: {len(diff.changes):,} of {diff.people:,} people ({kinds})", style="bold")
    line.append(f"; duties with other meals, rests or queues: {diff.moved_activities:,}", style="not bold")
    return line


def repair_table(report: RepairReport) -> Table:
    """Cover before and after the repair, and what was changed for it."""
    drawn = cover_table(report.cover)
    drawn.caption = Text.assemble(
        _changes_line(report.diff),
        f"\nduties that fell away: {report.fallen_away:,}; duties may change from {report.open_day} on; "
        f"leads short {report.cover.leads_before:,} before, {report.cover.leads_after:,} after",
    )
    return drawn
