"""Planners in browser windows who type into one roster at the same time, and what each was told of every edit."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from playwright.async_api import Error, Page, async_playwright

from bench.browser_clock import ARM, WAITED, drawn_with
from bench.edit_trail import Faults, Told, faults
from bench.screens import CHROMIUM, FLAGS
from domain.site_folder import read_site
from pipeline.roster_versions import site_versions, version_of_night
from pipeline.views_night import latest_mark, planned_days

HEADER_PX, ROW_PX = 34, 28
ANSWERED_MS = 300_000  # on a machine that does ten other things at once
UNANSWERED_S = 60.0
ROWS, COLUMNS = 6, 5
SAVED = re.compile(r"버전 (\d+)\(으\)로 저장했습니다\.\s*(\S+) (\d{4}-\d\d-\d\d): \S+ → (\S+)")
SHOWN = re.compile(r"버전 (\d+) · ")
CLASH = "다른 사람이 먼저 바꾼 칸"
BOTH = re.compile(r"고치려던 값 \S+, 지금 값 \S+")
ANSWER, NUMBER = "[class*=st-key-edit_answer_]", re.compile(r"st-key-edit_answer_(\d+)")
LOOKS_AGAIN_S = 4.0  # sooner than the app takes a value that is drawn for seen
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


@dataclass(slots=True)
class Edits:
    """What planners were told: saved edits, conflicts with both values, refusals, and conflicts that lacked a value."""

    told: list[Told] = field(default_factory=list)
    clashes: int = 0
    refused: int = 0
    unchanged: int = 0
    unclear: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    faults: Faults | None = None

    def figures(self) -> dict[str, object]:
        """The counts, as a report has them."""
        found = self.faults or Faults((), (), (), ())
        return {
            "saved": len(self.told),
            "conflicts_shown": self.clashes,
            "refused_by_rule": self.refused,
            "unchanged": self.unchanged,
            "unclear": self.unclear[:5],
            "unanswered": self.unanswered[:5],
            "lost": len(found.lost),
            "not_as_wanted": len(found.wrong),
            "nobody_was_told": len(found.untold),
            "overwritten": len(found.overwritten),
        }


async def edits_by_many(address: str, site: Path, planners: int, seconds: float, most: int | None = None) -> Edits:
    """Everybody types for so many seconds, or makes `most` edits; then the database is asked what came of it."""
    mark = latest_mark(site)
    assert mark is not None
    root = version_of_night(site, planned_days(mark.folder)[0]).number
    before = {version.number for version in site_versions(site).versions}
    texts = ["-", *(shift.id for shift in read_site(site).shifts if "agent" in shift.roles)]
    found = Edits()
    async with async_playwright() as player:
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        contexts = [
            await browser.new_context(viewport={"width": 1366, "height": 768}, locale="ko-KR") for _ in range(planners)
        ]
        for context in contexts:
            context.set_default_timeout(ANSWERED_MS)
        pages = [await context.new_page() for context in contexts]
        await asyncio.gather(*(_open(page, address, number) for number, page in enumerate(pages)))
        until = time.monotonic() + seconds
        await asyncio.gather(*(_edit(page, number, texts, until, most, found) for number, page in enumerate(pages)))
        await browser.close()
    found.faults = _of_this_run(faults(site, root, found.told), before)
    return found


def _of_this_run(found: Faults, before: set[int]) -> Faults:
    """Without the versions that were there before."""
    return replace(found, untold=tuple(each for each in found.untold if each not in before))


async def _open(page: Page, address: str, number: int) -> None:
    await page.goto(f"{address}/roster")
    await page.get_by_role("radio", name="고치기", exact=True).click(timeout=ANSWERED_MS)
    await page.get_by_label("누가").fill(f"planner {number}", timeout=ANSWERED_MS)
    await page.get_by_label("누가").press("Enter")
    await _still(page)


async def _still(page: Page) -> None:
    """The end of the run that something began."""
    await page.wait_for_timeout(80)
    await page.wait_for_selector(IDLE, timeout=ANSWERED_MS)


async def _edit(page: Page, number: int, texts: list[str], until: float, most: int | None, found: Edits) -> None:
    """Types into a few cells that the others type into as well, and reads the answer each time."""
    chance, made = random.Random(number), 0
    while time.monotonic() < until and made != most:
        looked, seen = time.monotonic(), await _version_shown(page)
        row, column = chance.randrange(ROWS), chance.randrange(COLUMNS)
        text = chance.choice(texts)
        if not await _type(page, row, column, text):
            continue
        if time.monotonic() - looked > LOOKS_AGAIN_S:  # on a slow machine: a person has long seen what was drawn since
            seen = await _version_shown(page)
        answers, made = await _answers(page), made + 1
        await page.evaluate(ARM, drawn_with((f".st-key-edit_answer_{answers + 1} [data-testid=stAlert]",)))
        await page.keyboard.press("Enter")
        try:
            waited = await asyncio.wait_for(page.evaluate(WAITED), UNANSWERED_S)
            answer = await _answer(page, answers + 1)
        except (Error, TimeoutError):  # told as such: nobody said what came of it
            found.unanswered.append(f"row {row} column {column} {text!r}")
            continue
        found.milliseconds.append(waited)
        _note(answer, seen, found)
        await page.wait_for_timeout(chance.randrange(100, 900))  # a person looks before the next edit


async def _version_shown(page: Page) -> int:
    """The version that stands above the grid."""
    caption = await page.get_by_text(SHOWN).first.text_content(timeout=ANSWERED_MS) or ""
    shown = SHOWN.search(caption)
    assert shown is not None, caption
    return int(shown.group(1))


async def _type(page: Page, row: int, column: int, text: str) -> bool:
    """Opens a cell and types; false where the grid did not open it or it holds that text: nothing was typed then."""
    grid = page.get_by_test_id("stDataFrame").first
    box = await grid.bounding_box()
    if box is None:
        return False
    first_day_px = 105
    day_px = 100 if box["width"] > 900 else (box["width"] - first_day_px) / 7
    await page.mouse.dblclick(
        box["x"] + first_day_px + (column + 0.5) * day_px, box["y"] + HEADER_PX + (row + 0.5) * ROW_PX
    )
    typed = page.locator("textarea.gdg-input")
    try:
        held = await typed.input_value(timeout=3_000)
        if held != text:
            await typed.fill(text, timeout=3_000)
            return True
    except Error:  # the click fell beside the cells, or the cell did not open in time
        pass
    await page.keyboard.press("Escape")
    return False


async def _answers(page: Page) -> int:
    """The number of the answer that is shown, 0 where there is none yet."""
    classes = await page.locator(ANSWER).evaluate_all("nodes => nodes.map(node => node.className).join(' ')")
    return max((int(each) for each in NUMBER.findall(classes)), default=0)


async def _answer(page: Page, number: int) -> str:
    """The text of an answer beside the grid, once the run that drew it has ended: before that its box may have its
    number already and still the text of the answer before."""
    box = page.locator(f".st-key-edit_answer_{number}").get_by_test_id("stAlert")
    return await box.inner_text(timeout=UNANSWERED_S * 1000)


def _note(answer: str, based_on: int, found: Edits) -> None:
    saved = SAVED.search(answer)
    if saved is not None:
        number, agent_id, day, shift = saved.groups()
        wanted = None if shift == "–" else shift
        found.told.append(Told(int(number), based_on, agent_id, date.fromisoformat(day), wanted))
    elif CLASH in answer:
        found.clashes += 1
        if BOTH.search(answer) is None:
            found.unclear.append(answer[:200])
    elif "규칙에 어긋나" in answer or "고치지 않았습니다" in answer or "고정된" in answer:
        found.refused += 1
    elif "저장했습니다" in answer:  # saved, in words that this does not read
        found.unclear.append(answer[:200])
    else:
        found.unchanged += 1
