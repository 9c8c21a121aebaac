"""`wfm status`: when the last good night was, what runs now, and whether somebody should look."""

from typing import Annotated

import typer

from wfm_parts import options
from wfm_parts.progress import shown_json

MaxAge = Annotated[
    float | None,
    options.least("--max-age-h", "Hours after which the last good night is too old; else as site.toml says.", 0),
]


def status(site: options.Site, max_age_h: MaxAge = None, as_json: options.AsJson = False) -> None:
    """Say how the nights of a site stand; exit code 1 where the last good one is too old, or a run hangs.

    Made to be asked by whatever watches the machine: it writes nothing and waits for nobody.
    """
    # Loaded when it runs: the pipeline takes seconds, `wfm --help` must not.
    from pipeline.site_status import site_status, status_json, status_lines

    found = site_status(site, max_age_h)
    if as_json:
        shown_json(status_json(found))
    else:
        typer.echo("\n".join(status_lines(found)), err=True)
    if found.trouble:
        raise typer.Exit(1)
