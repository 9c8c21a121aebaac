"""`wfm portfolio nightly | status`: the nights of many sites, and how all of them stand."""

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import DoneInPartError, WfmError
from wfm_parts import options
from wfm_parts.progress import console, shown_json

HELP = """Run the nights of many sites, and see how all of them stand.

A portfolio is a folder of site folders, or one with a portfolio.toml that names them. Each night is a process of its
own: one that fails, is killed or hangs holds up none. Written: PORTFOLIO/status, the summary and a page to open.
"""

Folder = Annotated[Path, options.named("--portfolio", "Folder of site folders, or with a portfolio.toml.")]
AtATime = Annotated[int | None, options.least("--jobs", "How many sites at a time; without it, one a core.", 1)]
SiteLimit = Annotated[float, options.least("--time-limit", "Seconds that each site's solver may take.", 1)]
Spread = Annotated[options.EngineChoice, options.named("--engine", "Where nights run: this machine, or dask.")]
Address = Annotated[
    str | None, options.named("--scheduler", "Address of a Dask cluster; local begins one on this machine for the run.")
]
Again = Annotated[bool, options.named("--again", "Look at sites too whose night is done and nothing came since.")]
Page = Annotated[bool, options.named("--page", "Write PORTFOLIO/status/index.ko.html and .en.html anew too.")]

portfolio_app = typer.Typer(name="portfolio", help=HELP, no_args_is_help=True, add_completion=False)


@portfolio_app.command()
def nightly(
    portfolio: Folder,
    date: options.Night = None,
    days: options.Days = 28,
    time_limit: SiteLimit = 60,
    gap: options.Gap = 0.02,
    seed: options.Seed = 0,
    jobs: AtATime = None,
    engine: Spread = options.EngineChoice.LOCAL,
    scheduler: Address = None,
    again: Again = False,
    as_json: options.AsJson = False,
) -> None:
    """Run every site's night that is not done, late sites first; exit code 3 where some failed or were done in part."""
    from pipeline.portfolio_order import PortfolioOrder
    from pipeline.portfolio_run import run_portfolio
    from pipeline.portfolio_summary import run_json
    from pipeline.schedule_run import SolveLimits
    from wfm_parts.portfolio_panel import run_lines, watching

    limits, night = SolveLimits(time_limit, gap, seed), date.date() if date else None
    order = PortfolioOrder(portfolio, night, days, limits, jobs, engine.value, scheduler, again)
    with watching(console(), portfolio) as watch:
        run = run_portfolio(order, watch)
    if as_json:
        shown_json(run_json(run))
    for line in run_lines(run):
        typer.echo(line, err=True)
    if run.exit_code == 3:
        raise DoneInPartError(run.said)
    if run.exit_code == 1:
        raise WfmError(run.said)
    if run.exit_code:
        raise typer.Exit(run.exit_code)


@portfolio_app.command()
def status(portfolio: Folder, page: Page = False, as_json: options.AsJson = False) -> None:
    """Show how every site stands, those first that need a look; exit code 1 where a site failed or is late."""
    from pipeline.portfolio_status import portfolio_status, status_json, write_pages
    from wfm_parts.portfolio_panel import status_tables

    found = portfolio_status(portfolio)
    if page:
        for file in write_pages(portfolio, found):
            typer.echo(f"Written: {file}", err=True)
    if as_json:
        shown_json(status_json(found))
    else:
        for drawn in status_tables(found):
            console().print(drawn)
    if found.needs_a_look:
        raise typer.Exit(1)
