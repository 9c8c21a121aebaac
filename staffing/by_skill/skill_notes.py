"""What to know about a requirement by set of skills, in sentences."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from domain.site_config import Queue
from staffing.by_skill.search import SkillRequirement
from staffing.compiling import IntArray
from staffing.spare_time.placing import QueueRows


def goal_notes(queues: Sequence[Queue]) -> list[str]:
    """Goals that are kept otherwise by skill than by queue."""
    notes = []
    for queue in queues:
        if queue.goal.scope != "interval":
            notes.append(
                f"Queue {queue.id}: by skill its goals hold in every interval, more than over a {queue.goal.scope}."
            )
        if queue.goal.assurance is not None:
            notes.append(f"Queue {queue.id}: by skill its goals hold on average, not with an assurance.")
    return notes


def stopped_notes(stopped: bool, is_unseen: bool, date: str) -> list[str]:
    """What a time limit left undone on a day."""
    if is_unseen:
        return [f"Skills on {date}: time was up before the search began; its agents are those of the queues apart."]
    return [f"Skills on {date}: time was up; with more of it there might be fewer agents."] if stopped else []


def hours_note(by_skill: pd.DataFrame, live: Sequence[QueueRows], interval_min: int) -> list[str]:
    """Agent-hours of the live queues together beside what they need apart."""
    apart = sum(int(part.needed["agents"].sum()) for part in live if part.needed is not None)
    if apart == 0:
        return []
    hours, apart_h = int(by_skill.to_numpy().sum()) * interval_min / 60, apart * interval_min / 60
    return [
        f"By skill the live queues need {hours:,.1f} agent-hours with everybody counted once; apart they would need "
        f"{apart_h:,.1f}."
    ]


def missing_notes(missing: IntArray, names: Sequence[str], starts: pd.DatetimeIndex) -> list[str]:
    """Where more people with a set of skills are needed than there are."""
    notes = []
    for group, beyond in enumerate(missing):
        if beyond.any():
            worst = int(beyond.argmax())
            notes.append(
                f"Skills {names[group]}: at {starts[worst]:%Y-%m-%d %H:%M} {beyond[worst]} more people are needed than "
                f"staff.csv has, and more than it has in {int((beyond > 0).sum())} intervals of that day."
            )
    return notes


def missed_notes(found: SkillRequirement, queues: Sequence[Queue], starts: pd.DatetimeIndex) -> list[str]:
    """Where a goal is missed in simulation by more than chance, in spite of all that was added."""
    notes = []
    for k, promise in enumerate(found.promises):
        better = -1.0 if promise.kind == "asa" else 1.0
        short = better * (promise.level - found.reached[k]) - 2 * found.error[k]
        if (np.nan_to_num(short) > 0).any():
            worst = int(np.nanargmax(np.nan_to_num(short)))
            notes.append(
                f"Queue {queues[promise.queue].id}: at {starts[worst]:%Y-%m-%d %H:%M} its goal of {promise.kind} "
                f"{promise.level:g} is missed in simulation, with {found.reached[k, worst]:.3g}."
            )
    return notes
