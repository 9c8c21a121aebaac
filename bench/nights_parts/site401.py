"""A night on 401 agents and 76 leads, five queues, two years of half-hours: its time and memory, and a second run's.

The site is the made-up one of the measuring material; its history is simulated, as that of the sample `dasan` is.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.judged_roster import DONE, WFM
from bench.material import ABSENT, SHARED
from bench.memory import WatchedMemory
from bench.spent_cpu import cpu_s
from bench.target import Target
from domain.site_config import read_site_config
from pipeline.ingest import ingest
from pipeline.simulated_history import simulated_history
from store.csv_files import write_csv

NIGHT = date(2026, 12, 6)  # plans the 28 days from Monday 2026-12-07
HISTORY_DAYS = 730
SEED = 120
LOOK_EVERY_S = 1.0  # at memory: looking at much of it takes long itself
MOST_MIN, MOST_GB, MOST_AGAIN_S = 15.0, 6.0, 60.0


@dataclass(frozen=True, slots=True)
class NightRun:
    """What `wfm nightly --json` said, and what the command took, by the clock and of all cores together."""

    report: dict[str, Any]
    seconds: float
    cpu_s: float
    memory_gb: float


def targets(console: Console) -> list[Target]:
    """What was promised of a large night."""
    if not SHARED.is_dir():
        console.print(ABSENT)
        return []
    with tempfile.TemporaryDirectory(prefix="nights-") as place:
        site = Path(place) / "site401"
        shutil.copytree(SHARED / "sites" / "site401", site)
        for path in [site, *site.iterdir()]:
            path.chmod(path.stat().st_mode | 0o200)
        (site / "requirement.csv").unlink()  # the night makes its own
        rows = give_history(site, Path(place) / "calls.csv")
        first = run(site)
        console.print(f"{rows:,} rows of history, {len(first.report['forecast'])} queues; first run: {took(first)}")
        again = run(site)
    console.print(steps_table(first, again))
    return [
        Target("first run: minutes", first.seconds / 60, None, MOST_MIN, 1),
        Target("first run: memory, GB", first.memory_gb, None, MOST_GB, 2),
        Target("first run: hard rules broken", first.report["hard_broken"], 0, 0, 0),
        Target("second run the same day: seconds", again.seconds, None, MOST_AGAIN_S, 1),
        Target("second run: wrote nothing", float(again.report["unchanged"]), 1, 1, 0),
    ]


def give_history(site: Path, export: Path) -> int:
    """Two years of half-hours of all queues up to the day before the night, taken in; how many rows."""
    config = read_site_config(site / "site.toml")
    last = NIGHT - timedelta(days=1)
    calls = simulated_history(config, last - timedelta(days=HISTORY_DAYS - 1), last, SEED)
    write_csv(export, calls, decimals=1)
    (report,) = ingest(site, [export])
    return report.rows


def run(site: Path) -> NightRun:
    """The night as the clock starts it: a command of its own, with its default limits."""
    command = [sys.executable, str(WFM), "nightly", "--site", str(site), "--date", NIGHT.isoformat(), "--json"]
    began, began_cpu_s = time.perf_counter(), cpu_s()
    with WatchedMemory(LOOK_EVERY_S) as memory:
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
    seconds, spent_s = time.perf_counter() - began, cpu_s() - began_cpu_s
    if ended.returncode not in DONE:
        raise RuntimeError(f"wfm nightly ended with {ended.returncode}: {ended.stderr[-600:]}")
    return NightRun(json.loads(ended.stdout), seconds, spent_s, memory.most_gb)


def took(night: NightRun) -> str:
    """Seconds and memory in words, as soon as they are known."""
    return f"{night.seconds:.0f} s, {night.cpu_s:.0f} s of CPU, {night.memory_gb:.2f} GB"


def steps_table(first: NightRun, again: NightRun) -> Table:
    """Seconds by step, and of the whole command."""
    table = Table(title="A night of 401 agents, 76 leads, five queues", title_justify="left")
    for head in ("step", "first run, s", "second run"):
        table.add_column(head, justify="left" if head == "step" else "right")
    resumed = {step["step"]: step["resumed"] for step in again.report["steps"]}
    for step in first.report["steps"]:
        table.add_row(step["step"], f"{step['seconds']:.1f}", "taken up" if resumed[step["step"]] else "done anew")
    table.add_row("whole command", f"{first.seconds:.1f}", f"{again.seconds:.1f} s", style="bold")
    table.add_row("CPU of the command", f"{first.cpu_s:.1f}", f"{again.cpu_s:.1f} s")
    table.add_row("memory, GB", f"{first.memory_gb:.2f}", f"{again.memory_gb:.2f}")
    table.add_row("gap, %", f"{100 * first.report['gap']:.2f}", "")
    return table
