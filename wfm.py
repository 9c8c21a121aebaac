"""`wfm`, the command line: it reads the command, calls one function of the pipeline and shows its report."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from domain.errors import DoneInPartError, WfmError
from pipeline.acting import OPERATOR, acting_as
from wfm_parts import options
from wfm_parts.account_commands import account_app
from wfm_parts.accuracy_command import accuracy
from wfm_parts.backup_commands import backup, erase, restore
from wfm_parts.compliance_command import compliance
from wfm_parts.erlang_command import erlang
from wfm_parts.event_command import events
from wfm_parts.export_command import export
from wfm_parts.job_command import jobs
from wfm_parts.override_commands import override_app
from wfm_parts.portfolio_commands import portfolio_app
from wfm_parts.price_command import price
from wfm_parts.progress import console, shown_json, telling
from wfm_parts.reforecast_command import reforecast
from wfm_parts.requirement_command import requirement
from wfm_parts.rules_command import rules_page
from wfm_parts.scenario_command import scenario
from wfm_parts.schedule_command import schedule
from wfm_parts.simulate_command import simulate
from wfm_parts.status_command import status
from wfm_parts.version_commands import diff, repair, swap

# Our matrices are small: threads inside the linear algebra only get in the way of work that is parallel already.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

HELP = """Plan a contact centre: forecast contacts, turn them into agents needed, roster agents and team leads.

Every option can also be given as an environment variable, WFM_ and its name in capitals: WFM_SITE, WFM_TIME_LIMIT.
Messages go to standard error; results go to files or, with --json, to standard output.

Exit codes: 0 done. 1 failed. 2 wrong usage. 3 done in part: what is missing is said, the rest is valid.
4 bad input, nothing was written. 5 no roster exists under the hard rules. 6 another run holds the lock. 130 cancelled.
"""


class Door(TyperGroup):
    """The group of commands; the only place that turns a deliberate error into a sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        try:
            with acting_as(OPERATOR):
                return super().invoke(ctx)
        except WfmError as error:
            typer.echo(f"wfm: {error}", err=True)
            raise typer.Exit(error.exit_code) from error


# The commands import their part of the pipeline when they run: all of it together takes seconds, `wfm --help` must not.
app = typer.Typer(
    name="wfm", cls=Door, help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


app.add_typer(account_app)
app.add_typer(override_app)
app.add_typer(portfolio_app)
app.command()(accuracy)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder.")],
    template: options.TemplateName = options.Template.BLANK,
) -> None:
    """Make a new site folder, commented: blank, or a sample with invented staff (bank, dasan)."""
    from pipeline.site_template import make_site

    files = make_site(folder, template.value)
    typer.echo(f"{folder} holds {', '.join(files)}.", err=True)
    history = next((f"{folder}/{file}" for file in files if file.startswith("history")), "FILE")
    typer.echo(f"Next: wfm ingest --site {folder} {history}, then wfm nightly --site {folder}", err=True)


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV, the same in gzip, or XLSX.")],
    site: options.Site,
    mapping: options.Mapping = None,
) -> None:
    """Take ACD exports into the site's history; all files are checked before the first is written."""
    from pipeline.figure_conflicts import figure_conflicts
    from pipeline.ingest import ingest as take_in
    from wfm_parts.panels import ingest_lines

    for line in (*ingest_lines(take_in(site, files, mapping)), *figure_conflicts(site)):
        typer.echo(line, err=True)


@app.command()
def forecast(
    start: options.Start,
    out: options.Out,
    days: options.Days = 28,
    site: options.MaybeSite = None,
    history: options.History = None,
    country: options.Country = None,
    events: options.Events = None,
    interval: options.Interval = None,
    engine: options.EngineName = options.EngineChoice.LOCAL,
    scheduler: options.Scheduler = None,
    jobs: options.Jobs = None,
) -> None:
    """Forecast contacts: mean and p10, p50, p90 of every interval's count, and handling times.

    For a site with several queues, channels and the total are written beside it, to OUT with _totals in its name.
    """
    from pipeline.engine import chosen_engine
    from pipeline.forecasting_run import HistorySource, forecast_to_file
    from wfm_parts.panels import forecast_table

    source = HistorySource(site, history, country, events, interval, chosen_engine(engine, scheduler, jobs))
    with telling() as tell:
        report = forecast_to_file(source, (start.date(), days), out, tell)
    console().print(forecast_table(report.choices))
    for line in (*report.warnings, *report.events, *report.overrides):
        typer.echo(line, err=True)
    refuse_missing(report.missing)


app.command()(reforecast)


@app.command()
def backtest(
    out: options.Out,
    origins: options.Origins = 6,
    days: options.Days = 28,
    site: options.MaybeSite = None,
    history: options.History = None,
    country: options.Country = None,
    events: options.Events = None,
    interval: options.Interval = None,
    engine: options.EngineName = options.EngineChoice.LOCAL,
    scheduler: options.Scheduler = None,
    jobs: options.Jobs = None,
) -> None:
    """Forecast from past dates and compare with what happened: which model would have been right."""
    from pipeline.backtest_run import backtest_to_folder
    from pipeline.engine import chosen_engine
    from pipeline.forecasting_run import HistorySource
    from wfm_parts.panels import scores_table

    source = HistorySource(site, history, country, events, interval, chosen_engine(engine, scheduler, jobs))
    with telling() as tell:
        report = backtest_to_folder(source, origins, days, out, tell)
    console().print(scores_table(report))
    refuse_missing(report.missing)


app.command()(events)


app.command()(requirement)
app.command(hidden=True)(rules_page)
app.command()(price)


app.command()(schedule)
app.command()(repair)
app.command()(diff)
app.command()(swap)
app.command()(jobs)
app.command()(status)


app.command()(erlang)


app.command()(simulate)
app.command()(scenario)


@app.command()
def check(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER_DIR", help="Folder of roster.csv and activities.csv.")],
    site: options.Site,
    requirement: options.MaybeRequirement = None,
    start: options.MaybeStart = None,
    days: options.MaybeDays = None,
    as_json: options.AsJson = False,
) -> None:
    """Check a finished roster rule by rule; exit code 1 where a hard rule is broken."""
    from pipeline.check_run import check_json, check_roster
    from wfm_parts.panels import broken_lines, check_tables

    report = check_roster(roster, site, requirement, start.date() if start else None, days)
    if as_json:
        shown_json(check_json(report))
    else:
        for drawn in check_tables(report):
            console().print(drawn)
    for line in broken_lines(report):
        typer.echo(line, err=True)
    if report.hard_broken:
        raise typer.Exit(1)


app.command()(export)
app.command()(compliance)
app.command()(backup)
app.command()(restore)
app.command()(erase)


@app.command()
def nightly(
    site: options.Site,
    date: options.Night = None,
    days: options.Days = 28,
    time_limit: options.TimeLimit = 300,
    gap: options.Gap = 0.01,
    seed: options.Seed = 0,
    engine: options.EngineName = options.EngineChoice.LOCAL,
    scheduler: options.Scheduler = None,
    jobs: options.Jobs = None,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
) -> None:
    """Run a night: forecast, requirement, roster, checks and exports, published whole in SITE/nights/DATE.

    A night that was killed goes on where it stopped; the same night over the same inputs gives the same bytes.
    """
    from pipeline.engine import chosen_engine
    from pipeline.night_ahead import ahead_json, ahead_lines, night_ahead
    from pipeline.night_report import night_json
    from pipeline.nightly import NightOrder, run_night
    from pipeline.planning import tonight
    from pipeline.schedule_run import SolveLimits
    from wfm_parts.night_panel import night_panel

    limits, spread = SolveLimits(time_limit, gap, seed), chosen_engine(engine, scheduler, jobs)
    order = NightOrder(site, date.date() if date else tonight(site), days, limits, spread, by_clock=date is None)
    if dry_run:
        ahead = night_ahead(order)
        return shown_json(ahead_json(ahead)) if as_json else typer.echo("\n".join(ahead_lines(ahead)), err=True)
    with telling() as tell:
        report = run_night(order, tell)
    if as_json:
        shown_json(night_json(report))
    else:
        console().print(night_panel(report))
    return refuse_missing(report.missing)


@app.command(name="app")
def app_command(
    site: options.MaybeSite = None, port: options.Port = 8501, address: options.Address = "127.0.0.1"
) -> None:
    """Open the planner's app in the browser; for other machines than this one the site needs accounts."""
    from pipeline.app_run import app_command_line

    command = app_command_line(site, port, address)
    # The app takes this process over, so that a signal to stop reaches it and no child is left behind.
    os.execv(command[0], command)


@app.command(hidden=True)
def first_run(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to build.")] = Path("build")) -> None:
    """Real calls become a legal roster: what `make run` shows to a newcomer."""
    from pipeline.first_run import first_run as run_first
    from wfm_parts.night_panel import first_run_panel

    with telling() as tell:
        found = run_first(folder, tell)
    console().print(first_run_panel(found))


def refuse_missing(missing: tuple[str, ...]) -> None:
    """Ends a command that did its work only in part, saying what is missing."""
    if missing:
        raise DoneInPartError(" ".join(missing))


def main() -> None:
    """The command `wfm`."""
    app()


if __name__ == "__main__":
    main()
