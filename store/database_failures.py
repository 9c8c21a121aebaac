"""What a database refuses, in one sentence; never with its password or the values of a statement."""

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from domain.errors import WfmError

# What drivers say of a server that is not there, or not yet, or no more.
OUT_OF_REACH = (
    "connection failed",
    "connection refused",
    "could not connect",
    "connection timeout",
    "could not translate host",
    "failed to resolve host",
    "server closed the connection",
    "connection is closed",
    "connection is lost",
    "connection is bad",
    "connection to server",
    "terminating connection",
    "shutting down",
    "starting up",
)
# Words of the drivers' messages, and what they mean for the person who reads the log.
MEANINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("not a database", "malformed", "invalid page"),
        "is damaged or is not a database; move it away and restore a backup, or let the next run make a new one.",
    ),
    (("disk is full", "no space left", "disk full"), "cannot grow: the disk is full; free some space and run again."),
    (
        ("readonly database", "unable to open database file", "permission denied", "read-only transaction"),
        "cannot be opened for writing; give this user the right to write the file and its folder.",
    ),
    (
        ("database is locked", "lock timeout", "database table is locked"),
        "is busy: another program kept it for too long; run again when that has ended.",
    ),
    (
        OUT_OF_REACH,
        "cannot be reached; see that the server runs and that the URL is right, then run again.",
    ),
)


def is_out_of_reach(error: SQLAlchemyError) -> bool:
    """Whether this says that the server is away, so that it may be back in a moment."""
    said = _said(error).lower()
    return any(sign in said for sign in OUT_OF_REACH)


def _said(error: SQLAlchemyError) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)


def database_failure(error: SQLAlchemyError, url: URL) -> WfmError:
    """The sentence for what the database said."""
    said = _said(error)
    first_line = (said.strip() or type(error).__name__).splitlines()[0]
    name = database_name(url)
    for signs, meaning in MEANINGS:
        if any(sign in said.lower() for sign in signs):
            return WfmError(f"the database {name} {meaning} It said: {first_line}")
    return WfmError(f"the database {name} refused the action; nothing of it was kept. It said: {first_line}")


def database_name(url: URL) -> str:
    """The file of a SQLite database, or the name and host of another."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    # Put together from what is safe to show: a password may also stand in the query.
    host = url.host or "this machine"
    return f"{url.database or 'postgres'} on {host}" + (f":{url.port}" if url.port else "")
