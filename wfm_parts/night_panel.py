"""The panel at the end of a night: the forecast's error, what is needed, how the roster stands, where the files are."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pipeline.first_run import FirstRun
from pipeline.night_report import NightReport
from wfm_parts.panels import forecast_table, roster_line
from wfm_parts.tables import share, table

SIMULATED = "모의 자료 · Simulated sample: no contact and no person in it is real"


def night_panel(report: NightReport, below: Sequence[str] = ()) -> Panel:
    """The night in one look; `below` are sentences that end it."""
    parts: list[RenderableType] = [forecast_table(report.forecasts), need_table(report), roster_line(report.roster)]
    parts += [Text(f"! {warning}", style="yellow") for warning in (*report.missing, *report.warnings)]
    parts += [Text(f"  {note}", style="dim") for note in report.notes]
    parts.append(Text(f"\nFiles in {report.folder}: {', '.join(report.files)}"))
    if report.unchanged:
        parts.append(Text("The same had been published before; nothing was written."))
    parts += [Text(sentence) for sentence in below]
    if report.simulated:
        parts = [Text(SIMULATED, style="bold yellow"), *parts]
    name = Text(report.site_name or report.site_id, style="bold")
    days = Text(f"plans {report.window.start} to {report.window.last}\n")
    return Panel(Group(name, days, *parts), title=f"Night of {report.night}", expand=False)


def need_table(report: NightReport) -> Table:
    """Agent-hours needed and the share of them that the roster covers, by queue and in all."""
    covered = {found.queue: found for found in report.roster.coverage}
    rows = [
        (queue, f"{hours:,.0f}", share(covered[queue].covered_share if queue in covered else None))
        for queue, hours in report.agent_hours.items()
    ]
    if len(rows) > 1:
        required = sum(found.required for found in covered.values())
        met = sum(found.covered for found in covered.values())
        total = f"{sum(report.agent_hours.values()):,.0f}"
        rows.append(("all queues", total, share(met / required if required else None)))
    return table("Requirement and coverage", ("queue", "agent-hours needed", "covered"), rows)


def first_run_panel(found: FirstRun) -> Panel:
    """The night of the first run, and what to type next."""
    site, folder = found.site_dir, found.night.folder
    below = [
        "\nNext:",
        "  make app                                     the planner's screens",
        f"  .venv/bin/wfm check {folder} --site {site}   every rule, once more",
        "  .venv/bin/wfm init my-centre                 a site of your own",
    ]
    if found.why_simulated is not None:
        below.insert(0, f"\n{found.why_simulated}")
    return night_panel(found.night, below)
