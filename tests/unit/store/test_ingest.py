"""A file is taken once, with its good rows and its quarantined cells, both or neither."""

import pytest
from sqlalchemy import Engine

from domain.errors import WfmError
from store.audit_trail import list_audit
from store.history import read_history
from store.ingest import ingest_file, ingested_file, list_files, list_quarantine
from store.records import Counts, Ingested, Quarantined, SourceFile
from tests.unit.store.small import SEOUL, calls, stamp

FILE = SourceFile("calls.csv", "a" * 64)
BAD = Quarantined(row=17, column="offered", value="-3", reason="expected a number of at least 0")


def take(engine: Engine, file: SourceFile = FILE, offered: float = 10) -> Ingested:
    return ingest_file(engine, "bank", file, calls([offered, 20]), [BAD], stamp())


def test_a_file_brings_its_rows_and_keeps_its_bad_cells_with_their_reason(engine: Engine) -> None:
    done = take(engine)
    assert done == Ingested(FILE, stamp().at, "night", Counts(2, 0, 0), quarantined=1, known=False)
    assert read_history(engine, "bank", SEOUL)["offered"].tolist() == [10, 20]
    assert list_quarantine(engine, "bank") == (("calls.csv", BAD),)


def test_the_same_content_again_changes_nothing_whatever_its_name(engine: Engine) -> None:
    take(engine)
    again = take(engine, SourceFile("calls (1).csv", FILE.sha256), offered=99)
    assert again == Ingested(FILE, stamp().at, "night", Counts(2, 0, 0), quarantined=1, known=True)
    assert read_history(engine, "bank", SEOUL)["offered"].tolist() == [10, 20]
    assert len(list_quarantine(engine, "bank")) == 1
    assert len(list_audit(engine, "bank")) == 1


def test_a_file_is_known_by_its_site_and_content_only(engine: Engine) -> None:
    take(engine)
    assert ingested_file(engine, "other", FILE.sha256) is None
    assert ingested_file(engine, "bank", "b" * 64) is None
    found = ingested_file(engine, "bank", FILE.sha256)
    assert found is not None
    assert found.known


def test_files_are_listed_newest_first(engine: Engine) -> None:
    take(engine)
    take(engine, SourceFile("later.csv", "b" * 64), offered=11)
    assert [(one.file.name, one.counts) for one in list_files(engine, "bank")] == [
        ("later.csv", Counts(0, 1, 1)),
        ("calls.csv", Counts(2, 0, 0)),
    ]
    assert [name for name, _ in list_quarantine(engine, "bank", "b" * 64)] == ["later.csv"]


def test_a_file_that_fails_in_the_middle_leaves_nothing(engine: Engine) -> None:
    broken = Quarantined(row=2, column="offered", value="x", reason=None)  # type: ignore[arg-type]
    with pytest.raises(WfmError, match="refused the action"):
        ingest_file(engine, "bank", FILE, calls([10]), [broken], stamp())
    assert read_history(engine, "bank", SEOUL).empty
    assert ingested_file(engine, "bank", FILE.sha256) is None


def test_a_huge_or_strange_cell_is_cut_and_kept(engine: Engine) -> None:
    cell = Quarantined(row=2, column="offered", value="\0" + "한" * 5000, reason="expected a number")
    ingest_file(engine, "bank", FILE, calls([10]), [cell], stamp())
    ((_, kept),) = list_quarantine(engine, "bank")
    assert kept.value == "\ufffd" + "한" * 199
