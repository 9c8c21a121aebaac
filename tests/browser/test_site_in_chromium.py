"""The site's page in a real Chromium: an odd export taken in and undone, a file edited, a person signed in.

And two planners in two browsers who type into one roster for a while: what the long measurement does with eight.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.screens import CHROMIUM, DRAWN_MS, Picture, chromium, open_page, served, wait_until_drawn, window
from pipeline.site_store import open_site_database
from store.history import history_span
from tests.app.site_with_accounts import PASSWORD, site_with_accounts
from tests.browser.test_tasks_in_chromium import wait_still

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the site's page was NOT looked at in a browser",
)

KOREAN = Picture("site", "ko")
TYPED_S = 10


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium; each test opens its own window."""
    with chromium() as found:
        yield found


def open_part(page: Page, address: str, part: str) -> None:
    open_page(page, address, "site", "ko")
    page.get_by_role("radio", name=part, exact=True).click()
    expect(page.get_by_role("radio", name=part, exact=True)).to_be_checked()
    wait_still(page)


def _last_day(site: Path):
    with open_site_database(site) as database:
        span = history_span(database, "mini")
    assert span is not None
    return span[1].date()


def test_whoever_is_not_signed_in_reaches_no_page_by_its_address(tmp_path: Path, browser: Browser) -> None:
    site = site_with_accounts(tmp_path / "mini")
    with served(site) as address, window(browser, Picture("forecast", "ko")) as page:
        for path in ("", "roster", "site", "own"):
            page.goto(f"{address}/{path}")
            expect(page.get_by_label("이름")).to_be_visible(timeout=DRAWN_MS)
            assert page.get_by_test_id("stMetric").count() == 0
        page.get_by_label("이름").fill("viewer")
        page.get_by_role("textbox", name="비밀번호").fill(PASSWORD)
        page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        wait_until_drawn(page)
        expect(page.get_by_text("viewer · 열람")).to_be_visible(timeout=DRAWN_MS)
        expect(page.get_by_role("link", name="근무표")).to_be_visible()
        assert page.get_by_role("link", name="사이트").count() == 0
