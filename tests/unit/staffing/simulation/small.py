"""Small streams and groups, and figures of what a simulation of them found."""

from dataclasses import fields

import numpy as np
from numpy.typing import ArrayLike

from staffing.simulation.model import AgentGroup, Redials, Stream
from staffing.simulation.simulated import Simulated

INTERVAL_S = 1800.0


def stream(
    offered: ArrayLike = (100.0, 200.0, 150.0, 20.0),
    aht_s: float = 180.0,
    patience_s: float | None = 120.0,
    within_s: float = 20.0,
    concurrency: int = 1,
    redials: Redials | None = None,
    backlog_s: float | None = None,
    handling_cv: float | None = None,
    spare_agents: int = 0,
) -> Stream:
    """A queue with the same handling time in every interval."""
    means = np.asarray(offered, dtype=float)
    return Stream(
        "general",
        means,
        np.full(means.size, aht_s),
        patience_s,
        within_s,
        concurrency,
        redials,
        backlog_s,
        handling_cv,
        spare_agents,
    )


def group(*agents: int, skills: tuple[int, ...] = (0,), every_s: float = INTERVAL_S) -> AgentGroup:
    """So many at work, one number after the other."""
    return AgentGroup(skills, np.arange(len(agents), dtype=np.float64) * every_s, np.array(agents))


def differing(one: Simulated, other: Simulated) -> list[str]:
    """What two simulations differ in, however little."""
    names = [field.name for field in fields(one)]
    return [name for name in names if not np.array_equal(getattr(one, name), getattr(other, name))]
