"""Each migration, down and up again, on a database full of rows: what older tables can hold is kept to the letter."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, select

from store.database import reading, writing
from store.migrate import current_revision, downgrade, is_current, upgrade
from store.tables import METADATA
from tests.kept_site import fill_store, kept_folder, table_rows

# What each version made; a step down takes these tables away, and nothing else.
MADE_BY = {
    "0004": {"roster_versions", "roster_publications"},
    "0003": {"jobs", "job_steps"},
    "0002": {"overrides", "override_withdrawals", "scored_forecasts", "forecast_errors"},
}


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_folder(tmp_path_factory.mktemp("kept") / "site")


@pytest.fixture
def full(engine: Engine, kept: Path) -> Engine:
    fill_store(engine, kept)
    return engine


def names(engine: Engine) -> set[str]:
    found = MetaData()
    with reading(engine) as connection:
        found.reflect(connection)
    return set(found.tables) - {"alembic_version"}


def rows_of(engine: Engine, tables: set[str]) -> dict[str, list[tuple[object, ...]]]:
    with reading(engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in METADATA.sorted_tables
            if table.name in tables
        }


def test_each_step_down_and_up_keeps_every_row_that_the_older_tables_hold(full: Engine) -> None:
    before, left = table_rows(full), set(METADATA.tables)
    assert all(before.values()), "a table without rows proves nothing"
    for revision, made in MADE_BY.items():
        left -= made
        with writing(full) as connection:
            downgrade(connection, f"{int(revision) - 1:04}")
            assert current_revision(connection) == f"{int(revision) - 1:04}"
        assert names(full) == left
        assert rows_of(full, left) == {name: rows for name, rows in before.items() if name in left}
    for revision, made in reversed(MADE_BY.items()):
        left |= made
        with writing(full) as connection:
            upgrade(connection, revision)
        assert names(full) == left
        assert rows_of(full, left) == {name: before[name] if name not in gone() else [] for name in left}
    with reading(full) as connection:
        assert is_current(connection)


def gone() -> set[str]:
    """Tables that went down with their rows."""
    return set().union(*MADE_BY.values())


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_a_database_of_an_older_release_comes_up_with_its_rows(full: Engine, revision: str) -> None:
    before = table_rows(full)
    with writing(full) as connection:
        downgrade(connection, revision)
    older = names(full)
    with writing(full) as connection:
        upgrade(connection)
    assert rows_of(full, older) == {name: rows for name, rows in before.items() if name in older}
    assert set(METADATA.tables) == names(full)


def test_every_migration_is_walked_through_here() -> None:
    files = (Path(__file__).parents[3] / "store" / "migrations" / "versions").glob("v*.py")
    assert {file.name[1:5] for file in files} == {*MADE_BY, "0001"}
