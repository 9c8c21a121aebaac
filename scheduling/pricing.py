"""The cheapest legal tour of a person for given prices: a labelled shortest path over the days, compiled.

A label says where a tour stands at the start of a day: what was worked last (a state of the succession automaton), for
how many days in a row, the hours of the week (a state of the hours automaton), how many free days the week had, and
what shortest stretches and weekends ask for (`tour_limits.py`).
Everything that the rules on tours look at is in the label, so every path is a legal tour and no legal tour is missing.
"""

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled
from scheduling.tour_limits import (
    FIRST_DAY,
    LATER_DAY,
    LEAST_OFF,
    LEAST_RUN,
    MOST_RUN,
    MOST_WEEKENDS,
    NO_KIND,
    TourLimits,
)

OFF = -1
FIRST_RISE, RULED_OUT, RISES = 0.5, 2000.0, 200  # points by which duties of a kind that are too many grow dearer


@compiled
def after_day_off(run: int, max_run: int, least_off: int) -> int:
    """The run after a day off: beyond `max_run` the days off in a row while they are too few, 0 once they suffice."""
    if run > max_run:
        return run + 1 if run + 1 - max_run < least_off else 0
    return max_run + 1 if run > 0 and least_off > 1 else 0


@compiled
def begins_weekend(weekend_day: int, run: int) -> int:
    """1 where a duty on the day is the first of a weekend that counts."""
    return int(weekend_day == FIRST_DAY or (weekend_day == LATER_DAY and run == 0))


@compiled
def label_count(arena: Arena) -> int:
    """How many labels there can be on a day."""
    limits = arena.limits
    runs, packs = arena.max_run + 1 + limits.short_offs, (arena.most_free + 1) * (limits.weekends + 1)
    return int(len(arena.after_off) * runs * arena.hours_after.shape[0] * packs)


@compiled
def first_label_number(arena: Arena, person: int) -> int:
    """The label on the first day."""
    state, run, pair, free = arena.first[person]
    run, free = min(run, arena.max_run), min(free, arena.most_free)
    runs, packs = arena.max_run + 1 + arena.limits.short_offs, (arena.most_free + 1) * (arena.limits.weekends + 1)
    return int(((state * runs + run) * arena.hours_after.shape[0] + pair) * packs + free)


@compiled
def cheapest_tour(arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints) -> float:
    """The least points of a legal tour; writes its shift index for each day (-1 off) into `tour`.

    `duty_cost[day, shift]` and `off_cost[day]` hold prices and wishes; the points of the weeks' hours are added here.
    Infinite, with a tour of days off, where the duties before the window leave no legal tour. Limits on duties of a
    kind are not looked at (`cheapest_counted_tour`).
    """
    days, limits, held_to = duty_cost.shape[0], arena.limits, arena.limits.held_to[person]
    labels = label_count(arena)
    came_from = np.empty((days, labels), dtype=np.int32)
    came_by = np.empty((days, labels), dtype=np.int16)
    cost, following = np.full(labels, np.inf), np.full(labels, np.inf)
    active, reached = np.empty(labels, dtype=np.int32), np.empty(labels, dtype=np.int32)
    active[0] = first_label_number(arena, person)
    cost[active[0]] = 0.0
    n_active = 1
    choices, of_set = np.empty(len(limits.alike), dtype=np.int64), np.empty(len(limits.alike), dtype=np.int64)
    for day in range(days):
        week = arena.week_of_day[day]
        n_choices = _worth_trying(limits.alike, arena.allowed[person, day], duty_cost[day], choices, of_set)
        n_reached = _extend(
            active[:n_active], cost, following, reached, came_from[day], came_by[day], choices[:n_choices],
            duty_cost[day], off_cost[day], arena.after_duty, arena.after_off, arena.touches_today, arena.hours_after,
            arena.week_allowed[person, week], arena.week_cost[person, week], arena.ends_week[day] == 1,
            arena.free_days_needed[week], arena.most_free, arena.max_run, held_to[MOST_RUN],
            min(held_to[LEAST_RUN], arena.first[person, 1] + day), held_to[LEAST_OFF], limits.short_offs,
            limits.weekend_day[day], held_to[MOST_WEEKENDS], limits.weekends,
        )  # fmt: skip
        cost, following = following, cost
        active, reached = reached, active
        n_active = n_reached
    if n_active == 0:
        tour[:] = OFF
        return np.inf
    return _trace(cost, active, n_active, came_from, came_by, tour)


@compiled
def _worth_trying(alike: Ints, allowed: Bytes, cost: Floats, choices: Ints, of_set: Ints) -> int:
    """Writes the cheapest allowed shift of every set of shifts that are alike; how many they are."""
    of_set[:] = OFF
    for shift in range(len(allowed)):
        best = of_set[alike[shift]]
        if allowed[shift] == 1 and (best == OFF or cost[shift] < cost[best]):
            of_set[alike[shift]] = shift
    n = 0
    for shift in of_set:
        if shift != OFF:
            choices[n] = shift
            n += 1
    return n


@compiled
def _extend(
    active: NDArray[np.int32],
    cost: Floats,
    following: Floats,
    reached: NDArray[np.int32],
    came_from: NDArray[np.int32],
    came_by: NDArray[np.int16],
    choices: Ints,
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
    most_run: int,
    least_run: int,
    least_off: int,
    short_offs: int,
    weekend_day: int,
    most_weekends: int,
    weekends: int,
) -> int:
    """Every label of a day with every choice of that day; the arrays are those of the person, the day and its week.

    `least_run` is that of the day: a run that began with the window may be shorter.
    """
    frees, runs, pairs = most_free + 1, max_run + 1 + short_offs, hours_after.shape[0]
    packs = frees * (weekends + 1)
    n_reached = 0
    for label in active:
        so_far, cost[label] = cost[label], np.inf
        pack, pair = label % packs, (label // packs) % pairs
        run, state = (label // (packs * pairs)) % runs, label // (packs * pairs * runs)
        free, weekend = pack % frees, pack // frees
        worked = weekend + begins_weekend(weekend_day, run)
        n_choices = len(choices) if run < most_run and worked <= most_weekends else 0
        for number in range(OFF, n_choices):
            choice = OFF
            if number == OFF:
                if 0 < run < least_run:
                    continue
                next_run = after_day_off(run, max_run, least_off)
                next_state, next_pair, total = after_off[state], pair, so_far + off_cost
                next_free, next_weekend = free if touches_today[state] else min(free + 1, most_free), weekend
            else:
                choice = choices[number]
                next_state, next_pair = after_duty[state, choice], hours_after[pair, choice]
                if next_state < 0 or next_pair < 0 or week_allowed[next_pair] == 0:
                    continue
                next_run, next_free, next_weekend, total = run + 1, free, worked, so_far + duty_cost[choice]
            if ends_week:
                if next_free < free_needed:
                    continue
                total += week_cost[next_pair]
                next_pair, next_free = 0, 0
            target = ((next_state * runs + next_run) * pairs + next_pair) * packs + next_weekend * frees + next_free
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
    limits, weekend, begun = arena.limits, 0, arena.first[person, 1]
    most_run, least_run, least_off, most_weekends = limits.held_to[person]
    for day in range(len(tour)):
        choice, week = tour[day], arena.week_of_day[day]
        if choice == OFF:
            if 0 < run < min(least_run, begun + day):
                return np.inf
            free += 1 - arena.touches_today[state]
            state, run = arena.after_off[state], after_day_off(run, arena.max_run, least_off)
        else:
            if arena.allowed[person, day, choice] == 0 or run >= most_run:
                return np.inf
            weekend += begins_weekend(limits.weekend_day[day], run)
            if weekend > most_weekends:
                return np.inf
            state, pair, run = arena.after_duty[state, choice], arena.hours_after[pair, choice], run + 1
            if state < 0 or pair < 0 or arena.week_allowed[person, week, pair] == 0:
                return np.inf
        if arena.ends_week[day] == 1:
            if free < arena.free_days_needed[week]:
                return np.inf
            pair, free = 0, 0
    if kind_beyond(limits, person, tour) != NO_KIND:
        return np.inf
    return tour_points(arena, person, tour)


@compiled
def kind_beyond(limits: TourLimits, person: int, tour: Ints) -> int:
    """A kind of duty of which the tour has more than the person may have; NO_KIND where there is none."""
    for kind in range(limits.most_of_kind.shape[1]):
        number = 0
        for shift in tour:
            if shift != OFF and limits.kind_of[shift] == kind:
                number += 1
        if number > limits.most_of_kind[person, kind]:
            return kind
    return NO_KIND


@compiled
def cheapest_counted_tour(arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints) -> float:
    """The least points of a tour that keeps the limits on duties of a kind too, nearly: kinds beyond their limit grow
    dearer until they are not, and are ruled out where that does not help. Writes into `duty_cost`.
    """
    least = cheapest_tour(arena, person, duty_cost, off_cost, tour)
    limits = arena.limits
    step = np.full(limits.most_of_kind.shape[1], FIRST_RISE)
    for _ in range(RISES):
        beyond = kind_beyond(limits, person, tour)
        if beyond == NO_KIND:
            break
        for shift in range(len(limits.kind_of)):
            if limits.kind_of[shift] == beyond:
                duty_cost[:, shift] += step[beyond]
        step[beyond] = 2 * step[beyond] if step[beyond] < RULED_OUT else np.inf
        least = cheapest_tour(arena, person, duty_cost, off_cost, tour)
    return least
