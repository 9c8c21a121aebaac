"""A twentieth of the agents of a site of 401 off from the third day on: the repair beside a solve from scratch.

    python -m bench.roster --parts repair

Both leave the first two days as they were published. The fresh solve gets the time that the published roster had. Days
of those who are off count for neither: their duties fall away in both.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.material import ABSENT, SHARED
from bench.target import Target
from domain.roster import Duty, Roster
from domain.roster_changes import duty_changes
from pipeline.diff_run import read_version

SITE = SHARED / "sites" / "site401"
JUDGE = SHARED / "tools" / "check_roster.py"
WFM = Path(__file__).resolve().parents[2] / "wfm.py"
START, DAYS, FIRST_DAY = date(2026, 12, 7), 28, date(2026, 12, 9)
OFF_SHARE, SEED = 0.05, 1
SOLVE_S = float(os.environ.get("BENCH_SOLVE_S", "300"))  # of the published roster, and of the fresh solve
MOST_REPAIR_S, MOST_SHORT_MORE, LEAST_TIMES_FEWER = 30.0, 1.0, 10.0


@dataclass(frozen=True, slots=True)
class Version:
    """A roster made by the command, wall seconds of that, and what the judge says of its files."""

    roster: Roster
    seconds: float
    verdict: dict[str, Any]

    @property
    def short(self) -> float:
        """Agent-intervals short in percent of the requirement."""
        cover = self.verdict["coverage"].values()
        return 100 * sum(queue["short"] for queue in cover) / sum(queue["required"] for queue in cover)


def targets(console: Console) -> list[Target]:
    """What was promised of the repair."""
    if not SHARED.is_dir():
        console.print(ABSENT)
        return []
    with tempfile.TemporaryDirectory() as folder:
        published, fresh, mended, off = versions(Path(folder))
    changed = {name: _changed(published.roster, version.roster, off) for name, version in _named(fresh, mended)}
    console.print(repair_table(published, fresh, mended, changed, len(off)))
    return [
        Target("repair: hard rules broken", mended.verdict["hard_broken"], 0, 0, 0),
        Target("repair: seconds of the command", mended.seconds, None, MOST_REPAIR_S),
        Target("repair: cover short beyond that of a fresh solve, % of the requirement", mended.short - fresh.short,
               None, MOST_SHORT_MORE, 2),
        Target("repair: times fewer changed duties than a fresh solve", changed["fresh solve"] / changed["repair"],
               LEAST_TIMES_FEWER, None),
    ]  # fmt: skip


def versions(folder: Path) -> tuple[Version, Version, Version, list[str]]:
    """The published roster, the fresh solve, the repair, and who is off."""
    site, needed, published = folder / "site", SITE / "requirement.csv", folder / "published"
    solve = ("--requirement", needed, "--start", START, "--days", DAYS, "--time-limit", SOLVE_S)
    seconds = _wfm("schedule", "--site", SITE, *solve, "--out", published)
    before = Version(read_version(published), seconds, _verdict(SITE, published))
    off = _people_off(before.roster)
    absent = _with_absences(site, before.roster, off)
    keep = ("--keep", published, "--keep-until", FIRST_DAY - timedelta(days=1))
    seconds = _wfm("schedule", "--site", site, *solve, *keep, "--out", folder / "fresh")
    fresh = Version(read_version(folder / "fresh"), seconds, _verdict(site, folder / "fresh"))
    mend = ("--site", SITE, "--roster", published, "--requirement", needed, "--absent", absent, "--from", FIRST_DAY)
    seconds = _wfm("repair", *mend, "--time-limit", MOST_REPAIR_S, "--out", folder / "mended")
    return before, fresh, Version(read_version(folder / "mended"), seconds, _verdict(site, folder / "mended")), off


def _people_off(published: Roster) -> list[str]:
    """A twentieth of the agents, by a fixed seed."""
    agents = sorted({duty.agent_id for duty in published.duties if duty.role == "agent"})
    drawn = np.random.default_rng(SEED).choice(agents, round(OFF_SHARE * len(agents)), replace=False)
    return sorted(str(agent_id) for agent_id in drawn)


def _with_absences(folder: Path, published: Roster, off: Iterable[str]) -> Path:
    """A copy of the site in which these people are on leave from the first day on, and the file that says who is off.

    Whose duty of the day before reaches into the first day is on leave from the day after.
    """
    shutil.copytree(SITE, folder)
    (folder / "leave.csv").chmod(0o644)
    folder.chmod(0o755)
    reach = {duty.agent_id for duty in published.duties if duty.day < FIRST_DAY and FIRST_DAY in duty.touched_days()}
    days = [START + timedelta(days=number) for number in range(DAYS)]
    with (folder / "leave.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            (who, day, "off") for who in off for day in days if day >= FIRST_DAY + timedelta(days=who in reach)
        )
    absent = folder / "absent.csv"
    absent.write_text("agent_id,from_date,to_date\n" + "".join(f"{who},,\n" for who in off), encoding="utf-8")
    return absent


def _wfm(*words: object) -> float:
    """Wall seconds of a command; raises where it fails."""
    began = time.perf_counter()
    ended = subprocess.run([sys.executable, str(WFM), *map(str, words)], check=False, capture_output=True, text=True)
    if ended.returncode not in (0, 3):
        raise RuntimeError(f"wfm {words[0]} ended with {ended.returncode}: {ended.stderr[-400:]}")
    return time.perf_counter() - began


def _verdict(site: Path, roster: Path) -> dict[str, Any]:
    words = (site, roster, "--requirement", SITE / "requirement.csv", "--start", START, "--days", DAYS)
    ended = subprocess.run([sys.executable, str(JUDGE), *map(str, words)], check=False, capture_output=True, text=True)
    verdict: dict[str, Any] = json.loads(ended.stdout)
    return verdict


def _named(fresh: Version, mended: Version) -> tuple[tuple[str, Version], ...]:
    return ("fresh solve", fresh), ("repair", mended)


def _changed(published: Roster, version: Roster, off: Iterable[str]) -> int:
    """Days of those who are there that have another duty than published, wherever it is worked."""
    away = set(off)

    def of_others(roster: Roster) -> list[Duty]:
        return [duty for duty in roster.duties if duty.agent_id not in away]

    changes = duty_changes(of_others(published), of_others(version))
    return sum(change.kind != "place" for change in changes)


def repair_table(published: Version, fresh: Version, mended: Version, changed: dict[str, int], off: int) -> Table:
    """The three rosters side by side."""
    table = Table(title=f"{off} of 401 agents off from the third day on", title_justify="left")
    for head in ("", "seconds", "short, %", "leads short", "duties changed", "hard rules broken"):
        table.add_column(head, justify="right" if head else "left")
    for name, version in (("published, everybody there", published), *_named(fresh, mended)):
        table.add_row(
            name,
            f"{version.seconds:.1f}",
            f"{version.short:.2f}",
            f"{version.verdict['leads']['short']:,}",
            f"{changed[name]:,}" if name in changed else "-",
            str(version.verdict["hard_broken"]),
        )
    return table
