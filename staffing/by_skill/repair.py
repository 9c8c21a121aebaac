"""Agents added where a goal is missed: the group that gains most for its price, until every promise is kept."""

import numpy as np

from staffing.by_skill.groups import prices
from staffing.by_skill.simulation_cuts import Search, slopes, spare, usable
from staffing.by_skill.trial import Gains
from staffing.compiling import FloatArray, IntArray

MOST_REPAIRS = 20
AT_ONCE = 0.1  # of the agents of a period, at least one: more are not added between two simulations


def repaired(search: Search, agents: IntArray, errors: float, judge: Search | None = None) -> tuple[IntArray, Gains]:
    """The agents and as many more as keep every promise by so many standard errors, and what they gain.

    What is missed is seen by the judge, where there is one, whose contacts are many; slopes by the search's own.
    """
    agents, sees = agents.copy(), judge or search
    found = sees.gains(agents)
    for _ in range(MOST_REPAIRS):
        last = agents.copy()
        left = spare(found, errors)
        missed = left < 0
        if not missed.any():
            break
        search.tell(f"Agents are added in {int(missed.any(axis=0).sum())} of {agents.shape[1]} periods.")
        where = missed.any(axis=0)
        gained = slopes(search, agents, found if judge is None else search.gains(agents, where), where)
        for p in np.flatnonzero(missed.any(axis=0)):
            worst = int(left[:, p].argmin())
            group, number = addition(search, gained[:, :, p], left[:, p], agents[:, p], search.most[:, p], worst)
            agents[group, p] += number
        found = sees.gains_anew(found, last, agents)
    return agents, found


def addition(
    search: Search, gained: FloatArray, left: FloatArray, agents: IntArray, most: IntArray, worst: int
) -> tuple[int, int]:
    """Which group gets how many more agents: the one of whom there are people left that gains the missed most."""
    stage = search.stage
    missed = left < 0
    helped = np.array([usable(stage, gained[k], int(k)) for k in np.flatnonzero(missed)])
    worth = np.minimum(helped, -left[missed][:, None]).sum(axis=0) / prices(stage.groups)
    there = agents < most
    group = int(np.where(there if there.any() else True, worth, -1.0).argmax())
    asked = int(np.ceil(-left[worst] / max(gained[worst, group], 1e-9)))
    return group, int(np.clip(asked, 1, max(1, AT_ONCE * agents.sum())))
