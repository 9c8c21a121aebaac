"""A day that rises and falls: the requirement through time beside Erlang A by the half-hour, judged by simulated days.

For 95% and 90% answered, with days alike and with days that differ by 10% and 15% in rate: agent-hours, and the worst
half-hour of the simulated days, for plain Erlang A, for Erlang A at each half-hour's peak, and for the requirement.
"""

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.day_of_calls import AHT_S, INTERVAL_MIN, PATIENCE_S, counts_of_the_day, queue_of, the_day
from bench.target import Target
from domain.site_config import Goal
from staffing.compiling import FloatArray, IntArray
from staffing.least_agents import least_agents
from staffing.requirement import requirement
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate

RATES, DAY_CVS = (0.95, 0.9), (0.0, 0.1, 0.15)
DAYS, SEED, JOBS = 2000, 7, 2
MOST_SHORT, MOST_EXTRA = 0.5, 1.7
HEADS = ("answered", "days differ", "agents by", "agent-hours", "more than plain", "worst half-hour, points", "±")


def targets(console: Console) -> list[Target]:
    """Prints the table; what was promised of it."""
    table = Table(title=f"A day of 35,000 contacts, {DAYS:,} simulated days", title_justify="left")
    for head in HEADS:
        table.add_column(head, justify="left" if head == "agents by" else "right")
    found = [target for rate in RATES for day_cv in DAY_CVS for target in _case(table, rate, day_cv)]
    console.print(table)
    return found


def _case(table: Table, rate: float, day_cv: float) -> list[Target]:
    ours = requirement(the_day(day_cv), [queue_of(Goal(response_rate=rate))], {}, INTERVAL_MIN).frame["agents"]
    plans = {
        "plain Erlang A": plain_agents(counts_of_the_day(), rate, day_cv),
        "each half-hour's peak": plain_agents(peaks_of_the_day(), rate, day_cv),
        "the requirement": ours.to_numpy(np.int64),
    }
    worst, extra = 0.0, 0.0
    for name, agents in plans.items():
        extra = 100 * (agents.sum() / plans["plain Erlang A"].sum() - 1)
        worst, error = worst_half_hour(agents, rate, day_cv)
        shown = f"{rate:.0%}", f"{day_cv:.0%}", name, f"{agents.sum() * INTERVAL_MIN / 60:,.1f}", f"{extra:+.2f}%"
        table.add_row(*shown, f"{worst:+.2f}", f"{error:.2f}")
    what = f"{rate:.0%}, days differ by {day_cv:.0%}:"
    return [
        Target(f"{what} points that the worst half-hour is short", max(-worst, 0.0), None, MOST_SHORT, 2),
        Target(f"{what} more agent-hours than plain Erlang A, %", extra, None, MOST_EXTRA, 2),
    ]


def plain_agents(counts: FloatArray, rate: float, day_cv: float) -> IntArray:
    """Agents by Erlang A, every half-hour as if it had always been so."""
    load = counts * AHT_S / (60 * INTERVAL_MIN)
    return least_agents(load, AHT_S, PATIENCE_S, response_rate=rate, rate_variance=day_cv**2).agents


def peaks_of_the_day() -> FloatArray:
    """The highest rate of each half-hour, contacts an interval, rates running straight between their middles."""
    counts = counts_of_the_day()
    edges = np.concatenate([counts[:1], (counts[1:] + counts[:-1]) / 2, counts[-1:]])
    peaks: FloatArray = np.maximum(counts, np.maximum(edges[:-1], edges[1:]))
    return peaks


def worst_half_hour(agents: IntArray, rate: float, day_cv: float) -> tuple[float, float]:
    """Points that the worst half-hour answers beyond the rate over all simulated days, and two standard errors there.

    The first half-hour stands before the day twice more, so that the day begins in the middle of things.
    """
    order: NDArray[np.int64] = np.concatenate([np.zeros(2, dtype=np.int64), np.arange(48)])
    stream = Stream("calls", counts_of_the_day()[order], np.full(50, AHT_S), PATIENCE_S, 20.0)
    group = AgentGroup((0,), np.arange(50) * 60.0 * INTERVAL_MIN, agents[order])
    found = simulate([stream], [group], 60.0 * INTERVAL_MIN, DAYS, SEED, day_cv=day_cv, jobs=JOBS)
    answered, offered = found.answered[:, 0, 2:], found.offered[:, 0, 2:]
    mean_offered = offered.mean(axis=0)
    beyond = 100 * (answered - rate * offered) / mean_offered
    worst = int(beyond.mean(axis=0).argmin())
    return float(beyond.mean(axis=0)[worst]), float(2 * beyond.std(axis=0)[worst] / np.sqrt(DAYS))
