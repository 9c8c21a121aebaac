"""A planner's tasks in a real Chromium on 401 agents, 76 leads and 28 days: every step answered at that size.

The roster follows a pattern, so that it is there in half a minute; rules, staff and need are the site's own. The same
tasks and others are done on a small site, whose every figure is counted by hand, in the modules beside this one.
"""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.browser_site import FIRST, NIGHT, patterned_site
from bench.screens import CHROMIUM, Picture, chromium, open_page, served, window
from domain.site_folder import read_site
from pipeline.roster_versions import site_versions, version_of_night, version_state
from pipeline.views_roster_day import PeopleFilter, people_shown
from tests.browser.steps import alert, open_part, show_part, type_in_cell, wait_still
from tests.shared import SHARED

SITE = SHARED / "sites" / "site401"
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium (apt-get install chromium): tasks NOT done"),
    pytest.mark.skipif(
        not SITE.is_dir(),
        reason=f"no {SITE.name} ({SHARED.name}/sites or WFM_SHARED): tasks at that size were NOT done",
    ),
]
KOREAN = Picture("roster", "ko")
DAYS_OF_GRID = 7  # that a window of 1366 pixels shows


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site that the tasks change."""
    folder = patterned_site(SITE, tmp_path_factory.mktemp("large") / "site401")
    version_of_night(folder, NIGHT)  # as the first look at the roster page keeps it
    return folder


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


def test_1_what_98_percent_of_a_queue_would_cost_is_seen_and_taken_away(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    with window(browser, KOREAN) as page:
        open_page(page, address, "requirement", "ko")
        page.get_by_role("radio", name="sign", exact=True).click()
        wait_still(page)
        show_part(page, "응대율별 비용")
        with page.expect_download() as download:
            page.get_by_test_id("stDownloadButton").get_by_role("button").click()
        expect(page.get_by_test_id("stMetric").filter(has_text="다음 0.5%p").first).to_contain_text("인시")
        download.value.save_as(tmp_path / "price.csv")
    with (tmp_path / "price.csv").open(encoding="utf-8-sig", newline="") as file:
        hours = {float(row["response_rate"]): float(row["agent_hours"]) for row in csv.DictReader(file)}
    assert hours[0.98] >= hours[0.95] > 0


def test_2_a_night_before_a_day_is_refused_with_its_article(site: Path, address: str, browser: Browser) -> None:
    before = site_versions(site).versions[0].number
    with window(browser, KOREAN) as page:
        open_part(page, address, "roster", "고치기")
        row, column = _before_a_duty(site, before)
        type_in_cell(page, row, column, "N22", days=DAYS_OF_GRID)
        refused = alert(page, "규칙에 어긋나 저장하지 않았습니다.")
        expect(refused).to_contain_text("근거 조문")
        expect(refused).to_contain_text("근무 간 휴식")
    assert site_versions(site).versions[0].number == before


def _before_a_duty(site: Path, number: int) -> tuple[int, int]:
    """The row and day, of those that the grid shows at first, of an agent who works that day and the next."""
    state, folder = version_state(site, number), read_site(site)
    people = people_shown(folder, PeopleFilter(min(person.team for person in folder.people)))
    days = [FIRST + timedelta(days=each) for each in range(DAYS_OF_GRID)]
    return next(
        (row, column)
        for row, (agent_id, role) in enumerate(people["role"].items())
        for column, day in enumerate(days[:-1])
        if role == "agent" and all(state.shift_of((str(agent_id), each)) for each in (day, days[column + 1]))
    )
