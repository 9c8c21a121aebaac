"""A roster written as the judge reads it, and what a program without a solver says of it."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from bench.material import SHARED

JUDGE = SHARED / "tools" / "check_curtois.py"


class Verdict(NamedTuple):
    """Points of a roster and hard rules broken; minus one of them where there is no judge."""

    points: float
    broken: int


def write_solution(path: Path, rows: Iterable[tuple[str, int, str]]) -> None:
    """Write staff, day, shift; the file appears whole or not at all."""
    draft = path.with_suffix(".part")
    with draft.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("staff", "day", "shift"))
        writer.writerows(rows)
    draft.replace(path)


def verdict(instance: Path, solution: Path) -> Verdict:
    """What the judge says."""
    if not JUDGE.is_file():
        return Verdict(-1.0, -1)
    ended = subprocess.run(
        [sys.executable, str(JUDGE), str(instance), str(solution)], check=False, capture_output=True, text=True
    )
    said = json.loads(ended.stdout)
    return Verdict(float(said["objective"]), int(said["hard_broken"]))
