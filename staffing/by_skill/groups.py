"""Agents by their set of skills, and which sets of queues they bind together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.errors import ConfigError
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.model import Stream

FLEXIBLE_COST = 0.001  # for each skill beyond the first: of answers with equally many agents, the least flexible
MOST_SETS = 512  # sets of queues whose load is looked at together; beyond, the smaller sets are left to the simulation

QueueSet = frozenset[int]


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """Agents with the same skills (places of streams): how many exist at most by period, and what one costs."""

    skills: tuple[int, ...]
    most: IntArray | None = None
    cost: float | None = None

    @property
    def price(self) -> float:
        """What one of them costs in agents: `cost`, or one agent and a thousandth for every skill beyond the first."""
        return 1 + FLEXIBLE_COST * (len(self.skills) - 1) if self.cost is None else self.cost


def prices(groups: Sequence[SkillGroup]) -> FloatArray:
    """What an agent of each group costs."""
    return np.array([group.price for group in groups])


def can_serve(groups: Sequence[SkillGroup], queues: int) -> NDArray[np.bool_]:
    """Whether a group `[g, q]` has the skill for a queue."""
    serves = np.zeros((len(groups), queues), dtype=bool)
    for g, group in enumerate(groups):
        serves[g, list(group.skills)] = True
    return serves


def check_groups(groups: Sequence[SkillGroup], streams: Sequence[Stream]) -> None:
    """Raise ConfigError where contacts come to a queue that nobody has the skill for."""
    served = can_serve(groups, len(streams)).any(axis=0)
    for stream, has_agents in zip(streams, served, strict=True):
        if not has_agents and (np.asarray(stream.offered) > 0).any():
            raise ConfigError(
                f"Nobody has the skill {stream.queue}, so no number of agents answers its contacts; "
                f"give somebody that skill or take the queue out."
            )


def bound_sets(groups: Sequence[SkillGroup], queues: int) -> list[QueueSet]:
    """The sets of queues whose load only some of the groups can take, the largest first.

    Agents without a skill in a set are those whose skills lie in the queues outside it. So of all sets that the same
    groups serve only the largest tells anything: the queues outside any union of groups' skills.
    """
    unions: dict[QueueSet, None] = {frozenset(): None}
    for skills in sorted({frozenset(group.skills) for group in groups}, key=lambda found: (len(found), sorted(found))):
        unions |= {union | skills: None for union in unions}
        if len(unions) > MOST_SETS:
            break
    every = frozenset(range(queues))
    sets = {every - union for union in list(unions)[:MOST_SETS]} - {frozenset()}
    return sorted(sets, key=lambda found: (-len(found), sorted(found)))
