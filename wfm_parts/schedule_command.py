"""`wfm schedule`: from a requirement to a roster."""

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
    keep: options.Keep = None,
    keep_until: options.KeepUntil = None,
    keep_agent: options.KeepAgents = None,
) -> None:
    """Roster agents and team leads for a requirement: roster.csv, activities.csv and report.json.

    With --keep the duties of an earlier roster stay: all of them, those of some people, or, with --keep-until, all days
    up to a date, days off included.
    """
    from pipeline.kept_roster import kept_by
    from pipeline.schedule_run import SolveLimits, schedule_roster
    from wfm_parts.panels import roster_tables

    limits = SolveLimits(time_limit, gap, seed)
    kept = kept_by(keep, keep_until.date() if keep_until else None, keep_agent or ())
    with telling() as tell:
        summary = schedule_roster(site, requirement, (start.date(), days), out, limits, tell, kept)
    for drawn in roster_tables(summary):
        console().print(drawn)
