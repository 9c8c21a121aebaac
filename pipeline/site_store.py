"""The database of a site, opened for one action; and who acts, and when."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from store.database import Engine as Database  # type: ignore[attr-defined]  # the room above need not know the library
from store.database import open_database
from store.layout import database_file
from store.records import Stamp

__all__ = ["Database", "open_site_database", "stamp_now", "stamp_of"]


@contextmanager
def open_site_database(site_dir: Path) -> Iterator[Database]:
    """The site's database, created or brought up to date, and closed at the end."""
    database = open_database(database_file(site_dir))
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
