"""Simulation cuts: a goal that is missed asks for as much more as its slopes say it takes.

Where promise k misses by u < 0 with agents x, and one agent more of group g would gain d[g] on the same contacts,

    sum over g of d[g] (y[g] - x[g])  >=  -u        for every y that keeps it,

as gains grow less and less with agents (Atlason, Epelman and Henderson, "Call center staffing with simulation and
cutting plane methods", Annals of Operations Research 127, 2004; for skills Cezik and L'Ecuyer, "Staffing multiskill
call centers via linear programming and simulation", Management Science 54, 2008). The integer program takes the cut in,
what it gives is tried, and so on until nothing is missed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.by_skill.groups import can_serve, prices
from staffing.by_skill.program import Cuts, cheapest_agents
from staffing.by_skill.trial import Gains, Stage, gains, replications_for
from staffing.compiling import FloatArray, IntArray

MOST_MARGIN = 0.001  # of the offered: beyond a tenth of a point, caution costs more than it saves
MOST_LENIENCY = 0.002  # of the offered: a miss beyond it is mended, be it chance or not

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is simulated: contacts of a trial while cuts are made, while teams are made smaller, and in the last,
    fresh one; rounds of cuts, and of smaller teams.

    A promise counts as kept when it is kept by `errors` standard errors (at most a tenth of a point of the offered); in
    the end by `judged_errors`, where -1 forgives a miss of one standard error, at most two tenths of a point.
    `cuts_apart` begins with cuts at the queues apart: where each of many periods has little simulation of its own.
    """

    contacts: float = 5e5
    fine_contacts: float = 1e6
    judged_contacts: float = 4e6
    rounds: int = 12
    smaller_rounds: int = 20
    errors: float = 1.0
    judged_errors: float = 0.0
    cuts_apart: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """A stage with how much is simulated on it, the seed of its contacts, and people by group and period.

    `is_over` says that time is up: the best agents known by then are taken.
    """

    stage: Stage
    effort: Effort
    seed: int
    most: IntArray
    tell: Tell
    is_over: Callable[[], bool] = lambda: False

    def gains(self, agents: IntArray, where: NDArray[np.bool_] | None = None) -> Gains:
        """What the agents gain on the contacts of the search, in the periods `where` alone, if given."""
        return gains(self.stage, agents, replications_for(self.stage, self.effort.contacts), self.seed, where)

    def gains_anew(self, found: Gains, before: IntArray, agents: IntArray) -> Gains:
        """What was found of the agents before, told anew in the periods whose agents are others now, and after them."""
        changed = (before != agents).any(axis=0)
        touched = changed | np.roll(changed, 1)  # what a day's last period leaves behind leads in its first
        return found.renewed(self.gains(agents, touched), touched) if touched.any() else found


def spare(found: Gains, errors: float) -> FloatArray:
    """Contacts `[promise, period]` that a promise is kept by beyond its margin; negative where it does not hold."""
    margin = np.clip(errors * found.error, -MOST_LENIENCY * found.offered, MOST_MARGIN * found.offered)
    spared: FloatArray = found.mean - margin
    return np.where(found.offered > 0, spared, 0.0)


def slopes(search: Search, agents: IntArray, found: Gains, where: NDArray[np.bool_]) -> FloatArray:
    """Contacts that one agent more of each group gains `[promise, group, period]`, in the periods named; never below 0.

    All those periods get their agent at once: what it does to the next period counts there as if its own had done it.
    """
    gained = np.zeros((found.mean.shape[0], agents.shape[0], agents.shape[1]))
    base = found if search.stage.around(where).all() else search.gains(agents, where)
    for g in range(agents.shape[0]):
        more = agents.copy()
        more[g, where] += 1
        gained[:, g, where] = (search.gains(more, where).mean - base.mean)[:, where]
    return np.maximum(gained, 0.0)


def with_cut(cuts: Cuts, name: str, slope: FloatArray, agents: IntArray, missed: float) -> Cuts:
    """The cuts and the one of a promise missed by so many contacts.

    No cut asks for more than a tenth (at least two) more agents at once: slopes are those of here.
    """
    step = max(2.0, 0.1 * float(agents.sum()))
    reach = min(missed, step * float(slope.max()))
    return cuts.and_also(name, slope, float(slope @ agents) + reach)


def cuts_at(search: Search, cuts: Sequence[Cuts], agents: IntArray, found: Gains) -> list[Cuts]:
    """The cuts and those of every promise at agents who keep it: by the same slopes, how much smaller a team may be."""
    everywhere, left = np.ones(agents.shape[1], dtype=bool), spare(found, search.effort.errors)
    gained, rows = slopes(search, agents, found, everywhere), list(cuts)
    for k, p in np.argwhere(found.offered > 0):
        if gained[k, :, p].max() > 0:
            rows[p] = with_cut(rows[p], f"kept__{k}", gained[k, :, p], agents[:, p], -left[k, p])
    return rows


def cut_until_kept(search: Search, cuts: Sequence[Cuts], best: IntArray) -> IntArray:
    """The cheapest agents `[group, period]` found by cuts; `best`, which keep every promise, where that is not less."""
    cost, rows, best = prices(search.stage.groups), list(cuts), best.copy()
    agents = best.copy()
    still, found = np.ones(best.shape[1], dtype=bool), None
    for turn in range(search.effort.rounds):
        if search.is_over():
            break
        last = agents.copy()
        for p in np.flatnonzero(still):
            near = agents[:, p] if turn else None
            agents[:, p] = cheapest_agents(cost, rows[p], search.most[:, p], near)
        dear = cost @ agents >= cost @ best - 1e-9
        agents[:, dear] = best[:, dear]
        found = search.gains(agents) if found is None else search.gains_anew(found, last, agents)
        left = spare(found, search.effort.errors)
        missed = (left < 0) & ~dear
        still = missed.any(axis=0)
        best[:, ~still & ~dear] = agents[:, ~still & ~dear]
        search.tell(f"Cuts by simulation, round {turn + 1}: {int(still.sum())} of {still.size} periods miss a goal.")
        if not still.any():
            break
        gained = slopes(search, agents, found, still)
        for k, p in np.argwhere(missed):
            slope = usable(search.stage, gained[k, :, p], k)
            rows[p] = with_cut(rows[p], f"cut__{turn}__{k}", slope, agents[:, p], -left[k, p])
    return best


def usable(stage: Stage, slope: FloatArray, promise: int) -> FloatArray:
    """The slopes, or where they are nothing but chance 1 for each group that has the skill."""
    if slope.max() > 0:
        return slope
    return can_serve(stage.groups, len(stage.streams))[:, stage.promises[promise].queue].astype(np.float64)
