"""One roster made as a planner makes it, by the command, and judged from its files by a program without a solver."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.material import SHARED
from bench.memory import WatchedMemory

JUDGE = SHARED / "tools" / "check_roster.py"
WFM = Path(__file__).resolve().parents[1] / "wfm.py"
DONE = (0, 3)


@dataclass(frozen=True, slots=True)
class Judged:
    """What the report says, what the judge found, and what it took: wall seconds of the command and its memory."""

    report: dict[str, Any]
    verdict: dict[str, Any]
    seconds: float
    memory_gb: float

    @property
    def gap(self) -> float:
        """The report's gap in percent."""
        return 100 * float(self.report["gap"])

    @property
    def hard_broken(self) -> int:
        """Hard rules broken, by the judge; -1 where there is none."""
        return int(self.verdict.get("hard_broken", -1))

    @property
    def short(self) -> float:
        """Agent-intervals short of the requirement in percent of it, by the judge."""
        cover = self.verdict.get("coverage", {}).values()
        required = sum(queue["required"] for queue in cover)
        return 100 * sum(queue["short"] for queue in cover) / required if required else np.nan

    @property
    def leads_short(self) -> int:
        """Leads missing, summed over intervals, by the judge."""
        return int(self.verdict.get("leads", {}).get("short", -1))

    @property
    def leads_short_beyond_bound(self) -> int:
        """Leads missing in intervals in which the bound is not short of any, by the report."""
        return sum(int(row["short"]) for row in self.report["leads"]["intervals"] if not row.get("short_in_bound"))


def judged_roster(
    site: Path, requirement: Path, window: tuple[date, int], out: Path, limit_s: float, *options: str
) -> Judged:
    """A roster of the site for the window (first day, days) within a time limit; its hard rules judged from files."""
    start, days = window
    command = [
        *(sys.executable, str(WFM), "schedule", "--site", str(site), "--requirement", str(requirement)),
        *("--start", start.isoformat(), "--days", str(days), "--time-limit", str(limit_s), "--out", str(out)),
    ]
    began = time.perf_counter()
    with WatchedMemory() as memory:
        ended = subprocess.run([*command, *options], check=False, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if ended.returncode not in DONE:
        raise RuntimeError(f"wfm schedule ended with {ended.returncode}: {ended.stderr[-400:]}")
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return Judged(report, verdict(site, requirement, window, out), seconds, memory.most_gb)


def verdict(site: Path, requirement: Path, window: tuple[date, int], out: Path) -> dict[str, Any]:
    """What the judge says of a roster folder; empty where there is no judge."""
    if not JUDGE.is_file():
        return {}
    start, days = window
    ended = subprocess.run(
        [
            *(sys.executable, str(JUDGE), str(site), str(out), "--requirement", str(requirement)),
            *("--start", start.isoformat(), "--days", str(days)),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(ended.stdout)
    return found
