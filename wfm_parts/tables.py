"""Tables for a person at the terminal, drawn alike; loads nothing of the pipeline."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.table import Table
from rich.text import Text


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> Table:
    """A plain table; the first `left` columns are words, the others numbers."""
    drawn = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for place, head in enumerate(heads):
        drawn.add_column(head, justify="left" if place < left else "right", overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    return drawn


def share(value: float | None) -> str:
    """A share in percent, a dash where it is unknown."""
    return "-" if value is None else f"{value:.1%}"
