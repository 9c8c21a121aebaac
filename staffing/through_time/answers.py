"""What is asked of every interval of a queue, and what is answered."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Goals:
    """What must hold in every interval; with an `assurance` the two shares do on that share of days, not on average."""

    response_rate: float | None = None
    service_level: float | None = None
    max_asa_s: float | None = None
    max_occupancy: float | None = None
    assurance: float | None = None

    @property
    def asked(self) -> tuple[float, float, float, float]:
        """Response rate and service level (0: none), longest ASA in s and highest occupancy (inf: none)."""
        return (
            self.response_rate or 0.0,
            self.service_level or 0.0,
            np.inf if self.max_asa_s is None else self.max_asa_s,
            np.inf if self.max_occupancy is None else self.max_occupancy,
        )


@dataclass(frozen=True, slots=True)
class FiguresThroughTime:
    """What is expected of the contacts that come in each interval; NaN where none do.

    Shares are of the contacts offered, `asa_s` of those answered, on average over the days' rates; occupancy is of the
    time of agents at work on a day of the mean rate.
    """

    response_rate: FloatArray
    service_level: FloatArray
    asa_s: FloatArray
    occupancy: FloatArray


@dataclass(frozen=True, slots=True)
class LeastThroughTime:
    """The least agents of each interval, one after the other, and the goal that one fewer there would miss furthest."""

    agents: IntArray
    binding: NDArray[np.str_]
    figures: FiguresThroughTime
