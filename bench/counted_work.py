"""Seconds that the roster engine counts for its work, beside the processor's seconds that the work takes here.

    python -m bench.counted_work [SITE ...]

Each step of the engine is done by itself, on one core, over the sites of the measuring material or the site folders
that are named (`site.toml` and what belongs to it, `requirement.csv` beside them). A ratio of 1 is a machine as fast as
the one on which the constants of `scheduling/work.py` were measured; what matters is that the ratios of steps and sites
do not lie far apart, since a search shares out its work by them.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.material import ABSENT, SHARED
from domain.roster import PlanningWindow
from domain.site_folder import read_site
from pipeline.schedule_run import read_needed
from scheduling.annealing import anneal
from scheduling.arena import Arena, arena
from scheduling.cover_state import copy_state
from scheduling.cover_steps import cover_steps
from scheduling.cover_terms import cover_terms
from scheduling.day_bounds import raised_by_days
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.day_search import replanned_days
from scheduling.drafts import Scope
from scheduling.lagrange import lower_bound, new_climb
from scheduling.options import SolveOptions
from scheduling.relaxation import relaxed
from scheduling.replanning import ONE_DAY
from scheduling.roster_search import new_search
from scheduling.settling import TURNS, settled
from scheduling.staff_tables import staff_tables
from scheduling.watch import Watch
from scheduling.work import change_seconds, round_seconds, turn_seconds

ROUNDS, CHANGES = 100, 300_000
SITES = ("site60", "site401")


def steps(problem: Arena) -> Iterator[tuple[str, float, float]]:
    """Each step with the seconds counted and taken."""
    options = SolveOptions(time.process_time, time_limit_s=600.0, threads=1, counted_s=120.0)
    terms, days = cover_terms(problem), problem.allowed.shape[1]
    climb = new_climb(problem, 1)
    lower_bound(climb, 1)
    bound, taken = timed(lambda: lower_bound(climb, ROUNDS))
    yield "a round of the bound", round_seconds(problem, 1), taken / ROUNDS

    watch = Watch(options, options.clock())
    _, taken = timed(lambda: raised_by_days(problem, bound.prices, watch, 1.0))
    yield "days by whole duties", watch.worked_s, taken

    tours = relaxed(problem, bound.prices, 1).tours
    settled(problem, terms, bound.prices, tours, 1, 0, lambda _: 2.0)
    first, taken = timed(lambda: settled(problem, terms, bound.prices, tours, 1, 0, once))
    yield "a turn of settling", turn_seconds(problem), taken / first.turns

    search = new_search(problem, terms, first.state, watch, bound.prices)
    lane, rng = search.lanes[0], np.random.default_rng(0)

    def tried(changes: int) -> None:
        copy_state(search.state, lane.state)
        scope = Scope(0, days, False)
        anneal(
            problem, terms, lane.state, search.choices, scope, lane.draft, lane.trail, changes, (0.5, 0.3), rng
        )  # fmt: skip

    tried(1)
    _, taken = timed(lambda: tried(CHANGES))
    yield f"{CHANGES:,} small changes", change_seconds(CHANGES), taken

    day = range(days // 2, days // 2 + 1)
    prices = cover_steps(problem, terms.contact_price)
    people = range(len(problem.allowed))

    def replanned() -> float:
        return replanned_days(problem, prices, search.priced, search.state, day, people, ONE_DAY.limits, watch)[1]

    replanned()
    counted, taken = timed(replanned)
    yield "a day replanned", counted, taken


def once(turns: int) -> float:
    """The share of the time for settling that has passed: one try and no more."""
    return 0.6 if turns >= TURNS else 0.0


def timed[T](work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and the seconds of the processor that it took."""
    began = time.process_time()
    return work(), time.process_time() - began


def problem_of(site_dir: Path) -> Arena:
    """The roster problem of a site and the requirement beside it, over the weeks that the requirement covers."""
    site = read_site(site_dir)
    needed = read_needed(site, site_dir / "requirement.csv")
    first, last = needed["interval_start"].min().date(), needed["interval_start"].max().date()
    window = PlanningWindow(first, (last - first).days // 7 * 7 + 7)
    grid = DayGrid(window, site.interval_min)
    return arena(site, staff_tables(site, window), grid, needed_agents(site, needed, grid))


def main(arguments: Sequence[str]) -> int:
    """Print the seconds and their ratios."""
    parser = argparse.ArgumentParser(prog="bench.counted_work", description="Counted work beside the processor's time.")
    parser.add_argument("sites", nargs="*", type=Path)
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    if not given.sites and not SHARED.is_dir():
        console.print(ABSENT)
        return 0
    table = Table(title="Work counted and taken, seconds", title_justify="left")
    for head in ("site", "step", "counted", "taken here", "ratio"):
        table.add_column(head, justify="left" if head in ("site", "step") else "right")
    for folder in given.sites or [SHARED / "sites" / name for name in SITES]:
        for step, counted, taken in steps(problem_of(folder)):
            table.add_row(folder.name, step, f"{counted:.4f}", f"{taken:.4f}", f"{taken / max(counted, 1e-9):.2f}")
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
