"""The cheapest legal tour of a person for given prices: a labelled shortest path over the days, compiled.

A label says where a tour stands at the start of a day: what was worked last (a state of the succession automaton), for
how many days in a row, the hours of the week (a state of the hours automaton), how many free days the week had, and
what shortest stretches and weekends ask for (`tour_limits.py`).
Everything that the rules on tours look at is in the label, so every path is a legal tour and no legal tour is missing.
"""

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled, lean
from scheduling.path_labels import OFF, after_day_off, begins_weekend
from scheduling.path_steps import PathRoom, begin, extend, path_room, worth_trying
from scheduling.tour_limits import LEAST_OFF, LEAST_RUN, MOST_RUN, MOST_WEEKENDS, NO_KIND, TourLimits

FIRST_RISE, RULED_OUT, RISES = 0.5, 2000.0, 200  # points by which duties of a kind that are too many grow dearer


@compiled
def cheapest_tour(arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints) -> float:
    """The least points of a legal tour; writes its shift index for each day (-1 off) into `tour`.

    `duty_cost[day, shift]` and `off_cost[day]` hold prices and wishes; the points of the weeks' hours are added here.
    Infinite, with a tour of days off, where the duties before the window leave no legal tour. Limits on duties of a
    kind are not looked at (`cheapest_counted_tour`).
    """
    return cheapest_tour_in(path_room(arena), arena, person, duty_cost, off_cost, tour)


@lean
def cheapest_tour_in(
    room: PathRoom, arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints
) -> float:
    """`cheapest_tour` in room that is already there."""
    days, limits, held_to = duty_cost.shape[0], arena.limits, arena.limits.held_to[person]
    begin(room, arena, person)
    n_active = 1
    for day in range(days):
        week = arena.week_of_day[day]
        for state in range(len(room.n_choices)):
            room.n_choices[state] = worth_trying(
                limits.freedom, arena.after_duty, state, arena.allowed[person, day], duty_cost[day], room.choices[state]
            )
        n_active = extend(
            room, day, n_active, duty_cost[day], off_cost[day], arena.after_duty, arena.after_off,
            arena.touches_today, arena.hours_after, arena.week_allowed[person, week], arena.week_cost[person, week],
            arena.ends_week[day] == 1, arena.free_days_needed[week], arena.most_free, arena.max_run, held_to[MOST_RUN],
            min(held_to[LEAST_RUN], arena.first[person, 1] + day), held_to[LEAST_OFF], limits.short_offs,
            limits.weekend_day[day], held_to[MOST_WEEKENDS], limits.weekends,
        )  # fmt: skip
    if n_active == 0:
        tour[:] = OFF
        return np.inf
    return _trace(room, room.cost[days % 2, :n_active], tour)


@lean
def _trace(room: PathRoom, cost: Floats, tour: Ints) -> float:
    """Follow the cheapest label of the last day, by place, back to the first day."""
    best = 0
    for place in range(1, len(cost)):
        if cost[place] < cost[best]:
            best = place
    least, place = cost[best], best
    for day in range(len(tour) - 1, -1, -1):
        tour[day] = room.came_by[day, place]
        place = room.came_from[day, place]
    return float(least)


@lean
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


@lean
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


@lean
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
    return cheapest_counted_tour_in(path_room(arena), arena, person, duty_cost, off_cost, tour)


@compiled
def cheapest_counted_tour_in(
    room: PathRoom, arena: Arena, person: int, duty_cost: Floats, off_cost: Floats, tour: Ints
) -> float:
    """`cheapest_counted_tour` in room that is already there."""
    least = cheapest_tour_in(room, arena, person, duty_cost, off_cost, tour)
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
        least = cheapest_tour_in(room, arena, person, duty_cost, off_cost, tour)
    return least
