"""What a person does in a window of the app, step by step, for the tests in a browser; patient on a slow machine.

A step that leads to an answer waits for that answer (`expect`), never for a length of time. `wait_still` is for steps
that have no answer of their own: the app's run has ended, and stays ended while a click could still begin one.
"""

import re
from collections.abc import Sequence

from playwright.sync_api import FloatRect, Locator, Page, expect

from bench.screens import open_page

HEADER_PX, ROW_PX, FIRST_DAY_PX = 34, 28, 105
STILL_MS = 300  # the grid sends what was typed 150 ms later, and a click begins its run sooner
STILL_POLLS = 6
OPTION_MS, TYPED_AT_MOST = 10_000, 6  # a list of a few names is there at once, on a busy machine after seconds
# Both at one moment: between them a run could begin.
IDLE = """
() => document.querySelector('[data-testid=stApp]')?.getAttribute('data-test-script-state') === 'notRunning'
    && document.querySelectorAll('[data-stale=true], [data-testid=stSkeleton]').length === 0
"""
IN_GRID = "() => document.activeElement?.closest('[data-testid=stDataFrame]') != null"


def wait_still(page: Page) -> None:
    """Wait until the app has been idle at every look for a while, with nothing stale on the page."""
    looks = 0
    while looks < STILL_POLLS:
        page.wait_for_function(IDLE)
        page.wait_for_timeout(STILL_MS / STILL_POLLS)
        looks = looks + 1 if page.evaluate(IDLE) else 0


def still_box(page: Page, place: Locator) -> FloatRect:
    """Where something lies, once it lies there at two looks one after the other."""
    before = None
    while True:
        expect(place).to_be_visible()
        box = place.bounding_box()
        if box is not None and box == before:
            return box
        before = box
        page.wait_for_timeout(100)


def open_part(page: Page, address: str, name: str, part: str) -> None:
    """A part of a Korean page, drawn."""
    open_page(page, address, name, "ko")
    show_part(page, part)


def show_part(page: Page, part: str) -> None:
    """Another part of the page that is open, drawn."""
    radio = page.get_by_role("radio", name=part, exact=True)
    radio.click()
    expect(radio).to_be_checked()
    wait_still(page)


def type_in_cell(page: Page, row: int, column: int, text: str, days: int = 7) -> None:
    """Type into a cell of the roster's grid as a planner does; columns are days from 0 on."""
    open_cell(page, row, column, days)
    typed = page.locator("textarea.gdg-input")
    typed.fill(text)
    typed.press("Enter")


def open_cell(page: Page, row: int, column: int, days: int = 7) -> None:
    """Open a cell of the roster's grid with a double click."""
    page.mouse.dblclick(*_middle(page, row, column, days))


def click_cell(page: Page, row: int, column: int, days: int = 7) -> None:
    """Choose a cell of the roster's grid, without opening it, and wait until keys go to the grid: it takes the focus
    with the next frame, later than a key can follow a click here."""
    page.mouse.click(*_middle(page, row, column, days))
    page.wait_for_function(IN_GRID)


def _middle(page: Page, row: int, column: int, days: int) -> tuple[float, float]:
    """The middle of a cell in the window, once the grid lies still."""
    box = still_box(page, page.get_by_test_id("stDataFrame").first)
    day_px = (box["width"] - FIRST_DAY_PX) / days
    return box["x"] + FIRST_DAY_PX + (column + 0.5) * day_px, box["y"] + HEADER_PX + (row + 0.5) * ROW_PX


def type_on(page: Page, texts: Sequence[str]) -> None:
    """Type one cell after another downwards and never wait for an answer, as a quick hand does: the eye waits for the
    cell to open, and Enter goes on to the next."""
    typed = page.locator("textarea.gdg-input")
    for text in texts:
        page.wait_for_function(IN_GRID)
        page.keyboard.press("Enter")
        typed.fill(text)
        typed.press("Enter")
        expect(typed).to_have_count(0)


def alert(page: Page, text: str) -> Locator:
    """The box that says so."""
    return page.get_by_test_id("stAlert").filter(has_text=text)


def option(page: Page, box: Locator, text: str) -> None:
    """Choose an option of an open or closed list by typing it; again where the list closed over the typing, as it does
    when the window draws anew at that moment."""
    field = box.locator("input")
    wanted = page.get_by_role("option", name=text, exact=True)
    for typed in range(TYPED_AT_MOST):
        if _typed(field, text, wanted, by_key=typed % 2 == 1):
            break
        shown = page.get_by_role("option").all_inner_texts()
        field.press("Escape")  # the next try begins with the list closed
    else:
        raise AssertionError(f"{text!r} is not offered by {box.inner_text()!r}; shown at last: {shown}")
    wanted.click(timeout=OPTION_MS)
    wait_still(page)


def _typed(field: Locator, text: str, wanted: Locator, by_key: bool) -> bool:
    """Whether the option shows once its name is typed into the list's field, at once or key by key."""
    field.click()
    field.fill("")
    if by_key:
        field.press_sequentially(text)
    else:
        field.fill(text)
    try:
        expect(wanted).to_be_visible(timeout=OPTION_MS)
    except AssertionError:
        return False
    return True


def choose(page: Page, label: str, text: str) -> None:
    """Choose an option of the select box with a label."""
    option(page, page.get_by_test_id("stSelectbox").filter(has_text=label).first, text)


def fill_number(page: Page, label: str, value: float, last: bool = False) -> None:
    """Type a number into the first field with a label, or the last one."""
    fields = page.get_by_test_id("stNumberInput").filter(has_text=label)
    field = (fields.last if last else fields.first).locator("input")
    field.fill(f"{value:g}")
    field.press("Tab")


def publish(page: Page, number: int) -> None:
    """Publish a version on the page of versions, found by its number, and wait until it is in force."""
    page.get_by_test_id("stForm").get_by_test_id("stSelectbox").locator("input").click()
    page.get_by_role("option").filter(has_text=re.compile(rf"^{number} ")).first.click()
    wait_still(page)
    page.get_by_role("button", name="확정하기").click()
    expect(page.get_by_test_id("stMetric").filter(has_text="쓰고 있는 근무표")).to_contain_text(f"버전 {number}")
    wait_still(page)
