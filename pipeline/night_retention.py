"""How long dated folders of nights are kept: never the newest good one, never one that a roster version stands on."""

import logging
import shutil
from datetime import date
from pathlib import Path

from pipeline.site_store import Database
from store.failures import TEMPORARY_PREFIX
from store.folders import latest_folder
from store.layout import night_folder, nights_folder, steps_folder
from store.nights import last_good_night
from store.rosters import list_nights_of_rosters

logger = logging.getLogger(__name__)


def remove_old_nights(site_dir: Path, site_id: str, database: Database, keep: int | None) -> tuple[date, ...]:
    """Removes what is older than the newest `keep` dated folders, with its finished steps; which nights that were.

    The store keeps every night's versions; only the files go. A folder leaves its name in one step, so a kill leaves
    it whole or gone.
    """
    if keep is None:
        return ()
    dated = dated_folders(site_dir)
    spared = _spared(site_dir, site_id, database)
    gone = tuple(night for night in dated[:-keep] if night not in spared)
    for night in gone:
        _remove(night_folder(site_dir, night))
    kept = {*dated} - {*gone}
    for folder in sorted(steps_folder(site_dir).glob("*-*-*")):
        begun = _as_date(folder.name)
        if begun is not None and begun not in kept and (not dated or begun < dated[-1]):
            _remove(folder)
    if gone:
        logger.info("retention: %s nights removed, %s to %s", len(gone), gone[0], gone[-1])
    return gone


def dated_folders(site_dir: Path) -> list[date]:
    """The nights that have a folder, the oldest first."""
    folders = (path for path in nights_folder(site_dir).glob("*-*-*") if path.is_dir() and not path.is_symlink())
    return sorted(night for night in (_as_date(path.name) for path in folders) if night is not None)


def _spared(site_dir: Path, site_id: str, database: Database) -> set[date]:
    """Nights that stay whatever their age: the last good one, what `latest` shows, those of roster versions."""
    spared = set(list_nights_of_rosters(database, site_id))
    last, shown = last_good_night(database, site_id), latest_folder(nights_folder(site_dir))
    found = (None if last is None else last.night, None if shown is None else _as_date(shown.name))
    return spared | {night for night in found if night is not None}


def _remove(folder: Path) -> None:
    """Takes the folder's name away first: a sweep removes what a kill leaves under the temporary one."""
    doomed = folder.with_name(f"{TEMPORARY_PREFIX}gone-{folder.name}")
    shutil.rmtree(doomed, ignore_errors=True)
    try:
        folder.rename(doomed)
    except OSError as error:
        logger.warning("retention: %s stays: %s", folder, error.strerror)
        return
    shutil.rmtree(doomed, ignore_errors=True)


def _as_date(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
