"""What is told of a running command, and how often."""

import subprocess
import sys
from pathlib import Path

from wfm_parts.progress import line_teller

ROOT = Path(__file__).resolve().parents[2]
CHATTER = """
import ctypes
from wfm_parts.progress import telling
with telling() as tell:
    ctypes.CDLL(None).puts(b"greetings from a library")
    tell("roster: bound")
print("the result")
"""


def test_what_a_compiled_library_prints_never_mixes_with_the_result() -> None:
    done = subprocess.run([sys.executable, "-c", CHATTER], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "the result\n"
    assert "greetings from a library" in done.stderr
    assert "roster: bound" in done.stderr


def test_progress_that_only_changes_its_figures_is_told_every_ten_seconds() -> None:
    moments = iter([0.0, 1.0, 2.0, 11.0, 12.0])
    lines: list[str] = []
    told = line_teller(lines.append, lambda: next(moments))
    for sentence in (
        "roster: bound, 1 s",
        "roster: bound, 2 s",
        "roster: dive, 2 s",
        "roster: dive, 11 s",
        "roster: dive, 12 s",
    ):
        told(sentence)
    assert lines == ["roster: bound, 1 s", "roster: dive, 2 s", "roster: dive, 12 s"]
