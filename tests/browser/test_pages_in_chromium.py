"""The real server in a real Chromium: every page in both languages is drawn whole, and clicks do what they say."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.screens import CHROMIUM, Picture, open_page, served, take, wait_until_drawn, window
from tests.app.small_night import small_night

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the pages were NOT looked at in a browser",
)

QUESTIONS = {
    ("forecast", "ko"): "얼마나 들어오는가?",
    ("forecast", "en"): "What is coming?",
    ("requirement", "ko"): "몇 명이 필요하고, 무엇이 그 수를 정했는가?",
    ("requirement", "en"): "How many are needed, and what set that number?",
    ("roster", "ko"): "누가 언제 일하고, 무엇이 모자라며, 왜인가?",
    ("roster", "en"): "Who works when, what is missing, and why?",
    ("rest", "ko"): "쉴 권리를 모두 지키는가, 짐을 고르게 나누는가?",
    ("rest", "en"): "Is every right to rest kept, and is the load shared evenly?",
    ("versions", "ko"): "어느 근무표를 쓰고 있고, 무엇이 달라졌는가?",
    ("versions", "en"): "Which roster is in force, and what has changed?",
    ("runs", "ko"): "무엇이 돌았고, 잘 끝났는가?",
    ("runs", "en"): "What ran, and did it end well?",
    ("site", "ko"): "사이트 자료는 맞고, 빠진 것은 없는가?",
    ("site", "en"): "Is the site's data right, and is anything missing?",
}
FIGURES = {
    "forecast": "11,880",
    "requirement": "171",
    "roster": "62.9%",
    "rest": "327",
    "versions": "1",
    "runs": "0",
    "site": "4",
}
OVERFLOWING = """
() => [...document.querySelectorAll('[data-testid=stMetric] *, h2, h3, [data-testid=stCaptionContainer] *, button p')]
    .filter(node => node.children.length === 0 && node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0)
    .map(node => node.textContent)
"""

# Asked of all charts at one moment: those of the part that was left may be going.
CHARTS_ARE_WHOLE = """
() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].map(chart => chart.getBoundingClientRect())
    .every(box => box.right <= window.innerWidth && box.height > 80)
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server on the small night for all tests of the module; none of them changes the site."""
    with served(small_night(tmp_path_factory.mktemp("browser") / "mini", simulated=True)) as found:
        yield found


@pytest.mark.parametrize(("name", "language"), QUESTIONS)
def test_a_page_asks_its_question_shows_its_figures_and_cuts_nothing(
    address: str, browser: Browser, tmp_path: Path, name: str, language: str
) -> None:
    picture = Picture(name, language)
    with window(browser, picture) as page:
        open_page(page, address, name, language)
        expect(page.get_by_role("heading", name=QUESTIONS[name, language])).to_be_visible()
        expect(page.get_by_test_id("stMetric").filter(has_text=FIGURES[name]).first).to_be_visible()
        assert_whole(page)
        assert take(page, picture, tmp_path).stat().st_size > 20_000


def assert_whole(page: Page) -> None:
    """No error box, no cut text, nothing beyond the right edge, and the simulated site's banner."""
    assert page.get_by_test_id("stException").count() == 0
    assert page.locator("[data-testid=stAlertContentError]").count() == 0
    assert page.get_by_test_id("stAlert").count() >= 1
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.wait_for_function(CHARTS_ARE_WHOLE)


@pytest.mark.parametrize(
    "section", ["개인별 근무표", "하루 근무", "규칙", "부족한 곳", "내려받기", "고치기", "풀기와 재조정"]
)
def test_a_click_opens_a_part_of_the_roster_page(address: str, browser: Browser, section: str) -> None:
    with window(browser, Picture("roster", "ko")) as page:
        open_page(page, address, "roster", "ko")
        page.get_by_role("radio", name=section).click()
        expect(page.get_by_role("radio", name=section)).to_be_checked()
        wait_until_drawn(page)
        assert_whole(page)


@pytest.mark.parametrize("width", [1366, 420])
def test_the_price_of_a_goal_is_worked_out_at_a_click(address: str, browser: Browser, width: int) -> None:
    with window(browser, Picture("requirement", "ko", (width, 900))) as page:
        open_page(page, address, "requirement", "ko")
        page.get_by_role("radio", name="응대율별 비용").click()
        figure = page.get_by_test_id("stMetric").filter(has_text="응대율 95.0%에 드는 인시")
        expect(figure).to_be_visible()
        wait_until_drawn(page)
        assert_whole(page)
        with page.expect_download() as download:
            page.get_by_role("button", name="표 내려받기").click()
        assert download.value.suggested_filename == "mini_2026-10-04_price_general_2026-10-05_2026-10-11.csv"


def test_the_language_is_one_click_away_and_stays_from_page_to_page(address: str, browser: Browser) -> None:
    with window(browser, Picture("forecast", "ko")) as page:
        open_page(page, address, "forecast", "ko")
        page.get_by_role("radio", name="English").click()
        expect(page.get_by_role("heading", name="What is coming?")).to_be_visible()
        page.get_by_role("link", name="Roster").click()
        expect(page.get_by_role("heading", name=QUESTIONS["roster", "en"])).to_be_visible()
        assert "lang=English" in page.url


def test_a_click_on_a_day_of_the_heat_map_shows_that_day_below(address: str, browser: Browser) -> None:
    with window(browser, Picture("roster", "ko")) as page:
        open_page(page, address, "roster", "ko")
        expect(page.get_by_role("heading", name="10-05 월의 인원")).to_be_visible()
        click_row(page, "10-11 일")
        expect(page.get_by_role("heading", name="10-11 일의 인원")).to_be_visible()


def click_row(page: Page, day: str) -> None:
    """Click in the heat map's row of a day, to the right of its name."""
    chart = page.get_by_test_id("stVegaLiteChart").first
    row, whole = chart.locator("svg text", has_text=day).bounding_box(), chart.bounding_box()
    assert row is not None
    assert whole is not None
    page.mouse.click(whole["x"] + whole["width"] * 0.6, row["y"] + row["height"] / 2)


@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/New_York"])
def test_nine_oclock_is_nine_oclock_wherever_the_browser_is(
    address: str, browser: Browser, tmp_path: Path, zone: str
) -> None:
    """The same picture, point by point, in two time zones."""
    picture = Picture("roster", "en")
    shots = []
    for each in ("UTC", zone):
        with window(browser, picture, each) as page:
            open_page(page, address, "roster", "en")
            page.mouse.move(0, 0)
            shots.append(page.get_by_test_id("stVegaLiteChart").first.screenshot())
    assert shots[0] == shots[1]


def test_the_dark_theme_follows_the_system(address: str, browser: Browser) -> None:
    colours = {}
    for theme in ("light", "dark"):
        with window(browser, Picture("forecast", "ko", theme=theme)) as page:
            open_page(page, address, "forecast", "ko")
            colours[theme] = page.get_by_test_id("stApp").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colours == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 24, 39)"}


def test_the_server_is_not_reached_from_other_machines(address: str) -> None:
    """It answers on loopback and on no other address of this machine."""
    port = int(address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    for other in others - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError, match=r"refused|unreachable|timed out"):
            socket.create_connection((str(other), port), timeout=5)


def test_a_workbook_is_downloaded_under_the_name_of_site_and_night(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    with window(browser, Picture("roster", "ko")) as page:
        open_page(page, address, "roster", "ko")
        page.get_by_role("radio", name="내려받기").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="roster.xlsx").click()
        assert download.value.suggested_filename == "mini_2026-10-04_roster.xlsx"
        download.value.save_as(tmp_path / "book.xlsx")
        assert (tmp_path / "book.xlsx").read_bytes() == b"a workbook"
