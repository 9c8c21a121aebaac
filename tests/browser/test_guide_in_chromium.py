"""The planner's guide, followed word for word in a real Chromium: from an ACD export to a published roster."""

import re
import shlex
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.screens import CHROMIUM, Picture, served, wait_until_drawn, window
from pipeline.roster_versions import site_versions
from tests.browser.guide_steps import Act, Kind, centre_of, guide_acts
from tests.browser.steps import option, wait_still

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="there is no Chromium (apt-get install chromium): the guide was NOT followed in a browser",
)

DOCS = Path(__file__).resolve().parents[2] / "docs"
HEADINGS = {
    "ko": "## 10분: 교환기 자료에서 확정한 근무표까지",
    "en": "## Ten minutes: from an ACD export to a published roster",
}
WFM = (sys.executable, "-m", "wfm")
WEEKDAYS = (1.15, 1.0, 0.97, 0.95, 1.0, 0.4, 0.33)  # Monday to Sunday, as at 120 Dasan Call
CALLS = {range(7): 1, range(7, 9): 6, range(9, 18): 9, range(18, 24): 4}  # in half an hour of a weekday, by hour


def write_export(file: Path, weeks: int = 8) -> None:
    """An export up to yesterday as an ACD writes it: Korean columns, days and times apart, semicolons, CP949."""
    lines = ["집계일자;시작시각;스킬그룹;총 인입호;응대호(건);포기호;평균처리시간(초)"]
    for back in range(weeks * 7, 0, -1):
        day = date.today() - timedelta(days=back)
        for half in range(48):
            busy = next(calls for hours, calls in CALLS.items() if half // 2 in hours)
            calls = round(WEEKDAYS[day.weekday()] * busy + (day.toordinal() * 7 + half) % 3)
            moment = f"{day:%Y/%m/%d};{half // 2:02}:{30 * (half % 2):02}"
            lines.append(f"{moment};GENERAL;{calls};{calls - calls // 20};{calls // 20};185.5")
    file.write_bytes(("\n".join(lines) + "\n").encode("cp949"))


@pytest.mark.parametrize("language", HEADINGS)
def test_whoever_follows_the_guide_has_a_published_roster(tmp_path: Path, browser: Browser, language: str) -> None:
    acts = guide_acts(DOCS / f"guide.{language}.md", HEADINGS[language])
    assert {act.kind for act in acts} == set(Kind)
    site = tmp_path / centre_of(acts)
    begun = time.monotonic()
    with ExitStack() as opened:
        page: Page | None = None
        for act in acts:
            if act.kind is Kind.COMMAND and act.name.startswith("wfm app "):
                address = opened.enter_context(served(tmp_path / shlex.split(act.name)[3]))
                page = opened.enter_context(window(browser, Picture("site", "ko")))
                page.goto(address)
                wait_until_drawn(page)
            elif act.kind is Kind.COMMAND:
                done = subprocess.run([*WFM, *shlex.split(act.name)[1:]], cwd=tmp_path, capture_output=True, text=True)
                assert done.returncode == 0, done.stderr
            elif act.kind is Kind.FILE:
                assert (tmp_path / act.name).exists(), act
            else:
                assert page is not None
                follow(page, act, tmp_path)
    assert site_versions(site).in_force == 1
    assert (site / "rosters" / "latest" / "roster.csv").stat().st_size > 200
    print(f"{language}: {time.monotonic() - begun:.0f} s of 600, without reading")


def follow(page: Page, act: Act, folder: Path) -> None:
    """Does in the window what the guide says; what it names must be there."""
    match act.kind:
        case Kind.SEE:
            expect(page.get_by_text(act.name).first).to_be_visible()
        case Kind.CLICK:
            wait_still(page)
            named = re.compile(rf"^([a-z_]+ )*{re.escape(act.name)}$")  # an icon's name may stand before
            roles = [page.get_by_role(role, name=named) for role in ("link", "radio", "button")]
            roles[0].or_(roles[1]).or_(roles[2]).first.click()
            wait_until_drawn(page)
            wait_still(page)
        case _:
            give(page, act, folder)


def give(page: Page, act: Act, folder: Path) -> None:
    """Hands over a file, chooses an option or types a text, by what the label names."""
    wait_still(page)
    uploader = page.get_by_test_id("stFileUploader").filter(has_text=act.name)
    choice = page.get_by_test_id("stSelectbox").filter(has_text=act.name)
    if uploader.count():
        write_export(folder / act.value)
        uploader.locator("input[type=file]").set_input_files(folder / act.value)
    elif choice.count():
        option(page, choice.first, act.value)
    else:
        field = page.get_by_label(act.name, exact=True).first
        field.fill(act.value)
        field.press("Tab")
    wait_until_drawn(page)
