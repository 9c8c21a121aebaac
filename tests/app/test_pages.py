"""Every page in both languages on a small night: what it says first, and that nothing on it is left untranslated."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.screen import LANGUAGES, PAGES, SECTIONS, charts, elements, opened, show_section, texts
from tests.app.small_night import NIGHT, small_night, small_site

HANGUL = re.compile("[가-힣]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# What stays as it is in Korean: names of the site's own things, file names, commands, and terms that planners use so.
STAYS = re.compile(
    r"Mini|general|chat|storm|English|Language|WAPE|Prophet|ACD|EU 2003/88|Garde|BMC Public Health|KB|"
    r"\w+\.(?:csv|xlsx|json|toml)|\[cost\]|wfm \S+ --site \S+|orange|"
    r"규칙 묶음 kr|CSV|XLSX|gzip|zip|root|mini_history|kim|unknown"
)
EXPRESSION = re.compile(r"datum\.")
PARTS = [(page, section) for page in PAGES for section in SECTIONS[page] or ("",)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small night that no test of this module changes."""
    return small_night(tmp_path_factory.mktemp("sites") / "mini")


def words_left(text: str, language: str) -> list[str]:
    """Words of a text that are not of the language."""
    if language == "en":
        return HANGUL.findall(text.replace(LANGUAGES["ko"], "").replace("언어", ""))
    return LATIN_WORD.findall(STAYS.sub("", text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "section"), PARTS)
def test_every_part_of_every_page_is_drawn_in_its_language(
    site: Path, monkeypatch: pytest.MonkeyPatch, page: str, section: str, language: str
) -> None:
    app = show_section(opened(monkeypatch, site, page, language), page, section)
    assert not app.exception
    assert not app.error
    shown = [text for text in texts(app) if not EXPRESSION.search(text)]
    remarks = {text for text in shown if text.startswith("- ")}  # the record's own sentences, shown as the original
    raw = {text for text in shown if "[[queue]]" in text or re.fullmatch(r"[^:]+: \d+ new, \d+ changed", text)}
    left = {text: words_left(text, language) for text in shown if text not in remarks | raw and text != section}
    assert {text: words for text, words in left.items() if words} == {}


@pytest.mark.parametrize(
    ("page", "language", "label", "value"),
    [
        ("forecast", "ko", "예측 인입, 모든 대기열", "11,880건"),
        ("forecast", "en", "Forecast error (WAPE)", "7.0%"),
        ("requirement", "ko", "동시에 가장 많이", "3명"),
        ("requirement", "en", "Agent-hours, all queues", "171 h"),
        ("roster", "ko", "충족", "62.9%"),
        ("roster", "ko", "위반한 필수 규칙", "0건"),
        ("roster", "en", "Gap to the bound", "5.00%"),
        ("roster", "en", "Short", ":orange[63.5 h]"),
    ],
)
def test_a_page_says_its_figures_first(
    site: Path, monkeypatch: pytest.MonkeyPatch, page: str, language: str, label: str, value: str
) -> None:
    app = opened(monkeypatch, site, page, language)
    assert {metric.label: metric.value for metric in app.metric}[label] == value


def test_korean_is_the_language_until_another_is_chosen(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, site)
    assert app.header[0].value == "얼마나 들어오는가?"
    app.button_group(key="lang").set_value("English").run()
    assert app.header[0].value == "What is coming?"


def test_a_site_that_is_no_sample_has_no_banner(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not opened(monkeypatch, site).warning


@pytest.mark.parametrize("page", PAGES)
def test_a_simulated_site_says_so_on_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    app = opened(monkeypatch, small_night(tmp_path / "mini", simulated=True), page)
    assert [banner.value for banner in app.warning] == [
        "모의 자료입니다. 이 화면의 인입과 사람은 실제 기록이 아닙니다."
    ]


def test_without_a_site_the_page_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, None)
    assert "표본 사이트" in app.info[0].value
    assert "wfm init" in app.code[0].value
    assert not app.metric


def test_before_the_first_night_the_page_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_site(tmp_path / "mini")
    app = opened(monkeypatch, site, language="en")
    assert "no planned night yet" in app.info[0].value
    assert f"wfm nightly --site {site}" in app.code[0].value


def test_a_wrong_site_file_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_night(tmp_path / "mini")
    (site / "shifts.csv").write_text("shift,start\nD09,9 o'clock\n", encoding="utf-8")
    app = opened(monkeypatch, site)
    assert not app.exception
    assert "이 화면을 보여 드릴 수 없습니다." in app.error[0].value
    assert "shifts.csv" in app.error[0].value


def test_a_night_that_lost_a_file_is_said_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_night(tmp_path / "mini")
    (site / "nights" / "latest" / "forecast.csv").unlink()
    app = opened(monkeypatch, site, language="en")
    assert not app.exception
    assert "forecast.csv" in app.error[0].value


def test_a_site_changed_since_the_night_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_night(tmp_path / "mini")
    staff = site / "staff.csv"
    staff.write_text(staff.read_text(encoding="utf-8").replace("L001,lead,T01", "L001,lead,T02"), encoding="utf-8")
    app = opened(monkeypatch, site)
    assert "staff.csv" in app.info[0].value
    assert f"wfm nightly --site {site}" in app.info[0].value


def test_a_new_night_shows_at_the_next_click(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_night(tmp_path / "mini")
    app = opened(monkeypatch, site)
    assert f"{NIGHT} 밤" in app.caption[0].value
    small_night(site, night=NIGHT.replace(day=5))
    assert "2026-10-05 밤" in app.run().caption[0].value


def test_the_day_chosen_stays_chosen_from_page_to_page(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, site)
    app.selectbox(key="day").set_value(NIGHT.replace(day=7)).run()
    app.switch_page("app_pages/roster.py").run()
    assert app.selectbox(key="day").value == NIGHT.replace(day=7)


@pytest.mark.parametrize(("language", "first"), [("ko", "모두"), ("en", "All")])
def test_the_forecast_begins_with_all_queues_and_goes_on_with_one(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str, first: str
) -> None:
    app = opened(monkeypatch, site, language=language)
    picker = app.button_group(key="forecast_queue")
    assert picker.value == "*"
    assert [option.content for option in picker.proto.options] == [first, "general", "chat"]
    app.button_group(key="forecast_queue").set_value("chat").run()
    assert not app.exception
    show_section(app, "forecast", "record")
    assert app.button_group(key="queue").value == "chat"


def test_a_team_filters_the_grid(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show_section(opened(monkeypatch, site, "roster"), "roster", "grid")
    assert list(app.dataframe[0].value.index) == ["L001", "A0001", "A0002", "A0003"]
    app.selectbox(key="grid_team").set_value("T02").run()
    assert list(app.dataframe[0].value.index) == ["A0003"]


def test_a_day_without_anybody_says_so_instead_of_an_empty_chart(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show_section(opened(monkeypatch, site, "roster"), "roster", "day")
    app.selectbox(key="day").set_value(NIGHT.replace(day=11)).run()
    assert "근무하는 사람이 없습니다" in app.info[0].value
    assert charts(app) == []


def answered(app: AppTest) -> dict[str, str]:
    """The calculator's figures after a click on its button."""
    app.button[0].click().run()
    return {metric.label: metric.value for metric in app.metric}


def test_the_calculator_finds_agents_for_goals_and_shows_what_given_agents_reach(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = show_section(opened(monkeypatch, site, "requirement", "en"), "requirement", "calculator")
    found = answered(app)
    assert found["Agents on the queue"] == "13 agents"
    next(box for box in app.number_input if box.label == "Agents").set_value(5)
    given = answered(app)
    assert given["Agents on the queue"] == "5 agents"
    assert float(given["Service level"].rstrip("%")) < float(found["Service level"].rstrip("%"))


def test_every_file_of_the_night_can_be_taken_away(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show_section(opened(monkeypatch, site, "roster"), "roster", "files")
    buttons = [each for each in elements(app) if each.type == "download_button"]
    names = [each.proto.label.split(" ")[0] for each in buttons]
    assert names == ["roster.xlsx", "roster.csv", "activities.csv", "requirement.csv", "forecast.csv", "report.json"]


def test_charts_say_what_they_are_to_those_who_do_not_see_them(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, site, "roster")
    drawn = [each for each in elements(app) if each.type == "vega_lite_chart"]
    assert [each.proto.alt for each in drawn] == ["날짜와 시간대별 충족", "하루의 인원", "하루의 팀장"]
