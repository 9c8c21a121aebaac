"""`wfm simulate`: a requirement or a roster played on many days."""

import typer

from wfm_parts import options
from wfm_parts.progress import console, shown_json, telling


def simulate(
    site: options.Site,
    forecast: options.ForecastFile,
    out: options.Out,
    requirement: options.PlayedRequirement = None,
    roster: options.MaybeRoster = None,
    replications: options.Replications = 200,
    seed: options.SimulationSeed = 0,
    day_cv: options.DayCv = None,
    jobs: options.Threads = None,
    as_json: options.AsJson = False,
) -> None:
    """Play the forecast's contacts on a requirement or a roster, many times: what is reached, and how often the goals.

    OUT has a row for each interval and queue; beside it OUT_days, OUT_weeks and OUT_window have means, bad and good
    cases (p10, p50, p90) and the share of simulated days, weeks or windows in which all goals were met. Agents are
    those at work less shrinkage and less those out for recovery; meals, rests and shift ends are as rostered, and who
    leaves finishes the contact in hand. Deferred work is put aside for every live contact. The forecast may reach
    further than the plan: what both have is simulated.
    """
    from pipeline.simulate_run import SimulationOrder, report_json, simulate_to_file
    from wfm_parts.simulate_panel import simulation_table

    order = SimulationOrder(site, forecast, requirement, roster, replications, seed, day_cv, jobs)
    with telling() as tell:
        report = simulate_to_file(order, out, tell)
    if as_json:
        shown_json(report_json(report))
    else:
        console().print(simulation_table(report))
    for note in report.notes:
        typer.echo(note, err=True)
