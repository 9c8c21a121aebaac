"""A response rate of 95% over each week, kept by contacts, beside the same in every interval, on a site of 401 agents.

    python -m bench.roster --parts contacts

The demand is that of the site's requirement: so many contacts that 95% of them answered in every interval needs just
these agents. Both rosters are made by the command with the requirement that the product makes for their goal, and the
one of weeks is simulated.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame
from rich.console import Console
from rich.table import Table

from bench.judged_roster import WFM, Judged, judged_roster
from bench.material import ABSENT, SHARED
from bench.roster_parts.sites import WINDOW, sites_table
from bench.target import Target
from domain.frame_files import read_requirement
from domain.frames import Forecast, checked
from domain.site_folder import read_site
from staffing.requirement import requirement
from store.csv_files import csv_bytes
from store.files import write_bytes

SITE = SHARED / "sites" / "site401"
RATE, BATCHES, REPLICATIONS, SEED = 0.95, 12, 400, 20260907  # 400: a week of sign language has 130 contacts
SOLVE_S = float(os.environ.get("BENCH_SOLVE_S", "300"))
MOST_OFF = 0.5  # points between what is promised and what is simulated


@dataclass(frozen=True, slots=True)
class Made:
    """A roster for a scope, and its agents' paid hours."""

    judged: Judged
    hours: float
    required_hours: float


def targets(console: Console) -> list[Target]:
    """What was promised of goals kept by contacts."""
    if not SHARED.is_dir():
        console.print(ABSENT)
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sites = {scope: site_with(folder / scope, scope) for scope in ("interval", "week")}
        forecast = folder / "forecast.csv"
        write_bytes(forecast, csv_bytes(demand_of(sites["interval"])))
        made = {scope: roster_of(site, forecast, folder / f"roster_{scope}", scope) for scope, site in sites.items()}
        weeks = simulated_weeks(sites["week"], forecast, folder / "roster_week", folder / "simulated.csv")
    promised = pd.DataFrame(made["week"].judged.report["promises"])
    beside = promised.merge(weeks, left_on=["queue", "from"], right_on=["queue", "week"])
    console.print(sites_table({f"95% {scope}": found.judged for scope, found in made.items()}))
    console.print(promises_table(beside))
    off = 100 * (beside["simulated"] - beside["response_rate"]).abs()
    hours = {scope: found.hours for scope, found in made.items()}
    for scope, found in made.items():
        console.print(f"{scope}: {found.required_hours:,.0f} agent-hours required, {found.hours:,.0f} paid")
    return [
        Target("contacts: hard rules broken", made["week"].judged.hard_broken, 0, 0, 0),
        Target("contacts: weeks compared", len(beside), len(promised), None, 0),
        Target("contacts: simulated off what the report promises at most, points", float(off.max()), None, MOST_OFF, 2),
        Target("contacts: the worst week simulated, %", 100 * float(beside["simulated"].min()), 100 * RATE, None, 2),
        Target("contacts: paid hours, weeks / intervals", hours["week"] / hours["interval"], None, 0.9999, 4),
    ]


def site_with(folder: Path, scope: str) -> Path:
    """A copy of the site whose live queues promise one response rate over the scope, and nothing else."""
    folder.mkdir()
    for path in SITE.iterdir():
        write_bytes(folder / path.name, path.read_bytes())
    config = (SITE / "site.toml").read_text(encoding="utf-8")
    config = re.sub(r"(?m)^(service_level|threshold_s|max_occupancy) = .*\n", "", config)
    config = re.sub(r"(?m)^response_rate = .*$", f'response_rate = {RATE}\nscope = "{scope}"', config)
    write_bytes(folder / "site.toml", config.encode())
    return folder


def demand_of(folder: Path) -> DataFrame[Forecast]:
    """So many contacts that the goals in every interval need the agents of the site's requirement, by halving."""
    site = read_site(folder)
    needed = read_requirement(SITE / "requirement.csv", site.config.site.timezone)
    aht_s = needed["queue"].map({queue.id: queue.aht_s / queue.concurrency for queue in site.queues})
    busiest = needed["agents"] * 60 * site.interval_min / aht_s
    low, high = np.zeros(len(needed)), 1.3 * busiest.to_numpy(float)
    key = ["interval_start", "queue"]
    for _ in range(BATCHES):
        offered = (low + high) / 2
        forecast = forecast_of(needed, offered, site.queues)
        found = requirement(forecast, site.queues, site.config.shrinkage, site.interval_min).frame
        agents = needed[key].merge(found, on=key, how="left")["agents"].to_numpy()
        enough = agents <= needed["agents"].to_numpy()
        low, high = np.where(enough, offered, low), np.where(enough, high, offered)
    return forecast_of(needed, low, site.queues)


def forecast_of(needed: pd.DataFrame, offered: np.ndarray, queues: tuple) -> DataFrame[Forecast]:
    """A forecast that is sure of so many contacts."""
    rows = needed[["interval_start", "queue"]].assign(
        offered=offered, p10=offered, p50=offered, p90=offered,
        aht_s=needed["queue"].map({queue.id: float(queue.aht_s) for queue in queues}), model="given",
    )  # fmt: skip
    return checked(Forecast, rows)


def roster_of(site: Path, forecast: Path, out: Path, scope: str) -> Made:
    """The roster for a scope's requirement, by its curve where the scope holds intervals together."""
    needed, curve = out.with_suffix(".csv"), out.with_suffix(".curve.csv")
    command("requirement", "--site", site, "--forecast", forecast, "--out", needed, "--curve", curve)
    by_contacts = ("--curve", str(curve)) if scope != "interval" else ()
    judged = judged_roster(site, needed, WINDOW, out, SOLVE_S, *by_contacts)
    duties = pd.read_csv(out / "roster.csv")
    hours = duties.loc[duties["role"] == "agent", "paid_minutes"].sum() / 60
    required = pd.read_csv(needed)["agents"].sum() * read_site(site).interval_min / 60
    return Made(judged, float(hours), float(required))


def simulated_weeks(site: Path, forecast: Path, roster: Path, out: Path) -> pd.DataFrame:
    """The response rate of each queue and week of the roster, simulated."""
    how = ("--replications", REPLICATIONS, "--seed", SEED)
    command("simulate", "--site", site, "--forecast", forecast, "--roster", roster, *how, "--out", out)
    weeks = pd.read_csv(out.with_name(f"{out.stem}_weeks.csv"))
    return weeks[["week", "queue", "response_rate"]].rename(columns={"response_rate": "simulated"})


def command(*words: object) -> None:
    """Run a command of the product; a failure is an error."""
    done = subprocess.run([sys.executable, str(WFM), *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError(f"wfm {words[0]} ended with {done.returncode}: {done.stderr[-400:]}")


def promises_table(beside: pd.DataFrame) -> Table:
    """Every queue's weeks: promised by the report, and simulated."""
    table = Table(title="Response rate by week, %", title_justify="left")
    for head in ("queue", "week", "contacts", "goal", "report", "simulated"):
        table.add_column(head, justify="left" if head in ("queue", "week") else "right")
    rates = 100 * beside[["goal", "response_rate", "simulated"]].to_numpy(dtype=np.float64)
    for queue, week, offered, shares in zip(beside["queue"], beside["week"], beside["offered"], rates, strict=True):
        table.add_row(queue, week, f"{offered:,.0f}", *(f"{share:.2f}" for share in shares))
    return table
