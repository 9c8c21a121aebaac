"""A day that rises and falls: the requirement through time beside Erlang A by the half-hour, judged by simulated days.

For 95% and 90% answered, with days alike and with days that differ by 10% and 15% in rate: agent-hours, and the worst
half-hour of the simulated days, for plain Erlang A, for Erlang A at each half-hour's peak, for Erlang A weighed over
the carried load, and for the requirement. A forecast has counts; nobody knows how the rate runs within a half-hour.
So it is simulated level, and straight from the middle of one to the next. Every day is like this one: its last two
hours stand before it.
"""

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.day_of_calls import AHT_S, INTERVAL_MIN, PATIENCE_S, counts_of_the_day, queue_of, the_day
from bench.target import Target
from domain.site_config import Goal
from staffing.compiling import FloatArray, IntArray
from staffing.least_agents import least_agents
from staffing.live_rows import live_traffic
from staffing.requirement import requirement
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from staffing.through_time.offered_load import row_laws

RATES, DAY_CVS = (0.95, 0.9), (0.0, 0.1, 0.15)
DAYS, SEED, JOBS = 2000, 7, 2
MOST_SHORT, MOST_EXTRA, GOAL_EXTRA = 0.5, 1.7, 1.2
STRETCHES, BEFORE = 6, 4  # of five minutes in a half-hour; half-hours before the day
HEADS = ("answered", "days differ", "agents by", "agent-hours", "more", "worst half-hour: level", "±", "straight", "±")


def targets(console: Console) -> list[Target]:
    """Prints the table; what was promised of it."""
    table = Table(title=f"A day of 35,000 contacts, {DAYS:,} simulated days", title_justify="left")
    for head in HEADS:
        table.add_column(head, justify="left" if head == "agents by" else "right")
    found = [target for rate in RATES for day_cv in DAY_CVS for target in _case(table, rate, day_cv)]
    console.print(table)
    return found


def _case(table: Table, rate: float, day_cv: float) -> list[Target]:
    queue = queue_of(Goal(response_rate=rate))
    ours = requirement(the_day(day_cv), [queue], {}, INTERVAL_MIN).frame["agents"]
    counts = counts_of_the_day()
    load, law = row_laws(live_traffic(queue, the_day(day_cv), INTERVAL_MIN))
    plans = {
        "plain Erlang A": plain_agents(counts, rate, day_cv),
        "each half-hour's peak": plain_agents(peaks_of_the_day(), rate, day_cv),
        "carried load": least_agents(load, AHT_S, PATIENCE_S, response_rate=rate, rate_law=law).agents,
        "the requirement": ours.to_numpy(np.int64),
    }
    worst, extra = [0.0], 0.0
    for name, agents in plans.items():
        extra = 100 * (agents.sum() / plans["plain Erlang A"].sum() - 1)
        found = [worst_half_hour(agents, contacts, rate, day_cv) for contacts in (level(counts), straight(counts))]
        worst = [points for points, _ in found]
        shown = f"{rate:.0%}", f"{day_cv:.0%}", name, f"{agents.sum() * INTERVAL_MIN / 60:,.1f}", f"{extra:+.2f}%"
        table.add_row(*shown, *(text for points, error in found for text in (f"{points:+.2f}", f"{error:.2f}")))
    what = f"{rate:.0%}, days differ by {day_cv:.0%}:"
    return [
        Target(f"{what} points that the worst half-hour is short", max(-min(worst), 0.0), None, MOST_SHORT, 2),
        Target(f"{what} more agent-hours than plain Erlang A, %", extra, None, MOST_EXTRA, 2),
        Target(f"{what} the same, the goal beyond the promise", extra, None, GOAL_EXTRA, 2),
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


def level(counts: FloatArray) -> FloatArray:
    """Mean contacts of each five minutes, a half-hour a row, at a rate that is level within each half-hour."""
    return np.repeat(counts[:, None] / STRETCHES, STRETCHES, axis=1)


def straight(counts: FloatArray) -> FloatArray:
    """The same at a rate that runs straight from the middle of a half-hour to the next, its count kept."""
    around = np.concatenate([counts[-1:], counts, counts[:1]])
    clock = np.arange(48)[:, None] + (np.arange(STRETCHES) + 0.5) / STRETCHES + 0.5
    rates = np.interp(clock, np.arange(50), around)
    contacts: FloatArray = rates * (counts / rates.sum(axis=1))[:, None]
    return contacts


def worst_half_hour(
    agents: IntArray, contacts: FloatArray, rate: float, day_cv: float, days: int = DAYS
) -> tuple[float, float]:
    """Points that the worst half-hour of all simulated days answers beyond the rate, and two standard errors there."""
    lead = BEFORE * STRETCHES
    means, at_work = (
        np.concatenate([day[-lead:], day]) for day in (contacts.reshape(-1), np.repeat(agents, STRETCHES))
    )
    stream = Stream("calls", means, np.full(means.size, AHT_S), PATIENCE_S, 20.0)
    length_s = 60.0 * INTERVAL_MIN / STRETCHES
    group = AgentGroup((0,), np.arange(means.size, dtype=np.float64) * length_s, at_work)
    found = simulate([stream], [group], length_s, days, SEED, day_cv=day_cv, jobs=JOBS)
    answered, offered = (
        counts[:, 0, lead:].reshape(days, 48, STRETCHES).sum(axis=2) for counts in (found.answered, found.offered)
    )
    beyond = 100 * (answered - rate * offered) / offered.mean(axis=0)
    worst = int(beyond.mean(axis=0).argmin())
    return float(beyond.mean(axis=0)[worst]), float(2 * beyond.std(axis=0)[worst] / np.sqrt(days))
