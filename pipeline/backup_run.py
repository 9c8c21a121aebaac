"""A site as one file and back, behind `wfm backup` and `wfm restore`: its folder and its store, whichever database."""

import logging
from dataclasses import dataclass
from pathlib import Path

from domain.errors import DataError, Problem, UsageError
from domain.site_config import read_site_config
from pipeline.code_version import code_version
from pipeline.site_store import open_site_database, stamp_now
from pipeline.site_swap import replace_site
from store.archive import About, Contents, for_its_owner, read_contents, unpack, write_archive
from store.audit_trail import record_audit
from store.database import writing
from store.files import staged_file, sweep_leftovers
from store.hashes import sha256_of
from store.layout import database_file
from store.lock import run_lock
from store.migrate import newest_revision, refuse_unknown_revision
from store.portable import DatabaseAtWork, opened_file, write_snapshot

logger = logging.getLogger(__name__)

SNAPSHOT_ENDING = ".db"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup as it was written or read: what it is of, how many files, rows and bytes, and its sha256."""

    about: About
    files: int
    rows: int
    size: int
    sha256: str


def backup_site(site_dir: Path, out: Path) -> BackupReport:
    """Writes site folder and store into one file, whole or not at all.

    The site's lock is held, so that no night changes the folder meanwhile, and planners wait with what they write.
    Raises LockHeldError where a run works on the site, UsageError where `out` exists or lies in the site folder.
    """
    site_id = read_site_config(site_dir / "site.toml").site.id
    _refuse_place(site_dir, out)
    stamp = stamp_now()
    with run_lock(site_dir, "wfm backup", stamp.at), open_site_database(site_dir) as database:
        sweep_leftovers(out.resolve().parent)
        with staged_file(out) as staged, writing(database) as connection:
            for_its_owner(staged)
            snapshot = staged.with_name(staged.name + SNAPSHOT_ENDING)
            try:
                rows = write_snapshot(connection, snapshot)
                made = stamp.at.isoformat(timespec="seconds")
                about = About(site_id, made, code_version().product, newest_revision(), rows)
                contents = write_archive(staged, site_dir, snapshot, about)
            finally:
                snapshot.unlink(missing_ok=True)
        report = _report(out, contents)
        said = f"{report.files} files, {report.rows} rows, sha256 {report.sha256[:12]}"
        record_audit(database, site_id, stamp, "backup written", said)
    logger.info("backup of %s: %s files, %s rows, %s bytes", site_id, report.files, report.rows, report.size)
    return report


def restore_site(file: Path, site_dir: Path) -> BackupReport:
    """Puts the site of a backup in place, folder and store together; what was there before is gone afterwards.

    A site folder that is there must be of the same site. The database may be of the other kind than the backup's. Every
    hash is checked before anything changes. Raises DataError where the file is no whole backup.
    """
    contents = read_contents(file)
    about = contents.about
    refuse_unknown_revision(about.tables_version, f"the backup {file.name}")
    _refuse_other_site(site_dir, about.site)
    report = _report(file, contents)
    said = f"of {about.made}, sha256 {report.sha256[:12]}"

    def fill(staged: Path, _old: DatabaseAtWork | None) -> Path:
        database = database_file(staged)
        unpack(file, contents, staged, database)
        if read_site_config(staged / "site.toml").site.id != about.site:
            raise DataError([Problem(file.name, None, "site", about.site, "the id in the backup's site.toml")])
        with opened_file(database) as engine:
            record_audit(engine, about.site, stamp_now(), "site restored", said)
        return database

    replace_site(site_dir, about.site, "wfm restore", fill, needs_database=False)
    logger.info("restore of %s: %s files, %s rows", about.site, report.files, report.rows)
    return report


def _report(file: Path, contents: Contents) -> BackupReport:
    rows = sum(contents.about.rows.values())
    return BackupReport(contents.about, len(contents.files) - 1, rows, file.stat().st_size, sha256_of(file))


def _refuse_place(site_dir: Path, out: Path) -> None:
    if out.exists():
        raise UsageError(f"{out} exists already, and a backup is never written over; name a new file.")
    if out.resolve().is_relative_to(site_dir.resolve()):
        raise UsageError(f"{out} lies in the site folder and would be lost with it; name a file outside.")


def _refuse_other_site(site_dir: Path, site_id: str) -> None:
    if not (site_dir / "site.toml").is_file():
        return
    try:
        found = read_site_config(site_dir / "site.toml").site.id
    except DataError:  # a site.toml that cannot be read is what a restore mends
        return
    if found != site_id:
        raise UsageError(f"the backup is of the site {site_id}, but {site_dir} is the site {found}; nothing was done.")
