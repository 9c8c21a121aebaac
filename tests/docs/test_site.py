"""The site of the docs: built without a warning or a broken link, in both languages, and nothing fetched for it."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.floors import ROOT

DOCS = ROOT / "docs"
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src"}
CSS_ADDRESS = re.compile(r"(?:@import\s+(?:url\()?|url\()\s*['\"]?(?P<address>[^'\")\s]+)")


def built(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """The site of a folder as `make docs` builds it."""
    words = ("--fail-on-warning", "--keep-going", "--quiet", "--builder", "html", "-d", str(out.with_suffix(".cache")))
    command = [sys.executable, "-m", "sphinx", *words, str(source), str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "docs"
    done = built(DOCS, out)
    assert (done.returncode, done.stderr) == (0, "")
    return out


class Loads(HTMLParser):
    """What a browser would fetch for a page beside the page itself."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_loaded = tag != "link" or named.get("rel") in ("stylesheet", "icon", "preload", "shortcut icon")
        address = named.get(FETCHED.get(tag, ""))
        if address and is_loaded:
            self.found.append(address)


def is_foreign(address: str) -> bool:
    return address.startswith(("http:", "https:", "//"))


def test_the_site_has_a_page_for_every_file(site: Path) -> None:
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert {path for path in pages if not (site / path).is_file()} == set()


def test_nothing_of_the_site_is_fetched_from_another_host(site: Path) -> None:
    for page in site.rglob("*.html"):
        loads = Loads(page).found
        assert [address for address in loads if is_foreign(address)] == [], page
        missing = [
            each for each in loads if not (page.parent / each.partition("?")[0]).is_file() and each[:5] != "data:"
        ]
        assert missing == [], page
    for style in site.rglob("*.css"):
        addresses = [found["address"] for found in CSS_ADDRESS.finditer(style.read_text(encoding="utf-8"))]
        assert [address for address in addresses if is_foreign(address)] == [], style


def test_what_planners_read_is_there_in_both_languages_and_leads_to_the_other() -> None:
    english = [DOCS / "guide.en.md", DOCS / "index.en.md", *(DOCS / "scenarios").glob("*.md")]
    korean = {
        path: path.with_name(path.name.removesuffix(".md").removesuffix(".en") + ".ko.md")
        for path in english
        if not path.name.endswith(".ko.md")
    } | {DOCS / "index.en.md": DOCS / "index.md"}
    for page, other in korean.items():
        assert re.search("[가-힣]{2}", other.read_text(encoding="utf-8")), other
        if page.name != "guide.en.md":
            assert f"]({other.name})" in page.read_text(encoding="utf-8"), page
            assert f"]({page.name})" in other.read_text(encoding="utf-8"), other


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        pytest.param("[x](no-such-page.md)", "no-such-page", id="a link to a page that is not there"),
        pytest.param("[x](index.md#no-such-place)", "no-such-place", id="a link to a place that is not there"),
        pytest.param("![x](no-such-picture.png)", "no-such-picture", id="a picture that is not there"),
    ],
)
def test_a_fault_of_a_page_ends_the_build(tmp_path: Path, fault: str, told: str) -> None:
    (tmp_path / "docs").mkdir()
    shutil.copyfile(DOCS / "conf.py", tmp_path / "docs" / "conf.py")
    (tmp_path / "docs" / "index.md").write_text(f"# A page\n\n{fault}\n", encoding="utf-8")
    done = built(tmp_path / "docs", tmp_path / "out")
    assert done.returncode != 0 and told in done.stderr
