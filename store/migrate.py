"""Bringing the database's tables from version to version with Alembic, both ways, without any ini file."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from domain.errors import WfmError
from store.database_failures import database_name

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_one_at_a_time = threading.Lock()  # Alembic keeps the running migration in a module


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the tables up to `revision` within the connection's transaction; those that have it are left alone."""
    with _one_at_a_time:
        config = _config(connection)
        _refuse_newer(connection, config)
        command.upgrade(config, revision)


def downgrade(connection: Connection, revision: str = "base") -> None:
    """Take the tables back to `revision` within the connection's transaction; what only newer tables hold is lost."""
    with _one_at_a_time:
        config = _config(connection)
        _refuse_newer(connection, config)
        command.downgrade(config, revision)


def is_current(connection: Connection) -> bool:
    """Whether the tables are as this program wants them; tables of a newer program are refused."""
    config = _config(connection)
    _refuse_newer(connection, config)
    return current_revision(connection) == ScriptDirectory.from_config(config).get_current_head()


def current_revision(connection: Connection) -> str | None:
    """The version that the tables have; none in an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The version of the tables that this program works with."""
    return max(_known(_script_only()))


def refuse_unknown_revision(revision: str, what: str) -> None:
    """Raise where `what` has tables of a version that this program does not know."""
    known = _known(_script_only())
    if revision not in known:
        raise WfmError(
            f"{what} was written by a newer version of this program "
            f"(its tables have version {revision}, this program knows {max(known)}); update the program."
        )


def _config(connection: Connection) -> Config:
    config = _script_only()
    config.attributes["connection"] = connection
    return config


def _script_only() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _known(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _refuse_newer(connection: Connection, config: Config) -> None:
    current = current_revision(connection)
    if current is not None and current not in _known(config):
        refuse_unknown_revision(current, f"the database {database_name(connection.engine.url)}")
