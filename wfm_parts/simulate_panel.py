"""What a simulation found, for a person at the terminal."""

from rich.table import Table

from pipeline.simulate_frames import QueueOutcome
from pipeline.simulate_run import SimulationReport
from wfm_parts.tables import table

HEADS = ("queue", "offered", "response\nrate", "bad\nday", "service\nlevel", "ASA", "occupancy", "short", "goals\nmet")
MEANING = "bad day: one in ten is below; short: intervals below the response rate asked for; goals met: share of days"


def simulation_table(report: SimulationReport) -> Table:
    """Each queue over the whole window, means over replications."""
    drawn = table(
        f"Simulated {report.first} to {report.last}, {report.replications:,} times",
        HEADS,
        [queue_line(queue) for queue in report.queues],
    )
    drawn.caption = f"{MEANING}; by interval and by day in {' and '.join(report.files)}"
    return drawn


def queue_line(queue: QueueOutcome) -> tuple[str, ...]:
    """The queue's figures as text."""
    return (
        queue.queue,
        f"{queue.offered:,.0f}",
        known(queue.response_rate, ".1%"),
        known(queue.response_rate_p10, ".1%"),
        known(queue.service_level, ".1%"),
        known(queue.asa_s, ",.0f") + " s",
        known(queue.occupancy, ".1%"),
        f"{queue.intervals_short:,}",
        known(queue.days_met, ".1%"),
    )


def known(value: float, form: str) -> str:
    """The value in that form, a dash where it is not known."""
    return "-" if value != value else format(value, form)
