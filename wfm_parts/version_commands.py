"""`wfm repair`, `wfm diff` and `wfm swap`: living with a published roster."""

from pathlib import Path
from typing import Annotated

import typer

from wfm_parts import options
from wfm_parts.progress import console, shown_json, telling

RosterDir = Annotated[Path, typer.Argument(metavar="DIR", help="Folder of roster.csv and activities.csv.")]
FromDay = Annotated[options.Day, options.day("--from", "The first day still to come; earlier ones stay.")]
Absent = Annotated[Path | None, options.named("--absent", "CSV file agent_id,from_date,to_date: who is off.")]
Notice = Annotated[
    int | None, options.least("--notice", "Days from then on that stay, too; without it, as the rule pack says.", 0)
]
Agent = Annotated[str, options.named("--agent", "Who wants to swap.")]
OnDay = Annotated[options.Day, options.day("--date", "The day to exchange.")]
Partner = Annotated[str, options.named("--with", "With whom.")]
PartnerDay = Annotated[options.Day | None, options.day("--with-date", "A second day to exchange, as in return.")]
DiffOut = Annotated[Path | None, options.named("--out", "CSV file for the changes, one row a person's day.")]
VersionOut = Annotated[Path | None, options.named("--out", "Folder for the new version, where the swap is granted.")]


def repair(
    site: options.Site,
    roster: options.Roster,
    requirement: options.RequirementFile,
    first_day: FromDay,
    out: options.Out,
    curve: options.CurveFile = None,
    absent: Absent = None,
    notice: Notice = None,
    time_limit: options.TimeLimit = 30,
    seed: options.Seed = 0,
    as_json: options.AsJson = False,
) -> None:
    """Mend a published roster after absences or a new requirement by changing as few duties as possible.

    People on leave or in --absent are off; everybody else keeps their duties unless a change saves more than it costs.
    With --curve response rates over a day, a week or the window are kept by contacts, as `wfm schedule` does.
    """
    from pipeline.repair_run import RepairLimits, repair_json, repair_to_folder
    from wfm_parts.version_panels import repair_table

    limits = RepairLimits(time_limit, seed, notice)
    with telling() as tell:
        report = repair_to_folder(site, roster, requirement, first_day.date(), out, absent, limits, tell, curve)
    if as_json:
        shown_json(repair_json(report))
    else:
        console().print(repair_table(report))


def diff(
    before: RosterDir,
    after: RosterDir,
    site: options.MaybeSite = None,
    requirement: options.MaybeRequirement = None,
    out: DiffOut = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what differs between two versions of a roster, duty by duty; cover too, with --site and --requirement."""
    from pipeline.diff_run import diff_json, roster_diff, write_changes
    from wfm_parts.version_panels import diff_tables

    found = roster_diff(before, after, site, requirement)
    if out is not None:
        write_changes(out, found.changes)
    if as_json:
        shown_json(diff_json(found))
        return
    for drawn in diff_tables(found):
        console().print(drawn)


def swap(
    site: options.Site,
    roster: options.Roster,
    agent: Agent,
    date: OnDay,
    partner: Partner,
    partner_date: PartnerDay = None,
    requirement: options.MaybeRequirement = None,
    out: VersionOut = None,
    as_json: options.AsJson = False,
) -> None:
    """Check a swap of days between two people: yes, or the rule that it breaks (exit code 1).

    They exchange what they have on --date, and on --with-date where it is given: a duty or a day off.
    """
    from pipeline.swap_run import order_of_swap, swap_days, swap_json
    from wfm_parts.version_panels import cover_table

    order = order_of_swap(agent, partner, date.date(), partner_date.date() if partner_date else None)
    report = swap_days(site, roster, order, requirement, out)
    if as_json:
        shown_json(swap_json(report))
    elif report.cover is not None:
        console().print(cover_table(report.cover))
    typer.echo(report.sentence, err=True)
    if not report.granted:
        raise typer.Exit(1)
