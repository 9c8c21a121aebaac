"""Found and known events as tables for a person at the terminal."""

from collections.abc import Sequence
from datetime import datetime

from rich.table import Table

from pipeline.events_run import FoundLine, LearntLine
from wfm_parts.tables import table


def found_table(found: Sequence[FoundLine]) -> Table:
    """What stands out in each queue's history, the strongest first."""
    rows = [
        (
            line.queue,
            line.kind,
            _moment(line.start),
            _moment(line.end),
            f"x{line.ratio:.2f}",
            f"{line.contacts:+,.0f}",
            line.done,
        )
        for line in found
    ]
    heads = ("queue", "kind", "from", "until", "size", "contacts", "what the forecast does")
    drawn = table("Found in the history: what no calendar explains, the strongest first", heads, rows, left=4)
    drawn.columns[-1].justify = "left"
    if any("break" in line.kind for line in found):
        drawn.caption = "of a break, the size and contacts are those of the four weeks after it"
    return drawn


def learnt_table(learnt: Sequence[LearntLine]) -> Table:
    """What known events did to contacts."""
    rows = [(line.queue, line.event, line.in_words) for line in learnt]
    return table("Known events: what they did, drawn to x1 where little was seen", ("queue", "event", "seen"), rows, 3)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
