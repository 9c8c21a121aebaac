"""The cheapest legal tour of a person for given prices: a labelled shortest path over the days, compiled.

A label says where a tour stands at the start of a day: what was worked last (a state of the succession automaton), for
how many days in a row, the hours of the week (a state of the hours automaton) and how many free days the week had.
Everything that the rules on tours look at is in the label, so every path is a legal tour and no legal tour is missing.
"""

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled

OFF = -1


@compiled
def label_count(arena: Arena) -> int:
    """How many labels there can be on a day."""
    frees = arena.most_free + 1
    return int(len(arena.after_off) * (arena.max_run + 1) * arena.hours_after.shape[0] * frees)


@compiled
def _first_label(arena: Arena, person: int, frees: int) -> int:
    state, run, pair, free = arena.first[person]
    run, free = min(run, arena.max_run), min(free, frees - 1)
    return int(((state * (arena.max_run + 1) + run) * arena.hours_after.shape[0] + pair) * frees + free)


@compiled
def cheapest_tour(arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints) -> float:
    """The least points of a legal tour; writes its shift index for each day (-1 off) into `tour`.

    `duty_cost[day, shift]` and `off_cost[day]` hold prices and wishes; the points of the weeks' hours are added here.
    Infinite, with a tour of days off, where the duties before the window leave no legal tour.
    """
    days = duty_cost.shape[0]
    labels = label_count(arena)
    came_from = np.empty((days, labels), dtype=np.int32)
    came_by = np.empty((days, labels), dtype=np.int16)
    cost, following = np.full(labels, np.inf), np.full(labels, np.inf)
    active, reached = np.empty(labels, dtype=np.int32), np.empty(labels, dtype=np.int32)
    active[0] = _first_label(arena, person, arena.most_free + 1)
    cost[active[0]] = 0.0
    n_active = 1
    for day in range(days):
        week = arena.week_of_day[day]
        n_reached = _extend(
            active[:n_active],
            cost,
            following,
            reached,
            came_from[day],
            came_by[day],
            arena.allowed[person, day],
            duty_cost[day],
            off_cost[day],
            arena.after_duty,
            arena.after_off,
            arena.touches_today,
            arena.hours_after,
            arena.week_allowed[person, week],
            arena.week_cost[person, week],
            arena.ends_week[day] == 1,
            arena.free_days_needed[week],
            arena.most_free,
            arena.max_run,
        )
        cost, following = following, cost
        active, reached = reached, active
        n_active = n_reached
    if n_active == 0:
        tour[:] = OFF
        return np.inf
    return _trace(cost, active, n_active, came_from, came_by, tour)


@compiled
def _extend(
    active: NDArray[np.int32],
    cost: Floats,
    following: Floats,
    reached: NDArray[np.int32],
    came_from: NDArray[np.int32],
    came_by: NDArray[np.int16],
    allowed: Bytes,
    duty_cost: Floats,
    off_cost: float,
    after_duty: NDArray[np.int16],
    after_off: NDArray[np.int16],
    touches_today: Bytes,
    hours_after: NDArray[np.int16],
    week_allowed: Bytes,
    week_cost: Floats,
    ends_week: bool,
    free_needed: int,
    most_free: int,
    max_run: int,
) -> int:
    """Every label of a day with every choice of that day; the arrays are those of the person, the day and its week."""
    frees, runs, pairs = most_free + 1, max_run + 1, hours_after.shape[0]
    n_reached = 0
    for label in active:
        so_far, cost[label] = cost[label], np.inf
        free, pair = label % frees, (label // frees) % pairs
        run, state = (label // (frees * pairs)) % runs, label // (frees * pairs * runs)
        for choice in range(OFF, len(allowed)):
            if choice == OFF:
                next_state, next_run, next_pair, total = after_off[state], 0, pair, so_far + off_cost
                next_free = free if touches_today[state] else min(free + 1, most_free)
            else:
                if allowed[choice] == 0 or run >= max_run:
                    continue
                next_state, next_pair = after_duty[state, choice], hours_after[pair, choice]
                if next_state < 0 or next_pair < 0 or week_allowed[next_pair] == 0:
                    continue
                next_run, next_free, total = run + 1, free, so_far + duty_cost[choice]
            if ends_week:
                if next_free < free_needed:
                    continue
                total += week_cost[next_pair]
                next_pair, next_free = 0, 0
            target = ((next_state * runs + next_run) * pairs + next_pair) * frees + next_free
            if total < following[target]:
                if following[target] == np.inf:
                    reached[n_reached] = target
                    n_reached += 1
                following[target] = total
                came_from[target], came_by[target] = label, choice
    return n_reached


@compiled
def _trace(
    cost: Floats,
    active: NDArray[np.int32],
    n_active: int,
    came_from: NDArray[np.int32],
    came_by: NDArray[np.int16],
    tour: Ints,
) -> float:
    """Follow the cheapest label back to the first day."""
    best = active[0]
    for position in range(1, n_active):
        if cost[active[position]] < cost[best]:
            best = active[position]
    least, label = cost[best], best
    for day in range(len(tour) - 1, -1, -1):
        tour[day] = came_by[day, label]
        label = came_from[day, label]
    return float(least)


@compiled
def tour_points(arena: Arena, person: int, tour: Ints) -> float:
    """What a tour costs by itself, in points: wishes not met and the hours of its weeks."""
    points, pair = 0.0, arena.first[person, 2]
    for day in range(len(tour)):
        if tour[day] == OFF:
            points += arena.off_cost[person, day]
        else:
            points += arena.duty_cost[person, day, tour[day]]
            pair = arena.hours_after[pair, tour[day]]
        if arena.ends_week[day] == 1:
            points += arena.week_cost[person, arena.week_of_day[day], pair]
            pair = 0
    return points


@compiled
def legal_tour_points(arena: Arena, person: int, tour: Ints) -> float:
    """What a tour costs by itself, in points; infinite where a rule on tours or on single duties forbids it."""
    state, run, pair, free = arena.first[person]
    for day in range(len(tour)):
        choice, week = tour[day], arena.week_of_day[day]
        if choice == OFF:
            free += 1 - arena.touches_today[state]
            state, run = arena.after_off[state], 0
        else:
            if arena.allowed[person, day, choice] == 0 or run >= arena.max_run:
                return np.inf
            state, pair, run = arena.after_duty[state, choice], arena.hours_after[pair, choice], run + 1
            if state < 0 or pair < 0 or arena.week_allowed[person, week, pair] == 0:
                return np.inf
        if arena.ends_week[day] == 1:
            if free < arena.free_days_needed[week]:
                return np.inf
            pair, free = 0, 0
    return tour_points(arena, person, tour)
