"""Signing in, and managing accounts: every change is in the audit trail, and no password ever is."""

import logging
from pathlib import Path
from time import monotonic

from domain.access import AccessError, Act, Actor, Role
from domain.errors import UsageError
from domain.site_config import read_site_config
from domain.site_folder import read_site
from pipeline.access import needs, stamp_for
from pipeline.accounts import Account, account_named, is_password_of, site_accounts, with_account, without_account
from pipeline.site_store import open_site_database, stamp_of
from store.audit_trail import list_audit, record_audit
from store.records import AuditEntry

logger = logging.getLogger(__name__)

TRIES = 5
WAIT_S = 30.0
MOST_NAMES = 1_000
_failed: dict[tuple[str, str], list[float]] = {}  # of this server process: when passwords were wrong, by site and name


def sign_in(site_dir: Path, name: str, password: str) -> Actor:
    """Who signs in, by a local account; raises AccessError, the same for a wrong name as for a wrong password.

    After five failures for a name within half a minute its next tries are refused until that time has passed.
    """
    name = name.strip()
    key = (str(site_dir), name)
    recent = [moment for moment in _failed.get(key, []) if monotonic() - moment < WAIT_S]
    if len(recent) >= TRIES:
        raise AccessError(f"Too many failed tries for {name}; wait {WAIT_S:.0f} seconds.")
    account = account_named(site_dir, name) if is_password_of(site_dir, name, password) else None
    if account is None:
        while len(_failed) >= MOST_NAMES:
            _failed.pop(next(iter(_failed)))
        _failed[key] = [*recent, monotonic()]
        _trail(site_dir, name[:100], "sign-in refused")
        raise AccessError("Name or password is wrong.")
    _failed.pop(key, None)
    _trail(site_dir, name, "signed in")
    return account.actor


def sign_in_by_provider(site_dir: Path, email: str) -> Actor:
    """Who signs in, vouched for by the provider that `st.login` asked; raises AccessError for an unknown address."""
    account = account_named(site_dir, email)
    if account is None:
        raise AccessError(f"{email} has no account at this site; ask its administrator for one.")
    return account.actor


def _trail(site_dir: Path, name: str, what: str) -> None:
    logger.info("%s: %s", what, name)
    with open_site_database(site_dir) as database:
        record_audit(database, _site_id(site_dir), stamp_of(name), f"account {what}")


@needs(Act.MANAGE_ACCOUNTS)
def list_accounts(site_dir: Path) -> tuple[Account, ...]:
    """The site's accounts."""
    return site_accounts(site_dir)


@needs(Act.MANAGE_ACCOUNTS)
def give_account(site_dir: Path, name: str, role: str, agent_id: str = "", password: str | None = None) -> Account:
    """The account, new or changed; raises UsageError for an unknown role or person, and nothing is changed then."""
    if role not in list(Role):
        raise UsageError(f"{role!r} is no role; expected one of {', '.join(Role)}.")
    if agent_id and agent_id not in read_site(site_dir).person_by_id:
        raise UsageError(f"{agent_id!r} is not on the staff list; nothing was changed.")
    stamp = stamp_for(site_dir, None)
    account = Account(name.strip(), Role(role), agent_id, password is not None)
    with_account(site_dir, account, password)
    detail = f"{account.name}: {account.role}" + (f" {agent_id}" if agent_id else "")
    with open_site_database(site_dir) as database:
        record_audit(database, _site_id(site_dir), stamp, "account given", detail)
    return account


@needs(Act.MANAGE_ACCOUNTS)
def take_account(site_dir: Path, name: str) -> None:
    """Removes an account; whoever is signed in with it is out at the next click."""
    stamp = stamp_for(site_dir, None)
    without_account(site_dir, name)
    with open_site_database(site_dir) as database:
        record_audit(database, _site_id(site_dir), stamp, "account taken away", name)


@needs(Act.SEE_TRAIL)
def audit_lines(site_dir: Path, limit: int = 200) -> tuple[AuditEntry, ...]:
    """The newest lines of the audit trail, newest first."""
    with open_site_database(site_dir) as database:
        return list_audit(database, _site_id(site_dir), limit)


def _site_id(site_dir: Path) -> str:
    return read_site_config(site_dir / "site.toml").site.id
