"""Teams of one agent fewer: sought beside the last by its slopes, and kept where every goal still holds.

Cuts are seen through chance, and many together ask for too much: an integer program that must keep all of them ends an
agent or two above the least. So it is asked the other way round: which agents, one fewer than now and near to the last
tried, miss the least by the slopes seen there? They are tried; where they hold they are the answer and one fewer is
sought; where not, their slopes tell more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.by_skill.groups import prices
from staffing.by_skill.program import Cuts, smaller_team
from staffing.by_skill.simulation_cuts import Search, slopes, spare
from staffing.compiling import FloatArray, IntArray

HOPE = 0.004  # of the offered: agents foretold to miss by more are not tried
REACH, LEAST_REACH = 0.15, 4.0  # of the agents, and agents: no more are moved from one trial to the next
KEPT = 2  # tried agents whose slopes are believed: chance in those of many adds up
ONE_FEWER = 0.5  # agents: less than the least that prices can tell apart


@dataclass(frozen=True, slots=True)
class Model:
    """What is known of a period: its load cuts, kept in full, and lines along the slopes at the last agents tried, each
    of which may be missed by a share of the offered.
    """

    load_cuts: Cuts
    seen: tuple[tuple[Cuts, FloatArray], ...] = ()

    def seen_at(self, agents: IntArray, gained: FloatArray, left: FloatArray, offered: FloatArray) -> "Model":
        """The model with a line for every promise, through what the agents were seen to leave of it."""
        here = np.flatnonzero(offered > 0)
        names = tuple(f"seen__{'_'.join(map(str, agents))}__{k}" for k in here)
        lines = Cuts(names, gained[here], gained[here] @ agents - left[here])
        return Model(self.load_cuts, (*self.seen, (lines, offered[here]))[-KEPT:])

    def candidate(self, cost: FloatArray, below: float, most: IntArray, near: IntArray) -> IntArray | None:
        """The agents that cost at most `below` and miss the least; None where that is more than hope allows."""
        reach = max(LEAST_REACH, REACH * float(near.sum()))
        every = [self.load_cuts, *(lines for lines, _ in self.seen)]
        cuts = Cuts(
            tuple(name for rows in every for name in rows.names),
            np.vstack([rows.slopes for rows in every]),
            np.concatenate([rows.levels for rows in every]),
        )
        units = np.concatenate([np.zeros(self.load_cuts.levels.size), *(offered for _, offered in self.seen)])
        found = smaller_team(cost, cuts, units, below, np.maximum(most, near), near, reach)
        return None if found is None or found[1] > HOPE else found[0]


def smaller_teams(search: Search, cuts: Sequence[Cuts], best: IntArray) -> IntArray:
    """The agents `[group, period]` with as many fewer as the simulation lets through; `cuts` are those of the load."""
    best, centre, cost = best.copy(), best.copy(), prices(search.stage.groups)
    models, seen = [Model(rows) for rows in cuts], [set[bytes]() for _ in cuts]
    still = (best.sum(axis=0) > 0) & np.isfinite(cost @ best)
    found = search.gains(centre)
    for turn in range(search.effort.smaller_rounds):
        if search.is_over():
            break
        gained, left = slopes(search, centre, found, still), spare(found, search.effort.errors)
        last = centre.copy()
        for p in np.flatnonzero(still):
            models[p] = models[p].seen_at(centre[:, p], gained[:, :, p], left[:, p], found.offered[:, p])
            tried = models[p].candidate(cost, float(cost @ best[:, p]) - ONE_FEWER, search.most[:, p], centre[:, p])
            still[p] = tried is not None and tried.tobytes() not in seen[p]
            centre[:, p] = tried if tried is not None and still[p] else best[:, p]
            seen[p].add(centre[:, p].tobytes())
        if not still.any():
            break
        found = search.gains_anew(found, last, centre)
        fine = undisturbed(spare(found, search.effort.errors), still)
        best[:, fine] = centre[:, fine]
        search.tell(f"Smaller teams, round {turn + 1}: {int(fine.sum())} of {int(still.sum())} periods hold.")
    return best


def undisturbed(left: FloatArray, tried: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tried periods in which every promise holds, and beside which none is missed but where something was tried too."""
    holds = (left >= 0).all(axis=0)
    beside = np.concatenate([[True], holds | tried, [True]])
    return tried & holds & beside[:-2] & beside[2:]
