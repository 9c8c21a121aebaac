"""Databases for the store's tests: each test runs on SQLite, and on PostgreSQL where a server can be started."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from store.database import open_database
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

NOBODY = 65534
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """The path or the URL of a database that holds nothing yet."""
    if request.param == "sqlite":
        return tmp_path / "wfm.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with its tables and no row, to be copied: quicker than migrating each time."""
    file = tmp_path_factory.mktemp("empty") / "wfm.db"
    open_database(file).dispose()
    return file


@pytest.fixture
def engine(where: Path | str, empty_file: Path) -> Iterator[Engine]:
    """A new database, open."""
    if isinstance(where, Path):
        shutil.copyfile(empty_file, where)
    engine = open_database(where)
    yield engine
    engine.dispose()


@pytest.fixture
def file_engine(tmp_path: Path, empty_file: Path) -> Iterator[Engine]:
    """A new SQLite database, open: for what cannot differ from one database to another."""
    engine = open_database(shutil.copyfile(empty_file, tmp_path / "wfm.db"))
    yield engine
    engine.dispose()


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder that this process may not write, whoever runs the tests."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if is_root:
                os.seteuid(0)
            folder.chmod(0o755)
