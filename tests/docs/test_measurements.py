"""The measurements that the docs name as the source of their figures: each is there, and has the options shown."""

import contextlib
import io
import re
import runpy
from functools import cache

import pytest

from tests.docs.commands import PAGES, Command, block_commands, text_commands

NAMED = {
    each
    for page in PAGES
    for each in (*block_commands(page), *text_commands(page))
    if each.program == "python" and each.words[1] == "-m" and each.words[2].startswith("bench.")
}


@cache
def help_of(module: str) -> str:
    """What the module says of itself when asked with --help, without measuring anything."""
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(said):
        patch.setattr("sys.argv", [module, "--help"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module(module, run_name="__main__", alter_sys=False)
    assert ended.value.code in (0, None), module
    return said.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("command", sorted(NAMED, key=lambda each: each.text), ids=lambda each: each.text)
def test_a_measurement_has_the_options_that_a_page_shows(command: Command) -> None:
    told = help_of(command.words[2])
    given = {word.partition("=")[0] for word in command.words[3:] if word.startswith("--")}
    assert {option for option in given if not re.search(rf"{option}\b", told)} == set()


def test_pages_name_measurements() -> None:
    assert len({each.words[2] for each in NAMED}) >= 8
