"""The small site with an account for every role; the names are the roles."""

from pathlib import Path

from domain.access import Role
from pipeline.accounts import Account, with_account
from tests.app.small_night import small_night

PASSWORD = "a long enough one"
OWN = {Role.AGENT: "A0001", Role.LEAD: "L001"}
FIRST_ADMIN_FIRST = sorted(Role, key=lambda role: role is not Role.ADMIN)


def site_with_accounts(folder: Path) -> Path:
    """A published night and six accounts; only the viewer's has a password, for a hash takes a while."""
    site = small_night(folder)
    for role in FIRST_ADMIN_FIRST:
        password = PASSWORD if role is Role.VIEWER else None
        with_account(site, Account(str(role), role, OWN.get(role, ""), password is not None), password)
    return site
