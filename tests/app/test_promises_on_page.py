"""Goals kept by contacts on the roster page: promised beside expected, missed ones first and with their reason."""

import json
from pathlib import Path

import pytest

from pipeline.views_cover import roster_frames
from pipeline.views_night import latest_mark, published_night
from pipeline.views_promises import promise_lines
from tests.app.screen import opened, texts
from tests.app.small_night import small_night

WEEK = {"from": "2026-10-05", "to": "2026-10-11", "goal": 0.95, "offered": 1000.0}
KEPT = {**WEEK, "queue": "chat", "answered": 960.0, "response_rate": 0.96, "kept": True}
MISSED = {**WEEK, "queue": "general", "answered": 930.0, "response_rate": 0.93, "kept": False, "why": "a sentence"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small night whose roster promised two goals and keeps one."""
    folder = small_night(tmp_path / "mini")
    report = folder / "nights" / "latest" / "report.json"
    report.write_text(json.dumps(json.loads(report.read_text("utf-8")) | {"promises": [KEPT, MISSED]}), "utf-8")
    return folder


def test_a_missed_goal_stands_first_with_its_contacts_and_the_hours_of_those_who_know_the_queue(site: Path) -> None:
    mark = latest_mark(site)
    assert mark is not None
    night = published_night(mark)
    missed, kept = promise_lines(night, roster_frames(night))
    assert (missed.queue, missed.is_kept, missed.expected, round(missed.missing, 6)) == ("general", False, 0.93, 20.0)
    work = roster_frames(night).activities.query("activity == 'work' and queue == 'general'")
    assert missed.on_it_h == ((work["end"] - work["start"]).dt.total_seconds() / 3600).sum() > 0
    assert (kept.queue, kept.is_kept, kept.missing) == ("chat", True, 0.0)


@pytest.mark.parametrize(
    ("language", "said", "why"),
    [
        ("ko", "목표 2개 가운데 1개에 못 미칩니다.", "인입 1,000건에 응대 20.0건이 모자랍니다."),
        ("en", "1 of 2 goals are missed.", "20.0 answers fewer than promised of 1,000 contacts."),
    ],
)
def test_the_roster_page_shows_both_rates_and_why(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str, why: str
) -> None:
    shown = texts(opened(monkeypatch, site, "roster", language))
    assert any(said in text for text in shown)
    assert {"95.0%", "93.00%", "96.00%"} <= set(shown)
    assert any(text.startswith(why) for text in shown)


def test_a_roster_by_heads_shows_no_such_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = texts(opened(monkeypatch, small_night(tmp_path / "mini"), "roster"))
    assert not any("응대율 목표" in text for text in shown)
