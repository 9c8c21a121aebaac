"""All legal tours of a person that cost little more than the cheapest at given prices, compiled.

The least points from every label to the end of the window are reckoned backwards; the tours are then followed from the
first day on, leaving every branch whose least points are too many.
"""

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled, lean
from scheduling.path_labels import OFF, after_day_off, begins_weekend, first_label_number, label_count
from scheduling.rows import copy_row
from scheduling.tour_limits import LEAST_OFF, LEAST_RUN, MOST_RUN, MOST_WEEKENDS, NO_KIND

NOWHERE = -1
TIGHTER, TIGHTENED = 0.6, 25
STEPS = 20  # looked at on a day for each tour that there is room for
ROUNDING = 1e-6


@compiled
def tours_within(
    arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, slack: float, tours: Ints
) -> tuple[int, float]:
    """Writes the tours that cost at most `slack` points more than the cheapest; how many, and the slack.

    Where there are as many as `tours` has rows or more, the slack is made smaller until there are fewer; where too many
    cost the same there are none.
    """
    days = duty_cost.shape[0]
    labels = label_count(arena)
    reached, number = _reached(arena, person, labels, duty_cost, off_cost)
    to_go = np.full((days + 1, labels), np.inf)
    to_go[days] = 0.0
    for day in range(days - 1, -1, -1):
        for position in range(number[day]):
            label, least = reached[day, position], np.inf
            for choice in range(OFF, duty_cost.shape[1]):
                target, cost = next_label(arena, person, day, label, choice, duty_cost, off_cost)
                if target != NOWHERE:
                    least = min(least, cost + to_go[day + 1, target])
            to_go[day, label] = least
    found = _follow(arena, person, duty_cost, off_cost, slack, to_go, tours)
    for _ in range(TIGHTENED):
        if found < len(tours):
            break
        slack *= TIGHTER
        found = _follow(arena, person, duty_cost, off_cost, slack, to_go, tours)
    return (found, slack) if found < len(tours) else (0, 0.0)


@compiled
def _reached(arena: Arena, person: int, labels: int, duty_cost: Floats, off_cost: Floats) -> tuple[Ints, Ints]:
    """The labels that can be reached at the start of each day, and how many they are."""
    days = duty_cost.shape[0]
    most = 1
    number = np.zeros(days + 1, dtype=np.int64)
    number[0] = 1
    reached = np.zeros((days + 1, labels), dtype=np.int64)
    reached[0, 0] = first_label_number(arena, person)
    seen = np.full(labels, NOWHERE)
    for day in range(days):
        for position in range(number[day]):
            for choice in range(OFF, duty_cost.shape[1]):
                target, _ = next_label(arena, person, day, reached[day, position], choice, duty_cost, off_cost)
                if target != NOWHERE and seen[target] != day:
                    seen[target] = day
                    reached[day + 1, number[day + 1]] = target
                    number[day + 1] += 1
        most = max(most, number[day + 1])
    return reached[:, :most].copy(), number


@lean
def next_label(
    arena: Arena, person: int, day: int, label: int, choice: int, duty_cost: Floats, off_cost: Floats
) -> tuple[int, float]:
    """The label after a day's choice and the choice's points; NOWHERE where it is not legal."""
    limits, week = arena.limits, arena.week_of_day[day]
    frees, runs, pairs = arena.most_free + 1, arena.max_run + 1 + limits.short_offs, arena.hours_after.shape[0]
    packs = frees * (limits.weekends + 1)
    pack, pair = label % packs, (label // packs) % pairs
    run, state = (label // (packs * pairs)) % runs, label // (packs * pairs * runs)
    free, weekend = pack % frees, pack // frees
    if choice == OFF:
        if 0 < run < min(limits.held_to[person, LEAST_RUN], arena.first[person, 1] + day):
            return NOWHERE, 0.0
        if arena.touches_today[state] == 0:
            free = min(free + 1, arena.most_free)
        run = after_day_off(run, arena.max_run, limits.held_to[person, LEAST_OFF])
        state, cost = arena.after_off[state], off_cost[day]
    else:
        if arena.allowed[person, day, choice] == 0 or run >= limits.held_to[person, MOST_RUN]:
            return NOWHERE, 0.0
        weekend += begins_weekend(limits.weekend_day[day], run)
        state, pair, run = arena.after_duty[state, choice], arena.hours_after[pair, choice], run + 1
        if weekend > limits.held_to[person, MOST_WEEKENDS] or state < 0 or pair < 0:
            return NOWHERE, 0.0
        if arena.week_allowed[person, week, pair] == 0:
            return NOWHERE, 0.0
        cost = duty_cost[day, choice]
    if arena.ends_week[day] == 1:
        if free < arena.free_days_needed[week]:
            return NOWHERE, 0.0
        cost += arena.week_cost[person, week, pair]
        pair, free = 0, 0
    if cost == np.inf:
        return NOWHERE, 0.0
    return int(((state * runs + run) * pairs + pair) * packs + weekend * frees + free), float(cost)


@compiled
def _follow(
    arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, slack: float, to_go: Floats, tours: Ints
) -> int:
    """Writes the tours within the slack, until there is no more room, or too many ways lead to duties of a kind that
    are too many: then as many as there is room for are said to be found.
    """
    days = duty_cost.shape[0]
    label, tried, so_far = np.zeros(days, dtype=np.int64), np.full(days, OFF - 1), np.zeros(days)
    counted = np.zeros(arena.limits.most_of_kind.shape[1], dtype=np.int64)
    return _followed(arena, person, duty_cost, off_cost, slack, to_go, tours, label, tried, so_far, counted)


@lean
def _followed(
    arena: Arena,
    person: int,
    duty_cost: Floats,
    off_cost: Floats,
    slack: float,
    to_go: Floats,
    tours: Ints,
    label: Ints,
    tried: Ints,
    so_far: Floats,
    counted: Ints,
) -> int:
    """`_follow`: label, choice and points so far of every day, and duties counted by kind, are kept as it goes."""
    days, found, day, limits = duty_cost.shape[0], 0, 0, arena.limits
    label[0] = first_label_number(arena, person)
    most, steps = to_go[0, label[0]] + slack + ROUNDING, STEPS * days * len(tours)
    while day >= 0 and found < len(tours):
        _count_kind(limits.kind_of, tried[day], counted, -1)
        choice, steps = tried[day] + 1, steps - 1
        if steps < 0:
            return len(tours)
        tried[day] = OFF - 1 if choice >= duty_cost.shape[1] else choice
        if choice >= duty_cost.shape[1]:
            day -= 1
            continue
        kind = _count_kind(limits.kind_of, choice, counted, 1)
        if kind != NO_KIND and counted[kind] > limits.most_of_kind[person, kind]:
            continue
        target, cost = next_label(arena, person, day, label[day], choice, duty_cost, off_cost)
        if target == NOWHERE or so_far[day] + cost + to_go[day + 1, target] > most:
            continue
        if day == days - 1:
            copy_row(tried, tours[found])
            found += 1
            continue
        day += 1
        label[day], so_far[day], tried[day] = target, so_far[day - 1] + cost, OFF - 1
    return found


@lean
def _count_kind(kind_of: Ints, choice: int, counted: Ints, sign: int) -> int:
    """Count a day's choice in (sign 1) or out (-1); its kind, or NO_KIND."""
    if choice < 0 or kind_of[choice] == NO_KIND:
        return NO_KIND
    counted[kind_of[choice]] += sign
    return int(kind_of[choice])
