"""A portfolio of small sites: its nights on this machine, again on a local Dask cluster with a broken site, and mended.

    python -m bench.portfolio [--sites 100] [--jobs 2] [--place DIR] [--time-limit S] [--gap G] [--seed N]

Makes the sites (different seeds and sizes, a quarter of other kinds; what lies in DIR already is taken up), runs
`wfm portfolio nightly` over them, and over a copy on a Dask cluster of this machine in which one site's staff.csv is
broken on purpose; compares what every site published, hash by hash; mends the site and runs once more.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.judged_roster import WFM
from bench.memory import WatchedMemory
from bench.portfolio_sites import NIGHT, SmallSite, make_sites, small_sites
from bench.target import Target, target_table
from domain.site_folder import read_site
from pipeline.roster_summary import roster_summary

MANY, MOST_MIN = 100, 60.0
# Small sites come within the gap in seconds. The limit is the product's own for a portfolio: even if every search did
# all the work that fits it, 100 sites would be done in 40 minutes on two cores.
TIME_LIMIT_S, GAP = 60.0, 0.05
ON_DASK = ("--engine", "dask", "--scheduler", "local")
LOOK_EVERY_S = 1.0
GOOD, BROKEN = "agent,", "agnet,"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the portfolio said and took: exit code, its summary, minutes, memory of all its processes."""

    exit_code: int
    summary: Mapping[str, Any]
    minutes: float
    memory_gb: float

    @property
    def done(self) -> int:
        """Sites whose night is done."""
        return int(self.summary["counts"]["done"])

    @property
    def begun(self) -> int:
        """Sites whose night ran in it; the others were done before, or could not be read."""
        return sum(bool(site["seconds"] and site["begun"]) for site in self.summary["sites"])


def ran(folder: Path, given: argparse.Namespace, *words: str) -> Ran:
    """The command over a folder, as a clock starts it."""
    command = [sys.executable, str(WFM), "portfolio", "nightly", "--portfolio", str(folder), "--date", str(NIGHT)]
    command += ["--jobs", str(given.jobs), "--time-limit", str(given.time_limit), "--gap", str(given.gap), *words]
    began = time.perf_counter()
    with WatchedMemory(LOOK_EVERY_S) as memory:
        ended = subprocess.run([*command, "--json"], check=False, stdout=subprocess.PIPE, text=True)
    minutes = (time.perf_counter() - began) / 60
    if not ended.stdout:
        raise RuntimeError(f"wfm portfolio nightly ended with {ended.returncode} and said nothing")
    return Ran(ended.returncode, json.loads(ended.stdout), minutes, memory.most_gb)


def published(site: Path) -> Mapping[str, Any]:
    """The manifest of the site's night, without what was measured; empty where there is none."""
    path = site / "nights" / NIGHT.isoformat() / "manifest.json"
    if not path.is_file():
        return {}
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {key: value for key, value in manifest.items() if key != "run"}


def differing(here: Path, there: Path, sites: Sequence[SmallSite]) -> list[str]:
    """The sites that did not publish the same in both folders, or in neither; but for rosters ended by the clock."""
    cut = {name for folder in (here, there) for name, report in reports(folder, sites) if is_cut(report)}
    pairs = [(site.name, published(here / site.name), published(there / site.name)) for site in sites]
    return [name for name, one, other in pairs if not one or (one != other and name not in cut)]


def is_cut(report: Mapping[str, Any]) -> bool:
    """Whether the roster's search was ended by the clock, so that no other run could repeat it."""
    return report.get("stopped_by") == "time_limit"


def reports(folder: Path, sites: Sequence[SmallSite]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The report of every published roster, and its site's name."""
    for site in sites:
        path = folder / site.name / "nights" / NIGHT.isoformat() / "report.json"
        if path.is_file():
            yield site.name, json.loads(path.read_text(encoding="utf-8"))


def targets(given: argparse.Namespace, place: Path, console: Console) -> Iterator[Target]:
    """What was promised of the portfolio."""
    sites = small_sites(given.sites, given.seed)
    prepared, here, there = place / "prepared", place / "here", place / "dask"
    make_sites(prepared, sites)
    for folder in (here, there):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(prepared, folder)
    first = ran(here, given)
    console.print(runs_table([("this machine", first)]), sites_table(first, sites))
    rosters = dict(reports(here, sites))
    allowed = MOST_MIN * given.sites / MANY
    yield Target(f"{given.sites} sites, {given.jobs} at a time: minutes", first.minutes, None, allowed, 1)
    yield Target("sites done", first.done, given.sites, given.sites, 0)
    yield Target("exit code", first.exit_code, 0, 0, 0)
    yield Target(
        "rosters with a hard rule broken", sum(hard_broken(here / name, rosters[name]) for name in rosters), 0, 0, 0
    )
    yield Target(
        "rosters ended by the clock, which no other run could repeat", sum(map(is_cut, rosters.values())), 0, 0, 0
    )

    broken = there / sites[len(sites) // 2].name / "staff.csv"
    whole = broken.read_text(encoding="utf-8")
    broken.write_text(whole.replace(GOOD, BROKEN, 1), encoding="utf-8")
    second = ran(there, given, *ON_DASK)
    others = [site for site in sites if site.name != broken.parent.name]
    yield Target("one broken, on Dask: sites done", second.done, len(others), len(others), 0)
    yield Target("one broken, on Dask: exit code", second.exit_code, 3, 3, 0)
    yield Target(f"sites of {len(others)} that differ on Dask", len(differing(here, there, others)), 0, 0, 0)

    broken.write_text(whole, encoding="utf-8")
    third = ran(there, given, *ON_DASK)
    yield Target("mended, on Dask: nights run", third.begun, 1, 1, 0)
    yield Target("mended, on Dask: exit code", third.exit_code, 0, 0, 0)
    yield Target(f"sites of {len(sites)} that differ then", len(differing(here, there, sites)), 0, 0, 0)
    console.print(runs_table([("this machine", first), ("Dask, one broken", second), ("Dask, mended", third)]))


def hard_broken(site: Path, report: Mapping[str, Any]) -> bool:
    """Whether the roster breaks a hard rule."""
    rules = roster_summary(read_site(site), report).rules
    return any(rule.broken for rule in rules if rule.strength == "hard")


def runs_table(runs: Sequence[tuple[str, Ran]]) -> Table:
    """Minutes and memory of the runs."""
    table = Table(title="Runs of the portfolio", title_justify="left")
    for head in ("run", "minutes", "done", "nights run", "exit code", "memory, GB"):
        table.add_column(head, justify="left" if head == "run" else "right")
    for name, run in runs:
        figures = (f"{run.minutes:.1f}", str(run.done), str(run.begun), str(run.exit_code), f"{run.memory_gb:.2f}")
        table.add_row(name, *figures)
    return table


def sites_table(run: Ran, sites: Sequence[SmallSite]) -> Table:
    """Seconds of a night by kind of site."""
    table = Table(title="Seconds of a night, by kind of site", title_justify="left")
    for head in ("kind", "sites", "least", "mean", "most"):
        table.add_column(head, justify="left" if head == "kind" else "right")
    seconds = {site["name"]: float(site["seconds"]) for site in run.summary["sites"]}
    for kind in sorted({site.kind for site in sites}):
        found = [seconds[site.name] for site in sites if site.kind == kind]
        figures = (min(found), sum(found) / len(found), max(found))
        table.add_row(kind, str(len(found)), *(f"{figure:.0f}" for figure in figures))
    return table


def main(arguments: Sequence[str]) -> int:
    """Print what it took and what was kept."""
    parser = argparse.ArgumentParser(prog="bench.portfolio", description="A portfolio of small sites, measured.")
    parser.add_argument("--sites", type=int, default=MANY)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--place", type=Path)
    parser.add_argument("--time-limit", type=float, default=TIME_LIMIT_S)
    parser.add_argument("--gap", type=float, default=GAP)
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    console.print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; load {load}")
    with tempfile.TemporaryDirectory(prefix="portfolio-") as temporary:
        found = list(targets(given, given.place or Path(temporary), console))
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    console.print(target_table(found), f"load at the end {load}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
