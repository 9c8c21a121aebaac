"""`wfm requirement`: from a forecast to agents at work."""

import typer

from wfm_parts import options
from wfm_parts.progress import console


def requirement(
    site: options.Site, forecast: options.ForecastFile, out: options.Out, curve: options.MaybeCurve = None
) -> None:
    """Turn a forecast into agents at work by queue and interval, shrinkage included.

    With --curve the contacts answered by every number of agents are written as well: what one more would buy.
    """
    from pipeline.requirement_run import requirement_to_file
    from wfm_parts.panels import requirement_table

    report = requirement_to_file(site, forecast, out, curve)
    console().print(requirement_table(report))
    for note in report.notes:
        typer.echo(note, err=True)
