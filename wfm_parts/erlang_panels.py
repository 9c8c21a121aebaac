"""What `wfm erlang` shows: the figures of a case, what a few agents fewer and more would reach, how long is waited."""

import math

from rich.table import Table

from pipeline.erlang_run import ErlangReport
from wfm_parts.tables import share, table


def erlang_tables(report: ErlangReport) -> list[Table]:
    """The figures, then the agents around the answer, then the waits."""
    figures = table("Erlang", ("figure", "value"), [(name, _figure(value)) for name, value in report.figures.items()])
    return [figures, _around_table(report), _waits_table(report)]


def _around_table(report: ErlangReport) -> Table:
    """A row for each number of agents; the answer is marked, and so is who meets the goals."""
    within = report.figures["answer_within_s"]
    heads = ["", "agents", "response rate", f"service level ({within:g} s)", "ASA (s)", "occupancy"]
    rows = [
        [
            "→" if row.agents == report.agents else "",
            f"{row.agents:,}",
            share(row.response_rate),
            share(row.service_level),
            _seconds(row.asa_s),
            share(row.occupancy if math.isfinite(row.occupancy) else None),
        ]
        for row in report.around
    ]
    if any(row.meets_goals is not None for row in report.around):
        heads.append("goals")
        rows = [
            [*cells, "met" if row.meets_goals else "missed"] for cells, row in zip(rows, report.around, strict=True)
        ]
    drawn = table("A few agents fewer and more", heads, rows)
    for row, shown in zip(report.around, drawn.rows, strict=True):
        shown.style = "bold" if row.agents == report.agents else ""
    return drawn


def _waits_table(report: ErlangReport) -> Table:
    """The wait that a share of the answered do not exceed."""
    heads = ["of the answered", *(f"{part:.0%}" for part in report.waits_s)]
    waits = [_seconds(math.inf if wait is None else wait) for wait in report.waits_s.values()]
    return table("How long the answered wait", heads, [["wait at most (s)", *waits]])


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
