"""The site's page in a real Chromium: a file edited, a person signed in.

And two planners in two browsers who type into one roster for a while: what the long measurement does with eight.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.browser_edits import edits_by_many
from bench.screens import CHROMIUM, Picture, served, wait_until_drawn, window
from tests.app.site_with_accounts import PASSWORD, site_with_accounts
from tests.app.small_night import small_night
from tests.browser.steps import alert, choose, open_part, wait_still

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the site's page was NOT looked at in a browser",
)

KOREAN = Picture("site", "ko")
TYPED_S = 10


def test_a_file_is_edited_and_a_wrong_value_is_refused(tmp_path: Path, browser: Browser) -> None:
    site = small_night(tmp_path / "mini")
    with served(site) as address, window(browser, KOREAN) as page:
        open_part(page, address, "site", "파일 고치기")
        choose(page, "파일", "site.toml")
        text = page.get_by_test_id("stTextArea").locator("textarea")
        before = text.input_value()
        text.fill(before.replace("0.95", "95"))
        text.press("Control+Enter")
        wait_still(page)
        page.get_by_role("button", name="저장").click()
        refused = alert(page, "저장하지 않았습니다.")
        expect(refused).to_contain_text("response_rate")
        text.fill(before.replace("0.95", "0.9"))
        text.press("Control+Enter")
        wait_still(page)
        page.get_by_role("button", name="저장").click()
        expect(alert(page, "site.toml 파일을 버전 2(으)로 저장했습니다.")).to_be_visible()
    assert "response_rate = 0.9\n" in (site / "site.toml").read_text(encoding="utf-8")


def test_whoever_is_not_signed_in_reaches_no_page_by_its_address(tmp_path: Path, browser: Browser) -> None:
    site = site_with_accounts(tmp_path / "mini")
    with served(site) as address, window(browser, Picture("forecast", "ko")) as page:
        for path in ("", "roster", "site", "own"):
            page.goto(f"{address}/{path}")
            expect(page.get_by_label("이름")).to_be_visible()
            assert page.get_by_test_id("stMetric").count() == 0
        page.get_by_label("이름").fill("viewer")
        page.get_by_role("textbox", name="비밀번호").fill(PASSWORD)
        page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        wait_until_drawn(page)
        expect(page.get_by_text("viewer · 열람")).to_be_visible()
        expect(page.get_by_role("link", name="근무표")).to_be_visible()
        assert page.get_by_role("link", name="사이트").count() == 0


def test_two_browsers_type_into_one_roster_and_nothing_is_lost(tmp_path: Path) -> None:
    site = small_night(tmp_path / "mini")
    # In a thread of its own: the browser of the other tests has a running loop in this one.
    with served(site) as address, ThreadPoolExecutor(1) as apart:
        done = apart.submit(asyncio.run, edits_by_many(address, site, planners=2, seconds=TYPED_S)).result()
    assert done.faults is not None
    assert done.faults.count == 0, done.faults
    assert done.unclear == []
    assert len(done.told) > 1
