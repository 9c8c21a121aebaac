"""`wfm scenario`: scenarios beside the plan."""

from typing import Annotated

import typer

from wfm_parts import options
from wfm_parts.progress import console, shown_json, telling

Names = Annotated[list[str] | None, options.named("--name", "A scenario of the site; may be repeated.")]
Changes = Annotated[
    list[str] | None,
    options.named("--change", "KEY=VALUE of the scenario's file: volume=1.2, gone.share=0.3; may be repeated."),
]
Save = Annotated[bool, options.named("--save", "Keep the scenario with the site, in SITE/scenarios/NAME.toml.")]
Solve = Annotated[bool, options.named("--solve", "Also find a roster for each scenario, within --time-limit.")]


def scenario(
    site: options.Site,
    out: options.Out,
    name: Names = None,
    change: Changes = None,
    save: Save = False,
    start: options.MaybeStart = None,
    days: options.MaybeDays = None,
    solve: Solve = False,
    time_limit: options.TimeLimit = 300,
    gap: options.Gap = 0.01,
    seed: options.Seed = 0,
    as_json: options.AsJson = False,
) -> None:
    """Set scenarios beside the plan of the last night: people, hours, cost, response rate, shortfall by interval.

    Volume, handling time, goals, absence, deflection, people gone (a strike), shift catalogue and some rules may
    differ; meals, rests, recovery and days off never do.
    """
    from pipeline.scenario_report import ScenarioOrder, scenario_rows, scenarios_to_folder
    from pipeline.schedule_run import SolveLimits
    from wfm_parts.scenario_panel import scenario_lines, scenario_table

    limits = SolveLimits(time_limit, gap, seed) if solve else None
    first = start.date() if start else None
    order = ScenarioOrder(site, tuple(name or ()), tuple(change or ()), save, first, days, limits)
    with telling() as tell:
        outcomes = scenarios_to_folder(order, out, tell)
    if as_json:
        shown_json(scenario_rows(outcomes))
    else:
        console().print(scenario_table(outcomes))
    for line in scenario_lines(outcomes):
        typer.echo(line, err=True)
