"""The evening peak of the day made narrower and wider: what half-hourly counts let anybody know, and what it costs.

The day of the part `day` with evening peaks whose bell has a standard deviation of 0.7 to 3 hours. Within a half-hour
the rate is simulated level, straight from middle to middle, and as the bell runs, its counts kept. Beside the
requirement stands a *floor*: for each half-hour the least agents that keep the goal in it by the forward equations with
two thirds more agents in the half-hours beside, so that hardly anybody waits when it begins or ends. No plan that keeps
every half-hour has fewer agents in any of them.
"""

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.day_of_calls import INTERVAL_MIN, counts_of_the_day, queue_of, the_day
from bench.requirement_parts.day import STRETCHES, level, plain_agents, straight, worst_half_hour
from bench.target import Target
from domain.site_config import Goal
from staffing.compiling import FloatArray, IntArray
from staffing.live_rows import live_traffic
from staffing.requirement import requirement
from staffing.through_time.least import figures_through_time

RATE, WIDTHS_H, DAYS = 0.95, (0.7, 1.0, 1.5, 2.0, 3.0), 600
MOST_SHORT, MOST_EXTRA = 0.5, 1.7
BESIDE = 5 / 3  # times the agents required, in the half-hours beside the one whose floor is sought
HEADS = ("width, h", "agent-hours", "over Erlang A", "floor", "worst half-hour: level", "straight", "as it runs", "±")


def targets(console: Console) -> list[Target]:
    """Prints the table; what was promised of it."""
    table = Table(title="Evening peaks of several widths, 95% answered in every half-hour", title_justify="left")
    for head in HEADS:
        table.add_column(head, justify="right")
    found = [target for width_h in WIDTHS_H for target in _case(table, width_h)]
    console.print(table)
    return found


def _case(table: Table, width_h: float) -> list[Target]:
    counts, queue = counts_of_the_day(width_h), queue_of(Goal(response_rate=RATE))
    ours = requirement(the_day(0.0, width_h), [queue], {}, INTERVAL_MIN).frame["agents"].to_numpy(np.int64)
    plain = plain_agents(counts, RATE, 0.0).sum()
    floor = 100 * (least_of_each(width_h, ours).sum() / plain - 1)
    extra = 100 * (ours.sum() / plain - 1)
    courses = level(counts), straight(counts), as_it_runs(width_h)
    worst = [worst_half_hour(ours, contacts, RATE, 0.0, DAYS) for contacts in courses]
    hours = f"{ours.sum() * INTERVAL_MIN / 60:,.1f}"
    shown = *(f"{points:+.2f}" for points, _ in worst), f"{max(error for _, error in worst):.2f}"
    table.add_row(f"{width_h:g}", hours, f"{extra:+.2f}%", f"{floor:+.2f}%", *shown)
    short = max(-points for points, _ in worst)
    return [
        Target(f"peak of {width_h:g} h: points that the worst half-hour is short", short, None, MOST_SHORT, 2),
        Target(f"peak of {width_h:g} h: more agent-hours than plain Erlang A, %", extra, None, MOST_EXTRA, 2),
    ]


def as_it_runs(width_h: float) -> FloatArray:
    """Mean contacts of each five minutes, a half-hour a row, by the bells themselves; every half-hour's count kept."""
    fine, counts = counts_of_the_day(width_h, STRETCHES).reshape(48, STRETCHES), counts_of_the_day(width_h)
    contacts: FloatArray = fine * (counts / fine.sum(axis=1))[:, None]
    return contacts


def least_of_each(width_h: float, required: IntArray) -> IntArray:
    """The least agents of each half-hour that keep the goal in it where there are many in those beside."""
    traffic = live_traffic(queue_of(Goal(response_rate=RATE)), the_day(0.0, width_h), INTERVAL_MIN)
    many, least = np.ceil(required * BESIDE).astype(np.int64), required.copy()
    for odd in range(2):
        own = np.arange(required.size) % 2 == odd
        for _ in range(int(required.max())):
            tried = np.where(own, least - 1, many)
            keeps = own & (figures_through_time(traffic, tried).response_rate >= RATE)
            if not keeps.any():
                break
            least[keeps] -= 1
    return least
