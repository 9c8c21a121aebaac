"""A planner's tasks on the forecast of the sample `dasan`, in a real Chromium: the next Lunar New Year, and a typhoon.

The forecasts are made by jobs that the planner starts, over two years of two of the sample's queues.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from bench.screens import CHROMIUM, Picture, window
from domain.frame_files import read_forecast
from pipeline.forecasting_run import HistorySource, history_and_settings
from pipeline.jobs import site_jobs
from pipeline.site_edit import file_versions
from store.layout import job_folder
from tests.browser.sample_site import sample_night
from tests.browser.steps import choose, fill_number, open_part, wait_still

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium (apt-get install chromium): tasks NOT done"),
    pytest.mark.usefixtures("no_job_left"),
]

KOREAN = Picture("forecast", "ko")
FORECAST_MS = 600_000  # a third of a minute of one core; minutes on a machine that does ten other things
ZONE = "Asia/Seoul"
NEW_YEAR, NEW_YEAR_BEFORE = date(2027, 2, 7), date(2026, 2, 17)
LANDFALL, EFFECT = date(2026, 9, 10), 1.6


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a night, which the tasks add to."""
    return sample_night(tmp_path_factory.mktemp("sample") / "dasan")


def awaited(page: Page, site: Path) -> pd.DataFrame:
    """Waits until the forecast that was asked for is made; what it is, of the queue `general`."""
    expect(page.get_by_role("heading", name="재예측")).to_be_visible()
    expect(page.get_by_role("heading", name="재예측")).to_have_count(0, timeout=FORECAST_MS)
    wait_still(page)
    job = site_jobs(site)[0]
    assert job.state == "done"
    frame = read_forecast(job_folder(site, job.id) / "forecast.csv", ZONE)
    return frame[frame["queue"] == "general"]


def contacts_on(frame: pd.DataFrame, day: date) -> float:
    """All contacts of a day."""
    return float(frame.loc[frame["interval_start"].dt.date == day, "offered"].sum())


def cells(page: Page) -> list[list[str]]:
    """The cells of the last table of the page, row by row, as a screen reader is told them."""
    rows = page.get_by_test_id("stDataFrame").last.locator("canvas tbody tr")
    return [row.locator("td").all_text_contents() for row in rows.all()]


def number(text: str) -> float:
    """A figure of a table."""
    return float(text.replace(",", ""))


def test_the_next_lunar_new_year_is_forecast_and_read_beside_the_last_one(
    site: Path, address: str, browser: Browser
) -> None:
    history, _ = history_and_settings(HistorySource(site))
    came = history[history["queue"] == "general"]
    with window(browser, KOREAN) as page:
        open_part(page, address, "forecast", "연휴와 공휴일")
        page.get_by_role("radio", name="general", exact=True).click()
        wait_still(page)
        choose(page, "휴일", "설날 · 2027-02-07 일")
        expect(page.get_by_text("밤 계획의 기간 밖에 있는 날은 아직 예측이 없습니다.")).to_be_visible()
        page.get_by_role("button", name="설날 예측하기").click()
        made = awaited(page, site)
        expect(page.get_by_role("button", name="설날 다시 예측하기")).to_be_visible()
        expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(2)
        rows = {row[0]: row for row in cells(page)}
    day = rows["2027-02-07 일"]
    assert day[1:3] == ["연휴 가운데", "설날"]
    assert day[5] == "2026-02-17 화"
    assert number(day[3]) == pytest.approx(contacts_on(made, NEW_YEAR), abs=1)
    assert number(day[6]) == contacts_on(came, NEW_YEAR_BEFORE)
    workday = rows["2027-02-10 수"]
    assert workday[1] == "연휴 다음 근무일"
    assert number(workday[3]) > 2 * number(day[3])


def test_a_typhoon_is_written_down_and_the_days_are_forecast_anew(site: Path, address: str, browser: Browser) -> None:
    night = read_forecast(site / "nights" / "latest" / "forecast.csv", ZONE)
    planned = contacts_on(night[night["queue"] == "general"], LANDFALL)
    with window(browser, KOREAN) as page:
        open_part(page, address, "forecast", "특이사항")
        page.get_by_role("radio", name="general", exact=True).click()
        wait_still(page)
        page.get_by_label("이름(예: 태풍)").fill("태풍 다산")
        fill_number(page, "효과(배)", EFFECT)
        choose(page, "첫날", "09-10 목")
        page.get_by_label("누가").fill("kim")
        page.get_by_role("button", name="적고 다시 예측하기").click()
        made = contacts_on(awaited(page, site), LANDFALL)
        expect(page.get_by_text("특이사항을 넣은 예측: 작업")).to_be_visible()
        (day,) = [row for row in cells(page) if row[0] == "09-10 목"]
    assert day[1] == "태풍 다산"
    assert number(day[2]) == pytest.approx(planned, abs=1)
    assert number(day[3]) == pytest.approx(made, abs=1)
    assert 1.3 * planned < made < 1.9 * planned
    assert "태풍 다산,2026-09-10,2026-09-10,*,1.6" in (site / "events.csv").read_text(encoding="utf-8")
    assert file_versions(site, "events.csv")[0].who == "kim"
