"""Sharing agents out among queues within one interval, slot by slot, compiled.

Agents of a group are shared out among the queues that they know, in whole slots. Slots are moved along chains of groups
(one who knows general and chat takes a chat, so that another is free for ...) one at a time, as long as that lowers the
points of short cover. As these are convex in the slots of every queue, what no such move betters is best of all.
"""

import numpy as np

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled

ROUNDING = 1e-6


def shared_out(arena: Arena, work: Floats, slots_an_interval: int) -> Ints:
    """How many slots of each group go to each queue, `[t, g, q]`, so that short cover costs least.

    `work[t, g]` is how many agents of the group are at work in the interval on average.
    """
    slots = np.rint(work * slots_an_interval).astype(np.int64)
    flow = np.zeros((*slots.shape, arena.need.shape[1]), dtype=np.int64)
    for group in range(len(arena.skills)):
        flow[:, group, np.flatnonzero(arena.skills[group])[0]] = slots[:, group]
    points = (arena.short_points, arena.deep_points, arena.deep_share)
    for t in range(arena.intervals):
        share_out(flow[t], arena.need[t] * slots_an_interval, arena.skills, points)
    return flow


@compiled
def share_out(flow: Ints, need: Floats, skills: Bytes, points: tuple[float, float, float]) -> None:
    """Move slots between queues of one interval while that saves points; `need[q]` in slots, `flow[g, q]` changes."""
    for _ in range(flow.sum()):
        if not _move_once(flow, need, skills, points):
            break


@compiled
def _slot_saves(slots: int, need: float, points: tuple[float, float, float]) -> float:
    """Points saved by the next slot of a queue that has so many, times the slots of an interval."""
    short_points, deep_points, deep_share = points
    missing = max(0.0, need - slots)
    deep = min(1.0, max(0.0, missing - deep_share * need))
    return deep * deep_points + (min(1.0, missing) - deep) * short_points


@compiled
def _move_once(flow: Ints, need: Floats, skills: Bytes, points: tuple[float, float, float]) -> bool:
    """Move one slot along the chain of queues that saves most; False where none saves anything."""
    queues = len(need)
    slots = flow.sum(axis=0)
    best, best_from, best_to = ROUNDING, -1, -1
    via = np.empty((queues, queues), dtype=np.int64)
    for source in range(queues):
        if slots[source] == 0:
            continue
        lost = _slot_saves(slots[source] - 1, need[source], points)
        _reach(flow, skills, source, via[source])
        for target in range(queues):
            if target != source and via[source, target] >= 0:
                saved = _slot_saves(slots[target], need[target], points) - lost
                if saved > best:
                    best, best_from, best_to = saved, source, target
    if best_from < 0:
        return False
    queue = best_to
    while queue != best_from:
        before = via[best_from, queue]
        group = _movable(flow, skills, before, queue)
        flow[group, before] -= 1
        flow[group, queue] += 1
        queue = before
    return True


@compiled
def _movable(flow: Ints, skills: Bytes, queue: int, onward: int) -> int:
    """The group with most slots on a queue who also know the other; -1 where there is none."""
    best, most = -1, 0
    for group in range(flow.shape[0]):
        if skills[group, queue] == 1 and skills[group, onward] == 1 and flow[group, queue] > most:
            best, most = group, flow[group, queue]
    return best


@compiled
def _reach(flow: Ints, skills: Bytes, source: int, via: Ints) -> None:
    """For each queue the one before it on a shortest chain of moves from the source; -1 where there is no chain."""
    queues = len(via)
    via[:] = -1
    via[source] = source
    order = np.empty(queues, dtype=np.int64)
    order[0] = source
    n_reached, position = 1, 0
    while position < n_reached:
        queue = order[position]
        position += 1
        for onward in range(queues):
            if via[onward] < 0 and _movable(flow, skills, queue, onward) >= 0:
                via[onward] = queue
                order[n_reached] = onward
                n_reached += 1
