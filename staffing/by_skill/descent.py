"""The last agents: added one at a time where a goal is missed, taken away one at a time where all still hold.

A move in a period takes an agent away, changes one for a cheaper one, or two for one. Slopes foretell what it leaves of
every promise, the simulation decides. Moves three periods apart do not meet (contacts wait for minutes, not for
periods), so that a third of all periods tries a move in one simulation.
"""

from itertools import combinations_with_replacement, product

import numpy as np
from numpy.typing import NDArray

from staffing.by_skill.groups import prices
from staffing.by_skill.simulation_cuts import Bench, slopes, spare, usable
from staffing.by_skill.trial import Gains, gains
from staffing.compiling import FloatArray, IntArray

APART = 3
HOPE = 0.004  # of the offered: a move foretold to miss by more is not tried
MOST_REPAIRS = 30


def moves(cost: FloatArray) -> IntArray:
    """Changes of the agents by group, one a row, that make them cheaper."""
    unit, groups = np.eye(cost.size, dtype=np.int64), range(cost.size)
    found = [-unit[g] for g in groups]
    found += [unit[h] - unit[g] for g, h in product(groups, groups) if cost[h] < cost[g] - 1e-9]
    found += [
        unit[h] - unit[g] - unit[k]
        for (g, k), h in product(combinations_with_replacement(groups, 2), groups)
        if h not in (g, k) and cost[h] < cost[g] + cost[k] - 1e-9
    ]
    return np.array(found)


def descended(bench: Bench, agents: IntArray) -> IntArray:
    """The agents, cheaper by as many moves as the simulation lets through."""
    cost, periods = prices(bench.stage.groups), agents.shape[1]
    every, whole = moves(cost), np.ones(agents.shape[1], dtype=bool)
    barred = np.zeros((len(every), periods), dtype=bool)
    found = bench.gains(agents)
    gained = slopes(bench, agents, found, whole)
    for turn in range(bench.effort.tries):
        chosen = promising(bench, agents, found, gained, barred)
        here = (chosen >= 0) & (np.arange(periods) % APART == turn % APART if periods > 1 else True)
        if not (chosen >= 0).any():
            break
        if not here.any():
            continue
        tried = agents.copy()
        tried[:, here] += every[chosen[here]].T
        after = bench.gains(tried)
        fine = here & undisturbed(spare(after, bench.effort.errors))
        barred[chosen[here & ~fine], np.flatnonzero(here & ~fine)] = True
        agents = np.where(fine, tried, agents)
        bench.tell(f"Smaller teams, trial {turn + 1}: {int(fine.sum())} of {int(here.sum())} hold.")
        if fine.any():
            found = after if (fine == here).all() else bench.gains(agents)
    return agents


def undisturbed(left: FloatArray) -> NDArray[np.bool_]:
    """Periods in which, and beside which, every promise holds."""
    holds = (left >= 0).all(axis=0)
    beside = np.concatenate([[True], holds, [True]])
    return beside[:-2] & holds & beside[2:]


def promising(
    bench: Bench, agents: IntArray, found: Gains, gained: FloatArray, barred: NDArray[np.bool_]
) -> IntArray:
    """The move of each period that saves most of those that may hold, the safest of these; -1 where there is none."""
    cost = prices(bench.stage.groups)
    every = moves(cost)
    left = spare(found, bench.effort.errors)
    offered = np.maximum(found.offered, 1.0)
    foretold = ((left[:, None, :] + np.einsum("kgp,mg->kmp", gained, every)) / offered[:, None, :]).min(axis=0)
    possible = (agents[None] + every[:, :, None] >= 0).all(axis=1) & (foretold >= -HOPE) & ~barred
    possible &= ((agents[None] + every[:, :, None] <= bench.most[None]) | (every[:, :, None] <= 0)).all(axis=1)
    value = np.where(possible, np.round(-(every @ cost), 1)[:, None] * 100 + foretold, -np.inf)
    best = value.argmax(axis=0)
    return np.where(np.isfinite(value.max(axis=0)), best, -1)
