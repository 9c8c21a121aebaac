"""Events on the forecast page: what was found and what was learnt, in both languages, and that nothing is said so."""

import json
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pipeline.file_names import RECORD_FILE
from pipeline.views_events import events_view
from pipeline.views_night import latest_mark, published_night
from tests.app.screen import opened, show_section
from tests.app.small_night import small_night


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small night that no test of this module changes."""
    return small_night(tmp_path_factory.mktemp("events") / "mini")


def record_part(monkeypatch: pytest.MonkeyPatch, site: Path, language: str) -> AppTest:
    return show_section(opened(monkeypatch, site, "forecast", language), "forecast", "record")


def table_with(app: AppTest, column: str) -> pd.DataFrame:
    return next(each.value for each in app.dataframe if column in each.value.columns)


def without_events(site: Path) -> Path:
    path = site / "nights" / "latest" / RECORD_FILE
    content = json.loads(path.read_text(encoding="utf-8"))
    for record in content["queues"]:
        record.pop("found_events", None)
        record.pop("learnt_effects", None)
    path.write_text(json.dumps(content), encoding="utf-8")
    return site


def test_found_events_are_told_with_size_and_what_was_done(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = record_part(monkeypatch, site, "en")
    shown = table_with(app, "In the forecast")

    assert not app.exception
    assert shown["Kind"].tolist() == ["spike", "level fell and stayed"]
    assert shown.iloc[0].tolist()[2:6] == ["2026-08-20 12:00", "2026-08-20 17:00", "×1.60", 600]
    assert shown["In the forecast"].iloc[1] == "the level follows from then on"


def test_they_are_told_in_korean_too(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = table_with(record_part(monkeypatch, site, "ko"), "예측에서")

    assert shown["종류"].tolist() == ["급증", "수준이 내려감"]
    assert shown["예측에서"].iloc[1] == "그때부터 새 수준을 따름"


def test_a_learnt_effect_says_its_range_and_where_it_was_seen(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = table_with(record_part(monkeypatch, site, "en"), "Effect")

    assert shown.iloc[0].tolist() == ["general", "storm", "×1.80", "×1.50 – ×2.10", "1× here, 1× in other queues"]


def test_a_record_without_events_says_that_nothing_stands_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = without_events(small_night(tmp_path / "mini"))
    app = record_part(monkeypatch, site, "ko")

    assert not app.exception
    assert any("설명되지 않는 실적이 없습니다" in info.value for info in app.info)
    assert not any("효과" in each.value.columns for each in app.dataframe)


def test_the_view_has_the_events_of_all_queues(site: Path) -> None:
    mark = latest_mark(site)
    assert mark is not None
    view = events_view(published_night(mark))

    assert [(row.queue, row.kind, row.contacts) for row in view.found] == [
        ("general", "spike", 600),
        ("general", "break down", -9000),
    ]
    assert [(row.event, row.seen_here, row.seen_elsewhere) for row in view.learnt] == [("storm", 1, 1)]
