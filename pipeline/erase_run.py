"""A person erased from a site, behind `wfm erase`: a pseudonym in every place, so that totals stay and nobody is named.

The site is copied without the id, folder and store, and the copy takes its place in one step. A kill leaves the site
as it was or as it shall be.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from domain.errors import UsageError
from domain.site_config import SiteConfig, read_site_config
from pipeline.accounts import site_accounts, without_account
from pipeline.erase_files import STAFF_FILE, copy_without, end_employment, id_headers, last_duty_day, other_ids
from pipeline.erasure import Eraser
from pipeline.site_store import stamp_now
from pipeline.site_swap import replace_site
from store.audit_trail import record_audit
from store.content import Content, rewritten
from store.hashes import sha256_of
from store.layout import database_file
from store.portable import DatabaseAtWork, RowFields, TableAtWork, opened_file, write_changed

logger = logging.getLogger(__name__)

PREFIX = "ERASED-"
PSEUDONYM_BYTES = 5


@dataclass(slots=True)
class ErasureReport:
    """What was done, without the id: files and rows rewritten, files and accounts removed, an employment's end."""

    files: int = 0
    removed: int = 0
    rows: int = 0
    accounts: int = 0
    employed_until: date | None = None


def erase_person(site_dir: Path, agent_id: str, pseudonym: str | None = None) -> ErasureReport:
    """Replaces the id by a pseudonym drawn by chance, everywhere in the folder and the store of the site.

    The person's own calendar files and accounts go, and files that are made again when asked for. Totals stay as they
    are. Raises UsageError where nothing holds the id, LockHeldError where a run works on the site.
    """
    config = read_site_config(site_dir / "site.toml")
    _refuse_words_of_the_site(config, agent_id)
    drawn = pseudonym or PREFIX + secrets.token_hex(PSEUDONYM_BYTES).upper()
    report, stamp = ErasureReport(), stamp_now()

    def fill(staged: Path, old: DatabaseAtWork | None) -> Path:
        assert old is not None
        others = other_ids(site_dir)
        eraser = Eraser(agent_id, drawn, others - {agent_id}, id_headers(site_dir), {})
        today = stamp.at.astimezone(ZoneInfo(config.site.timezone)).date()
        last = max(today - timedelta(days=1), last_duty_day(site_dir, agent_id) or date.min)
        _copy_folder(site_dir, staged, eraser, last, report)
        database = database_file(staged)
        write_changed(old, database, _Rows(eraser, report))
        if not report.files + report.removed + report.rows:
            raise UsageError(f"nothing in {site_dir} or its store holds the id {agent_id!r}; nothing was changed.")
        said = f"{report.files} files and {report.rows} rows rewritten, {report.removed} files removed"
        with opened_file(database) as engine:
            record_audit(engine, config.site.id, stamp, "person erased", said)
        return database

    replace_site(site_dir, config.site.id, "wfm erase", fill)
    logger.info("a person was erased: %s files, %s rows, %s removed", report.files, report.rows, report.removed)
    return report


def _copy_folder(site_dir: Path, staged: Path, eraser: Eraser, last: date, report: ErasureReport) -> None:
    done = copy_without(site_dir, staged, eraser)
    report.files, report.removed = done.changed, done.removed
    for account in site_accounts(staged):  # whoever signed in with it would see which pseudonym is theirs
        if eraser.pseudonym in (account.name, account.agent_id):
            without_account(staged, account.name)
            report.accounts += 1
    staff = staged / STAFF_FILE
    if staff.is_file():
        before = sha256_of(staff)
        if end_employment(staff, eraser.pseudonym, last):
            report.employed_until = last
            eraser.hashes[before] = sha256_of(staff)
            eraser.hashes.update({old: sha256_of(staff) for old, new in eraser.hashes.items() if new == before})


@dataclass(slots=True)
class _Rows:
    """Makes each row of the store what it is without the id, and counts those that change."""

    eraser: Eraser
    report: ErasureReport

    def __call__(self, table: TableAtWork, row: RowFields) -> RowFields:
        changed = self._content(row) if table.name == "content" else {k: self._value(v) for k, v in row.items()}
        self.report.rows += changed != row
        return changed

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            return self.eraser.words(value)
        return self.eraser.tree(value) if isinstance(value, dict | list) else value

    def _content(self, row: RowFields) -> RowFields:
        sha256, body = rewritten(str(row["form"]), row["body"], self._rewrite)
        if body == row["body"]:
            return row
        self.eraser.hashes[str(row["sha256"])] = sha256
        return {**row, "sha256": sha256, "body": body}

    def _rewrite(self, kept: Content) -> Content:
        return self.eraser.frame(kept) if isinstance(kept, pd.DataFrame) else self.eraser.content(kept)


def _refuse_words_of_the_site(config: SiteConfig, agent_id: str) -> None:
    """Refuse what is no person's id but a word that the site itself uses, or nothing at all."""
    words = {config.site.id, config.site.name, *(queue.id for queue in config.queue), "agent", "lead", "site", "*"}
    if not agent_id.strip() or agent_id in words:
        raise UsageError(f"{agent_id!r} is no person's id at this site; name an agent_id of staff.csv.")
