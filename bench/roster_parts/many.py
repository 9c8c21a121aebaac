"""Very many people: the sample site `dasan` with so many times its agents, leads, desks and contacts."""

import os
import re
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
from rich.console import Console
from scipy.stats import poisson

from bench.judged_roster import Judged, judged_roster
from bench.roster_parts.sites import sites_table
from bench.target import Target
from domain.frames import Forecast, checked
from domain.site_folder import read_site
from pipeline.simulated_history import simulated_history
from pipeline.site_template import DASAN, make_site
from pipeline.staff_generator import invented_staff
from staffing.requirement import requirement
from store.csv_files import csv_bytes
from store.files import write_bytes

# Agents, minutes, and the gap in percent that is promised.
SIZES = ((2000, 15.0, 1.5), (5000, 45.0, 2.0))
MOST_GB, SEED = 16.0, 20260907
ONLY = os.environ.get("BENCH_AGENTS")  # one size alone, as in BENCH_AGENTS=2000


def targets(console: Console) -> list[Target]:
    """What was promised of both sizes."""
    found, promised = {}, []
    for agents, minutes, most_gap in SIZES:
        if ONLY not in (None, str(agents)):
            continue
        judged = found[f"{agents:,} agents"] = _made(agents, 60 * minutes)
        promised += [
            Target(f"{agents:,} agents: hard rules broken", judged.hard_broken, 0, 0, 0),
            Target(f"{agents:,} agents: gap after {minutes:.0f} min, %", judged.gap, None, most_gap, 2),
            Target(f"{agents:,} agents: minutes of the solve", judged.report["seconds"] / 60, None, minutes),
            Target(f"{agents:,} agents: memory, GB", judged.memory_gb, None, MOST_GB, 2),
        ]
    console.print(sites_table(found))
    return promised


def _made(agents: int, limit_s: float) -> Judged:
    with tempfile.TemporaryDirectory() as folder:
        site, needed = Path(folder) / "site", Path(folder) / "requirement.csv"
        large_site(site, agents)
        write_bytes(needed, csv_bytes(large_requirement(site, agents)))
        window = DASAN.staff.first_day, DASAN.staff.days
        return judged_roster(site, needed, window, Path(folder) / "out", limit_s)


def large_site(folder: Path, agents: int) -> None:
    """A site folder like the sample's, with so many agents and as many leads and desks as they need."""
    times = agents / DASAN.staff.agents
    make_site(folder, "dasan")
    plan = replace(DASAN.staff, agents=agents, leads=round(DASAN.staff.leads * times))
    people = invented_staff(plan, SEED)
    for name in ("staff", "leave", "limits", "preferences"):
        write_bytes(folder / f"{name}.csv", csv_bytes(getattr(people, name)))
    config = (folder / "site.toml").read_text(encoding="utf-8")
    config = re.sub(r"(?m)^seats = (\d+)", lambda seats: f"seats = {round(int(seats[1]) * times)}", config)
    write_bytes(folder / "site.toml", config.encode())


def large_requirement(folder: Path, agents: int) -> pd.DataFrame:
    """Agents needed where so many times the sample's contacts come, each count being what was to be expected."""
    site, plan = read_site(folder), DASAN.staff
    calls = simulated_history(site.config, plan.first_day, plan.first_day + timedelta(days=plan.days - 1), SEED)
    mean = calls["offered"] * agents / plan.agents
    bands = {name: poisson.ppf(level, mean) for name, level in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9))}
    usual_s = calls.groupby("queue")["aht_s"].transform("median")  # where nobody called, nobody was handled either
    rows = calls[["interval_start", "queue"]].assign(
        offered=mean, **bands, aht_s=calls["aht_s"].fillna(usual_s), model="given"
    )
    forecast = checked(Forecast, rows)
    return requirement(
        forecast, site.queues, site.config.shrinkage, site.interval_min, people=site.people,
        recovery=site.config.recovery,
    ).frame  # fmt: skip
