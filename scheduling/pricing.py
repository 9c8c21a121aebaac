"""The cheapest legal tour of a person for given prices: a labelled shortest path over the days, compiled.

A label says where a tour stands at the start of a day: what was worked last (a state of the succession automaton), for
how many days in a row, the hours of the week (a state of the hours automaton), how many free days the week had, and
what shortest stretches and weekends ask for (`tour_limits.py`).
Everything that the rules on tours look at is in the label, so every path is a legal tour and no legal tour is missing.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled
from scheduling.freedom import Freedom
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
NO_PLACE = -1
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


class PathRoom(NamedTuple):
    """Room for one shortest path after the other: whoever seeks many takes it once.

    Labels of a day are numbered as they are reached, so that what is read lies close together. Between two paths no
    label has a place.
    """

    came_from: NDArray[np.int32]  # [d, place]
    came_by: NDArray[np.int16]  # [d, place]
    place: NDArray[np.int32]  # [label], NO_PLACE where the label was not reached
    cost: Floats  # [place]
    following: Floats
    active: NDArray[np.int32]  # [place], label
    reached: NDArray[np.int32]
    n_choices: Ints  # [state]
    choices: Ints  # [state, n], shifts that are worth trying on a day


@compiled
def path_room(arena: Arena) -> PathRoom:
    """Room for paths over the days of a problem; for compiled code."""
    days, labels = arena.allowed.shape[1], label_count(arena)
    return PathRoom(
        np.empty((days, labels), dtype=np.int32),
        np.empty((days, labels), dtype=np.int16),
        np.full(labels, NO_PLACE, dtype=np.int32),
        np.empty(labels),
        np.empty(labels),
        np.empty(labels, dtype=np.int32),
        np.empty(labels, dtype=np.int32),
        np.empty(len(arena.after_duty), dtype=np.int64),
        np.empty(arena.after_duty.shape, dtype=np.int64),
    )


@compiled
def cheapest_tour(arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints) -> float:
    """The least points of a legal tour; writes its shift index for each day (-1 off) into `tour`.

    `duty_cost[day, shift]` and `off_cost[day]` hold prices and wishes; the points of the weeks' hours are added here.
    Infinite, with a tour of days off, where the duties before the window leave no legal tour. Limits on duties of a
    kind are not looked at (`cheapest_counted_tour`).
    """
    return cheapest_tour_in(path_room(arena), arena, person, duty_cost, off_cost, tour)


@compiled
def cheapest_tour_in(
    room: PathRoom, arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints
) -> float:
    """`cheapest_tour` in room that is already there."""
    days, limits, held_to = duty_cost.shape[0], arena.limits, arena.limits.held_to[person]
    came_from, came_by = room.came_from, room.came_by
    cost, following, active, reached = room.cost, room.following, room.active, room.reached
    active[0], cost[0] = first_label_number(arena, person), 0.0
    n_active = 1
    n_choices, choices = room.n_choices, room.choices
    for day in range(days):
        week = arena.week_of_day[day]
        for state in range(len(n_choices)):
            n_choices[state] = _worth_trying(
                limits.freedom, arena.after_duty, state, arena.allowed[person, day], duty_cost[day], choices[state]
            )
        n_reached = _extend(
            active[:n_active], cost, following, reached, room.place, came_from[day], came_by[day], n_choices, choices,
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
    return _trace(cost[:n_active], came_from, came_by, tour)


@compiled
def _worth_trying(
    free: Freedom, after_duty: NDArray[np.int16], state: int, allowed: Bytes, cost: Floats, choices: Ints
) -> int:
    """Writes the allowed shifts that may follow a state, but for those that cost no less than another of as many hours
    after which the tour is as free; how many they are.
    """
    n = 0
    for shift in free.freest_first[state]:
        if shift == OFF:
            break
        if allowed[shift] == 0:
            continue
        after, place = after_duty[state, shift], n
        for position in range(n):
            other = choices[position]
            if free.hours_like[other] != free.hours_like[shift]:
                continue
            if free.as_free[after_duty[state, other], after] == 1 and cost[other] <= cost[shift]:
                place = -1
                break
            if after_duty[state, other] == after:  # the same, but dearer
                place = position
                break
        if place >= 0:
            choices[place] = shift
            n = max(n, place + 1)
    return n


@compiled
def _extend(
    active: NDArray[np.int32],
    cost: Floats,
    following: Floats,
    reached: NDArray[np.int32],
    places: NDArray[np.int32],
    came_from: NDArray[np.int32],
    came_by: NDArray[np.int16],
    choices_of: Ints,
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
    """Every label of a day with every choice worth trying; the arrays are those of the person, the day and its week.

    `least_run` is that of the day: a run that began with the window may be shorter.
    """
    frees, runs, pairs = most_free + 1, max_run + 1 + short_offs, hours_after.shape[0]
    packs = frees * (weekends + 1)
    n_reached = 0
    for position in range(len(active)):
        label, so_far = active[position], cost[position]
        pack, pair = label % packs, (label // packs) % pairs
        run, state = (label // (packs * pairs)) % runs, label // (packs * pairs * runs)
        free, weekend = pack % frees, pack // frees
        worked = weekend + begins_weekend(weekend_day, run)
        n_choices = choices_of[state] if run < most_run and worked <= most_weekends else 0
        for number in range(OFF, n_choices):
            choice = OFF
            if number == OFF:
                if 0 < run < least_run:
                    continue
                next_run = after_day_off(run, max_run, least_off)
                next_state, next_pair, total = after_off[state], pair, so_far + off_cost
                next_free, next_weekend = free if touches_today[state] else min(free + 1, most_free), weekend
            else:
                choice = choices[state, number]
                next_state, next_pair = after_duty[state, choice], hours_after[pair, choice]
                if next_pair < 0 or week_allowed[next_pair] == 0:
                    continue
                next_run, next_free, next_weekend, total = run + 1, free, worked, so_far + duty_cost[choice]
            if ends_week:
                if next_free < free_needed:
                    continue
                total += week_cost[next_pair]
                next_pair, next_free = 0, 0
            if total == np.inf:
                continue
            target = ((next_state * runs + next_run) * pairs + next_pair) * packs + next_weekend * frees + next_free
            place = places[target]
            if place == NO_PLACE:
                place, places[target], reached[n_reached] = n_reached, n_reached, target
                n_reached += 1
            elif total >= following[place]:
                continue
            following[place] = total
            came_from[place], came_by[place] = position, choice
    for position in range(n_reached):
        places[reached[position]] = NO_PLACE
    return n_reached


@compiled
def _trace(cost: Floats, came_from: NDArray[np.int32], came_by: NDArray[np.int16], tour: Ints) -> float:
    """Follow the cheapest label of the last day, by place, back to the first day."""
    best = 0
    for place in range(1, len(cost)):
        if cost[place] < cost[best]:
            best = place
    least, place = cost[best], best
    for day in range(len(tour) - 1, -1, -1):
        tour[day] = came_by[day, place]
        place = came_from[day, place]
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
