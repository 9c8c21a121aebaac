"""`wfm backup`, `wfm restore` and `wfm erase`: a site as one file, back again, and a person gone from all of it."""

from pathlib import Path
from typing import Annotated

import typer

from wfm_parts import options

BackupOut = Annotated[Path, typer.Argument(metavar="OUT", help="The new backup file; it appears whole or not at all.")]
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `wfm backup` wrote.")]


def backup(out: BackupOut, site: options.Site) -> None:
    """Write a site's folder and store into one file that fits SQLite and PostgreSQL alike.

    It holds personal data, so only this user may read it. While a night or a job works on the site it is refused.
    """
    from pipeline.backup_run import backup_site

    done = backup_site(site, out)
    typer.echo(
        f"{out}: {done.files} files and {done.rows} rows of {done.about.site}, {done.size / 2**20:.1f} MB, "
        f"sha256 {done.sha256}.",
        err=True,
    )


def restore(file: BackupFile, site: options.Site) -> None:
    """Put the site of a backup in place, folder and store together; what is there now is replaced.

    Every hash is checked first. The database that WFM_DATABASE names is filled, or the site's own file.
    """
    from pipeline.backup_run import restore_site

    done = restore_site(file, site)
    typer.echo(f"{site} is the site {done.about.site} as of {done.about.made}: {done.files} files.", err=True)


def erase(
    person: Annotated[str, typer.Argument(metavar="ID", help="The person's agent_id.")],
    site: options.Site,
) -> None:
    """Erase a person: a pseudonym drawn by chance takes the id's place everywhere in the site folder and its store.

    Totals stay as they are. Earlier backups and exports outside the folder are not reached: see docs/personal-data.md.
    """
    from pipeline.erase_run import erase_person

    done = erase_person(site, person)
    typer.echo(
        f"A person was erased: {done.files} files and {done.rows} rows rewritten, {done.removed} files removed.",
        err=True,
    )
    if done.accounts:
        typer.echo(f"Accounts of the app that were the person's, taken away: {done.accounts}.", err=True)
    if done.employed_until is not None:
        typer.echo(
            f"The person was still employed; staff.csv now ends that on {done.employed_until}. "
            "Repair rosters that plan them later, and erase earlier backups and exports yourself.",
            err=True,
        )
