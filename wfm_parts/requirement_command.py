"""`wfm requirement`: from a forecast to agents at work."""

from pathlib import Path

import typer

from domain.errors import DoneInPartError
from wfm_parts import options
from wfm_parts.progress import console, telling


def requirement(
    site: options.Site,
    forecast: options.ForecastFile,
    out: options.Out,
    curve: options.MaybeCurve = None,
    by_skill: options.MaybeBySkill = None,
    time_limit: options.SearchLimit = None,
) -> None:
    """Turn a forecast into agents at work by queue and interval, shrinkage included.

    With --curve the contacts answered by every number of agents are written as well: what one more would buy. With
    --by-skill so are agents by set of skills, people who know several queues counted once: about half a minute a day
    and core, or as long as --time-limit allows, with what is dearer or not known by then said.
    """
    from pipeline.requirement_run import requirement_to_file
    from wfm_parts.panels import requirement_table

    report = requirement_to_file(site, forecast, out, curve)
    console().print(requirement_table(report))
    for note in report.notes:
        typer.echo(note, err=True)
    if by_skill is not None:
        _by_skill(site, forecast, by_skill, time_limit)


def _by_skill(site: Path, forecast: Path, out: Path, time_limit_s: float | None) -> None:
    from pipeline.skill_requirement_run import skill_requirement_to_file
    from wfm_parts.panels import skill_table

    with telling() as tell:
        report = skill_requirement_to_file(site, forecast, out, tell, time_limit_s=time_limit_s)
    console().print(skill_table(report))
    for note in report.notes:
        typer.echo(note, err=True)
    if report.is_part:
        raise DoneInPartError(f"Time was up before {out.name} was known to keep every goal; give it more --time-limit.")
