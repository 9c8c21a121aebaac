"""The price of a response rate, for a person at the terminal."""

from itertools import pairwise

from rich.table import Table

from domain.frames import TOTAL
from pipeline.price_run import PriceReport, price_rows
from wfm_parts.tables import share, table


def price_table(report: PriceReport) -> Table:
    """Hours, what they are above the rate before, cost and simulated result of all queues together, a rate a row."""
    total = price_rows(report, TOTAL)
    more = ["-", *(f"{row.agent_hours - before.agent_hours:+,.1f}" for before, row in pairwise(total))]
    rows = [
        (
            share(row.response_rate),
            f"{row.agent_hours:,.1f}",
            added,
            "-" if row.cost is None else f"{row.cost:,.0f}",
            share(row.simulated_response_rate),
        )
        for row, added in zip(total, more, strict=True)
    ]
    cost = f"cost, {report.currency}" if report.currency else "cost"
    drawn = table("Price of a response rate, all queues", ("rate", "agent-hours", "more", cost, "simulated"), rows)
    queues = report.prices["queue"].nunique() - 1
    drawn.caption = f"{queues:,} queues, {report.replications:,} replications; queue by queue in the file"
    return drawn
