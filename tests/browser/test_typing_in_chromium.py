"""Typing into the roster's grid in a real Chromium: the grid stays, and what is typed while it answers is not lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.screens import CHROMIUM, Picture, chromium, served, window
from pipeline.roster_versions import site_versions, version_state
from tests.app.small_night import FIRST, PEOPLE, small_night
from tests.browser.steps import alert, click_cell, open_cell, open_part, type_in_cell, type_on, wait_still

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): nothing was typed in a browser",
)

KOREAN = Picture("roster", "ko")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


@pytest.fixture
def page(site: Path) -> Iterator[Page]:
    """The grid, open to be edited."""
    with served(site) as address, chromium() as browser, window(browser, KOREAN) as found:
        open_part(found, address, "roster", "고치기")
        yield found


def test_whoever_types_on_while_an_edit_is_answered_loses_nothing(site: Path, page: Page) -> None:
    click_cell(page, row=0, column=2)
    type_on(page, ["-", "N22", "-", "-"])  # the lead; A0001, a night before a day: refused; A0002; A0003
    expect(page.get_by_text("A0003 2026-10-07: D09 → –")).to_be_visible()
    expect(page.get_by_text("앞서 A0001 10-07 수 → N22: 규칙에 어긋나 저장하지 않았습니다.")).to_be_visible()
    assert shifts_of(site, FIRST.replace(day=7)) == {"L001": None, "A0001": "D09", "A0002": None, "A0003": None}
    wait_still(page)
    open_cell(page, row=1, column=2)
    expect(page.locator("textarea.gdg-input")).to_have_value("D09")  # what is kept, not what was refused


def test_an_answer_does_not_take_the_cell_that_is_being_typed_into(site: Path, page: Page) -> None:
    type_in_cell(page, row=1, column=0, text="N22")
    open_cell(page, row=2, column=0)
    typed = page.locator("textarea.gdg-input")
    typed.fill("N")
    expect(alert(page, "규칙에 어긋나 저장하지 않았습니다.")).to_be_visible()
    wait_still(page)
    expect(typed).to_have_value("N")
    typed.fill("-")
    typed.press("Enter")
    expect(alert(page, "버전 2(으)로 저장했습니다.")).to_be_visible()
    assert shifts_of(site, FIRST)["A0002"] is None
    wait_still(page)  # until then the cell holds what was typed, and the same once more is nothing new
    type_in_cell(page, row=2, column=0, text="-")  # a day off that has one already, in another word
    expect(alert(page, "이미 그렇게 되어 있어 바꾼 것이 없습니다.")).to_contain_text("A0002")


def shifts_of(site: Path, day: date) -> dict[str, str | None]:
    """What everybody has on a day in the newest version."""
    newest = version_state(site, site_versions(site).versions[0].number)
    return {agent_id: newest.shift_of((agent_id, day)) for agent_id in PEOPLE}
