"""How well groups of agents cover the queues of an interval, without sharing anybody out: by cuts, compiled.

Agents of a group can work on any queue that they know. What they cover of the needs together is a greatest flow and,
by the theorem of Ford and Fulkerson (1956), the least cut: for some set of queues, the agents who know any of
them plus the needs of all other queues. Sets that the same groups know need one cut only, so that a handful of sums
tells what an interval lacks, and what one more agent of a group would save.

Short cover costs more where it is deep. Needs that can be covered together form a matroid, in which covering the dear
part first and then the rest is best (Edmonds 1971): two least cuts give the points.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.compiled import inlined

MOST_CUTS = 256


class Cuts(NamedTuple):
    """Sets of queues, one a cut: `reach[g, u]` is 1 where group g knows a queue of set u; needs outside the set."""

    reach: NDArray[np.float64]  # [g, u]
    deep_beyond: NDArray[np.float64]  # [t, u], the dear part of the needs of queues outside the set
    need_beyond: NDArray[np.float64]  # [t, u]
    deep_need: NDArray[np.float64]  # [t]
    need: NDArray[np.float64]  # [t]
    everybody: int  # the cut of all queues: its supply is everybody at work


def cover_cuts(skills: NDArray[np.uint8], need: NDArray[np.float64], deep_share: float) -> Cuts:
    """The cuts of a site: `skills[g, q]`, `need[t, q]`, and from which share of a need on short cover is deep.

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
    outside = np.array([[not groups <= union for groups in knows] for union in kept], dtype=np.float64)
    deep = need * (1 - deep_share)
    return Cuts(
        reach=np.array([[float(group in union) for union in kept] for group in range(len(skills))]),
        deep_beyond=deep @ outside.T,
        need_beyond=need @ outside.T,
        deep_need=deep.sum(axis=1),
        need=need.sum(axis=1),
        everybody=len(kept) - 1,
    )


@inlined
def short_points(
    supply: NDArray[np.float64],
    deep_beyond: NDArray[np.float64],
    need_beyond: NDArray[np.float64],
    deep_need: float,
    need: float,
    shallow_points: float,
    deep_points: float,
) -> float:
    """Points of short cover in one interval: `supply[u]` agents at work who know a queue of set u."""
    deep_covered, covered = deep_need, need
    for u in range(supply.shape[0]):
        deep_covered = min(deep_covered, supply[u] + deep_beyond[u])
        covered = min(covered, supply[u] + need_beyond[u])
    shallow = (need - covered) - (deep_need - deep_covered)
    return (deep_need - deep_covered) * deep_points + shallow * shallow_points
