"""The least agents whose contacts, summed over the intervals of a scope, keep the goals.

With c_k(n) contacts answered by n agents in interval k, wanted is

    least sum of n_k    such that    sum of c_k(n_k) >= goal x sum of offered,    n_k >= floor_k

*One goal: the greedy choice is the least.* Let every c_k be concave, so that its gains c_k(n) - c_k(n - 1) do not
increase, and take the m largest gains of all intervals. They are agents that can be had: a gain is taken only after
those of fewer agents in its interval, which are no smaller. And no other m agents answer more, for theirs, too, are m
gains of that list. So the first m that reaches the goal is the least (Fox, Operations Research 14, 1966).

*Two goals.* For a weight w in [0, 1] the sum w x answered + (1 - w) x in time, each by its own shortfall, is concave
again; who keeps both goals keeps the weighted one, so the greedy choice for it is never more than the least for both:
the largest of these bounds is the dual's. Along the same order of gains the first m that keeps both is an answer, and
the weight at which both are kept at once is found by halving. Between the two lies at most an agent or two a scope.

Curves that are not concave everywhere are ordered by the least concave curves above them, and counted as they are.
"""

from dataclasses import dataclass

import numpy as np

from staffing.compiling import FloatArray, IntArray

ROUNDING = 1e-9  # of the contacts wanted: what rounding may leave open
HALVINGS = 20


@dataclass(frozen=True, slots=True)
class Steps:
    """Agents that could be added, one an element: what each adds to every goal, a goal a row.

    `gains` are what is counted, `ordering` the same along concave curves.
    """

    gains: FloatArray
    ordering: FloatArray


@dataclass(frozen=True, slots=True)
class Picked:
    """The steps taken, the goal that needed the last of them, and a number below which no choice keeps all goals."""

    steps: IntArray
    binding: int
    bound: int


def fewest_steps(steps: Steps, shortfall: FloatArray) -> Picked:
    """The fewest steps that make up every goal's shortfall, in contacts; all steps where that is not enough."""
    open_goals = np.flatnonzero(shortfall > 0)
    if open_goals.size == 0:
        return Picked(np.zeros(0, dtype=np.int64), 0, 0)
    relative = Steps(*(part[open_goals] / shortfall[open_goals, None] for part in (steps.gains, steps.ordering)))
    if open_goals.size == 1:
        best, _ = along(relative, np.ones(1))
    else:
        best = _at_best_weight(relative)
    return Picked(best.steps, int(open_goals[best.binding]), best.bound)


def along(steps: Steps, weights: FloatArray) -> tuple[Picked, IntArray]:
    """The steps taken largest weighted gain first, until each goal has gained 1; and how many each goal needs."""
    by_weight = weights @ steps.ordering
    order = np.argsort(-by_weight, kind="stable")  # equal gains of an interval stay in the order of its agents
    counts = np.array([first_reaching(gains[order], 1.0) for gains in steps.gains])
    bound = first_reaching(by_weight[order], float(weights.sum()))
    return Picked(order[: counts.max()], int(counts.argmax()), bound), counts


def first_reaching(gains: FloatArray, wanted: float) -> int:
    """How many of the gains, taken in order, add up to what is wanted; all of them where they never do."""
    enough = int(np.searchsorted(np.cumsum(gains), wanted * (1 - ROUNDING)))
    return min(enough + 1, gains.size)


def _at_best_weight(steps: Steps) -> Picked:
    """The fewest steps over the weights of two goals: the goal that needs more steps weighs more."""
    low, high = 0.0, 1.0
    tries = [along(steps, np.array([weight, 1 - weight])) for weight in (low, high)]
    for _ in range(HALVINGS):
        weight = (low + high) / 2
        tries.append(along(steps, np.array([weight, 1 - weight])))
        first, second = tries[-1][1]
        if first == second:
            break
        low, high = (weight, high) if first > second else (low, weight)
    best = min((picked for picked, _ in tries), key=lambda picked: picked.steps.size)
    return Picked(best.steps, best.binding, max(picked.bound for picked, _ in tries))
