"""Rests moved within their interval so that as many are at work all along it, compiled.

To the requirement an interval is one number, and two rests in its first quarter of an hour are as good as one in each
half. To callers they are not: what the worse half loses the better one does not bring back. So rests go to another
start in the same interval, one that the rules leave them, while that brings the slots of an interval nearer to each
other. Cover, and what the roster costs, stay what they are.
"""

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.compiled import compiled, lean
from scheduling.path_labels import OFF

MOST_PASSES = 20


@compiled
def evened_rests(arena: Arena, tours: Ints, breaks: Ints, slot_min: int) -> Ints:
    """The breaks `[p, d, 1 + rests]` of the tours `[p, d]` with rests moved within their intervals.

    What is made less is the sum over slots of each group's agents at work squared, and of all agents': those of a group
    stand in for each other, and several groups for a queue.
    """
    found = breaks.copy()
    slots = len(arena.need) * arena.interval_min // slot_min
    there = np.zeros((arena.lead_group + 1, slots), dtype=np.int64)  # at work, by group; all agents in the last row
    for person in range(tours.shape[0]):
        for day in range(tours.shape[1]):
            _mark_work(arena, tours, found, person, day, slot_min, there)
    for _ in range(MOST_PASSES):
        moved = False
        for person in range(tours.shape[0]):
            if arena.group_of[person] != arena.lead_group:
                for day in range(tours.shape[1]):
                    if tours[person, day] != OFF:
                        moved = _move_rests(arena, tours, found, person, day, slot_min, there) or moved
        if not moved:
            break
    return found


@lean
def _mark_work(arena: Arena, tours: Ints, breaks: Ints, person: int, day: int, slot_min: int, there: Ints) -> None:
    """Counts the slots in which an agent is at work on a day's duty."""
    shift, group = tours[person, day], arena.group_of[person]
    if shift == OFF or group == arena.lead_group:
        return
    begins, ends = day * 1440 + arena.start_min[shift], day * 1440 + arena.end_min[shift]
    _add(there, group, begins, ends, slot_min, 1)
    if breaks[person, day, 0] >= 0:
        _add(there, group, breaks[person, day, 0], breaks[person, day, 0] + arena.meal_min[shift], slot_min, -1)
    for rest in range(arena.n_rests[shift]):
        start = breaks[person, day, 1 + rest]
        _add(there, group, start, start + arena.rest_min[shift], slot_min, -1)


@lean
def _add(there: Ints, group: int, start: int, end: int, slot_min: int, step: int) -> None:
    for slot in range(start // slot_min, end // slot_min):
        there[group, slot] += step
        there[-1, slot] += step


@lean
def _move_rests(arena: Arena, tours: Ints, breaks: Ints, person: int, day: int, slot_min: int, there: Ints) -> bool:
    """Moves each rest of a duty to the best start in its interval; whether any was moved."""
    shift, group = tours[person, day], arena.group_of[person]
    begins, length = day * 1440 + arena.start_min[shift], arena.rest_min[shift]
    plan, moved = _plan_of(arena, shift, breaks[person, day, 0] - begins), False
    for rest in range(arena.n_rests[shift]):
        now = breaks[person, day, 1 + rest]
        best, least = now, 0
        if now // arena.interval_min != (now + length - 1) // arena.interval_min:
            continue
        for choice in range(arena.n_starts[shift, plan, rest]):
            start = begins + arena.rest_start[shift, plan, rest, choice]
            last = (start + length - 1) // arena.interval_min
            if start != now and now // arena.interval_min == start // arena.interval_min == last:
                more = _change(there, group, now, start, length, slot_min)
                if more < least:
                    best, least = start, more
        if best != now:
            _add(there, group, now, now + length, slot_min, 1)
            _add(there, group, best, best + length, slot_min, -1)
            breaks[person, day, 1 + rest] = best
            moved = True
    return moved


@lean
def _plan_of(arena: Arena, shift: int, meal_start: int) -> int:
    """The plan of breaks with that start of the meal after the shift's; the first where there is no meal."""
    for plan in range(arena.n_plans[shift]):
        if arena.meal_start[shift, plan] == meal_start:
            return plan
    return 0


@lean
def _change(there: Ints, group: int, old: int, new: int, length: int, slot_min: int) -> int:
    """What the move of a rest adds to the squares of those at work."""
    before = _squares(there, group, old, length, slot_min) + _squares(there, group, new, length, slot_min)
    _add(there, group, old, old + length, slot_min, 1)
    _add(there, group, new, new + length, slot_min, -1)
    after = _squares(there, group, old, length, slot_min) + _squares(there, group, new, length, slot_min)
    _add(there, group, new, new + length, slot_min, 1)
    _add(there, group, old, old + length, slot_min, -1)
    return after - before


@lean
def _squares(there: Ints, group: int, start: int, length: int, slot_min: int) -> int:
    total = 0
    for slot in range(start // slot_min, (start + length) // slot_min):
        total += there[group, slot] ** 2 + there[-1, slot] ** 2
    return total
