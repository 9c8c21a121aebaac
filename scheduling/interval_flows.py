"""Sharing agents out among queues within one interval, compiled.

Agents of a group are shared out among the queues that they know. After every change the interval is settled: work is
moved along chains of groups (one who knows general and chat takes a chat, so that another is free for ...) as long as
that lowers the points of short cover, which is a best augmenting path on a handful of queues.
"""

import numpy as np

from scheduling.arena import Bytes, Floats, Ints
from scheduling.compiled import compiled

ROUNDING = 1e-6
MOST_MOVES = 64
WORTH_MOVING = 0.25


@compiled
def settle(
    flow: Floats,
    cover: Floats,
    gain: Floats,
    need: Floats,
    skills: Bytes,
    short_points: float,
    deep_points: float,
    deep_share: float,
) -> None:
    """Move work between queues of one interval while that saves points, then note what one more agent would save."""
    queues = len(need)
    if queues > 1:
        for _ in range(MOST_MOVES):
            if not _move_once(flow, cover, need, skills, short_points, deep_points, deep_share):
                break
    for queue in range(queues):
        short = max(0.0, need[queue] - cover[queue])
        deep = min(1.0, max(0.0, short - deep_share * need[queue]))
        gain[queue] = deep * deep_points + (min(1.0, short) - deep) * short_points
    if queues > 1:
        _chain_gains(flow, gain, skills)


@compiled
def _chain_gains(flow: Floats, gain: Floats, skills: Bytes) -> None:
    """Let a queue be worth what the queue is worth to which one of its agents could move on."""
    queues = len(gain)
    for _ in range(queues - 1):
        changed = False
        for queue in range(queues):
            for onward in range(queues):
                if gain[onward] > gain[queue] + ROUNDING and _movable(flow, skills, queue, onward, WORTH_MOVING) >= 0:
                    gain[queue] = gain[onward]
                    changed = True
        if not changed:
            break


@compiled
def _movable(flow: Floats, skills: Bytes, queue: int, onward: int, at_least: float) -> int:
    """The group with most agents on a queue who also know the other; -1 where there is none."""
    best, most = -1, at_least
    for group in range(flow.shape[0]):
        if skills[group, queue] == 1 and skills[group, onward] == 1 and flow[group, queue] > most:
            best, most = group, flow[group, queue]
    return best


@compiled
def _loss_and_room(
    cover: Floats, need: Floats, queue: int, short_points: float, deep_points: float, deep_share: float
) -> tuple[float, float]:
    """Points lost per agent taken from a queue, and how many may be taken at that rate."""
    spare = cover[queue] - need[queue]
    if spare > ROUNDING:
        return 0.0, spare
    shallow = deep_share * need[queue] + spare
    if shallow > ROUNDING:
        return short_points, shallow
    return deep_points, np.inf


@compiled
def _saving_and_room(
    cover: Floats, need: Floats, queue: int, short_points: float, deep_points: float, deep_share: float
) -> tuple[float, float]:
    """Points saved per agent put on a queue, and how many may be put at that rate."""
    short = need[queue] - cover[queue]
    if short <= ROUNDING:
        return 0.0, np.inf
    deep = short - deep_share * need[queue]
    if deep > ROUNDING:
        return deep_points, deep
    return short_points, short


@compiled
def _move_once(
    flow: Floats, cover: Floats, need: Floats, skills: Bytes, short_points: float, deep_points: float, deep_share: float
) -> bool:
    """Move work along the chain of queues that saves most; False where none saves anything."""
    queues = len(need)
    best, best_from, best_to, best_room = ROUNDING, -1, -1, 0.0
    via = np.empty((queues, queues), dtype=np.int64)
    for source in range(queues):
        loss, source_room = _loss_and_room(cover, need, source, short_points, deep_points, deep_share)
        if cover[source] <= ROUNDING or loss >= deep_points:
            continue
        _reach(flow, skills, source, via[source])
        for target in range(queues):
            if target != source and via[source, target] >= 0:
                saving, room = _saving_and_room(cover, need, target, short_points, deep_points, deep_share)
                if saving - loss > best:
                    best, best_from, best_to, best_room = saving - loss, source, target, min(room, source_room)
    if best_from < 0:
        return False
    return _shift_along(flow, cover, skills, via[best_from], best_from, best_to, best_room)


@compiled
def _reach(flow: Floats, skills: Bytes, source: int, via: Ints) -> None:
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
            if via[onward] < 0 and _movable(flow, skills, queue, onward, ROUNDING) >= 0:
                via[onward] = queue
                order[n_reached] = onward
                n_reached += 1


@compiled
def _shift_along(flow: Floats, cover: Floats, skills: Bytes, via: Ints, source: int, target: int, room: float) -> bool:
    """Move as much as the chain lets through, at most `room`."""
    amount, queue = room, target
    while queue != source:
        before = via[queue]
        amount = min(amount, flow[_movable(flow, skills, before, queue, ROUNDING), before])
        queue = before
    if amount <= ROUNDING:
        return False
    queue = target
    while queue != source:
        before = via[queue]
        group = _movable(flow, skills, before, queue, ROUNDING)
        flow[group, before] -= amount
        flow[group, queue] += amount
        queue = before
    cover[source] -= amount
    cover[target] += amount
    return True


@compiled
def put(flow: Floats, cover: Floats, gain: Floats, skills: Bytes, share: float) -> None:
    """Put work of one group where it saves most."""
    best = -1
    for queue in range(len(cover)):
        if skills[queue] == 1 and (best < 0 or gain[queue] > gain[best]):
            best = queue
    flow[best] += share
    cover[best] += share


@compiled
def take(
    flow: Floats, cover: Floats, need: Floats, share: float, short_points: float, deep_points: float, deep_share: float
) -> None:
    """Take work of one group away where it is missed least."""
    left = share
    while left > ROUNDING:
        best, least = -1, np.inf
        for queue in range(len(cover)):
            if flow[queue] > ROUNDING:
                loss, _ = _loss_and_room(cover, need, queue, short_points, deep_points, deep_share)
                if loss < least:
                    best, least = queue, loss
        if best < 0:
            return
        amount = min(left, flow[best])
        flow[best] -= amount
        cover[best] -= amount
        left -= amount
