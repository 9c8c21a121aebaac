"""Where a site's database is: its own SQLite file, or the one whose URL the environment names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.site_store import Database
from store.database import open_database
from store.layout import database_file

DATABASE_URL = "WFM_DATABASE_URL"  # only from the environment: a URL may hold a password


def site_database(site_dir: Path) -> Path | str:
    """The site's SQLite file, or a URL such as postgresql://user@host/wfm."""
    return os.environ.get(DATABASE_URL) or database_file(site_dir)


@contextmanager
def opened_database(site_dir: Path) -> Iterator[Database]:
    """The site's database, wherever it is; created or brought up to date, and closed at the end."""
    database = open_database(site_database(site_dir))
    try:
        yield database
    finally:
        database.dispose()
