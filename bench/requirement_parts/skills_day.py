"""A day of 35,000 contacts on three queues, by set of skills: agent-hours beside the queues apart and beside one pool.

The day with a noon and a 22:30 peak, shared out as 61 : 42 : 23, AHT 180 s, patience 120 s, 95% answered on every queue
in every half-hour; agents with one skill and with each pair. Fresh simulated days judge.
"""

from time import perf_counter

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.day_of_calls import AHT_S, INTERVAL_MIN, PATIENCE_S, counts_of_the_day
from bench.requirement_parts.skills import GOALS, GROUPS, JOBS, JUDGE_SEED, LOADS, RATE, SEED
from bench.target import Target
from staffing.by_skill.load_cuts import Load, loads_of, traffic_of
from staffing.by_skill.search import skill_requirement
from staffing.by_skill.stages import day_stage
from staffing.by_skill.trial import gains
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.model import Stream
from staffing.through_time.answers import Goals
from staffing.through_time.least import least_agents_through_time

DAYS, INTERVAL_S = 1500, 60.0 * INTERVAL_MIN
MOST_SHORT, MOST_OF_APART = 0.5, 95.0  # points; % of the agent-hours of the queues apart


def targets(console: Console) -> list[Target]:
    """Prints the table; what was promised of it."""
    streams = streams_of_the_day()
    apart = np.array([apart_agents(stream) for stream in streams])
    began = perf_counter()
    found = skill_requirement(streams, GOALS, GROUPS, INTERVAL_S, seed=SEED, needs=apart, jobs=JOBS)
    took_s = perf_counter() - began
    table = Table(title="A day of 35,000 contacts on three queues, by set of skills", title_justify="left")
    for head in ("agents", "agent-hours", "of the queues apart", "worst half-hour of a queue, points", "±"):
        table.add_column(head, justify="left" if head == "agents" else "right")
    nobody = np.zeros((len(GROUPS) - len(LOADS), apart.shape[1]), dtype=np.int64)
    worst, share = {}, {}
    for name, agents in (("by skill", found.agents), ("one queue each", np.vstack([apart, nobody]))):
        share[name] = 100 * float(agents.sum() / apart.sum())
        worst[name], error = worst_half_hour(streams, agents)
        hours = f"{agents.sum() * INTERVAL_MIN / 60:,.1f}"
        table.add_row(name, hours, f"{share[name]:.1f}%", f"{worst[name]:+.2f}", f"{error:.2f}")
    pool = 100 * float(found.bound.sum() / apart.sum())
    table.add_row("one pool, by load", f"{found.bound.sum() * INTERVAL_MIN / 60:,.1f}", f"{pool:.1f}%", "", "")
    console.print(table)
    console.print(f"The search took {took_s:.0f} s on {JOBS} threads.")
    return [
        Target("a day by skill: worst half-hour of a queue, points short", -worst["by skill"], None, MOST_SHORT, 2),
        Target("a day by skill: % of the agent-hours of the queues apart", share["by skill"], None, MOST_OF_APART),
    ]


def streams_of_the_day() -> tuple[Stream, ...]:
    """The three queues through the day."""
    counts, total = counts_of_the_day(), sum(LOADS)
    aht_s = np.full(counts.size, AHT_S)
    return tuple(
        Stream(name, counts * load / total, aht_s, PATIENCE_S) for name, load in zip("abc", LOADS, strict=True)
    )


def apart_agents(stream: Stream) -> IntArray:
    """What a queue needs by itself, through time."""
    return least_agents_through_time(traffic_of(stream, INTERVAL_S), Goals(response_rate=RATE)).agents


def worst_half_hour(streams: tuple[Stream, ...], agents: IntArray) -> tuple[float, float]:
    """Points above the goal of the worst half-hour of a queue on fresh days, and its standard error."""
    load = Load(streams, GOALS, loads_of(streams, INTERVAL_S), np.zeros((len(LOADS), agents.shape[1])))
    found = gains(day_stage(load, GROUPS, INTERVAL_S, JOBS), agents, DAYS, JUDGE_SEED)
    share: FloatArray = 100 * found.mean / found.offered
    place = np.unravel_index(int(share.argmin()), share.shape)
    return float(share[place]), 100 * float(found.error[place] / found.offered[place])
