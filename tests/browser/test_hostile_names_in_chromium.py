"""Names that would be a program or a picture from elsewhere, on every page: nothing runs and nothing is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.screens import CHROMIUM, PAGES, Picture, open_page, served, window
from tests.app.screen import SECTIONS
from tests.app.small_night import small_night
from tests.browser.steps import wait_still

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium (apt-get install chromium): hostile names were NOT looked at"
)

ELSEWHERE = "http://127.0.0.1:9/seen"
# What stands in the site's files, and what takes its place: markup, a program, pictures that tell who looked.
HOSTILE = {
    "Mini": f"<script>ran=1</script>![s]({ELSEWHERE}-site.png)",
    "general": "<svg/onload=ran=1>",  # brackets are refused in the id of a queue
    "A0001": f"![a]({ELSEWHERE}-agent.png)",
    "T01": f"[t](javascript:ran=1)![t]({ELSEWHERE}-team.png)",
    "storm": f"<img src={ELSEWHERE}-img.png onerror=ran=1>![e]({ELSEWHERE}-event.png)",
    "D09": f"![d]({ELSEWHERE}-shift.png)",
}
FILES = (".toml", ".csv", ".json")


@dataclass(slots=True)
class Seen:
    """What some pages showed, what they asked of other places, and whether a name ran."""

    texts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    ran: bool = False


def hostile(site: Path) -> Path:
    """The site with those names in every file of its own and of its night."""
    for file in (path for path in site.rglob("*") if path.suffix in FILES and not path.is_symlink()):
        text = file.read_text("utf-8")
        for name, other in HOSTILE.items():
            text = text.replace(name, other)
        file.write_text(text, "utf-8")
    return site


def seen(browser: Browser, site: Path, names: tuple[str, ...]) -> Seen:
    """Every part of the pages, drawn."""
    found = Seen()
    with served(site) as address, window(browser, Picture("site", "ko")) as page:
        own = (address, address.replace("http", "ws"), "blob:", "data:")
        page.on("request", lambda asked: None if asked.url.startswith(own) else found.asked.append(asked.url))
        page.on("dialog", lambda _: found.asked.append("a dialog"))
        for name in names:
            open_page(page, address, name, "en")
            for _ in parts(page, name):
                wait_still(page)
                found.texts.append(page.locator("body").inner_text())
                found.ran = found.ran or bool(page.evaluate("() => window.ran ?? null"))
    return found


def parts(page: Page, name: str) -> Iterator[None]:
    """The parts of a page, one after the other."""
    radios = page.get_by_test_id("stMain").get_by_role("radiogroup").first.get_by_role("radio")
    for place in range(radios.count() if SECTIONS[name] else 1):
        if SECTIONS[name]:
            radios.nth(place).click()
        yield


def test_no_name_of_a_site_runs_or_fetches_anything_on_any_page(tmp_path: Path, browser: Browser) -> None:
    found = seen(browser, hostile(small_night(tmp_path / "mini")), tuple(name for name in SECTIONS if name in PAGES))
    assert set(found.asked) == set()
    assert not found.ran
    shown = "\n".join(found.texts)
    assert "is not accepted" not in shown
    assert "<script>ran=1</script>" in shown  # a name is text, and is shown as it is


def test_no_sentence_about_a_bad_value_fetches_anything(tmp_path: Path, browser: Browser) -> None:
    site = small_night(tmp_path / "mini")
    bad = f"agent_id,from_date,to_date,limit,value\nA0001,2026-10-01,2026-10-02,![l]({ELSEWHERE}-limit.png),\n"
    (site / "limits.csv").write_text(bad, "utf-8")
    found = seen(browser, site, ("roster",))
    assert (found.asked, found.ran) == ([], False)
    assert f"'![l]({ELSEWHERE}-limit.png)' is not accepted" in "\n".join(found.texts)
