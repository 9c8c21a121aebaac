"""The requirement of a queue whose goals hold over a day, a week or the window."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.site_config import Goal, Queue
from staffing.compiling import FloatArray, IntArray
from staffing.contacts_bought.curves import Curves, concave_gains, queue_curves
from staffing.contacts_bought.reached import queue_intervals, reached_at_work
from staffing.contacts_bought.scope_goal import Steps, fewest_steps
from staffing.contacts_bought.scopes import scope_of_each
from staffing.live_rows import live_rows

KEPT_SHARE = 0.9  # of a share promised over a scope: what every interval of it keeps (assumed)


@dataclass(frozen=True, slots=True)
class ShareGoal:
    """A share promised over a scope: its name in `binding`, the share, the contacts that count, and concave gains."""

    name: str
    share: float
    contacts: FloatArray
    gains: FloatArray


def holds_over_scope(goal: Goal) -> bool:
    """Whether a goal of the queue is summed over more than an interval."""
    has_share = goal.response_rate is not None or goal.service_level is not None
    return goal.scope != "interval" and has_share and goal.max_backlog_h is None


def scope_rows(
    queue: Queue,
    rows: pd.DataFrame,
    shrinkage: float,
    interval_min: int,
    week_start_weekday: int,
    curves: Curves | None = None,
) -> pd.DataFrame:
    """Least agents at work so that response rate and service level hold over each scope, contact by contact.

    Every interval keeps `KEPT_SHARE` of both and the whole of the goals that no sum stands for, ASA and occupancy; and
    wherever contacts are due somebody is on the queue. Figures are those of n (1 - shrinkage) agents on the queue.
    `curves`, where given, are the queue's.
    """
    goal = queue.goal
    floor_rows = live_rows(_floor_queue(queue), rows, shrinkage, interval_min)
    floor, binding = floor_rows["agents"].to_numpy(np.int64), floor_rows["binding"].to_numpy(object).copy()
    bought = queue_curves(queue, rows, shrinkage, interval_min) if curves is None else curves
    goals = _share_goals(goal, bought, floor)
    scopes = scope_of_each(rows["interval_start"], goal.scope, week_start_weekday)
    agents = floor.copy()
    for scope in range(int(scopes.max()) + 1):
        added, name = _added(bought, goals, floor, scopes == scope)
        agents += added
        binding[added > 0] = name
    idle = rows["offered"].to_numpy(float) == 0
    of = queue_intervals(queue, rows, interval_min)
    figures = reached_at_work(of, np.arange(len(rows)), agents, np.full(len(rows), 1 - shrinkage))
    return rows[["interval_start", "queue"]].assign(
        agents=agents,
        response_rate=np.where(idle, np.nan, figures.response_rate),
        service_level=np.where(idle, np.nan, figures.service_level),
        asa_s=np.where(idle, np.nan, figures.asa_s),
        occupancy=np.where(idle, np.nan, figures.occupancy),
        binding=binding,
    )


def _floor_queue(queue: Queue) -> Queue:
    """The queue with what every interval keeps as its goals."""
    goal = queue.goal
    kept = {
        name: None if share is None else KEPT_SHARE * share
        for name, share in (("response_rate", goal.response_rate), ("service_level", goal.service_level))
    }
    return queue.model_copy(update={"goal": goal.model_copy(update={**kept, "scope": "interval"})})


def _share_goals(goal: Goal, curves: Curves, floor: IntArray) -> list[ShareGoal]:
    """The shares promised; below the floor no gain is counted, so there none needs to be concave."""
    given = (
        ("response_rate", goal.response_rate, curves.answered),
        ("service_level", goal.service_level, curves.in_time),
    )
    return [
        ShareGoal(name, share, contacts, concave_gains(curves, contacts, floor))
        for name, share, contacts in given
        if share is not None
    ]


def _added(curves: Curves, goals: list[ShareGoal], floor: IntArray, inside: NDArray[np.bool_]) -> tuple[IntArray, str]:
    """Agents beyond the floor in each interval of a scope, and the goal that needed the last of them."""
    offered, at_floor = curves.offered[inside].sum(), (curves.first + floor)[inside]
    shortfall = np.array([goal.share * offered - goal.contacts[at_floor].sum() for goal in goals])
    steps = np.flatnonzero(inside[curves.interval] & (curves.agents > floor[curves.interval]))
    gains = np.stack([np.diff(goal.contacts, prepend=0.0)[steps] for goal in goals])
    picked = fewest_steps(Steps(gains, np.stack([goal.gains[steps] for goal in goals])), shortfall)
    added = np.bincount(curves.interval[steps[picked.steps]], minlength=floor.size)
    return added, goals[picked.binding].name
