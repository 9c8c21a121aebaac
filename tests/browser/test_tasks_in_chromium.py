"""A planner's tasks in a real Chromium: edit into an illegal duty, cover a gap, solve and come back, repair, publish.

One server and one small site for all of them; each task leaves the site such that the next one finds what it names.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.screens import CHROMIUM, Picture, chromium, open_page, served, wait_until_drawn, window
from pipeline.jobs import site_jobs
from pipeline.roster_versions import site_versions, version_state
from tests.app.small_night import FIRST, small_night
from tests.browser.steps import alert, choose, open_part, option, type_in_cell, wait_still

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
    return small_night(tmp_path_factory.mktemp("tasks") / "mini")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """One server for all tasks."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium; each task opens its own window."""
    with chromium() as found:
        yield found


def test_1_an_illegal_edit_is_refused_with_its_article_and_a_legal_one_is_a_version(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "고치기")
        page.get_by_label("누가").fill("kim")
        page.get_by_label("누가").press("Enter")
        wait_still(page)
        type_in_cell(page, row=1, column=0, text="N22")
        refused = alert(page, "규칙에 어긋나 저장하지 않았습니다.")
        expect(refused).to_be_visible()
        expect(refused).to_contain_text("근무 간 휴식")
        expect(refused).to_contain_text("11시간 이상")
        expect(refused).to_contain_text("근거 조문")
        assert [version.number for version in site_versions(site).versions] == [1]
        type_in_cell(page, row=1, column=0, text="-")
        expect(alert(page, "버전 2(으)로 저장했습니다.")).to_be_visible()
    newest = site_versions(site).versions[0]
    assert (newest.number, newest.who, newest.note) == (2, "kim", "A0001 2026-10-05: D09 → –")


def test_2_who_can_cover_a_gap_is_found_and_assigned(site: Path, address: str, browser: Browser) -> None:
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "고치기")
        page.get_by_text("누가 올 수 있나?").click()
        expect(page.get_by_text("날짜와 시각과 업무를 고르면")).to_be_visible()
        wait_still(page)
        choose(page, "날짜", "10-10 토")
        choose(page, "시각", "10:00")
        expect(page.get_by_text("올 수 있는 사람 2명")).to_be_visible()
        page.get_by_role("button", name="배정", exact=True).click()
        expect(alert(page, "버전 3(으)로 저장했습니다.")).to_be_visible()
    assert version_state(site, 3).shift_of(("A0001", FIRST.replace(day=10))) == "D09"


def test_3_two_planners_on_one_day_see_both_values_and_nothing_is_overwritten(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, KOREAN) as first, window(browser, KOREAN) as second:
        for page in (first, second):
            open_part(page, address, "roster", "고치기")
        type_in_cell(first, row=2, column=2, text="-")
        expect(alert(first, "버전 4(으)로 저장했습니다.")).to_be_visible()
        type_in_cell(second, row=2, column=2, text="N22")
        clash = alert(second, "다른 사람이 먼저 바꾼 칸")
        expect(clash).to_be_visible()
        expect(clash).to_contain_text("고치려던 값 N22, 지금 값 휴")
    assert site_versions(site).versions[0].number == 4
    assert version_state(site, 4).shift_of(("A0002", FIRST.replace(day=7))) is None


def test_4_publish_diff_and_roll_back(site: Path, address: str, browser: Browser) -> None:
    with window(browser, KOREAN) as page:
        for label in ("1 밤 계획 · 초안", "4 밤 계획 고침 · 초안"):
            open_page(page, address, "versions", "ko")
            publish(page, label)
        expect(page.get_by_test_id("stMetric").filter(has_text="쓰고 있는 근무표")).to_contain_text("버전 4")
        choose(page, "앞 버전", "1 밤 계획 · 초안")
        expect(page.get_by_text("바뀐 날 3, 사람 2명")).to_be_visible()
        publish(page, "1 밤 계획 · 초안")
        expect(page.get_by_test_id("stMetric").filter(has_text="쓰고 있는 근무표")).to_contain_text("버전 1")
        with page.expect_download() as download:
            page.get_by_role("button", name="roster.xlsx").click()
        assert download.value.suggested_filename.startswith("mini_v")
    found = site_versions(site)
    assert [each.number for each in found.publications] == [1, 4, 1]
    assert (site / "rosters" / "latest").resolve().name == "1"


def publish(page: Page, version: str) -> None:
    option(page, page.get_by_test_id("stForm").get_by_test_id("stSelectbox"), version)
    page.get_by_role("button", name="확정하기").click()
    number = version.partition(" ")[0]
    expect(page.get_by_test_id("stMetric").filter(has_text="쓰고 있는 근무표")).to_contain_text(f"버전 {number}")
    wait_still(page)


def test_5_a_solve_goes_on_when_the_tab_is_closed_is_found_again_and_ended_with_its_best_roster(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        for label, value in (("시간 제한", LIMIT_S), ("멈출 격차(%)", "0")):
            field = page.get_by_test_id("stNumberInput").filter(has_text=label).first.locator("input")
            field.fill(value)
            field.press("Tab")
        page.get_by_role("button", name="풀기 시작").click()
        expect(page.get_by_role("heading", name="작업 1: 근무표 풀기")).to_be_visible()
    assert site_jobs(site)[0].at_work
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        best = page.get_by_test_id("stMetric").filter(has_text="지금까지의 근무표")
        expect(best).to_contain_text("2,0", timeout=SOLVED_MS)
        expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
        page.get_by_role("button", name="여기까지로 끝내기").click()
        expect(alert(page, "초안 버전 5")).to_be_visible(timeout=SOLVED_MS)
        page.get_by_role("button", name="이 초안 열기").click()
        expect(page.get_by_role("radio", name="시간대별 충족")).to_be_checked()
        line = page.get_by_test_id("stSelectbox").filter(has_text="근무표").first.locator("input")
        expect(line).to_have_value("5 다시 풀기 · 초안")
    job = site_jobs(site)[0]
    assert (job.state, job.result["version"]) == ("done", 5)


def test_6_a_cancelled_solve_keeps_nothing_and_a_repair_takes_the_sick_off(
    site: Path, address: str, browser: Browser
) -> None:
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "풀기와 재조정")
        page.get_by_role("button", name="풀기 시작").click()
        page.get_by_role("button", name="그만두기").click()
        expect(alert(page, "그만두었습니다.")).to_be_visible()
        choose(page, "며칠부터", "10-08 목")
        choose(page, "며칠까지 결근", "10-08 목")
        page.get_by_test_id("stMultiSelect").locator("input").click()
        page.get_by_role("option", name="A0003", exact=True).click()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="재조정 시작").click()
        expect(alert(page, "초안 버전 6")).to_be_visible(timeout=SOLVED_MS)
        open_page(page, address, "runs", "ko")
        expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    states = [(job.kind, job.state) for job in site_jobs(site)]
    assert states == [("repair", "done"), ("schedule", "cancelled"), ("schedule", "done")]
    assert version_state(site, 6).shift_of(("A0003", FIRST.replace(day=8))) is None


def test_7_the_rest_page_reports_by_article_and_as_distributions(address: str, browser: Browser) -> None:
    with window(browser, Picture("rest", "en")) as page:
        open_page(page, address, "rest", "en")
        expect(page.get_by_text("Labour Standards Act 54", exact=False).first).to_be_visible()
        page.get_by_role("radio", name="Distributions").click()
        wait_until_drawn(page)
        expect(page.get_by_test_id("stVegaLiteChart").first).to_be_visible()
        assert page.get_by_text("A0001").count() == 0
