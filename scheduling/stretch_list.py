"""What a person may do on some days in a row, all other days as they are: all legal choices, and the cheapest.

The days are followed from choice to choice by the labels of the shortest path (`pricing.py`). Behind them the tour goes
on as it is: a choice is legal where it does so legally, and costs what the whole tour then costs more or less.
"""

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled
from scheduling.path_labels import OFF, first_label_number
from scheduling.pricing import kind_beyond
from scheduling.tour_limits import NO_KIND
from scheduling.tour_list import NOWHERE, next_label

MOST = 60_000  # choices that are looked at


def cheapest_stretches(arena: Arena, person: int, cost: Floats, tour: Ints, days: range, room: int) -> Ints:
    """Shifts (or OFF) of the days `[n, d]`: what the tour `[d]` has, and the cheapest of what else is legal.

    `cost[d, s]` are points of the person's duties at some prices, by which the `room` cheapest are picked.
    """
    ways = int(np.minimum(np.prod(1.0 + arena.allowed[person, days].sum(axis=1)), MOST))
    shifts, points = np.empty((ways, len(days)), dtype=np.int64), np.empty(ways)
    found = _stretches(arena, person, cost, arena.off_cost[person], tour, days[0], shifts, points)
    shifts, points = shifts[:found], points[:found]
    now = (shifts == tour[days]).all(axis=1)
    others = np.flatnonzero(~now & _within_kinds(arena, person, tour, days, shifts))
    kept = others[np.argsort(points[others], kind="stable")[:room]]
    return np.concatenate([tour[days][None], shifts[kept]])


def _within_kinds(arena: Arena, person: int, tour: Ints, days: range, shifts: Ints) -> NDArray[np.bool_]:
    """Which choices leave the person no more duties of a kind than he may have."""
    if not arena.limits.most_of_kind.size:
        return np.ones(len(shifts), dtype=np.bool_)
    changed, kept = tour.copy(), np.empty(len(shifts), dtype=np.bool_)
    for number, choice in enumerate(shifts):
        changed[days] = choice
        kept[number] = kind_beyond(arena.limits, person, changed) == NO_KIND
    return kept


@compiled
def _stretches(
    arena: Arena,
    person: int,
    duty_cost: Floats,
    off_cost: Floats,
    tour: Ints,
    first: int,
    shifts: Ints,
    points: Floats,
) -> int:
    """Writes all legal choices of the days from `first` on, `shifts[n, d]`, and by how much each changes the points,
    until there is no more room; how many they are.
    """
    days, length, found, day = len(tour), shifts.shape[1], 0, 0
    base, base_cost = np.empty(days + 1, dtype=np.int64), np.empty(days)
    base[0] = first_label_number(arena, person)
    for on in range(days):
        base[on + 1], base_cost[on] = next_label(arena, person, on, base[on], tour[on], duty_cost, off_cost)
        if base[on + 1] == NOWHERE:
            return 0
    label, tried, so_far = np.empty(length, dtype=np.int64), np.full(length, OFF - 1), np.zeros(length)
    label[0] = base[first]
    while day >= 0 and found < len(shifts):
        tried[day] += 1
        if tried[day] >= duty_cost.shape[1]:
            day -= 1
            continue
        on = first + day
        target, cost = next_label(arena, person, on, label[day], tried[day], duty_cost, off_cost)
        if target == NOWHERE:
            continue
        change = so_far[day] + cost - base_cost[on]
        if day < length - 1:
            day += 1
            label[day], so_far[day], tried[day] = target, change, OFF - 1
            continue
        for behind in range(on + 1, days):
            if target == base[behind]:
                break
            target, cost = next_label(arena, person, behind, target, tour[behind], duty_cost, off_cost)
            if target == NOWHERE:
                break
            change += cost - base_cost[behind]
        if target != NOWHERE:
            shifts[found], points[found] = tried, change
            found += 1
    return found
