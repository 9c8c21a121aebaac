"""Whole numbers drawn by chance in compiled code, without the array that numba makes for `Generator.integers`."""

import numpy as np

from scheduling.compiled import lean


@lean
def drawn(rng: np.random.Generator, first: int, end: int) -> int:
    """A whole number from `first` up to, not including, `end`, as likely as each other one but for rounding."""
    return first + int(rng.random() * (end - first))
