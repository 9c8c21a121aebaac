"""The event simulator: against the exact values of Erlang A, and how fast it is beside simpy and ciw."""

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table
from scipy.stats import binom, chi2

from bench.peers_simulation import INTERVAL_S, Day, ciw_response_rate, simpy_response_rate
from bench.target import Target
from staffing.simulation.figures import ratio
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated import Simulated

SHARED = Path(os.environ.get("WFM_SHARED", Path(__file__).resolve().parents[3] / "shared"))
EXACT = SHARED / "vectors" / "exact.csv"

AHT_S = 180.0
WARM_INTERVALS = 6  # 60 handling times: ten times the slowest memory of the cases, patience of four handling times
LEAST_INTERVALS = 6
CONTACTS, REPLICATIONS, REPLICATIONS_OF_LARGE, LARGE_LOAD = 4000, 400, 100, 200
CONFIDENCE, CHANCE_OF_ALARM, FEW = 0.99, 0.001, 30

DAYS, DAY_CONTACTS, JOBS, MOST_SECONDS, GOAL_SECONDS = 1000, 35_000, 2, 8.0, 6.0
WEEKDAY_SHARE = "1.45 .55 .3 .2 .2 .25 .35 .5 4.2 9.6 10.4 9.4 6.4 8.4 9.2 8.6 8.2 6.8 4.0 2.6 2.1 2.0 2.1 2.2"


def targets(console: Console) -> list[Target]:
    """Prints the tables of both; what was promised of them."""
    return [*exact_targets(console), *speed_targets(console)]


def exact_targets(console: Console) -> list[Target]:
    """How many of the exact values lie outside the simulation's confidence interval, against what chance allows."""
    if not EXACT.is_file():
        console.print("[bold red]shared/vectors/exact.csv is absent: exact values were NOT compared.")
        return []
    cases, started = pd.read_csv(EXACT), perf_counter()
    misses = pd.DataFrame([missed(case) for case in cases.itertuples()])
    table = Table(title=f"Exact values outside {CONFIDENCE:.0%} intervals", title_justify="left")
    for head in ("figure", "cases", "outside", "by chance, 99.9 in 100 times at most"):
        table.add_column(head, justify="left" if head == "figure" else "right")
    for name in misses.columns:
        table.add_row(name, str(len(cases)), str(misses[name].sum()), str(allowed(len(cases))))
    table.caption = (
        f"{len(cases)} cases, {perf_counter() - started:.0f} s; each {REPLICATIONS} replications "
        f"({REPLICATIONS_OF_LARGE} above {LARGE_LOAD} erlangs) that start empty; the first "
        f"{WARM_INTERVALS * INTERVAL_S / AHT_S:.0f} handling times are left out."
    )
    console.print(table)
    for name in misses.columns:
        for case in cases[misses[name]].itertuples():
            console.print(f"  outside: {name}, n = {case.n}, load {case.load:g}")
    limit = allowed(misses.size)
    return [Target(f"exact values outside their interval, of {misses.size}", float(misses.sum().sum()), 0, limit, 0)]


def allowed(cases: int) -> int:
    """How many of so many intervals miss by chance, but for one time in a thousand."""
    return int(binom.ppf(1 - CHANCE_OF_ALARM, cases, 1 - CONFIDENCE))


def missed(case) -> dict[str, bool]:
    """Which figures of an exact case lie outside the interval of its simulation."""
    measured = LEAST_INTERVALS + int(np.ceil(CONTACTS / case.load / (INTERVAL_S / AHT_S)))
    means = np.full(WARM_INTERVALS + measured, case.load * INTERVAL_S / AHT_S)
    patience_s = AHT_S / case.theta_over_mu
    stream = Stream("steady", means, np.full(means.size, AHT_S), patience_s, AHT_S * case.t_over_aht)
    replications = REPLICATIONS if case.load < LARGE_LOAD else REPLICATIONS_OF_LARGE
    agents = AgentGroup((0,), np.zeros(1), np.array([case.n]))
    found = simulate([stream], [agents], INTERVAL_S, replications, 2026, jobs=JOBS)
    offered, in_time = steady(found.offered), steady(found.in_time)
    in_time_exactly = max(case.erlangA_served_within_t, 0.0)  # one is -1e-41
    late = 2 * in_time.sum() > offered.sum()  # the rarer of the two is what can be told apart from never
    waited_s = steady(found.wait_s + found.abandoned_wait_s)
    return {
        "P(abandon)": is_outside(steady(found.abandoned), offered, case.erlangA_pab),
        "share in time": is_outside(
            offered - in_time if late else in_time,
            offered,
            1 - in_time_exactly if late else in_time_exactly,
        ),
        "mean wait": is_outside(waited_s / AHT_S, offered, case.erlangA_EW_over_aht),
    }


def steady(counts: np.ndarray) -> np.ndarray:
    """Sums of each replication once it is warm."""
    return counts[:, 0, WARM_INTERVALS:].sum(axis=1).astype(float)


def is_outside(part: np.ndarray, whole: np.ndarray, exact: float) -> bool:
    """Whether the exact ratio is outside its interval; a Poisson count's interval where fewer than 30 are counted."""
    if part.sum() >= FEW:
        figure = ratio(part, whole, CONFIDENCE)
        return bool(abs(figure.mean - exact) > figure.half_width)
    most = chi2.ppf((1 + CONFIDENCE) / 2, 2 * (part.sum() + 1)) / 2
    least = chi2.ppf((1 - CONFIDENCE) / 2, 2 * part.sum()) / 2 if part.sum() > 0 else 0.0
    return not least <= exact * whole.sum() <= most


def speed_targets(console: Console) -> list[Target]:
    """Seconds of a thousand days on two jobs, and of one day in the peers."""
    day = large_day()
    simulated_days(day, 2)  # compiles, or finds what was compiled
    started = perf_counter()
    found = simulated_days(day, DAYS)
    seconds = perf_counter() - started
    contacts = int(found.offered.sum())
    table = Table(title="A day of 35,000 contacts, one queue", title_justify="left")
    for head in ("simulator", "days", "seconds", "seconds a day", "times ours", "response rate"):
        table.add_column(head, justify="left" if head == "simulator" else "right")
    own = seconds / DAYS
    rate = found.answered.sum() / found.offered.sum()
    table.add_row(f"ours, {JOBS} jobs", f"{DAYS:,}", f"{seconds:.2f}", f"{own:.5f}", "1", f"{rate:.2%}")
    for name, response_rate in (("simpy", simpy_response_rate), ("ciw", ciw_response_rate)):
        add_peer(console, table, name, response_rate, own)
    table.caption = (
        f"{contacts:,} contacts, {seconds / contacts * 1e9:.0f} ns each. ciw relieves all agents at each change: "
        "the busy finish beside a full number of new ones, so it answers more."
    )
    console.print(table)
    return [
        Target("seconds for 1,000 days of 35,000 contacts on two jobs", seconds, None, MOST_SECONDS, 2),
        Target("the same, the goal beyond the promise", seconds, None, GOAL_SECONDS, 2),
    ]


def add_peer(console: Console, table: Table, name: str, response_rate: Callable[[Day, int], float], own: float) -> None:
    """A row of the peer's day, or a loud word where it is not installed."""
    if find_spec(name) is None:
        console.print(f"[bold red]{name} is not installed: NOT measured beside (bench/requirements.txt, `make bench`).")
        return
    started = perf_counter()
    reached = response_rate(large_day(), 1)
    seconds = perf_counter() - started
    table.add_row(name, "1", f"{seconds:.2f}", f"{seconds:.5f}", f"{seconds / own:,.0f}", f"{reached:.2%}")


def large_day() -> Day:
    """A weekday of 35,000 contacts, with about as many agents as load and a half-deviation more."""
    share = np.repeat(np.array(WEEKDAY_SHARE.split(), dtype=float), 2)
    offered = DAY_CONTACTS * share / share.sum()
    load = offered * AHT_S / INTERVAL_S
    return Day(offered, np.ceil(load + 0.5 * np.sqrt(load)).astype(np.int64), AHT_S, 120.0)


def simulated_days(day: Day, days: int) -> Simulated:
    """So many days of it."""
    stream = Stream("day", day.offered, np.full(day.offered.size, day.aht_s), day.patience_s)
    agents = AgentGroup((0,), np.arange(day.agents.size, dtype=np.float64) * INTERVAL_S, day.agents)
    return simulate([stream], [agents], INTERVAL_S, days, 35, jobs=JOBS)
