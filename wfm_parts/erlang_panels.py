"""What `wfm erlang` shows: the figures of a case, what a few agents fewer and more would reach, how long is waited."""

import math

from rich.table import Table

from pipeline.erlang_run import ErlangReport
from staffing.calculator import Reached
from wfm_parts.panels import share, table


def erlang_tables(report: ErlangReport) -> list[Table]:
    """The figures, then the agents around the answer, then the waits."""
    figures = table("Erlang", ("figure", "value"), [(name, _figure(value)) for name, value in report.figures.items()])
    return [figures, _around_table(report), _waits_table(report)]


def _around_table(report: ErlangReport) -> Table:
    """A row for each number of agents; the answer is marked, and so is who meets the goals."""
    within = report.figures["answer_within_s"]
    goals = any(row.meets_goals is not None for row in report.around)
    heads = ["", "agents", "response rate", f"service level ({within:g} s)", "ASA (s)", "occupancy"]
    rows = [_row(row, report.agents) for row in report.around]
    drawn = table("A few agents fewer and more", heads + ["goals"] * goals, [row[: len(heads) + goals] for row in rows])
    for row, shown in zip(report.around, drawn.rows, strict=True):
        shown.style = "bold" if row.agents == report.agents else ""
    return drawn


def _row(row: Reached, agents: int) -> list[str]:
    shares = [share(value) for value in (row.response_rate, row.service_level)]
    mark = "→" if row.agents == agents else ""
    met = "met" if row.meets_goals else "missed"
    return [mark, f"{row.agents:,}", *shares, _seconds(row.asa_s), share(_finite(row.occupancy)), met]


def _waits_table(report: ErlangReport) -> Table:
    """The wait that a share of the answered do not exceed."""
    heads = ["of the answered", *(f"{part:.0%}" for part in report.waits_s)]
    waits = [_seconds(math.inf if wait is None else wait) for wait in report.waits_s.values()]
    return table("How long the answered wait", heads, [["wait at most (s)", *waits]])


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _seconds(value: float) -> str:
    """Seconds to a tenth; a dash where there is no answer or no end."""
    return f"{value:,.1f}" if math.isfinite(value) else "–"


def _figure(value: float | str | None) -> str:
    match value:
        case None:
            return "-"
        case float():
            return f"{value:,.4g}"
    return str(value)
