"""How the formulas are compiled, and the arrays they take."""

from collections.abc import Callable
from typing import cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Records = NDArray[np.void]

Figures = tuple[float, float, float, float, float]
"""P(wait), P(abandon), response rate, share of offered answered in time, mean wait of the answered in AHTs."""


def compiled[F: Callable[..., object]](function: F) -> F:
    """The function compiled by numba at its first call and kept on disk; a division by zero gives inf or NaN.

    The copy on disk is renewed when the function's own module changes, not when a module it imports does: so compiled
    functions whose answer depends on one another stand in one module.
    """
    return _compiled(function, beside=False)


def compiled_beside[F: Callable[..., object]](function: F) -> F:
    """The same, and other threads run beside it: it does not hold the interpreter while it works."""
    return _compiled(function, beside=True)


def _compiled[F: Callable[..., object]](function: F, beside: bool) -> F:
    try:
        return cast("F", njit(cache=True, error_model="numpy", nogil=beside)(function))
    except RuntimeError:  # numba finds no folder it may write to, as in a read-only installation: compile every time
        return cast("F", njit(error_model="numpy", nogil=beside)(function))
