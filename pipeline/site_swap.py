"""Putting a whole site in the place of another: folder and database change together, or nothing does.

The new folder is made beside the old one and takes its place in one step, with the same lock file in it. A SQLite
database lies in the folder and comes with it. A database by URL is filled in one transaction, which is kept in the
moment before the folder changes; a kill between the two leaves the old files beside the new rows, and doing it again
mends that.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from domain.errors import UsageError, WfmError
from pipeline.site_store import Database, open_site_database, site_database, stamp_now
from store.database import open_database, writing
from store.folders import refuse_strangers, staged_folder, tidy_folder
from store.layout import database_file, lock_file, work_folder
from store.lock import run_lock
from store.migrate import downgrade
from store.portable import DatabaseAtWork, fill_database, sites_held

type Fill = Callable[[Path, DatabaseAtWork | None], Path]

EVERYTHING = ("*",)
BUSY = " is busy: "  # as `store.database_failures` says it


def replace_site(site_dir: Path, site_id: str, what: str, fill: Fill, needs_database: bool = True) -> None:
    """Put in place of the site what `fill` makes, in the staged folder that it is given; it returns the database file.

    `fill` also gets the connection to the database as it is, with all other writers kept out; None where there is none
    that can be read, which is an error unless `needs_database` is False. Raises LockHeldError where a run works on the
    site, and says so where another program keeps the database.
    """
    _refuse_other_folders(site_dir)
    tidy_folder(site_dir.resolve().parent)
    there = (site_dir / "site.toml").is_file()
    with run_lock(site_dir, what, stamp_now().at) if there else nullcontext():
        if isinstance(site_database(site_dir), Path):
            _replace_with_file(site_dir, fill, needs_database)
        else:
            _replace_with_server(site_dir, site_id, fill)


def _replace_with_file(site_dir: Path, fill: Fill, needs_database: bool) -> None:
    with _written_database(site_dir, needs_database) as old:
        with staged_folder(site_dir, EVERYTHING) as staged:
            _put(fill(staged, old), database_file(staged))
            _share_lock(site_dir, staged)
        if old is not None:
            downgrade(old)  # whoever waits to write into the old file is refused, not lost with it


def _replace_with_server(site_dir: Path, site_id: str, fill: Fill) -> None:
    with open_site_database(site_dir) as database, staged_folder(site_dir, EVERYTHING) as staged:
        with writing(database) as connection:
            _refuse_other_sites(connection, site_id)
            snapshot = fill(staged, connection)
            fill_database(connection, snapshot)
        snapshot.unlink()
        _share_lock(site_dir, staged)


@contextmanager
def _written_database(site_dir: Path, needed: bool) -> Iterator[DatabaseAtWork | None]:
    """The site's SQLite database with its writers' turn taken; None where there is none, or a damaged one."""
    engine = _opened(site_dir, needed)
    if engine is None:
        yield None
        return
    try:
        with writing(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _opened(site_dir: Path, needed: bool) -> Database | None:
    if not needed and not database_file(site_dir).is_file():
        return None
    try:
        return open_database(database_file(site_dir))
    except WfmError as error:
        if needed or BUSY in str(error):
            raise
        return None  # damaged: what is put in its place mends that


def _put(snapshot: Path, place: Path) -> None:
    if snapshot != place:
        place.parent.mkdir(parents=True, exist_ok=True)
        snapshot.replace(place)


def _share_lock(site_dir: Path, staged: Path) -> None:
    """Give the staged folder the same lock file, so that there is no moment without the lock."""
    if lock_file(site_dir).is_file():
        work_folder(staged).mkdir(exist_ok=True)
        os.link(lock_file(site_dir), lock_file(staged))


def _refuse_other_folders(site_dir: Path) -> None:
    if site_dir.is_dir() and any(site_dir.iterdir()) and not (site_dir / "site.toml").is_file():
        raise UsageError(f"{site_dir} holds files but no site.toml; name a site folder, or one that is new or empty.")
    refuse_strangers(site_dir, EVERYTHING)


def _refuse_other_sites(connection: DatabaseAtWork, site_id: str) -> None:
    others = [name for name in sites_held(connection) if name != site_id]
    if others:
        raise UsageError(
            f"the database also holds the site {others[0]}, which would be lost; give each site a database of its own."
        )
