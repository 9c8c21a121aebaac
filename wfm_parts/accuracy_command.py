"""`wfm accuracy`: how far the published forecasts of the last nights were from what came."""

import json
from typing import Annotated

import typer

from wfm_parts import options
from wfm_parts.progress import console

Nights = Annotated[int, options.least("--nights", "How many of the last nights.", 1, 1000)]


def accuracy(
    site: options.Site, out: options.MaybeOut = None, nights: Nights = 60, as_json: options.AsJson = False
) -> None:
    """Compare published forecasts with what came, by days ahead and kind of day, beside the planner's mean."""
    from pipeline.accuracy_run import accuracy_json, site_accuracy
    from wfm_parts.accuracy_panel import accuracy_tables

    report = site_accuracy(site, out, nights)
    if as_json:
        typer.echo(json.dumps(accuracy_json(report), ensure_ascii=False, indent=1))
    elif not report.nights:
        typer.echo("Nothing of a published forecast has come yet: run nights, and take newer exports in.", err=True)
    else:
        for drawn in accuracy_tables(report):
            console().print(drawn)
