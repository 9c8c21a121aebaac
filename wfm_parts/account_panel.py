"""The accounts of a site as a table."""

from collections.abc import Sequence

from rich.table import Table

from pipeline.accounts import Account
from wfm_parts.tables import table


def accounts_table(accounts: Sequence[Account]) -> Table:
    """Every account with its role, its person, and how it signs in."""
    rows = [
        (each.name, str(each.role), each.agent_id, "password" if each.has_password else "provider") for each in accounts
    ]
    return table("Accounts", ("name", "role", "agent_id", "signs in by"), rows, left=4)
