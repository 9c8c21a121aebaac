"""The accounts of a site: `access.toml` in its folder, with names, roles and password hashes, never a password.

Without the file, or with no account in it, the site is one local planner's. An account without a password signs in by
the provider that Streamlit's `st.login` is set up with, by its e-mail address.
"""

import os
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import Field, ValidationError, model_validator

from domain.access import Actor, Role
from domain.errors import DataError, Problem, UsageError
from domain.site_config import Section, config_problems
from domain.tables import read_text
from store.files import staged_file

ACCESS_FILE = "access.toml"
LEAST_CHARS = 10
MOST_CHARS = 200
HEAD = """# Who may sign in. Written by `wfm account` and by the page Site; passwords are kept as argon2id hashes alone.
# Roles: planner, hr, lead, agent (own roster only: agent_id), viewer, admin. Without a password: by st.login.
"""
_hasher = PasswordHasher()  # argon2id with the library's defaults, RFC 9106's second choice


class _Account(Section):
    name: str = Field(min_length=1, max_length=100, pattern=r"^[^\s\"\\\x00-\x1f]+$")
    role: Role
    agent_id: str = Field(default="", max_length=100, pattern=r"^[^\s\"\\\x00-\x1f]*$")
    password_hash: str = Field(default="", max_length=300, pattern=r"^[^\s\"\\\x00-\x1f]*$")

    @model_validator(mode="after")
    def _agent_is_somebody(self) -> "_Account":
        if self.role is Role.AGENT and not self.agent_id:
            raise ValueError("agent_id: which person of staff.csv this account is of")
        return self


class _Accounts(Section):
    account: tuple[_Account, ...] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> "_Accounts":
        names = [account.name for account in self.account]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"names that differ, not {', '.join(twice)} twice")
        return self


@dataclass(frozen=True, slots=True)
class Account:
    """One account as others may see it: without its hash."""

    name: str
    role: Role
    agent_id: str
    has_password: bool

    @property
    def actor(self) -> Actor:
        """Who acts under this account."""
        return Actor(self.name, self.role, self.agent_id)


def site_accounts(site_dir: Path) -> tuple[Account, ...]:
    """The accounts in the order of the file; none where the site has no login."""
    return tuple(Account(each.name, each.role, each.agent_id, bool(each.password_hash)) for each in _kept(site_dir))


def account_named(site_dir: Path, name: str) -> Account | None:
    """The account with this name; None where there is none, or no longer."""
    return next((account for account in site_accounts(site_dir) if account.name == name), None)


def is_password_of(site_dir: Path, name: str, password: str) -> bool:
    """Whether the password is the account's; an unknown name takes as long as a wrong password, so neither is told."""
    kept = next((each.password_hash for each in _kept(site_dir) if each.name == name), "")
    try:
        return _hasher.verify(kept or _nobodys_hash(), password[:MOST_CHARS]) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash(os.urandom(16).hex())


def with_account(site_dir: Path, account: Account, password: str | None) -> None:
    """Writes the account, new or changed; without a password the one it has stays, if it has one."""
    if password is not None and not LEAST_CHARS <= len(password) <= MOST_CHARS:
        raise UsageError(f"a password has {LEAST_CHARS} to {MOST_CHARS} characters; nothing was changed.")
    before = {each.name: each for each in _kept(site_dir)}
    known = before.get(account.name)
    kept = _hasher.hash(password) if password is not None else known.password_hash if known is not None else ""
    content = {"name": account.name, "role": account.role, "agent_id": account.agent_id, "password_hash": kept}
    try:
        before[account.name] = _Account.model_validate(content)
    except ValidationError as error:
        raise DataError(config_problems(error, ACCESS_FILE)) from error
    _refuse_lockout(before.values())
    _write(site_dir, tuple(before.values()))


def without_account(site_dir: Path, name: str) -> None:
    """Writes the accounts without this one; the last administrator stays while others are left."""
    before = {each.name: each for each in _kept(site_dir)}
    if before.pop(name, None) is None:
        raise UsageError(f"there is no account {name!r}; nothing was changed.")
    _refuse_lockout(before.values())
    _write(site_dir, tuple(before.values()))


def _refuse_lockout(accounts: Collection[_Account]) -> None:
    """Raises where accounts would be left that nobody can manage."""
    if accounts and not any(each.role is Role.ADMIN for each in accounts):
        raise UsageError("the first account, and the last one to go, is an admin's: somebody has to manage the others.")


def _kept(site_dir: Path) -> tuple[_Account, ...]:
    path = site_dir / ACCESS_FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return _read(path, found.st_mtime_ns, found.st_size, found.st_ino)


@lru_cache(maxsize=16)
def _read(path: Path, _written: int, _size: int, _inode: int) -> tuple[_Account, ...]:
    try:
        return _Accounts.model_validate(tomllib.loads(read_text(path))).account
    except tomllib.TOMLDecodeError as error:
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error


def _write(site_dir: Path, accounts: tuple[_Account, ...]) -> None:
    """The file anew, whole or not at all, for this user's eyes only."""
    lines = [HEAD]
    for account in accounts:
        lines += ["[[account]]", *(f'{name} = "{value}"' for name, value in account.model_dump().items() if value), ""]
    with staged_file(site_dir / ACCESS_FILE) as staged:
        staged.write_text("\n".join(lines), encoding="utf-8")
        staged.chmod(0o600)
