"""The database of a site, opened for one action; and who acts, and when."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from store.database import Engine as Database  # type: ignore[attr-defined]  # the room above need not know the library
from store.database import open_database
from store.layout import database_file
from store.records import Stamp

__all__ = [
    "DATABASE_URL",
    "Database",
    "database_key",
    "has_database",
    "open_site_database",
    "site_database",
    "stamp_now",
    "stamp_of",
]

DATABASE_URL = "WFM_DATABASE_URL"  # only from the environment: a URL may hold a password


def site_database(site_dir: Path) -> Path | str:
    """The site's SQLite file, or a URL such as postgresql://user@host/wfm."""
    return os.environ.get(DATABASE_URL) or database_file(site_dir)


def database_key(site_dir: Path) -> tuple[str, int]:
    """What tells the site's database from others in this process: the file with its number, or the URL."""
    url = os.environ.get(DATABASE_URL)
    if url:
        return url, 0
    file = database_file(site_dir)
    return str(file.resolve()), file.stat().st_ino


def has_database(site_dir: Path) -> bool:
    """Whether there is a database to look into; one by URL is looked for when it is opened."""
    return bool(os.environ.get(DATABASE_URL)) or database_file(site_dir).is_file()


@contextmanager
def open_site_database(site_dir: Path, patience_s: float = 0) -> Iterator[Database]:
    """The database of WFM_DATABASE_URL, else the file in the site folder: made or brought up to date, at last closed.

    A server that is away is waited for up to `patience_s` whenever a transaction is to begin.
    """
    database = open_database(site_database(site_dir), patience_s)
    try:
        yield database
    finally:
        database.dispose()


def stamp_now() -> Stamp:
    """This user at this moment, for the audit trail."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # a container's user number without a name
        who = "unknown"
    return Stamp(who, datetime.now(UTC))


def stamp_of(who: str | None) -> Stamp:
    """This moment, and the name given, else this user."""
    now = stamp_now()
    return replace(now, who=who.strip()) if who and who.strip() else now
