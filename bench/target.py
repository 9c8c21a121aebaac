"""A figure, what was promised of it, and whether that was kept."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Target:
    """A figure, what was promised, and whether that was kept."""

    what: str
    value: float
    low: float | None
    high: float | None
    digits: int = 1

    @property
    def is_met(self) -> bool:
        """Whether the figure, unrounded, lies within; an unknown one does not."""
        known = not np.isnan(self.value)
        return known and (self.low is None or self.value >= self.low) and (self.high is None or self.value <= self.high)

    @property
    def promise(self) -> str:
        """The limits in words."""
        if self.low is None:
            return f"at most {self.high:g}"
        return f"at least {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"


def target_table(targets: Sequence[Target]) -> Table:
    """Everything promised, and whether it was kept."""
    met = sum(target.is_met for target in targets)
    table = Table(title=f"Promised: {met} of {len(targets)} kept", title_justify="left")
    for head in ("", "figure", "measured", "promised"):
        table.add_column(head, justify="right" if head == "measured" else "left")
    for target in targets:
        mark = "[green]kept" if target.is_met else "[bold red]MISSED"
        table.add_row(mark, target.what, f"{target.value:.{target.digits}f}", target.promise)
    return table
