"""Overrides of the forecast at the terminal."""

from collections.abc import Sequence

from rich.table import Table

from domain.overrides import KeptOverride, Override
from pipeline.overrides import OverrideGiven
from wfm_parts.tables import table


def given_lines(given: OverrideGiven) -> list[str]:
    """The override, what it does to the last night's forecast, what it overlaps, and when it is used."""
    lines = [f"Override {given.override.id} is in force: {_told(given.override)}."]
    if given.effect is not None:
        effect = given.effect
        lines.append(f"{effect.planner_contacts:,.0f} contacts instead of the model's {effect.model_contacts:,.0f}.")
    for other in given.overlapped:
        lines.append(f"It overlaps override {other.id} ({_told(other)}): where both are, this later one counts.")
    return [*lines, "The next night, or the last one run again, uses it."]


def _told(override: Override) -> str:
    order = override.order
    return f"{order.queue}, {order.span}, {order.change}, {order.why}"


def overrides_table(overrides: Sequence[KeptOverride]) -> Table:
    """Every override, the latest first, with its withdrawal."""
    rows = []
    for kept in reversed(overrides):
        order, gone = kept.override.order, kept.withdrawal
        given = f"{kept.override.who}, {kept.override.at:%Y-%m-%d %H:%M} UTC: {order.why}"
        state = "in force" if gone is None else f"withdrawn by {gone.who}, {gone.at:%Y-%m-%d %H:%M} UTC: {gone.why}"
        rows.append((str(kept.override.id), order.queue, order.span, order.change, given, state))
    return table("Overrides", ("id", "queue", "from, until", "change", "given", "state"), rows, left=6)


def withdrawn_line(kept: KeptOverride) -> str:
    """What was withdrawn."""
    return f"Override {kept.override.id} is withdrawn: {_told(kept.override)}. The next night does without it."
