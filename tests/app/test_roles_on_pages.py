"""Each role on each page of the app: what it may open, which parts and buttons it finds there, and how it signs in."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import NEEDED, PAGES
from app_parts import session
from domain.access import MAY, Act, Role
from pipeline.acting import OPERATOR, acting_as
from pipeline.roster_versions import publish_version, site_versions, version_of_night
from tests.app.screen import ROOT, elements, texts
from tests.app.site_with_accounts import OWN, PASSWORD, site_with_accounts
from tests.app.small_night import NIGHT, small_night

# What on a page is only for those who may do an act, by the beginning of the key of its button, box or field.
GUARDED = {
    ("what_if", ""): {Act.RUN_JOBS: ("scenario_keep",)},
    ("forecast", "general"): {Act.CHANGE_FORECAST: ("override_give",)},
    ("forecast", "feasts"): {Act.RUN_JOBS: ("feast_forecast",)},
    ("forecast", "events"): {Act.EDIT_SITE: ("event_go", "event_name"), Act.RUN_JOBS: ("event_again",)},
    ("roster", "files"): {Act.TAKE_FILES: ("download_",)},
    ("roster", "edit"): {Act.EDIT_ROSTER: ("hand_do", "edit_grid")},
    ("roster", "solve"): {Act.RUN_JOBS: ("solve_start", "repair_start")},
    ("versions", ""): {Act.PUBLISH: ("publish",), Act.TAKE_FILES: ("version_workbook", "version_roster")},
    ("site", "files"): {Act.EDIT_STAFF: ("site_save",)},
    ("site", "take_in"): {Act.IMPORT_CALLS: ("import_file",)},
    ("site", "accounts"): {Act.MANAGE_ACCOUNTS: ("account_give",)},
    ("site", "trail"): {Act.SEE_TRAIL: ()},
}

PART_KEY = {("forecast", "general"): "forecast_queue"}  # one queue can be overridden, all of them together cannot


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site with accounts, and a published roster."""
    site = site_with_accounts(tmp_path_factory.mktemp("roles") / "mini")
    with acting_as(OPERATOR):
        publish_version(site, version_of_night(site, NIGHT).number, "kim")
    return site


def opened_by(monkeypatch: pytest.MonkeyPatch, site: Path, account: str | None) -> AppTest:
    """The app with an account signed in; `opened` of the other tests has no accounts."""
    monkeypatch.setattr("sys.argv", ["app.py", "--site", str(site)])
    app = AppTest.from_file(ROOT / "app.py", default_timeout=30)
    if account is not None:
        app.session_state[session.ACCOUNT] = account
    return app.run()


def keys(app: AppTest) -> list[str]:
    """The keys of everything on the page that can be clicked or filled in."""
    return [key for each in elements(app) if (key := getattr(each, "key", None) or _proto_key(each))]


def _proto_key(each: object) -> str:
    """The key within a widget's id, for widgets that the test runner has no name for."""
    return str(getattr(getattr(each, "proto", None), "id", "")).rpartition("-")[2]


def has(app: AppTest, starts: tuple[str, ...]) -> list[bool]:
    found = keys(app)
    return [any(key.startswith(start) for key in found) for start in starts]


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_its_pages_and_finds_its_buttons_and_no_others(
    site: Path, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    app = opened_by(monkeypatch, site, str(role))
    assert not app.exception
    for page in PAGES:
        needed = NEEDED.get(page, Act.SEE_PLAN)
        may_open = needed in MAY[role] and (needed is not Act.SEE_OWN or role in OWN)
        if not may_open:
            assert_shut(app, page)
            continue
        app.switch_page(f"app_pages/{page}.py").run()
        assert not app.exception
        assert app.header[0].value == QUESTIONS[page]
        for (name, section), acts in GUARDED.items():
            if name == page:
                _assert_parts(app, role, page, section, acts)


def assert_shut(app: AppTest, page: str) -> None:
    """The page is not there at all: it is not registered, so that no address leads to it."""
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        app.switch_page(f"app_pages/{page}.py")


def _assert_parts(app: AppTest, role: Role, page: str, section: str, acts: dict[Act, tuple[str, ...]]) -> None:
    """Asks for the part even where it is not offered, as a forged click would."""
    if section:
        app.session_state[PART_KEY.get((page, section), f"{page}_section")] = section
        app.run()
        assert not app.exception
    for act, starts in acts.items():
        expected = act in MAY[role]
        assert has(app, starts) == [expected] * len(starts), (role, page, section, act)
        if section in ("trail", "accounts") and not expected:
            assert not any("ingested" in text or "sign" in text for text in texts(app))


QUESTIONS = {
    "today": "지금과 앞으로 네 시간, 괜찮은가?",
    "what_if": "다르게 오면 무엇이 필요하고, 어디까지 지킬 수 있는가?",
    "forecast": "얼마나 들어오는가?",
    "requirement": "몇 명이 필요하고, 무엇이 그 수를 정했는가?",
    "roster": "누가 언제 일하고, 무엇이 모자라며, 왜인가?",
    "rest": "쉴 권리를 모두 지키는가, 짐을 고르게 나누는가?",
    "versions": "어느 근무표를 쓰고 있고, 무엇이 달라졌는가?",
    "runs": "무엇이 돌았고, 잘 끝났는가?",
    "site": "사이트 자료는 맞고, 빠진 것은 없는가?",
    "own": "나는 언제 일하고 쉬는가?",
}


def test_an_agent_finds_their_own_duties_and_nobody_elses(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened_by(monkeypatch, site, "agent")
    shown = " ".join(texts(app))
    assert app.header[0].value == QUESTIONS["own"]
    assert "D09" in shown
    assert "A0002" not in shown
    assert "A0003" not in shown


def test_whoever_is_not_signed_in_sees_the_form_and_nothing_else(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened_by(monkeypatch, site, None)
    assert not app.exception
    assert [each.label for each in app.text_input] == ["이름", "비밀번호"]
    assert not app.metric
    assert not app.dataframe
    for page in PAGES:
        assert_shut(app, page)


def test_one_signs_in_with_the_right_password_and_out_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened_by(monkeypatch, site, None)
    app.text_input(key="sign_in_name").set_value("viewer")
    app.text_input(key="sign_in_password").set_value("not this one")
    app.button(key="sign_in_go").click().run()
    assert "맞지 않습니다" in app.error[0].value
    app.text_input(key="sign_in_name").set_value("viewer")
    app.text_input(key="sign_in_password").set_value(PASSWORD)
    app.button(key="sign_in_go").click().run()
    assert app.header[0].value == QUESTIONS["forecast"]
    assert any("viewer · 열람" in each.value for each in app.caption)
    app.button(key="sign_out").click().run()
    assert [each.label for each in app.text_input] == ["이름", "비밀번호"]


def test_an_account_that_is_taken_away_is_out_at_the_next_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_with_accounts(tmp_path / "mini")
    app = opened_by(monkeypatch, site, "planner")
    assert app.metric
    text = (site / "access.toml").read_text(encoding="utf-8")
    (site / "access.toml").write_text(text.replace('"planner"', '"nobody"', 1), encoding="utf-8")
    app.run()
    assert not app.metric
    assert app.text_input


def test_an_edit_by_an_account_is_kept_under_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_with_accounts(tmp_path / "mini")
    app = opened_by(monkeypatch, site, "planner")
    app.switch_page("app_pages/roster.py").run()
    app.session_state["roster_section"] = "edit"
    app.run()
    app.selectbox(key="hand_person").set_value("A0001").run()
    app.selectbox(key="hand_action").set_value("고정").run()
    app.button(key="hand_do").click().run()
    assert not app.exception
    with acting_as(OPERATOR):
        assert site_versions(site).versions[0].who == "planner"


def test_a_server_for_other_machines_shows_no_site_without_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = small_night(tmp_path / "mini")
    monkeypatch.setattr("app_parts.signed_in.LOOPBACK", ())
    app = opened_by(monkeypatch, site, None)
    assert "no accounts" in app.error[0].value
    assert not app.metric
