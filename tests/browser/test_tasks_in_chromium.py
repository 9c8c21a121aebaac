"""A planner's tasks in a real Chromium on a small site, whose every figure is counted by hand: what the tasks on 401
agents do not show. One server and one site for all of them; each reads from the site what others left.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.screens import CHROMIUM, Picture, open_page, wait_until_drawn, window
from pipeline.jobs import site_jobs
from pipeline.roster_versions import RosterVersion, site_versions, version_of_night, version_state
from tests.app.small_night import FIRST, NIGHT, small_night
from tests.browser.steps import alert, open_part, type_in_cell, wait_still

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the tasks were NOT done in a browser",
)

# Compiling the search for the first time takes half a minute of a processor that does nothing else, on a busy one ten.
SOLVED_MS, LIMIT_S = 600_000, "1500"
KOREAN = Picture("roster", "ko")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that the tasks change."""
    folder = small_night(tmp_path_factory.mktemp("tasks") / "mini")
    version_of_night(folder, NIGHT)  # as the first look at the roster page keeps it
    return folder


def newest(site: Path) -> RosterVersion:
    return site_versions(site).versions[0]


def test_a_legal_edit_is_a_version_with_who_made_it_and_what_it_changed(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "고치기")
        before = newest(site)
        page.get_by_label("누가").fill("kim")
        page.get_by_label("누가").press("Enter")
        wait_still(page)
        type_in_cell(page, row=1, column=0, text="-")
        expect(alert(page, f"버전 {before.number + 1}(으)로 저장했습니다.")).to_be_visible()
    after = newest(site)
    assert (after.number, after.who, after.note) == (before.number + 1, "kim", "A0001 2026-10-05: D09 → –")


def test_two_planners_on_one_day_see_both_values_and_nothing_is_overwritten(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, KOREAN) as first, window(browser, KOREAN) as second:
        for page in (first, second):
            open_part(page, address, "roster", "고치기")
        before = newest(site)
        type_in_cell(first, row=2, column=2, text="-")
        expect(alert(first, f"버전 {before.number + 1}(으)로 저장했습니다.")).to_be_visible()
        type_in_cell(second, row=2, column=2, text="N22")
        clash = alert(second, "다른 사람이 먼저 바꾼 칸")
        expect(clash).to_be_visible()
        expect(clash).to_contain_text("고치려던 값 N22, 지금 값 휴")
    after = newest(site)
    assert after.number == before.number + 1
    assert version_state(site, after.number).shift_of(("A0002", FIRST.replace(day=7))) is None


def test_a_solve_goes_on_when_the_tab_is_closed_is_found_again_and_ended_with_its_best_roster(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        for label, value in (("시간 제한", LIMIT_S), ("멈출 격차(%)", "0")):
            field = page.get_by_test_id("stNumberInput").filter(has_text=label).first.locator("input")
            field.fill(value)
            field.press("Tab")
        page.get_by_role("button", name="풀기 시작").click()
        expect(page.get_by_role("heading", name="근무표 풀기")).to_be_visible()
    assert site_jobs(site)[0].at_work
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        best = page.get_by_test_id("stMetric").filter(has_text="지금까지의 근무표")
        expect(best).to_contain_text("2,0", timeout=SOLVED_MS)
        expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
        page.get_by_role("button", name="여기까지로 끝내기").click()
        expect(alert(page, "초안 버전")).to_be_visible(timeout=SOLVED_MS)
        made = site_jobs(site)[0].result["version"]
        page.get_by_role("button", name="이 초안 열기").click()
        expect(page.get_by_role("radio", name="시간대별 충족")).to_be_checked()
        line = page.get_by_test_id("stSelectbox").filter(has_text="근무표").first.locator("input")
        expect(line).to_have_value(f"{made} 다시 풀기 · 초안")
    assert site_jobs(site)[0].state == "done"
    after = newest(site)
    assert after.number == made


def test_the_rest_page_reports_by_article_and_as_distributions(address: str, browser: Browser) -> None:
    with window(browser, Picture("rest", "en")) as page:
        open_page(page, address, "rest", "en")
        expect(page.get_by_text("Labour Standards Act 54", exact=False).first).to_be_visible()
        page.get_by_role("radio", name="Distributions").click()
        wait_until_drawn(page)
        expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
        assert page.get_by_text("A0001").count() == 0
