"""What a simulation found, for a person at the terminal."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from pipeline.simulate_outcomes import PLURAL, QueueOutcome
from pipeline.simulate_run import SimulationReport
from wfm_parts.tables import table

LIVE_HEADS = ("queue", "offered", "response\nrate", "by\nattempt", "bad\nday", "service\nlevel", "ASA", "busy", "short", "goals\nmet")  # fmt: skip  # noqa: E501
DEFERRED_HEADS = (
    "deferred queue",
    "offered",
    "in time",
    "mean time\nto answer",
    "oldest",
    "own agents\nbusy",
    "goals\nmet",
)
LIVE_MEANING = (
    "response rate: contacts answered; by attempt: where callers call again; bad day: one in ten is below; busy: with "
    "deferred work, where it is lent time; short: intervals below the response rate asked for"
)
DEFERRED_MEANING = "in time: finished within max_backlog_h; oldest: greatest age of a contact in the window, on average"
MET = "goals met: share of {} on which all were"


def simulation_table(report: SimulationReport) -> Group:
    """Each queue over the whole window, means over replications; where the rest is written."""
    title = f"Simulated {report.first} to {report.last}, {report.replications:,} times"
    live = [queue for queue in report.queues if not queue.is_deferred]
    deferred = [queue for queue in report.queues if queue.is_deferred]
    drawn: list[Table | Text] = []
    if live:
        of_live = table(title, LIVE_HEADS, [live_line(queue) for queue in live])
        of_live.caption = f"{LIVE_MEANING}; {goals_met(live)}"
        drawn.append(of_live)
    if deferred:
        of_deferred = table("" if live else title, DEFERRED_HEADS, [deferred_line(queue) for queue in deferred])
        of_deferred.caption = f"{DEFERRED_MEANING}; {goals_met(deferred)}"
        drawn.append(of_deferred)
    return Group(*drawn, Text(f"By interval, day, week and window in {', '.join(report.files)}"))


def goals_met(queues: list[QueueOutcome]) -> str:
    """What the share of goals met is a share of: the scope of each queue's goals."""
    scopes = list(dict.fromkeys(queue.scope for queue in queues))
    if len(scopes) == 1:
        return MET.format(PLURAL[scopes[0]])
    named = (f"{PLURAL[scope]} ({', '.join(q.queue for q in queues if q.scope == scope)})" for scope in scopes)
    return MET.format(", ".join(named))


def live_line(queue: QueueOutcome) -> tuple[str, ...]:
    """The figures of a live queue as text."""
    return (
        queue.queue,
        f"{queue.offered:,.0f}",
        known(queue.response_rate, ".1%"),
        known(queue.response_rate_by_attempt, ".1%"),
        known(queue.response_rate_p10, ".1%"),
        known(queue.service_level, ".1%"),
        known(queue.asa_s, ",.0f", " s"),
        known(queue.occupancy_with_deferred, ".1%"),
        f"{queue.intervals_short:,}",
        known(queue.scope_met, ".1%"),
    )


def deferred_line(queue: QueueOutcome) -> tuple[str, ...]:
    """The figures of a deferred queue as text."""
    return (
        queue.queue,
        f"{queue.offered:,.0f}",
        known(queue.service_level, ".1%"),
        known(queue.asa_s / 60, ",.0f", " min"),
        known(queue.backlog_age_h, ".1f", " h"),
        known(queue.occupancy, ".1%"),
        known(queue.scope_met, ".1%"),
    )


def known(value: float, form: str, unit: str = "") -> str:
    """The value in that form, a dash where it is not known."""
    return "-" if value != value else format(value, form) + unit
