"""Whoever waits for a repair does not wait for the compiler: the roster before it has had everything compiled."""

import subprocess
import sys

from tests.architecture.floors import ROOT


def test_a_repair_after_a_roster_compiles_nothing() -> None:
    """In a process of its own, as other tests have had functions compiled in this one."""
    command = [sys.executable, "-m", "tests.compiled_ahead"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
