"""From agents needed on a queue to agents that must be at work: the one place that knows shrinkage."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from domain.errors import ConfigError
from staffing.compiling import IntArray

ROUNDING = 1e-9  # of an agent: 21 / (1 - 0.3) is 30, not 31


def combined_shrinkage(causes: Mapping[str, float]) -> float:
    """The share of rostered time lost to all causes together: their sum.

    Each cause is a share of *rostered* time, and an hour is lost to one cause only: who is absent is in no meeting.
    So the shares add; to multiply what each leaves over would take the second from the time that the first left.
    """
    lost = sum(causes.values())
    if lost >= 1:
        shares = ", ".join(f"{cause} {share:g}" for cause, share in causes.items())
        raise ConfigError(f"Shrinkage adds up to {lost:g} ({shares}) and leaves nobody at work; make it less than 1.")
    return lost


def scheduled(required: ArrayLike, shrinkage: float) -> IntArray:
    """Agents that must be at work so that `required` are on the queue: ceil(required / (1 - shrinkage)).

    `required` may be a fraction where the work can wait. A quotient that is whole but for rounding is not raised.
    """
    exact = np.asarray(required, dtype=np.float64) / (1 - shrinkage)
    at_work: IntArray = np.ceil(exact - ROUNDING * np.maximum(exact, 1.0)).astype(np.int64)
    return at_work


def on_queue(agents: ArrayLike, shrinkage: float) -> IntArray:
    """Agents on the queue of so many at work: floor(agents (1 - shrinkage)), the whole number `scheduled` was given."""
    exact = np.asarray(agents, dtype=np.float64) * (1 - shrinkage)
    present: IntArray = np.floor(exact + ROUNDING * np.maximum(exact, 1.0)).astype(np.int64)
    return present
