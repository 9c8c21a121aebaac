"""What forecasting many queues costs: seconds and memory of the very path of `wfm forecast`, on simulated queues.

    python -m bench.forecast_scale [--queues 1000] [--years 3] [--jobs 2] [--without-models]
                                   [--engine local|dask|ray] [--scheduler ADDRESS]

Hourly history, 28 days ahead, all candidates with six past forecasts each. Prints seconds in all and a queue, the most
memory that all processes held together (shared pages counted once each), and what 1,000 queues would take. Without
models a queue is forecast by last week alone: what the way there and back costs.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import timedelta

from rich.console import Console

from bench.memory import WatchedMemory
from bench.simulated_queues import COUNTRY, DAYS_A_YEAR, FIRST, simulated_history
from domain.day_types import demand_calendar
from domain.frames import CallHistory, checked
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.forecast import BACKTEST_ORIGINS, ForecastOutcome, forecast_queues
from forecasting.models.simple import SeasonalNaive
from forecasting.spread_out import Engine
from pipeline.engine import chosen_engine

DAYS = 28
MANY = 1000
MOST_GB = 4.0


def forecast_all(queues: int, years: int, engine: Engine, with_models: bool) -> tuple[ForecastOutcome, float, float]:
    """The forecast of the simulated queues, and the seconds of checking their history and of forecasting."""
    history = simulated_history(queues, years, seed=1)
    start = FIRST + timedelta(days=years * DAYS_A_YEAR)
    calendar = demand_calendar(COUNTRY, FIRST, start + timedelta(days=DAYS))
    candidates, origins = (DEFAULT_CANDIDATES, BACKTEST_ORIGINS) if with_models else ((SeasonalNaive(),), 0)
    began = time.perf_counter()
    history = checked(CallHistory, history)
    ready = time.perf_counter()
    outcome = forecast_queues(
        history, calendar, start, DAYS, 60, {}, backtest_origins=origins, candidates=candidates, engine=engine
    )
    return outcome, ready - began, time.perf_counter() - ready


def main(arguments: Sequence[str]) -> int:
    """Print what it took."""
    parser = argparse.ArgumentParser(prog="bench.forecast_scale", description="What forecasting many queues costs.")
    parser.add_argument("--queues", type=int, default=MANY)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--engine", default="local", choices=["local", "dask", "ray"])
    parser.add_argument("--scheduler")
    parser.add_argument("--without-models", action="store_true")
    given = parser.parse_args(arguments)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)
    engine = chosen_engine(given.engine, given.scheduler, given.jobs)
    with WatchedMemory() as memory:
        outcome, check_s, forecast_s = forecast_all(given.queues, given.years, engine, not given.without_models)
    rows = given.queues * given.years * DAYS_A_YEAR * 24
    console.print(
        f"{given.queues:,} queues x {given.years} years by the hour, {rows:,} rows, engine {given.engine}:"
        f" history checked in {check_s:.1f} s, forecast in {forecast_s:.1f} s, {forecast_s / given.queues:.2f} s a"
        f" queue; {len(outcome.frame):,} rows of forecast, {len(outcome.missing)} queues missing"
    )
    kept = "kept" if memory.most_gb <= MOST_GB else "MISSED"
    console.print(f"memory of all processes here: at most {memory.most_gb:.2f} GB ({kept}: at most {MOST_GB:g})")
    if given.queues < MANY:
        projected_h = forecast_s / given.queues * MANY / 3600
        console.print(f"{MANY:,} such queues would take {projected_h:.2f} h with as many jobs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
