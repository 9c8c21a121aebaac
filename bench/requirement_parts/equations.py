"""The forward equations beside the simulator on a day, and beside exact steady figures.

The day of the part `day` with the requirement for 95%: shares answered and answered in time of each half-hour from the
equations in fine steps, and from simulated days whose rate runs as the equations have it, in stretches of five minutes.
At midnight two thirds of the agents leave at once: there the equations, which let those in hand fade by their mean
course, tell about three points too few answered.
"""

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.day_of_calls import AHT_S, INTERVAL_MIN, PATIENCE_S, queue_of, the_day
from bench.simulated_day import simulated_day
from bench.target import Target
from domain.site_config import Goal
from staffing.live_rows import live_traffic
from staffing.queue_figures import queue_figures
from staffing.requirement import requirement
from staffing.through_time.least import figures_through_time

DAYS, SEED = 1000, 11
MOST_OUTSIDE = 2  # of 48 half-hours: with 1 in 100 outside by chance, three or more have a chance of 1 in 75


def targets(console: Console) -> list[Target]:
    """Prints the tables; what was promised of them."""
    return [*_day_targets(console), *_steady_targets()]


def _day_targets(console: Console) -> list[Target]:
    queue = queue_of(Goal(response_rate=0.95))
    traffic = live_traffic(queue, the_day(), INTERVAL_MIN)
    agents = requirement(the_day(), [queue], {}, INTERVAL_MIN).frame["agents"].to_numpy(np.int64)
    fine, coarse = figures_through_time(traffic, agents, is_fine=True), figures_through_time(traffic, agents)
    simulated = simulated_day(agents, DAYS, SEED, 0.99)
    table = Table(title=f"Forward equations beside {DAYS:,} simulated days, 48 half-hours", title_justify="left")
    for head in ("share", "outside 99%", "furthest off, points", "quick steps off at most, points"):
        table.add_column(head, justify="left" if head == "share" else "right")
    found = []
    for name, equations, quick, seen in (
        ("answered", fine.response_rate, coarse.response_rate, simulated.response_rate),
        ("answered in time", fine.service_level, coarse.service_level, simulated.service_level),
    ):
        off = np.abs(equations - seen.mean[0, :-1])
        outside = int((off > seen.half_width[0, :-1]).sum())
        table.add_row(
            name, f"{outside} of 48", f"{100 * off.max():.2f}", f"{100 * np.abs(quick - equations).max():.3f}"
        )
        found.append(Target(f"equations, {name}: half-hours outside the 99% interval", outside, None, MOST_OUTSIDE, 0))
    console.print(table)
    return found


def _steady_targets() -> list[Target]:
    """A load that never changes: the equations in fine steps against the exact figures of Erlang A."""
    worst = 0.0
    for load, number in ((3.0, 4), (20.0, 22), (100.0, 104), (400.0, 390)):
        day = the_day().assign(offered=load * 60 * INTERVAL_MIN / AHT_S)
        traffic = live_traffic(
            queue_of(Goal(response_rate=0.95)), day.assign(p10=day["offered"], p90=day["offered"]), 30
        )
        reached = figures_through_time(traffic, np.full(48, number), is_fine=True)
        exact = queue_figures(load, number, AHT_S, PATIENCE_S, 20.0)
        for got, true in (
            (reached.response_rate, exact.response_rate),
            (reached.service_level, exact.service_level),
        ):
            worst = max(worst, float(np.abs(got - true).max()))
    return [Target("equations, steady: points off the exact share", 100 * worst, None, 0.01, 4)]
