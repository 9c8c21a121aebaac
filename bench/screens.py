"""Pictures of the app: every page in both languages, from the real server in a real Chromium, by one command.

python -m bench.screens --site DIR --out docs/screens [--pages today what_if] [--at 2026-09-02T12:55]

The parts `holidays` and `events` show most on the sample, once a holiday and an event were forecast there.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from app_parts.words import words_of
from bench.screens_own import SignedIn, sign_in, site_of_an_agent
from pipeline.app_run import app_command_line

LANGUAGES = {"ko": "한국어", "en": "English"}
OWN = "own"  # an agent's page, pictured on a copy of the site with accounts
PAGES = {
    "today": "today",
    "forecast": "",
    "requirement": "requirement",
    "roster": "roster",
    "what_if": "what_if",
    "rest": "rest",
    "versions": "versions",
    "runs": "runs",
    "site": "site",
    OWN: "own",
}
# Of a page, behind a click: the part, and what shows that it is there. The price is pictured whole.
PARTS = {
    "holidays": ("forecast", "forecast.section.feasts", "stDataFrame"),
    "events": ("forecast", "forecast.section.events", "stExpander"),
    "price": ("requirement", "requirement.section.price", "stDownloadButton"),
    "edit": ("roster", "roster.section.edit", "stDataFrame"),
    "solve": ("roster", "roster.section.solve", "stForm"),
    "goals": ("site", "site.section.queues", "stDataFrame"),
    "people": ("site", "site.section.people", "stDataFrame"),
    "files": ("site", "site.section.files", "stDataFrame"),
    "take_in": ("site", "site.section.take_in", "stFileUploader"),
    "accounts": ("site", "site.section.accounts", "stForm"),
    "fairness": ("rest", "rest.section.fairness", "stVegaLiteChart"),
}
WHOLE = ("price", "what_if")
SIZES = ((1366, 768), (1920, 1080))
CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_S = 180
END_S = 30
DRAWN_MS = 180_000  # on a machine that does ten other things at once; a quiet one takes a second or two
COLOURS = 256
SETTLED_MS = 400  # fonts and the last chart's fade


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: a page in a language, at a size; `whole` shows all of the page and not its first screen alone."""

    page: str
    language: str
    size: tuple[int, int] = SIZES[0]
    whole: bool = False
    theme: str = "light"

    @property
    def name(self) -> str:
        """Its file: `roster.ko.png`, and for other sizes `roster.ko.1920.png`."""
        width = "" if self.size == SIZES[0] else f".{self.size[0]}"
        return f"{self.page}.{self.language}{width}.png"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of the real server on a site; it ends with the block."""
    with server_of(lambda port: app_command_line(site, port)) as (address, _):
        yield address


@contextmanager
def server_of(command: Callable[[int], list[str]]) -> Iterator[tuple[str, int]]:
    """The address and the process of a server that is started on a free port; it ends with the block."""
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command(port), stdout=log, stderr=log, cwd=tempfile.gettempdir())
        try:
            _wait(server, port)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            try:
                server.wait(timeout=END_S)
            except subprocess.TimeoutExpired:  # a long calculation is under way
                server.kill()
                server.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Returns when the server answers; raises where it has ended or takes too long."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit(f"The app did not start on port {port} within {START_S} s.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's own Chromium; nothing is downloaded."""
    if CHROMIUM is None:
        raise SystemExit("There is no Chromium here; as root: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser: Browser, picture: Picture, timezone: str = "Asia/Seoul") -> Iterator[Page]:
    """A fresh window of the picture's size and theme."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.theme == "dark" else "light",
        timezone_id=timezone,
        locale="ko-KR",
    )
    context.set_default_timeout(DRAWN_MS)
    try:
        yield context.new_page()
    finally:
        context.close()


def open_page(page: Page, address: str, name: str, language: str, at: str | None = None) -> None:
    """Go to a page of the app, or to a part of one, in a language and wait until it is drawn, charts included.

    `at` is the moment at which the page of today stands; without one it is the clock's.
    """
    asked = {} if language == "ko" else {"lang": LANGUAGES[language]}
    if at is not None and name == "today":
        asked["at"] = at
    whole, part, sign = PARTS.get(name, (name, None, ""))
    page.goto(f"{address}/{PAGES[whole]}{'?' if asked else ''}{urlencode(asked)}")
    wait_until_drawn(page)
    if part is not None:
        page.get_by_role("radio", name=words_of(language)(part), exact=True).click()
        page.get_by_test_id(sign).first.wait_for(timeout=DRAWN_MS)
        wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    """Wait for the figures, the end of the run, every chart's canvas, and until nothing stands in for a table."""
    page.wait_for_selector("[data-testid=stMetric], [data-testid=stAlert], [data-testid=stForm]", timeout=DRAWN_MS)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=DRAWN_MS)
    page.wait_for_function(
        "[...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(c => c.querySelector('canvas, svg'))",
        timeout=DRAWN_MS,
    )
    page.wait_for_function("document.querySelectorAll('[data-testid=stSkeleton]').length === 0", timeout=DRAWN_MS)
    page.wait_for_timeout(SETTLED_MS)


def take(page: Page, picture: Picture, folder: Path) -> Path:
    """Save what the window shows, or the whole page."""
    if picture.whole:
        block = page.locator("[data-testid=stMainBlockContainer]")
        height = int(block.evaluate("node => node.scrollHeight")) + 60
        page.set_viewport_size({"width": picture.size[0], "height": max(picture.size[1], height)})
        page.wait_for_timeout(SETTLED_MS)
    file = folder / picture.name
    page.screenshot(path=file)
    _make_small(file)
    return file


def _make_small(file: Path) -> None:
    """Saves the picture with 256 colours: screens have few, and the file is a third as large."""
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


def take_all(site: Path, folder: Path, pictures: Sequence[Picture], at: str | None = None) -> list[Path]:
    """All pictures of one site, with one browser and one server; those of an agent's page with one of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    planners, own = ([each for each in pictures if (each.page == OWN) is is_own] for is_own in (False, True))
    taken = []
    with chromium() as browser:
        if planners:
            with served(site) as address:
                taken += [_taken(browser, address, folder, picture, at) for picture in planners]
        if own:
            with site_of_an_agent(site) as who, served(who.site) as address:
                taken += [_taken(browser, address, folder, picture, at, who) for picture in own]
    return taken


def _taken(
    browser: Browser, address: str, folder: Path, picture: Picture, at: str | None, who: SignedIn | None = None
) -> Path:
    """One picture in a fresh window, signed in where somebody is named."""
    with window(browser, picture) as page:
        open_page(page, address, picture.page, picture.language, at)
        if who is not None:
            sign_in(page, who)
            wait_until_drawn(page)
        return take(page, picture, folder)


def main(arguments: Sequence[str]) -> None:
    """The command: one picture a page, language and size."""
    parser = argparse.ArgumentParser(description="Pictures of the app's pages in both languages.")
    parser.add_argument("--site", type=Path, required=True, help="site folder with a published night")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--pages", nargs="*", default=[*PAGES, *PARTS], choices=[*PAGES, *PARTS])
    parser.add_argument("--at", help="the moment at which the page of today stands, YYYY-MM-DDTHH:MM")
    sizes = [f"{width}x{height}" for width, height in SIZES]
    parser.add_argument("--sizes", nargs="*", default=sizes, choices=sizes)
    parser.add_argument("--whole", action="store_true", help="show all of each page, not its first screen alone")
    given = parser.parse_args(arguments)
    pictures = [
        Picture(page, language, size, given.whole or page in WHOLE)
        for size in SIZES
        if f"{size[0]}x{size[1]}" in given.sizes
        for page in given.pages
        for language in LANGUAGES
    ]
    for file in take_all(given.site, given.out, pictures, given.at):
        print(file)


if __name__ == "__main__":
    main(sys.argv[1:])
