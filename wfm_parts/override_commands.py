"""`wfm override add | list | withdraw`: a planner's changes of the forecast, each with its reason."""

import json
from typing import Annotated

import typer

from domain.errors import UsageError
from wfm_parts import options
from wfm_parts.progress import console

HELP = """Change the forecast of a queue for a day or a span of hours, with a reason; the next night uses it.

An override is never deleted: it is withdrawn, or a later one counts where the two overlap.
"""

Queue = Annotated[str, options.named("--queue", "The queue.")]
From = Annotated[str, options.named("--from", "First day, YYYY-MM-DD, or time, YYYY-MM-DDTHH:MM.")]
Until = Annotated[str, options.named("--until", "Last day, included; or time at which it ends, not included.")]
Factor = Annotated[float | None, options.named("--factor", "Multiply the model's contacts, such as 1.2.")]
Add = Annotated[
    float | None,
    options.named("--add", "Contacts to add over the whole span, or to take off (negative); spread by the profile."),
]
Total = Annotated[float | None, options.named("--total", "Contacts of the whole span, spread by the model's profile.")]
Why = Annotated[str, options.named("--why", "The reason; required.")]
Who = Annotated[str | None, options.named("--who", "Who decides this; without it, the user of this machine.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the override, as the list shows it.")]

override_app = typer.Typer(name="override", help=HELP, no_args_is_help=True, add_completion=False)


@override_app.command()
def add(
    site: options.Site,
    queue: Queue,
    start: From,
    until: Until,
    why: Why,
    factor: Factor = None,
    more: Add = None,
    total: Total = None,
    who: Who = None,
) -> None:
    """Put an override in force."""
    from domain.overrides import OverrideKind
    from pipeline.overrides import OverrideRequest, give_override
    from wfm_parts.override_panel import given_lines

    asked = {OverrideKind.FACTOR: factor, OverrideKind.ADD: more, OverrideKind.TOTAL: total}
    values = [(kind, value) for kind, value in asked.items() if value is not None]
    if len(values) != 1:
        raise UsageError("Give one of --factor, --add and --total.")
    ((kind, value),) = values
    for line in given_lines(give_override(site, OverrideRequest(queue, start, until, kind, value, why, who))):
        typer.echo(line, err=True)


@override_app.command(name="list")
def list_them(site: options.Site, as_json: options.AsJson = False) -> None:
    """Show every override, in force or withdrawn, with who gave it, when and why."""
    from pipeline.overrides import all_overrides, override_json
    from wfm_parts.override_panel import overrides_table

    found = all_overrides(site)
    if as_json:
        typer.echo(json.dumps([override_json(each) for each in found], ensure_ascii=False, indent=1))
    elif found:
        console().print(overrides_table(found))
    else:
        typer.echo("No override was ever given.", err=True)


@override_app.command()
def withdraw(number: Number, site: options.Site, why: Why, who: Who = None) -> None:
    """Withdraw an override: the next night uses the model's own figures there."""
    from pipeline.overrides import take_back_override
    from wfm_parts.override_panel import withdrawn_line

    typer.echo(withdrawn_line(take_back_override(site, number, why, who)), err=True)
