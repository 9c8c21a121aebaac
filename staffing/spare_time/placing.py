"""The deferred queues of a site: into the spare time of live queues first, and for the rest on agents of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from domain.people import Person
from domain.site_config import Queue
from staffing.deferred_rows import DeferredPlan, deferred_plan, occupancy_of
from staffing.spare_time.idle_time import lenders_of
from staffing.spare_time.lenders import skill_groups
from staffing.spare_time.loans import Lender, after_loan, lent_s

LEAST_TOLD_H = 0.05  # agent-hours: what would be told as 0.0 is not told


@dataclass(frozen=True)
class QueueRows:
    """A queue, its rows of the forecast, and of the requirement where they are known already; in the same order."""

    queue: Queue
    forecast: pd.DataFrame
    needed: pd.DataFrame | None = None


def deferred_parts(
    deferred: Sequence[QueueRows],
    live: Sequence[QueueRows],
    people: Sequence[Person],
    shrinkage: float,
    interval_min: int,
) -> tuple[Mapping[str, pd.DataFrame], list[str]]:
    """Rows of the requirement by deferred queue, and what is to be told, in sentences.

    The queue with the shortest backlog takes spare time first. Without people, or where nobody knows a live and a
    deferred queue, every deferred queue is left to agents of its own.
    """
    lenders = _lenders(deferred, live, people, shrinkage, interval_min)
    parts, notes = {}, []
    for part in sorted(deferred, key=lambda each: each.queue.goal.max_backlog_h or 0.0):
        queue, backlog_h = part.queue, part.queue.goal.max_backlog_h or 0.0
        held_back = 1 - occupancy_of(queue)
        stamps = pd.DatetimeIndex(part.forecast["interval_start"])
        spare_s = lent_s(lenders, queue.id, stamps, held_back)
        plans = [
            deferred_plan(queue, backlog_h, part.forecast, shrinkage, interval_min, spare_s, uncertain)
            for uncertain in (True, False)
        ]
        used = pd.Series(plans[0].spare_used_s, index=stamps)
        lenders, given = after_loan(lenders, queue.id, used, held_back)
        parts[queue.id] = plans[0].rows
        notes += _notes(queue, plans, list(given), interval_min)
    return parts, notes


def _lenders(
    deferred: Sequence[QueueRows],
    live: Sequence[QueueRows],
    people: Sequence[Person],
    shrinkage: float,
    interval_min: int,
) -> list[Lender]:
    groups = skill_groups(people, [part.queue for part in (*live, *deferred)])
    return [
        lender
        for part in live
        if part.needed is not None
        for lender in lenders_of(
            [group for group in groups if group.live == part.queue.id],
            part.forecast,
            part.needed,
            shrinkage,
            interval_min,
        )
    ]


def _notes(queue: Queue, plans: Sequence[DeferredPlan], lent_by: Sequence[str], interval_min: int) -> list[str]:
    """What is worked in spare time, what the uncertainty adds and what is left, in a sentence each."""
    prudent, certain = plans
    notes, spare_h = [], prudent.spare_used_s.sum() / 3600
    if spare_h >= LEAST_TOLD_H:
        rest = "agents of its own do the rest" if prudent.rows["agents"].any() else "nobody is there for it alone"
        notes.append(
            f"Queue {queue.id}: {prudent.spare_used_s.sum() / prudent.work_s:.0%} of its work, {spare_h:.1f} "
            f"agent-hours, is worked in the spare time of {', '.join(lent_by)} by people who know both, and put aside "
            f"whenever a live contact comes; {rest}."
        )
    added_h = (prudent.rows["agents"].sum() - certain.rows["agents"].sum()) * interval_min / 60
    if added_h >= LEAST_TOLD_H:
        notes.append(f"Queue {queue.id}: the uncertainty of the forecast adds {added_h:.1f} agent-hours.")
    if prudent.left_s > 3600 * LEAST_TOLD_H:
        notes.append(
            f"Queue {queue.id}: {prudent.left_s / 3600:.1f} agent-hours of work come in after its last working hour "
            f"and are left for after the forecast."
        )
    return notes
