"""The pages of today and of scenarios without a browser, in both languages: what they say first, and what they do."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.scenarios import Gone, Scenario
from pipeline.ingest import ingest
from pipeline.roster_states import roster_state
from pipeline.roster_versions import site_versions
from pipeline.scenario_files import read_scenario, save_scenario
from tests.app.screen import EXPRESSION_OF_CHARTS, LANGUAGES, charts, opened, texts
from tests.app.small_night import FIRST, small_night, small_site
from tests.app.test_pages import words_left

MORNING = "2026-10-06T12:10"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a night and no contacts of its days."""
    return small_night(tmp_path / "mini")


@pytest.fixture(scope="module")
def busy_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with Monday as forecast and a busy Tuesday morning; no test changes it."""
    site = small_night(tmp_path_factory.mktemp("sites") / "mini")
    rows = ["interval_start,queue,offered,answered"]
    for days, general, chat, until in ((0, 50, 5, 18), (1, 130, 10, 12)):
        day = FIRST + timedelta(days=days)
        starts = [datetime(day.year, day.month, day.day, 9) + timedelta(minutes=30 * number) for number in range(18)]
        for number, start in enumerate(start for start in starts if start.hour < until):
            rows += [f"{start.isoformat()},general,{general + number % 3},{general - 10}"]
            rows += [f"{start.isoformat()},chat,{chat + number % 3},{chat}"]
    export = site.with_name("calls.csv")
    export.write_text("\n".join(rows) + "\n", encoding="utf-8")
    ingest(site, [export])
    return site


def today(monkeypatch: pytest.MonkeyPatch, site: Path, language: str, at: str = MORNING) -> AppTest:
    """The page of today as it stands at a moment."""
    app = opened(monkeypatch, site, language=language)
    app.query_params["at"] = at
    return app.switch_page("app_pages/today.py").run()


def untranslated(app: AppTest, language: str) -> dict[str, list[str]]:
    """Texts of the page with words that are not of the language; remarks of the forecast are shown as they are."""
    shown = {text for text in texts(app) if not EXPRESSION_OF_CHARTS.search(text) and not text.startswith("- ")}
    return {text: left for text in shown if (left := words_left(text, language))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_today_says_first_how_it_is_and_how_short_the_next_hours_are(
    busy_site: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = today(monkeypatch, busy_site, language)
    assert not app.exception and not app.error
    values = [metric.value for metric in app.metric]
    assert values[0].startswith(":orange[9") and values[1] == ("852건" if language == "ko" else "852")
    assert values[3].startswith(":orange[") and len(charts(app)) == 2
    assert untranslated(app, language) == {}


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", "오늘의 실적이 아직 없어"), ("en", "Nothing of today is known yet")],
)
def test_a_day_without_actuals_shows_the_plan_and_says_what_to_do(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    app = today(monkeypatch, site, language)
    assert not app.exception and not app.error
    assert said in app.info[-1].value and "wfm ingest --site" in app.info[-1].value
    assert len(charts(app)) == 2
    assert untranslated(app, language) == {}


@pytest.mark.parametrize(
    ("language", "said"),
    [("ko", "일하는 근무표가 없습니다"), ("en", "No roster plans 10-20 Tue 10:00")],
)
def test_a_day_that_no_roster_plans_says_what_to_do_and_offers_one_that_has(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    app = today(monkeypatch, site, language, at="2026-10-20T10:00")
    assert not app.exception and not app.error
    assert said in app.info[0].value and "wfm nightly" in app.code[0].value
    assert untranslated(app, language) == {}
    app.button(key="today_show_planned").click().run()
    assert not app.exception and app.metric


def test_before_the_first_night_today_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, small_site(tmp_path / "mini"), "today", "en")
    assert not app.exception and "no planned night yet" in app.info[0].value


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "A0001: 회복 휴식 30분, 12:40까지. 버전 2에 담았습니다."),
        ("en", "A0001: 30 min of recovery, until 12:40."),
    ],
)
def test_one_button_takes_an_agent_off_the_queue_and_shows_the_effect(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    app = today(monkeypatch, site, language)
    assert app.button(key="off_queue").disabled
    app.selectbox(key="off_queue_who").set_value("A0001").run()
    app.button(key="off_queue").click().run()
    assert not app.exception
    shown = app.success[0].value
    assert said in shown and ("12:00 근무 2.0 → 1.3명" if language == "ko" else "12:00 at work 2.0 → 1.3") in shown
    assert app.selectbox(key="off_queue_who").value is None
    assert words_left(shown, language) in ([], ["A0001"])
    recovery = [each for each in roster_state(site, "mini", 2).roster.activities if each.activity == "recovery"]
    assert [(each.start.hour, each.start.minute, each.queue) for each in recovery] == [(12, 10, "")]
    reserve = {metric.label: metric.delta for metric in app.metric}
    assert ("오늘 회복 휴식 30분(모두)" if language == "ko" else "30 min of recovery today, all") in reserve.values()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_be_done_is_shown_by_interval_and_saved_as_a_draft(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    requirement = site / "nights" / "latest" / "requirement.csv"
    lines = requirement.read_text(encoding="utf-8").splitlines()
    slack = [line.replace(",general,2,", ",general,1,") if "T16:00" not in line else line for line in lines]
    requirement.write_text("\n".join(slack) + "\n", encoding="utf-8")
    app = today(monkeypatch, site, language, at="2026-10-07T15:00")
    assert not app.exception and not app.error
    table = app.dataframe[0].value
    assert table.iloc[0, 0] == "16:00–16:30" and table.iloc[0, 1:3].tolist() == [pytest.approx(1.5), pytest.approx(1.0)]
    chosen = app.multiselect[0].value
    assert [each.split(" · ")[0] for each in chosen] == ["A0001", "A0002"]
    app.button(key="today_apply").click().run()
    assert not app.exception
    assert ("2건을 버전 2" if language == "ko" else "2 changes saved as version 2") in app.success[0].value
    assert site_versions(site).versions[0].number == 2


@pytest.mark.parametrize(
    ("language", "strike"), [("ko", "예: 30%가 사흘 없음"), ("en", "example: 30% gone for three days")]
)
def test_the_scenarios_are_beside_the_plan_before_any_control(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str, strike: str
) -> None:
    app = opened(monkeypatch, site, "what_if", language)
    assert not app.exception and not app.error
    assert [metric.label for metric in app.metric][2] == strike and len(app.metric) == 3
    first = app.dataframe[0].value
    assert len(first) == 3 and first.iloc[1, 4] > 0 == first.iloc[0, 4]
    assert len(charts(app)) == 3
    assert any(strike in each.value for each in app.subheader)
    assert untranslated(app, language) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scenario_is_made_on_the_page_and_kept_with_the_site(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = opened(monkeypatch, site, "what_if", language)
    app.text_input(key="scenario_name").set_value("surge")
    app.number_input(key="scenario_volume").set_value(200.0)
    app.number_input(key="scenario_absence").set_value(10.0)
    app.button(key="scenario_keep").click().run()
    assert not app.exception and not app.error
    assert read_scenario(site, "surge") == Scenario(volume={"*": 2.0}, absence=0.1)
    assert [metric.label for metric in app.metric][1:] == ["surge"]
    assert any("wfm scenario --site" in code.value for code in app.code)
    app.button(key="scenario_remove").click().run()
    assert not app.exception and not (site / "scenarios" / "surge.toml").exists()


def test_a_scenario_that_says_nothing_sensible_is_refused_in_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, site, "what_if", "en")
    app.text_input(key="scenario_name").set_value("../a")
    app.number_input(key="scenario_volume").set_value(200.0)
    app.button(key="scenario_keep").click().run()
    assert not app.exception and "is no name of a scenario" in app.error[0].value
    assert not (site / "scenarios").exists()


def test_a_wrong_file_of_a_scenario_is_said_in_one_sentence(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_scenario(site, "strike", Scenario(gone=Gone(share=0.3)))
    (site / "scenarios" / "bad.toml").write_text("[rules]\nrest_apart_minutes = 0\n", encoding="utf-8")
    app = opened(monkeypatch, site, "what_if", "en")
    assert not app.exception
    assert "bad.toml" in app.error[0].value and "never do" in app.error[0].value


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_kept_scenario_is_called_by_its_own_name_even_where_an_example_is_called_so(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    save_scenario(site, "strike", Scenario(gone=Gone(share=0.34, start=datetime(2026, 10, 5, 9), days=2)))
    app = opened(monkeypatch, site, "what_if", language)
    assert not app.exception
    assert [metric.label for metric in app.metric][1:] == ["strike"]
    assert any(each.value.startswith("strike: ") for each in app.subheader)
