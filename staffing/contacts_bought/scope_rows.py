"""The requirement of a queue whose goals hold over a day, a week or the window."""

import numpy as np
import pandas as pd

from domain.goal_scopes import scope_of_each
from domain.site_config import Goal, Queue
from staffing.compiling import IntArray
from staffing.contacts_bought.curves import Curves, queue_curves
from staffing.contacts_bought.intervals import QueueIntervals, plan_at_work, queue_intervals, whole_agents
from staffing.contacts_bought.scope_plan import Plan, ScopeSearch, least_plan, share_goals
from staffing.live_rows import live_rows
from staffing.uncertain_load import rate_quantile, rate_variance

KEPT_SHARE = 0.9  # of a share promised over a scope: what every interval of it keeps (assumed)


def holds_over_scope(goal: Goal) -> bool:
    """Whether a goal of the queue is summed over more than an interval."""
    return goal.scope != "interval" and bool(share_goals(goal)) and goal.max_backlog_h is None


def scope_rows(
    queue: Queue,
    rows: pd.DataFrame,
    shrinkage: float,
    interval_min: int,
    *,
    week_start_weekday: int = 0,
    curves: Curves | None = None,
) -> pd.DataFrame:
    """Least agents at work so that response rate and service level hold over each scope, contact by contact.

    Every interval keeps `KEPT_SHARE` of both and the whole of the goals that no sum stands for, ASA and occupancy; and
    wherever contacts are due somebody is on the queue. With an assurance they hold on days whose rate is not passed on
    that share of days. Figures are those expected of n (1 - shrinkage) agents on the queue. `curves`, where they are
    known already, are those of `scope_curves`.
    """
    present, (planned, busy) = 1 - shrinkage, as_assured(queue, rows)
    of = queue_intervals(planned, busy, interval_min)
    floor, each = (
        _plan(live_rows(in_every_interval(planned, part), busy, shrinkage, interval_min)) for part in (KEPT_SHARE, 1.0)
    )
    known = curves_of_plan(of, each.agents, present) if curves is None else curves
    scopes = scope_of_each(rows["interval_start"], queue.goal.scope, week_start_weekday)
    plan = least_plan(ScopeSearch(of, known, share_goals(queue.goal), scopes, floor, present), each)
    reached = plan_at_work(queue_intervals(queue, rows, interval_min), plan.agents, present)
    return rows[["interval_start", "queue"]].assign(
        agents=plan.agents,
        response_rate=reached.response_rate,
        service_level=reached.service_level,
        asa_s=reached.asa_s,
        occupancy=reached.occupancy,
        binding=plan.binding,
    )


def as_assured(queue: Queue, rows: pd.DataFrame) -> tuple[Queue, pd.DataFrame]:
    """The queue and its rows as they are planned for: with an assurance a day of that rate, for certain."""
    goal = queue.goal
    if goal.assurance is None:
        return queue, rows
    high = rows["offered"] * rate_quantile(rate_variance(rows["offered"], rows["p10"], rows["p90"]), goal.assurance)
    promised = queue.model_copy(update={"goal": goal.model_copy(update={"assurance": None})})
    return promised, rows.assign(offered=high, p10=high, p90=high)


def scope_curves(queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int) -> Curves:
    """The curves around the plan that keeps the queue's goals in every interval, as `scope_rows` plans along them."""
    planned, busy = as_assured(queue, rows)
    each = _plan(live_rows(in_every_interval(planned, 1.0), busy, shrinkage, interval_min))
    return curves_of_plan(queue_intervals(planned, busy, interval_min), each.agents, 1 - shrinkage)


def curves_of_plan(of: QueueIntervals, at_work: IntArray, present: float) -> Curves:
    """The curves around a plan of agents at work."""
    return queue_curves(of, whole_agents(at_work * present)[0], np.full(at_work.size, present))


def in_every_interval(queue: Queue, part: float) -> Queue:
    """The queue with a part of each share, and the whole of its other goals, promised in every interval on average."""
    goal = queue.goal
    shares = {each.name: part * each.share for each in share_goals(goal)}
    return queue.model_copy(update={"goal": goal.model_copy(update={**shares, "scope": "interval", "assurance": None})})


def _plan(rows: pd.DataFrame) -> Plan:
    return Plan(rows["agents"].to_numpy(np.int64), rows["binding"].to_numpy(object))
