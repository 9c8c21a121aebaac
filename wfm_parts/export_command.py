"""`wfm export`: a roster as files for HR, for planners and for everybody's calendar."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wfm_parts import options


class HeaderChoice(StrEnum):
    """The language of HR's headers."""

    NAMES = "names"
    KO = "ko"
    EN = "en"


Since = Annotated[
    Path | None, options.named("--since", "An earlier export, or any roster folder: what changed since is told.")
]
HeaderName = Annotated[
    HeaderChoice, options.named("--headers", "HR's headers and calendars: the contract's names, Korean or English.")
]


def export(
    site: options.Site,
    roster: options.Roster,
    out: options.Out,
    since: Since = None,
    headers: HeaderName = HeaderChoice.NAMES,
) -> None:
    """Write a roster for HR and planners: workbook, pay hours, months, a calendar a person; changes with --since.

    With --since a duty that moved moves in calendars, and one that was called off is removed from them. A payroll.toml
    in the site folder adds payroll.csv in a payroll system's own columns.
    """
    from pipeline.export_run import ExportOrder, export_roster

    report = export_roster(site, roster, out, ExportOrder(since, headers.value))
    typer.echo(f"{out} holds {', '.join(report.files)} ({report.feeds} calendars).", err=True)
    if report.changes is not None:
        typer.echo(f"{report.changes} duties changed since {since}.", err=True)
    for note in report.notes:
        typer.echo(note, err=True)
