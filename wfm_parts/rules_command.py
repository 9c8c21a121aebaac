"""`wfm rules-page`: the page of the documentation that is written from the rules."""

import typer

from wfm_parts import options


def rules_page(out: options.Out) -> None:
    """Write the rules of the roster, under every rule pack, as a page in Markdown (docs/rules.md)."""
    from pipeline.rules_page import write_rules_page

    write_rules_page(out)
    typer.echo(f"The rules are in {out}.", err=True)
