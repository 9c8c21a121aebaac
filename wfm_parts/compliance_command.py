"""`wfm compliance`: what the law and the house ask of a roster, article by article, bound to it by a hash."""

from pathlib import Path
from typing import Annotated

import typer

from domain.errors import DoneInPartError, UsageError
from wfm_parts import options

Pdf = Annotated[bool, options.named("--pdf", "Print the pages as PDF too, by a Chromium of this machine.")]
Verify = Annotated[
    Path | None, options.named("--verify", "A compliance.json: is it of this roster? Nothing is written.")
]


def compliance(
    roster: options.Roster,
    site: options.MaybeSite = None,
    out: options.MaybeOut = None,
    pdf: Pdf = False,
    verify: Verify = None,
) -> None:
    """Write the compliance report of a roster: HTML in Korean and English, facts as JSON; or verify an earlier one.

    Every article with how often it was checked, what is near its limit, what is broken, and what the site has relaxed.
    """
    from pipeline.compliance_run import compliance_to_folder, verify_compliance

    if verify is not None:
        typer.echo(verify_compliance(verify, roster), err=True)
        return
    if site is None or out is None:
        raise UsageError("A report needs --site and --out; an earlier one is looked at with --verify.")
    done = compliance_to_folder(site, roster, out, pdf)
    typer.echo(f"{out} holds {', '.join(done.files)}.", err=True)
    typer.echo(
        f"{done.checked} checked, {done.near} near a limit, {done.broken} broken; sha256 {done.sha256}.", err=True
    )
    if done.missing:
        raise DoneInPartError(done.missing)
