"""Each queue's work spread evenly over the slots of its interval, compiled.

`interval_flows.py` says how many slots of work a queue gets in an interval. Two agents are four slots of fifteen
minutes; four agents in the first quarter of an hour and nobody in the second are as many, and lose nearly all who call
then. So slots are exchanged between queues of one group until no exchange brings them nearer to the same number all
along. Meals and rests may leave an unevenness: the queues with most agents take it.
"""

import numpy as np

from scheduling.arena import Ints
from scheduling.compiled import compiled

ROUNDING = 1e-9


@compiled
def even_slots(flow: Ints, there: Ints) -> Ints:
    """Agents of each group on each queue in each slot of an interval, `[g, q, k]`.

    `flow[g, q]` are the group's slots on the queue, `there[g, k]` its agents at work in the slot; both add up to the
    same for every group.
    """
    placed = _in_proportion(flow, there)
    while _exchange_once(placed, flow.sum(axis=0)):
        pass
    return placed


@compiled
def _in_proportion(flow: Ints, there: Ints) -> Ints:
    """A first answer: of each slot the whole part of the queue's share, then what is left in order."""
    groups, queues = flow.shape
    slots = there.shape[1]
    placed = np.zeros((groups, queues, slots), dtype=np.int64)
    for group in range(groups):
        total = flow[group].sum()
        if total == 0:
            continue
        left, free = flow[group].copy(), there[group].copy()
        for queue in range(queues):
            for slot in range(slots):
                share = flow[group, queue] * there[group, slot] // total
                placed[group, queue, slot] = share
                left[queue] -= share
                free[slot] -= share
        for queue in range(queues):
            for slot in range(slots):
                more = min(left[queue], free[slot])
                placed[group, queue, slot] += more
                left[queue] -= more
                free[slot] -= more
    return placed


@compiled
def _exchange_once(placed: Ints, whole: Ints) -> bool:
    """The first exchange found that evens out: one queue's slot for another's at another time; False without one.

    What is made less is the sum of (agents - mean)^2 / mean over queues and slots.
    """
    groups, queues, slots = placed.shape
    agents = placed.sum(axis=0)
    for group in range(groups):
        for queue in range(queues):
            for early in range(slots):
                if placed[group, queue, early] == 0:
                    continue
                for other in range(queues):
                    for late in range(slots):
                        if other == queue or late == early or placed[group, other, late] == 0:
                            continue
                        less = (agents[queue, early] - agents[queue, late] - 1) / whole[queue]
                        less += (agents[other, late] - agents[other, early] - 1) / whole[other]
                        if less > ROUNDING:
                            placed[group, queue, early] -= 1
                            placed[group, queue, late] += 1
                            placed[group, other, late] -= 1
                            placed[group, other, early] += 1
                            return True
    return False
