"""Copying and setting short rows in lean code (`compiled.py`), where numpy's own assignment would take memory."""

from scheduling.arena import Ints
from scheduling.compiled import lean


@lean
def copy_row(source: Ints, target: Ints) -> None:
    """Write the source's numbers into the target, which is as long."""
    for position in range(len(target)):
        target[position] = source[position]


@lean
def set_row(target: Ints, number: int) -> None:
    """Write the number into every place of the target."""
    for position in range(len(target)):
        target[position] = number
