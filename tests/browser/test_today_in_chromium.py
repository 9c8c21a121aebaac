"""The acts of today and of scenarios in a real Chromium: off the queue at once; a strike beside the plan, and a job."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.screens import CHROMIUM, Picture, chromium, open_page, served, window
from domain.scenarios import Gone, Scenario
from pipeline.jobs import site_jobs
from pipeline.roster_states import roster_state
from pipeline.roster_versions import site_versions
from pipeline.scenario_files import read_scenario
from pipeline.views_night import latest_mark, published_night
from pipeline.what_if import example_scenarios, line_shown, outcome_of, scene_of
from tests.app.small_night import small_night
from tests.browser.steps import alert, option

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the acts were NOT done in a browser",
)

AT = "2026-10-06T14:05"
KOREAN, ENGLISH = Picture("today", "ko"), Picture("what_if", "en")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that the acts change."""
    return small_night(tmp_path_factory.mktemp("acts") / "mini")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """One server for all acts; what scenarios take is compiled before, which lasts minutes on a busy machine."""
    night = published_night(latest_mark(site))
    outcome_of(scene_of(night, line_shown(night), night.window), example_scenarios(night)["strike"], "strike")
    with served(site) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium; each act opens its own window."""
    with chromium() as found:
        yield found


def test_1_an_agent_is_off_the_queue_at_one_click_without_a_reason(site: Path, address: str, browser: Browser) -> None:
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


def test_2_a_strike_is_kept_and_stands_beside_the_plan_and_its_roster_is_a_job_that_can_be_given_up(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, ENGLISH) as page:
        open_page(page, address, "what_if", "en")
        page.get_by_text("Make a scenario").click()
        page.get_by_label("Name", exact=True).fill("strike")
        share = page.get_by_test_id("stNumberInput").filter(has_text="Gone (% of others)").locator("input")
        share.fill("34")
        share.press("Tab")
        page.get_by_role("button", name="Keep with the site").click()
        expect(page.get_by_role("heading", name="strike: what can be held")).to_be_visible()
        expect(page.get_by_test_id("stMetric").filter(has_text="strike")).to_contain_text("%")
        expect(page.get_by_text("Every rest is kept.")).to_be_visible()
        page.get_by_text("Find a roster for a scenario (a job)").click()
        page.get_by_role("button", name="Start solving").click()
        page.get_by_role("button", name="Give up").click()
        expect(alert(page, "It was given up").or_(alert(page, "Draft version"))).to_be_visible()
    gone = read_scenario(site, "strike").gone
    assert gone is not None and (gone.share, gone.days) == (0.34, 3)
    assert read_scenario(site, "strike") == Scenario(gone=Gone(share=0.34, start=gone.start, days=3))
    job = site_jobs(site)[0]
    assert job.kind == "repair" and not job.at_work
