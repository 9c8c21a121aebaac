"""The acts of today in a real Chromium: off the queue at once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.screens import CHROMIUM, Picture, open_page, window
from pipeline.roster_states import roster_state
from pipeline.roster_versions import site_versions
from tests.app.small_night import small_night
from tests.browser.steps import alert, option

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the acts were NOT done in a browser",
)

AT = "2026-10-06T14:05"
KOREAN = Picture("today", "ko")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that the acts change."""
    return small_night(tmp_path_factory.mktemp("acts") / "mini")


def test_an_agent_is_off_the_queue_at_one_click_without_a_reason(site: Path, address: str, browser: Browser) -> None:
    with window(browser, KOREAN) as page:
        open_page(page, address, "today", "ko", AT)
        button = page.get_by_role("button", name="지금 전환")
        expect(button).to_be_disabled()
        choose_agent = page.get_by_test_id("stSelectbox").filter(has=page.get_by_label("상담사", exact=True))
        option(page, choose_agent, "A0001")
        button.click()
        said = alert(page, "A0001: 회복 휴식 30분, 14:35까지.")
        expect(said).to_be_visible()
        expect(said).to_contain_text("14:00 근무 2.0 → 1.2명")
        expect(page.get_by_test_id("stMetric").filter(has_text="회복 휴식 예비")).to_contain_text("30분")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    newest = site_versions(site).versions[0]
    assert (newest.number, newest.note) == (2, "recovery")
    recovery = [each for each in roster_state(site, "mini", 2).roster.activities if each.activity == "recovery"]
    assert [(each.agent_id, f"{each.start:%H:%M}") for each in recovery] == [("A0001", "14:05")]
