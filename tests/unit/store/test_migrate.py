"""The tables go up and down through their versions, and end where the code expects them."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text, update

from domain.errors import WfmError
from store import database
from store.audit_trail import list_audit, record_audit
from store.database import open_database, reading, writing
from store.migrate import current_revision, downgrade, is_current, upgrade
from store.tables import METADATA
from tests.unit.store.small import stamp


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_tables_are_those_that_the_code_works_with(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    assert tables(engine) == set(METADATA.tables)


def test_a_database_goes_down_to_nothing_and_up_again(engine: Engine) -> None:
    record_audit(engine, "bank", stamp(), "before")
    with writing(engine) as connection:
        downgrade(connection)
    assert tables(engine) == set()
    with writing(engine) as connection:
        assert current_revision(connection) is None
        assert not is_current(connection)
        upgrade(connection)
        assert is_current(connection)
    assert tables(engine) == set(METADATA.tables)
    assert list_audit(engine, "bank") == ()


def test_the_tables_of_overrides_and_accuracy_come_and_go_without_the_others(engine: Engine) -> None:
    newer = {"overrides", "override_withdrawals", "scored_forecasts", "forecast_errors", "jobs", "job_steps"}
    newer |= {"roster_versions", "roster_publications"}
    record_audit(engine, "bank", stamp(), "before")
    with writing(engine) as connection:
        downgrade(connection, "0001")
    assert tables(engine) == set(METADATA.tables) - newer
    with writing(engine) as connection:
        upgrade(connection)
    assert tables(engine) == set(METADATA.tables)
    assert [line.what for line in list_audit(engine, "bank")] == ["before"]


def test_the_tables_of_jobs_and_rosters_come_and_go_without_the_others(engine: Engine) -> None:
    record_audit(engine, "bank", stamp(), "before")
    with writing(engine) as connection:
        downgrade(connection, "0002")
    newer = {"jobs", "job_steps", "roster_versions", "roster_publications"}
    assert tables(engine) == set(METADATA.tables) - newer
    with writing(engine) as connection:
        upgrade(connection)
    assert tables(engine) == set(METADATA.tables)
    assert [line.what for line in list_audit(engine, "bank")] == ["before"]


def test_opening_again_changes_nothing(where: Path | str) -> None:
    engine = open_database(where)
    record_audit(engine, "bank", stamp(), "before")
    engine.dispose()
    engine = open_database(where)
    assert [line.what for line in list_audit(engine, "bank")] == ["before"]
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused_and_left_alone(where: Path | str) -> None:
    engine = open_database(where)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(
        WfmError, match=r"newer version of this program \(its tables have version 9999, this program knows 0004\)"
    ):
        open_database(where)


def test_a_migration_that_fails_leaves_no_table(where: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    def upgrade_and_fail(connection: object) -> None:
        upgrade(connection)  # type: ignore[arg-type]
        raise WfmError("the power went away.")

    monkeypatch.setattr(database, "upgrade", upgrade_and_fail)
    with pytest.raises(WfmError, match="power"):
        open_database(where)
    engine = create_engine(database.database_url(where))
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_no_table_has_a_place_for_what_a_single_person_did_when() -> None:
    watched = ("agent", "person", "idle", "toilet", "pause", "speed", "rank")
    columns = [f"{name}.{column}" for name, table in METADATA.tables.items() for column in table.columns]
    assert columns, "no column to check"
    assert [column for column in columns if any(word in column for word in watched)] == []


def test_the_audit_trail_only_grows(engine: Engine) -> None:
    record_audit(engine, "bank", stamp(), "published", "roster 3")
    trail = METADATA.tables["audit_trail"]
    for deed in (update(trail).values(what="nothing"), trail.delete()):
        with pytest.raises(WfmError, match="the audit trail only grows"), writing(engine) as connection:
            connection.execute(deed)
    (line,) = list_audit(engine, "bank")
    assert (line.at, line.who, line.what, line.detail) == (stamp().at, "night", "published", "roster 3")
