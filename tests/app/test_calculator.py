"""The calculator of the requirement page: goals find agents, and what stands around the answer."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.screen import charts, opened, show_section
from tests.app.small_night import small_night


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small night that no test of this module changes."""
    return small_night(tmp_path_factory.mktemp("sites") / "mini")


def calculator(site: Path, monkeypatch: pytest.MonkeyPatch, language: str, **boxes: float) -> AppTest:
    """The calculator after its boxes, by label, were filled in and its button was clicked."""
    app = show_section(opened(monkeypatch, site, "requirement", language), "requirement", "calculator")
    for box in app.number_input:
        if box.label in boxes:
            box.set_value(boxes[box.label])
    app.button[0].click().run()
    assert not app.exception
    assert not app.error
    return app


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_the_answer_stands_between_fewer_who_miss_the_goals_and_more_who_meet_them(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = calculator(site, monkeypatch, "ko")
    assert figures(app)["응대하는 상담사"] == "13명"
    table = app.dataframe[0].value
    assert table["상담사(명)"].tolist() == list(range(11, 19))
    assert table["모든 목표"].tolist() == ["미달", "미달"] + ["충족"] * 6
    assert table.loc[table[" "] == "●", "상담사(명)"].tolist() == [13]
    assert "50%는 0.0초 이하" in app.caption[-1].value


def test_the_chart_draws_response_rate_and_service_level_by_agents(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (chart,) = charts(calculator(site, monkeypatch, "ko"))
    rule, lines = chart["layer"]
    assert rule["mark"]["type"] == "rule"
    assert lines["mark"]["type"] == "line"
    assert lines["encoding"]["color"]["scale"]["domain"] == ["응대율", "서비스레벨"]


def test_a_harder_goal_and_a_lower_occupancy_need_more_agents(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faster = figures(calculator(site, monkeypatch, "en", **{"ASA goal (s)": 1.0}))
    calmer = figures(calculator(site, monkeypatch, "en", **{"Highest occupancy (%)": 60.0}))
    assert faster["Agents on the queue"] == "17 agents"
    assert calmer["Agents on the queue"] == "18 agents"


def test_an_agent_with_three_contacts_at_a_time_counts_thrice(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = figures(calculator(site, monkeypatch, "en", **{"Contacts at a time": 3}))
    assert found["Agents on the queue"] == "5 agents"


def test_given_agents_meet_no_goal_and_a_queue_that_grows_for_ever_is_said_to(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = calculator(site, monkeypatch, "ko", **{"상담사(명)": 8, "평균 참을성(초), 0이면 안 끊음": 0.0})
    assert "대기가 끝없이 늘어" in app.warning[0].value
    assert figures(app)["평균 응대 대기"] == "–"
    assert "모든 목표" not in app.dataframe[0].value
