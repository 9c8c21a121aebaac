"""The least plan over a scope: greedy along the curves, followed through time, then again for what was missing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.site_config import Goal
from staffing.compiling import FloatArray, IntArray
from staffing.contacts_bought.curves import Curves, concave_gains
from staffing.contacts_bought.intervals import QueueIntervals, plan_at_work
from staffing.contacts_bought.scope_goal import Steps, fewest_steps
from staffing.through_time.answers import FiguresThroughTime

ROUNDS = 5
ROUNDING = 1e-9  # of the contacts wanted in a scope


@dataclass(frozen=True, slots=True)
class ShareGoal:
    """A share promised over a scope, its name in `binding`, and whether it counts contacts in time or all answered."""

    name: str
    share: float
    is_in_time: bool

    def of_curves(self, curves: Curves) -> FloatArray:
        """Contacts that count, by number of agents."""
        return curves.in_time if self.is_in_time else curves.answered

    def of_plan(self, reached: FiguresThroughTime, offered: FloatArray) -> FloatArray:
        """Contacts that count, by interval."""
        share = reached.service_level if self.is_in_time else reached.response_rate
        return np.where(offered > 0, share, 0.0) * offered


@dataclass(frozen=True, slots=True)
class Plan:
    """Agents at work by interval, and the goal that set each number."""

    agents: IntArray
    binding: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class ScopeSearch:
    """What a plan is looked for with: curves, goals, the scope of each interval, the least plan allowed."""

    of: QueueIntervals
    curves: Curves
    goals: list[ShareGoal]
    scopes: IntArray
    floor: Plan
    present: float

    def summed(self, contacts: FloatArray | IntArray) -> FloatArray:
        """What each scope holds, from what its intervals do."""
        return np.bincount(self.scopes, weights=contacts)


def share_goals(goal: Goal) -> list[ShareGoal]:
    """The goals that can be summed over intervals."""
    given = (("response_rate", goal.response_rate, False), ("service_level", goal.service_level, True))
    return [ShareGoal(name, share, in_time) for name, share, in_time in given if share is not None]


def least_plan(search: ScopeSearch, each: Plan) -> Plan:
    """The least plan found that keeps all goals over each scope; `each` keeps them in every interval.

    The curves say what to add where; a plan followed through time says what it keeps. Where the curves promised too
    much, or too little, that is asked for on top in the next round.
    """
    offered, curves = search.of.offered, search.curves
    wanted = np.stack([goal.share * search.summed(offered) for goal in search.goals])
    asked, best, agents = wanted, each, np.empty(0, dtype=np.int64)
    for _ in range(ROUNDS):
        plan = along_curves(search, asked)
        if np.array_equal(plan.agents, agents):
            break
        agents = plan.agents
        reached = plan_at_work(search.of, plan.agents, search.present)
        kept = np.stack([search.summed(goal.of_plan(reached, offered)) for goal in search.goals])
        promised = np.stack([search.summed(goal.of_curves(curves)[curves.at(plan.agents)]) for goal in search.goals])
        best = _better(search, best, plan, (kept >= wanted * (1 - ROUNDING)).all(axis=0))
        asked = wanted + promised - kept
    return best


def along_curves(search: ScopeSearch, asked: FloatArray) -> Plan:
    """The least plan by the curves, from the floor on: so many contacts asked by goal and scope."""
    agents, binding, floor = search.floor.agents.copy(), search.floor.binding.copy(), search.floor.agents
    curves, places = search.curves, search.curves.interval
    contacts = [goal.of_curves(curves) for goal in search.goals]
    gains = np.stack([np.diff(each, prepend=0.0) for each in contacts])
    ordering = np.stack([concave_gains(curves, each, floor) for each in contacts])
    is_step = curves.agents > floor[places]
    at_floor = np.stack([search.summed(each[curves.at(floor)]) for each in contacts])
    for scope in range(asked.shape[1]):
        steps = np.flatnonzero(is_step & (search.scopes[places] == scope))
        picked = fewest_steps(Steps(gains[:, steps], ordering[:, steps]), (asked - at_floor)[:, scope])
        added = np.bincount(places[steps[picked.steps]], minlength=agents.size)
        agents += added
        binding[added > 0] = search.goals[picked.binding].name
    return Plan(agents, binding)


def _better(search: ScopeSearch, best: Plan, plan: Plan, keeps: NDArray[np.bool_]) -> Plan:
    """The better of two plans scope by scope: the other one where it keeps the goals with fewer agents."""
    is_better = (keeps & (search.summed(plan.agents) < search.summed(best.agents)))[search.scopes]
    return Plan(np.where(is_better, plan.agents, best.agents), np.where(is_better, plan.binding, best.binding))
