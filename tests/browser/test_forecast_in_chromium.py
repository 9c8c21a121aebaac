"""More tasks in a real Chromium: a holiday's forecast read, a day overridden, an agent's own calendar taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.screens import CHROMIUM, Picture, chromium, open_page, served, window
from domain.access import Role
from pipeline.accounts import Account, with_account
from pipeline.acting import OPERATOR, acting_as
from pipeline.overrides import all_overrides
from pipeline.roster_versions import publish_version, version_of_night
from tests.app.site_with_accounts import PASSWORD
from tests.app.small_night import NIGHT, small_night
from tests.browser.steps import choose, wait_still

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the tasks were NOT done in a browser",
)

KOREAN = Picture("forecast", "ko")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium; each task opens its own window."""
    with chromium() as found:
        yield found


def contacts_of_window(page: Page) -> str:
    """The first figure of the forecast page."""
    return page.get_by_test_id("stMetricValue").first.inner_text()


def test_the_next_holiday_is_named_and_a_day_is_overridden_with_a_reason_beside_the_models_figure(
    tmp_path: Path, browser: Browser
) -> None:
    site = small_night(tmp_path / "mini")
    with served(site) as address, window(browser, KOREAN) as page:
        open_page(page, address, "forecast", "ko")
        unlike = page.get_by_test_id("stMetric").filter(has_text="10-05 월")
        expect(unlike.filter(has_text="개천절 대체 휴일")).to_be_visible()
        assert contacts_of_window(page).startswith("11,880")
        page.get_by_role("radio", name="general", exact=True).click()
        expect(page.get_by_text("예측을 바꾸려면 위에서 대기열 하나를 고르십시오.")).to_have_count(0)
        wait_still(page)
        choose(page, "날짜", "10-06 화")
        page.get_by_text("10-06 화 예측 바꾸기").click()
        page.get_by_label("값", exact=True).fill("1.5")
        page.get_by_label("까닭(꼭 적습니다)").first.fill("우편물 발송")
        page.get_by_label("누가").fill("kim")
        page.get_by_role("button", name="바꾸기", exact=True).click()
        expect(page.get_by_text("모형 1,800건, 바꾼 뒤 2,700건")).to_be_visible()
        expect(page.get_by_text("우편물 발송 (다음 밤 계획부터 쓰임)")).to_be_visible()
        assert contacts_of_window(page).startswith("12,780")
    (kept,) = all_overrides(site)
    assert (kept.override.who, kept.override.order.why) == ("kim", "우편물 발송")


def test_an_agent_signs_in_and_takes_their_own_calendar_and_nothing_else(tmp_path: Path, browser: Browser) -> None:
    site = small_night(tmp_path / "mini")
    with acting_as(OPERATOR):
        publish_version(site, version_of_night(site, NIGHT).number, "kim")
    with_account(site, Account("boss", Role.ADMIN, "", True), PASSWORD)
    with acting_as(OPERATOR):
        with_account(site, Account("lee", Role.AGENT, "A0001", True), PASSWORD)
    with served(site) as address, window(browser, KOREAN) as page:
        page.goto(address)
        page.get_by_label("이름").fill("lee")
        page.get_by_role("textbox", name="비밀번호").fill(PASSWORD)
        page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        expect(page.get_by_text("lee · 상담사")).to_be_visible()
        assert page.get_by_role("link", name="예측").count() == 0
        with page.expect_download() as download:
            page.get_by_role("button", name="내 달력 내려받기").click()
        assert download.value.suggested_filename == "A0001.ics"
        download.value.save_as(tmp_path / "own.ics")
    calendar = (tmp_path / "own.ics").read_text(encoding="utf-8")
    assert calendar.count("BEGIN:VEVENT") >= 5
    assert "A0002" not in calendar
