"""Files of the site folder as versions: what a file was before somebody changed it, and what it became."""

from sqlalchemy import Engine

from store.records import Stamp, Version
from store.versions import find_version, list_versions, read_version_bytes, save_version

KIND = "site {}"


def keep_file(engine: Engine, site_id: str, name: str, content: bytes, stamp: Stamp, note: str) -> Version:
    """The version of the file that holds this content; what the newest one holds already is not kept again."""
    return save_version(engine, site_id, KIND.format(name), content, stamp, note=note)


def list_file(engine: Engine, site_id: str, name: str) -> tuple[Version, ...]:
    """The versions of a file, newest first."""
    return list_versions(engine, site_id, KIND.format(name))


def read_file(engine: Engine, site_id: str, name: str, number: int) -> bytes:
    """The content of one version of a file."""
    return read_version_bytes(engine, find_version(engine, site_id, KIND.format(name), number))
