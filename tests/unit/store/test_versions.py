"""A version is kept once by content, counts up, and is read back as it was or not at all."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, func, select, update

from domain.errors import WfmError
from store.audit_trail import list_audit
from store.content import Content
from store.database import reading, writing
from store.records import Version
from store.tables import content
from store.versions import find_version, latest_version, list_versions, read_version, read_version_bytes, save_version
from tests.unit.store.small import NIGHT, SEOUL, stamp

FORECAST = pd.DataFrame({"queue": ["a", "b"], "offered": [1.0, 2.5]})
OTHER = FORECAST.assign(offered=[1.0, 3.5])


def save(engine: Engine, kept: Content, kind: str = "forecast", night: date | None = NIGHT, minute: int = 0) -> Version:
    return save_version(engine, "bank", kind, kept, stamp(minute), night, "nightly")


def test_a_version_says_what_it_is(engine: Engine) -> None:
    version = save(engine, FORECAST)
    assert (version.site_id, version.kind, version.number, version.night) == ("bank", "forecast", 1, NIGHT)
    assert (version.created, version.who, version.note) == (stamp().at, "night", "nightly")
    pd.testing.assert_frame_equal(read_version(engine, version), FORECAST)


def test_the_same_content_is_the_same_version(engine: Engine) -> None:
    first = save(engine, FORECAST)
    assert save(engine, FORECAST.copy(), minute=5) == first
    assert len(list_versions(engine, "bank")) == 1
    assert len(list_audit(engine, "bank")) == 1


def test_other_content_is_the_next_version_and_old_content_again_a_further_one(engine: Engine) -> None:
    numbers = [save(engine, kept).number for kept in (FORECAST, OTHER, FORECAST)]
    assert numbers == [1, 2, 3]
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(content)) == 2


def test_each_kind_site_and_night_has_versions_of_its_own(engine: Engine) -> None:
    save(engine, FORECAST)
    tomorrow = save(engine, FORECAST, night=NIGHT + timedelta(days=1))
    assert (tomorrow.number, save(engine, FORECAST, kind="requirement").number) == (2, 1)
    assert save_version(engine, "other", "forecast", FORECAST, stamp()).number == 1
    assert latest_version(engine, "bank", "forecast") == tomorrow
    latest_of_tonight = latest_version(engine, "bank", "forecast", NIGHT)
    assert latest_of_tonight is not None
    assert latest_of_tonight.number == 1


def test_a_version_without_a_night_is_found_again_too(engine: Engine) -> None:
    first = save(engine, FORECAST, night=None)
    save(engine, OTHER)
    assert save(engine, FORECAST, night=None) == first


def test_versions_are_listed_newest_first_and_found_by_number(engine: Engine) -> None:
    first, second = save(engine, FORECAST), save(engine, OTHER)
    roster = save(engine, b"roster", kind="roster")
    assert list_versions(engine, "bank", "forecast") == (second, first)
    assert list_versions(engine, "bank", limit=1) == (roster,)
    assert find_version(engine, "bank", "forecast", 1) == first
    with pytest.raises(WfmError, match="site bank has no version 7 of forecast"):
        find_version(engine, "bank", "forecast", 7)
    assert latest_version(engine, "bank", "curve") is None


def test_a_document_is_kept_like_a_frame(engine: Engine) -> None:
    report = save(engine, '{"status": "최적"}'.encode(), kind="report")
    assert read_version_bytes(engine, report) == '{"status": "최적"}'.encode()
    with pytest.raises(WfmError, match="version 1 of report holds a document, not a frame"):
        read_version(engine, report)
    with pytest.raises(WfmError, match="version 1 of forecast holds a frame, not a document"):
        read_version_bytes(engine, save(engine, FORECAST))


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"t": pd.date_range("2026-03-02", periods=3, freq="30min", tz=SEOUL), "x": [1.5, np.nan, -0.0]}),
        pd.DataFrame({"t": pd.date_range("2026-11-01T04:00Z", periods=5, freq="h").tz_convert("America/New_York")}),
        pd.DataFrame({"t": pd.to_datetime(["2026-03-02"]), "d": [date(2026, 3, 2)], "ok": [True]}),
        pd.DataFrame({"team": ["가", None], "n": pd.array([1, None], dtype="Int64")}),
        pd.DataFrame({"queue": pd.Series([], dtype="str"), "offered": pd.Series([], dtype=float)}),
        pd.DataFrame({"x": [0.1 + 0.2, 5e-324, 1.7976931348623157e308, np.inf]}),
    ],
    ids=["seoul", "clock change", "days and truths", "missing", "empty", "extreme numbers"],
)
def test_a_frame_comes_back_as_it_was(file_engine: Engine, frame: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(read_version(file_engine, save(file_engine, frame)), frame, check_exact=True)


@pytest.mark.parametrize("kept", [FORECAST, b"a document of some length"], ids=["frame", "document"])
@pytest.mark.parametrize("damage", ["other", "half", "nothing"])
def test_damaged_content_is_refused(file_engine: Engine, kept: Content, damage: str) -> None:
    version, other = save(file_engine, kept), save(file_engine, OTHER if isinstance(kept, pd.DataFrame) else b"another")
    with writing(file_engine) as connection:
        bodies = {row.sha256: row.body for row in connection.execute(select(content))}
        own = bodies[version.sha256]
        body = {"other": bodies[other.sha256], "half": own[: len(own) // 2], "nothing": b""}[damage]
        connection.execute(update(content).where(content.c.sha256 == version.sha256).values(body=body))
    reader = read_version if isinstance(kept, pd.DataFrame) else read_version_bytes
    with pytest.raises(WfmError, match=f"hash {version.sha256[:12]} is damaged in the database; restore a backup"):
        reader(file_engine, version)
