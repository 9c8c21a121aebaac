"""`wfm price`: what a response rate costs."""

import typer

from wfm_parts import options
from wfm_parts.progress import console, shown_json, telling


def price(
    site: options.Site,
    forecast: options.ForecastFile,
    out: options.Out,
    replications: options.MaybeReplications = None,
    seed: options.SimulationSeed = 0,
    jobs: options.Threads = None,
    as_json: options.AsJson = False,
) -> None:
    """Price a goal: agent-hours and cost of a response rate from 90% to 100%, each with its simulated result.

    The goals of site.toml hold as they are, but for the response rate; [cost] agent_hour makes hours a cost.
    """
    from pipeline.price_run import price_json, price_to_file
    from pipeline.queue_price import Simulation
    from wfm_parts.price_panel import price_table

    with telling() as tell:
        report = price_to_file(site, forecast, out, Simulation(replications, seed, jobs), tell)
    if as_json:
        shown_json(price_json(report))
    else:
        console().print(price_table(report))
    for note in report.notes:
        typer.echo(note, err=True)
