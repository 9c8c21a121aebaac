"""Every command of the docs: run in order in a small centre, page by page; what cannot be run is looked up."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import typer.main

from tests.architecture.floors import ROOT
from tests.cli.runner import wfm
from tests.docs.centre import Centre, made_centre, set_out
from tests.docs.commands import PAGES, Command, block_commands, text_commands
from wfm import app

GUIDE_NIGHT, SAMPLE_NIGHT = date(2026, 12, 6), date(2026, 9, 6)  # by the dates that pages name
WITH_COMMANDS = [page for page in PAGES if block_commands(page)]
SITE_WORDS = ("--site", "init")

# Commands that are not run here but only looked up, each with its reason.
ONLY_KNOWN: dict[tuple[str, ...], str] = {
    ("wfm", "app"): "serves until it is stopped; tests/browser runs it",
    (
        "wfm",
        "events",
    ): "asks for eight weeks of history, with which a night takes minutes; tests/cli/test_events.py runs it",
}
ON_THE_HOST = {
    "systemctl": "needs a host's systemd; tests/unit/test_deploy.py verifies the units",
    "useradd": "makes an account of the host",
    "install": "writes below /etc",
}
# Words of a page that stand for something else here, and why.
STANDS_FOR = {
    "2026-02-08": "2026-09-06",  # the small centre's history is short: its one night takes the place of another one
    "A0001": "A0005",  # the guide's own absent and swapped people stay
    "/safe/place/before.zip": "before.zip",
    "/etc/systemd/system/": "units",
}
PARTNER = "A0042"  # with whom the guide swaps; here whoever has another duty on that day (`Centre.partner`)
SOLVE_LESS = {
    "WFM_GAP": "0.9",
    "WFM_JOBS": "1",
}  # the first roster will do: that rosters are good is measured elsewhere
MAY_END_WITH = {"status": (0, 1), "swap": (0, 1)}  # a no is an answer: somebody should look; a rule would be broken


@pytest.fixture(scope="module")
def centres(tmp_path_factory: pytest.TempPathFactory) -> Callable[[date], Centre]:
    made: dict[date, Centre] = {}

    def centre(night: date) -> Centre:
        if night not in made:
            made[night] = made_centre(tmp_path_factory.mktemp("centre"), night)
        return made[night]

    return centre


def option_names(words: tuple[str, ...]) -> set[str]:
    """Every option that the command of `wfm` takes that words begin with."""
    found: Any = typer.main.get_command(app)
    for word in words[1:]:
        below = getattr(found, "commands", None)
        if below is None or word.startswith("-"):
            break
        assert word in below, f"wfm has no {word}"
        found = below[word]
    return {name for each in found.params for name in (*each.opts, *each.secondary_opts)} | {"--help"}


def unknown_options(command: Command) -> set[str]:
    given = {word.partition("=")[0] for word in command.words if word.startswith("--") and len(word) > 2}
    return given - option_names(command.words)


def sites_of(commands: list[Command]) -> set[str]:
    """The folders that a page's commands use as a site, or make."""
    pairs = [pair for each in commands for pair in zip(each.words, each.words[1:], strict=False)]
    return {name for before, name in pairs if before in SITE_WORDS}


def run_wfm(command: Command, folder: Path, partner: str) -> None:
    words = [{**STANDS_FOR, PARTNER: partner}.get(word, word) for word in command.words[1:]]
    if words[0] == "init":  # the centre is there already: what the command makes is made beside it
        made = len(list(folder.glob("**/*_made")))
        words[1] = f"{words[1]}_{made}_made"
    if words[0] == "account":
        words.append("--by-provider")  # no password is asked for
    done = wfm(*words, env=SOLVE_LESS)
    assert done.exit_code in MAY_END_WITH.get(words[0], (0,)), f"{command.text}\n{done.stdout}\n{done.stderr}"


def run_shell(command: Command, folder: Path) -> None:
    text = command.text
    for before, after in STANDS_FOR.items():
        text = text.replace(before, after)
    subprocess.run(["sh", "-euc", text], cwd=folder, check=True)


def is_only_known(command: Command) -> bool:
    return any(command.words[: len(start)] == start for start in ONLY_KNOWN)


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_work_in_their_order(
    page: Path, centres: Callable[[date], Centre], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = block_commands(page)
    runnable = [each for each in commands if each.program in ("wfm", "cp", "sed") and not is_only_known(each)]
    partner = PARTNER
    if any(each.program == "wfm" for each in runnable):
        night = SAMPLE_NIGHT if "scenarios" in page.parts else GUIDE_NIGHT
        monkeypatch.setenv("WFM_DATE", night.isoformat())
        monkeypatch.setenv("WFM_NOW", f"{night + timedelta(days=1)}T12:00")
        monkeypatch.chdir(tmp_path)
        set_out(centres(night), tmp_path, sites_of(commands))
        partner = centres(night).partner
    for command in runnable:
        if command.program == "wfm":
            run_wfm(command, tmp_path, partner)
        else:
            run_shell(command, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_of_wfm_that_a_page_names_has_the_options_it_shows(page: Path) -> None:
    named = [each for each in (*block_commands(page), *text_commands(page)) if each.program == "wfm"]
    assert {each.text: unknown_options(each) for each in named if unknown_options(each)} == {}


def test_every_target_of_make_that_a_page_names_is_one() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        (each.page, word)
        for page in PAGES
        for each in (*block_commands(page), *text_commands(page))
        if each.program == "make"
        for word in each.words[1:]
        if "=" not in word and not word.startswith(".")
    }
    assert {each for each in named if each[1] not in targets} == set()
    assert named


def test_every_test_file_that_a_page_names_is_there() -> None:
    named = [word for page in PAGES for each in block_commands(page) if each.program == "pytest" for word in each.words]
    missing = [word for word in named if word.startswith("tests/") and not (ROOT / word.partition("::")[0]).exists()]
    assert named and missing == []


def test_what_is_neither_run_nor_looked_up_has_its_reason() -> None:
    programs = Counter(each.program for page in PAGES for each in block_commands(page))
    checked = {"wfm", "cp", "sed", "make", "pytest", "python"}
    assert set(programs) - checked == set(ON_THE_HOST)
    assert all(ON_THE_HOST.values()) and all(ONLY_KNOWN.values())
    assert programs["wfm"] > 50 and shutil.which("sed")
