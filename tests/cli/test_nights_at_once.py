"""Two nights begun in one moment, and a night while planners write: nothing is lost, nothing is spoiled."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.busy_nights import EXIT_HELD
from tests.cli.nights_at_once import PLANNERS
from tests.postgres import postgres_server

__all__ = ["postgres_server"]

ROOT = Path(__file__).resolve().parents[2]


def at_once(*words: object) -> dict[str, dict[str, object]]:
    command = [sys.executable, "-m", "tests.cli.nights_at_once", *map(str, words)]
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # a program that forks had better have no other threads
    done = subprocess.run(command, cwd=ROOT, env=one_thread, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, object]] = json.loads(done.stdout.splitlines()[-1])
    return found


def nothing_is_lost(found: dict[str, dict[str, object]]) -> None:
    pair, beside = found["pair"], found["beside"]
    assert pair["exit_codes"] == [0, EXIT_HELD], pair  # one does it, the other gives way
    assert pair["corrupted"] == [], pair
    assert beside["exit_codes"] == [0] * (1 + PLANNERS), beside
    assert beside["writes"] >= PLANNERS, beside  # each wrote an override at least
    assert (beside["lost"], beside["corrupted"]) == (0, []), beside


@pytest.mark.slow
def test_nights_at_once_and_beside_planners_lose_nothing_on_sqlite(tmp_path: Path) -> None:
    nothing_is_lost(at_once(tmp_path))


@pytest.mark.slow
@pytest.mark.postgres
def test_nights_at_once_and_beside_planners_lose_nothing_on_postgresql(tmp_path: Path, postgres_server: str) -> None:
    nothing_is_lost(at_once(tmp_path, postgres_server))
