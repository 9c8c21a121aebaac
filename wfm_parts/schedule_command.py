"""`wfm schedule`: from a requirement to a roster."""

import typer

from domain.errors import DoneInPartError
from wfm_parts import options
from wfm_parts.progress import console, telling


def schedule(
    site: options.Site,
    requirement: options.RequirementFile,
    start: options.Start,
    out: options.Out,
    days: options.Days = 28,
    time_limit: options.TimeLimit = 300,
    gap: options.Gap = 0.01,
    seed: options.Seed = 0,
    memory_limit: options.MemoryLimit = None,
    keep: options.Keep = None,
    keep_until: options.KeepUntil = None,
    keep_agent: options.KeepAgents = None,
    curve: options.CurveFile = None,
) -> None:
    """Roster agents and team leads for a requirement: roster.csv, activities.csv and report.json.

    With --keep the duties of an earlier roster stay: all of them, those of some people, or, with --keep-until, all days
    up to a date, days off included.

    With --curve the response rate of queues that promise it over a day, a week or the window is kept by contacts: what
    one interval lacks another may make up for.

    Ctrl-C cancels, and nothing is written (exit code 130). The signals USR1 and QUIT (Ctrl-\\) end the search at once:
    the best roster so far is written, as it is where --memory-limit is reached.
    """
    from pipeline.kept_roster import kept_by
    from pipeline.schedule_run import SolveLimits, schedule_roster
    from pipeline.stopping import stop_lines, stoppable
    from wfm_parts.panels import roster_tables

    kept = kept_by(keep, keep_until.date() if keep_until else None, keep_agent or ())
    with stoppable(memory_limit) as stop, telling() as tell:
        limits = SolveLimits(time_limit, gap, seed, stop)
        summary = schedule_roster(site, requirement, (start.date(), days), out, limits, tell, kept, curve_file=curve)
    for drawn in roster_tables(summary):
        console().print(drawn)
    for line in stop_lines(summary.stopped_by, memory_limit):
        typer.echo(line, err=True)
    if summary.missing:
        raise DoneInPartError(summary.missing)
