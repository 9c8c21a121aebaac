"""The integer program of one period: the cheapest agents by group that every cut found so far lets through.

Variables: x[g] agents of group g, whole; e[g] those of them beyond the people there are.

    load__S     sum of x[g] over groups with a skill in S   >= r(S)
    cut__k      sum of slope[k,g] x[g]                      >= level[k]
    people__g   x[g] - e[g]                                 <= people of g

minimise the sum of price[g] x[g] + MISSING e[g] + MOVED (up[g] + down[g]),  x[g] - up[g] + down[g] = near[g]:
nobody is invented as long as other groups can do it, and of answers with equally many agents the one nearest to the
last is taken, where its slopes were seen.
"""

from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from domain.errors import ScheduleError
from domain.quiet import nothing_printed
from staffing.compiling import FloatArray, IntArray

MISSING = 100.0  # agents; an agent beyond those who exist costs more than any swap among those who do
MOVED = 0.002  # agents; of equally many agents the nearest, rather than the least flexible of all


@dataclass(frozen=True, slots=True)
class Cuts:
    """Rows `slopes[k] @ agents >= levels[k]`, and what each is called."""

    names: tuple[str, ...]
    slopes: FloatArray
    levels: FloatArray

    def and_also(self, name: str, slopes: FloatArray, level: float) -> "Cuts":
        """These rows and one more."""
        return Cuts((*self.names, name), np.vstack([self.slopes, slopes]), np.append(self.levels, level))


def cheapest_agents(prices: FloatArray, cuts: Cuts, most: IntArray, near: IntArray | None = None) -> IntArray:
    """Agents by group; those beyond `most` only where the cuts cannot be met without."""
    problem = pulp.LpProblem("agents_by_skills", pulp.LpMinimize)
    agents = _agents(problem, prices, most, near)
    for name, slopes, level in zip(cuts.names, cuts.slopes, cuts.levels, strict=True):
        if level > 0:
            problem.addConstraint(pulp.lpDot(agents, slopes.tolist()) >= float(level), name)
    return _solved(problem, agents)


def smaller_team(
    prices: FloatArray, cuts: Cuts, units: FloatArray, below: float, most: IntArray, near: IntArray, reach: float
) -> tuple[IntArray, float] | None:
    """Agents who cost at most `below`, not more than `reach` agents moved from `near`, and v, by how much they miss.

    v is the least with slopes[k] x + units[k] v >= levels[k]: rows with a unit of 0 are kept in full. None where there
    are no such agents.
    """
    problem = pulp.LpProblem("smaller_team", pulp.LpMinimize)
    agents = [problem.add_variable(f"x__{g}", 0, float(most[g]), "Integer") for g in range(prices.size)]
    missed = problem.add_variable("v", 0, None)
    cost, moved = pulp.lpDot(agents, prices.tolist()), pulp.lpSum(_moved(problem, agents, near))
    problem.setObjective(missed / MOVED + cost + MOVED * moved)
    problem.addConstraint(cost <= below, "cheaper")
    problem.addConstraint(moved <= reach, "reach")
    for name, slopes, level, unit in zip(cuts.names, cuts.slopes, cuts.levels, units, strict=True):
        problem.addConstraint(pulp.lpDot(agents, slopes.tolist()) + float(unit) * missed >= float(level), name)
    if not problem.solve(_highs()).has_solution:
        return None
    return _whole(agents), float(missed.value() or 0.0)


def dedicated_agents(prices: FloatArray, serves: NDArray[np.bool_], needs: IntArray, most: IntArray) -> IntArray:
    """Agents by group who can be split over the queues so that each gets its need for itself.

    f[g,q] agents of group g for queue q alone: the sum over g is at least needs[q], the sum over q at most x[g].
    """
    problem = pulp.LpProblem("agents_for_one_queue_each", pulp.LpMinimize)
    agents = _agents(problem, prices, most, None)
    split = {(g, q): problem.add_variable(f"f__{g}__{q}", 0, None) for g, q in np.argwhere(serves).tolist()}
    for q, need in enumerate(needs):
        given = [part for (_, queue), part in split.items() if queue == q]
        if need > 0:
            problem.addConstraint(pulp.lpSum(given) >= float(need), f"need__{q}")
    for g, here in enumerate(agents):
        taken = [part for (group, _), part in split.items() if group == g]
        problem.addConstraint(pulp.lpSum(taken) - here <= 0, f"split__{g}")
    return _solved(problem, agents)


def _agents(
    problem: pulp.LpProblem, prices: FloatArray, most: IntArray, near: IntArray | None
) -> list[pulp.LpVariable]:
    """The variables with their objective and their people rows; rows of what has moved where there is a last answer."""
    agents = [problem.add_variable(f"x__{g}", 0, None, "Integer") for g in range(prices.size)]
    missing = [problem.add_variable(f"e__{g}", 0, None) for g in range(prices.size)]
    moved = [] if near is None else _moved(problem, agents, near)
    cost = pulp.lpDot(agents, prices.tolist())
    problem.setObjective(cost + MISSING * pulp.lpSum(missing) + MOVED * pulp.lpSum(moved))
    for g, (here, beyond) in enumerate(zip(agents, missing, strict=True)):
        problem.addConstraint(here - beyond <= float(most[g]), f"people__{g}")
    return agents


def _moved(problem: pulp.LpProblem, agents: list[pulp.LpVariable], near: IntArray) -> list[pulp.LpVariable]:
    """up[g] and down[g], the agents of a group beyond and below the last answer."""
    moved: list[pulp.LpVariable] = []
    for g, last in enumerate(near.tolist()):
        up, down = problem.add_variable(f"up__{g}", 0, None), problem.add_variable(f"down__{g}", 0, None)
        problem.addConstraint(agents[g] - up + down == float(last), f"moved__{g}")
        moved += [up, down]
    return moved


class _QuietHighs(pulp.HiGHS):
    """HiGHS without its greeting, which goes to the standard output of the process."""

    def createAndConfigureSolver(self, lp: pulp.LpProblem) -> None:
        """Makes the solver."""
        with nothing_printed():
            super().createAndConfigureSolver(lp)


def _highs() -> pulp.HiGHS:
    return _QuietHighs(msg=False, output_flag=False, threads=1, random_seed=0)


def _solved(problem: pulp.LpProblem, agents: list[pulp.LpVariable]) -> IntArray:
    solved = problem.solve(_highs())
    if not solved.has_solution:
        raise ScheduleError(f"The least agents by skills were not found: the solver ended with {solved.status}.")
    return _whole(agents)


def _whole(agents: list[pulp.LpVariable]) -> IntArray:
    return np.array([round(here.value() or 0.0) for here in agents], dtype=np.int64)
