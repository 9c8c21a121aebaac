"""Cases as arrays: numbers and arrays in any mix get one shape; a number that cannot be is refused by name."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.errors import UsageError
from staffing.compiling import FloatArray, IntArray

Shape = tuple[int, ...]
NEVER = np.inf  # patience of callers who never leave


def flat_cases(*inputs: ArrayLike) -> tuple[Shape, list[FloatArray]]:
    """The common shape of the inputs and each input as one long array of that size."""
    arrays = np.broadcast_arrays(*(np.asarray(given, dtype=np.float64) for given in inputs))
    return arrays[0].shape, [np.ascontiguousarray(array).reshape(-1) for array in arrays]


def in_shape[Scalar: np.generic](values: NDArray[Scalar], shape: Shape) -> NDArray[Scalar]:
    """The long array in the shape of its cases; a single case gives a plain number, as numpy's own functions do."""
    shaped: NDArray[Scalar] = values.reshape(shape)[()]
    return shaped


def refuse(wrong: NDArray[np.bool_], name: str, values: FloatArray, expected: str) -> None:
    """Raise UsageError for the first value that is wrong."""
    if wrong.any():
        position = int(np.argmax(wrong))
        place = "" if values.size == 1 else f" in case {position + 1}"
        raise UsageError(f"{name}{place} is {values[position]:g}; expected {expected}.")


def checked_load(load: FloatArray) -> FloatArray:
    """The loads, none of them negative or endless."""
    refuse(~(np.isfinite(load) & (load >= 0)), "load", load, "a load in erlangs, 0 or more")
    return load


def checked_agents(agents: FloatArray, least: int = 0) -> IntArray:
    """The agents as whole numbers."""
    whole = np.isfinite(agents) & (agents >= least) & (agents == np.floor(agents))
    refuse(~whole, "agents", agents, f"a whole number of at least {least}")
    return agents.astype(np.int64)


def checked_positive(values: FloatArray, name: str, endless: bool = False) -> FloatArray:
    """Values above 0, finite unless `endless` ones make sense."""
    refuse(~((values > 0) & (endless | np.isfinite(values))), name, values, "a number above 0")
    return values


def checked_share(values: FloatArray, name: str, one: bool = True) -> FloatArray:
    """Shares above 0 and at most 1 (below 1 where `one` makes no sense)."""
    refuse(
        ~((values > 0) & ((values <= 1) if one else (values < 1))),
        name,
        values,
        f"a share above 0 and {'at most' if one else 'below'} 1",
    )
    return values


def checked_patience(patience_s: ArrayLike | None) -> FloatArray:
    """Mean patience in seconds; None and NaN stand for callers who never leave."""
    given = np.asarray(NEVER if patience_s is None else patience_s, dtype=np.float64)
    patience = np.where(np.isnan(given), NEVER, given)
    checked_positive(patience.reshape(-1), "patience_s", endless=True)
    return patience
