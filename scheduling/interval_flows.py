"""Sharing agents out among queues within one interval, slot by slot, compiled.

Agents of a group are shared out among the queues that they know, in whole slots. Slots are moved along chains of groups
(one who knows general and chat takes a chat, so that another is free for ...) one at a time, as long as that lowers the
points of short cover. As these are convex in the slots of every queue, what no such move betters is best of all.
"""

from math import gcd

import numpy as np

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled, lean
from scheduling.contacts import Contacts

ROUNDING = 1e-6


def shared_out(arena: Arena, work: Floats, slots_an_interval: int, contact_price: Floats) -> Ints:
    """How many slots of each group go to each queue, `[t, g, q]`, so that short cover costs least.

    `work[t, g]` is how many agents of the group are at work in the interval on average; `contact_price[i]` is that of a
    contact of each goal, `contact_price[t, i]` that in each interval.
    """
    slots = np.rint(work * slots_an_interval).astype(np.int64)
    flow = np.zeros((*slots.shape, arena.need.shape[1]), dtype=np.int64)
    for group in range(len(arena.skills)):
        flow[:, group, np.flatnonzero(arena.skills[group])[0]] = slots[:, group]
    points = (arena.short_points, arena.deep_points, arena.deep_share)
    prices = np.broadcast_to(contact_price, (arena.intervals, arena.contacts.goals)).copy()
    for t in range(arena.intervals):
        saves = slots_by_heads(arena.need[t] * slots_an_interval, points, int(slots[t].sum()))
        if arena.contacts.goals:
            slots_by_contacts(arena.contacts, prices[t], t, slots_an_interval, saves)
        share_out(flow[t], saves, arena.skills)
    return flow


def slot_length_min(arena: Arena) -> int:
    """The longest slot on whose borders every duty, meal and rest begins and ends."""
    times = [arena.interval_min, *arena.start_min, *arena.end_min, *arena.meal_min, *arena.rest_min]
    times += [int(start) for start in arena.meal_start.ravel() if start > 0]
    times += [int(start) for start in arena.rest_start.ravel()]
    return gcd(*(int(time) for time in times if time))


@compiled
def slots_by_heads(need: Floats, points: tuple[float, float, float], most: int) -> Floats:
    """Points saved by the next slot of a queue that has so many, times the slots of an interval: `[q, slots]`.

    `need[q]` in slots; `points` are those of an agent short and deep short, and the share from which on short is deep.
    """
    short_points, deep_points, deep_share = points
    saves = np.empty((len(need), most + 1))
    for queue in range(len(need)):
        for slots in range(most + 1):
            missing = max(0.0, need[queue] - slots)
            deep = min(1.0, max(0.0, missing - deep_share * need[queue]))
            saves[queue, slots] = deep * deep_points + (min(1.0, missing) - deep) * short_points
    return saves


@lean
def slots_by_contacts(contacts: Contacts, contact_price: Floats, t: int, slots_an_interval: int, saves: Floats) -> None:
    """Writes the same for queues whose goal is kept by contacts, at the price of a contact of each goal `[i]`."""
    for queue in range(saves.shape[0]):
        goal, answered = contacts.goal_of[t, queue], contacts.answered[t, queue]
        if goal >= 0:
            for slots in range(saves.shape[1]):
                agents = min(slots // slots_an_interval, len(answered) - 1)
                after = min(agents + 1, len(answered) - 1)
                saves[queue, slots] = contact_price[goal] * (answered[after] - answered[agents])


@compiled
def share_out(flow: Ints, saves: Floats, skills: Bytes) -> None:
    """Move slots between queues of one interval while that saves points; `flow[g, q]` changes.

    `saves[q, slots]` are the points that the next slot of a queue saves that has so many.
    """
    for _ in range(flow.sum()):
        if not _move_once(flow, saves, skills):
            break


@compiled
def _move_once(flow: Ints, saves: Floats, skills: Bytes) -> bool:
    """Move one slot along the chain of queues that saves most; False where none saves anything."""
    queues = len(saves)
    slots = flow.sum(axis=0)
    best, best_from, best_to = ROUNDING, -1, -1
    via = np.empty((queues, queues), dtype=np.int64)
    for source in range(queues):
        if slots[source] == 0:
            continue
        lost = saves[source, slots[source] - 1]
        _reach(flow, skills, source, via[source])
        for target in range(queues):
            if target != source and via[source, target] >= 0:
                saved = saves[target, slots[target]] - lost
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


@lean
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
