"""How well groups of agents cover the queues of an interval, without sharing anybody out: by cuts, compiled.

Agents of a group can work on any queue that they know. What they cover of the needs together is a greatest flow and,
by the theorem of Ford and Fulkerson (1956), the least cut: for some set of queues, the agents who know any of
them plus the needs of all other queues. Sets that the same groups know need one cut only, so that a handful of sums
tells what an interval lacks, and what one more agent of a group would save.

Needs come in steps of which the first are dearest (`cover_steps.py`). Needs that can be covered together form a
matroid, in which covering the dearest first and then the rest is best (Edmonds 1971): a least cut for each step, with
all steps before it, gives the points.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.compiled import inlined

MOST_CUTS = 256


class Cuts(NamedTuple):
    """Sets of queues, one a cut: `reach[g, u]` is 1 where group g knows a queue of set u; needs outside the set."""

    reach: NDArray[np.float64]  # [g, u]
    outside: NDArray[np.float64]  # [q, u], 1 where the queue lies outside the set
    everybody: int  # the cut of all queues: its supply is everybody at work


def cover_cuts(skills: NDArray[np.uint8]) -> Cuts:
    """The cuts of a site's groups, `skills[g, q]`.

    With very many queues only the cuts of few queues are kept: short cover may then look less than it is to whoever
    seeks a roster; what a finished roster costs is counted without cuts.
    """
    knows = [frozenset(np.flatnonzero(skills[:, queue]).tolist()) for queue in range(skills.shape[1])]
    unions = {frozenset[int]()}
    for groups in knows:
        unions |= {union | groups for union in unions}
    everybody = frozenset().union(*knows)
    fewest_first = sorted(unions - {everybody}, key=lambda union: (len(union), sorted(union)))
    kept = [*fewest_first[: MOST_CUTS - 1], everybody]
    return Cuts(
        reach=np.array([[float(group in union) for union in kept] for group in range(len(skills))]),
        outside=np.array([[not groups <= union for groups in knows] for union in kept], dtype=np.float64).T.copy(),
        everybody=len(kept) - 1,
    )


def uncovered(cuts: Cuts, supply: NDArray[np.float64], need: NDArray[np.float64]) -> NDArray[np.float64]:
    """What is short in every interval, `[t]`, at `supply[t, u]` and `need[t, q]`, everybody working where it helps."""
    total = need.sum(axis=1)
    short: NDArray[np.float64] = total - np.minimum(total, (supply + need @ cuts.outside).min(axis=1))
    return short


@inlined
def short_points(
    supply: NDArray[np.float64],
    t: int,
    reach: NDArray[np.float64],
    group: int,
    more: float,
    beyond: NDArray[np.float64],
    total: NDArray[np.float64],
    dearer: NDArray[np.float64],
) -> float:
    """Points of short cover in interval t: `supply[t, u]` agents at work who know a queue of set u, `more` of a group.

    `beyond[t, k, u]` and `total[t, k]` are needs of the steps up to k outside a set and in all, `dearer[k]` by how many
    points an agent on step k is dearer than one on the next.
    """
    points = 0.0
    for k in range(total.shape[1]):
        covered = total[t, k]
        for u in range(supply.shape[1]):
            covered = min(covered, supply[t, u] + more * reach[group, u] + beyond[t, k, u])
        points += (total[t, k] - covered) * dearer[k]
    return points


@inlined
def points_saved(
    supply: NDArray[np.float64],
    t: int,
    reach: NDArray[np.float64],
    group: int,
    before: float,
    after: float,
    beyond: NDArray[np.float64],
    total: NDArray[np.float64],
    dearer: NDArray[np.float64],
) -> float:
    """`short_points` with so many more of a group before, less those after, looking at each set once."""
    points = 0.0
    for k in range(total.shape[1]):
        covered, then = total[t, k], total[t, k]
        for u in range(supply.shape[1]):
            others, reached = supply[t, u] + beyond[t, k, u], reach[group, u]
            covered, then = min(covered, others + before * reached), min(then, others + after * reached)
        points += (then - covered) * dearer[k]
    return points
