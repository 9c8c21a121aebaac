"""The commands that stand in the docs: those in blocks, to be run in order, and those in running text, to be known."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tests.architecture.floors import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
PROGRAMS = ("wfm", "make", "python", "pytest", "cp", "sed", "systemctl", "useradd", "install")
OPTIONAL = re.compile(r"\[[^\]]*\]")  # what a page writes in brackets may be left out
LEFT_OUT = re.compile(r"…|\.\.\.")


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it stands on a page: its words without comment, without what may be left out."""

    page: str
    text: str
    words: tuple[str, ...]

    @property
    def program(self) -> str:
        """The name of what is run, wherever it lies."""
        return self.words[0].rpartition("/")[2]


def _blocks(page: Path) -> Iterator[str]:
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "code_block" or (token.type == "fence" and not token.info.startswith("{")):
            yield from token.content.splitlines()


def _running_text(page: Path) -> Iterator[str]:
    for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
        yield from (child.content for child in token.children or () if child.type == "code_inline")


def _command(page: Path, text: str) -> Command | None:
    bare = LEFT_OUT.sub(" ", OPTIONAL.sub("", text.strip()))
    if not bare or bare.split()[0].rpartition("/")[2] not in PROGRAMS:
        return None
    words = tuple(shlex.split(bare, comments=True))
    return Command(page.relative_to(ROOT).as_posix(), text.strip(), words) if len(words) > 1 else None


def block_commands(page: Path) -> list[Command]:
    """The commands of a page's blocks, in order."""
    return [found for line in _blocks(page) if (found := _command(page, line)) is not None]


def text_commands(page: Path) -> list[Command]:
    """The commands that a page names in running text and tables."""
    return [found for text in _running_text(page) if (found := _command(page, text)) is not None]
