"""One day of the labelled shortest path: every label with every choice worth trying (`pricing.py`), compiled."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled
from scheduling.freedom import Freedom
from scheduling.path_labels import OFF, after_day_off, begins_weekend, label_count

NO_PLACE = -1


class PathRoom(NamedTuple):
    """Room for one shortest path after the other: whoever seeks many takes it once.

    Labels of a day are numbered as they are reached, so that what is read lies close together. Between two paths no
    label has a place.
    """

    came_from: NDArray[np.int32]  # [d, place]
    came_by: NDArray[np.int16]  # [d, place]
    place: NDArray[np.int32]  # [label], NO_PLACE where the label was not reached
    cost: Floats  # [day % 2, place], of the labels on the morning of a day
    label: NDArray[np.int32]  # [day % 2, place]
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
        np.empty((2, labels)),
        np.empty((2, labels), dtype=np.int32),
        np.empty(len(arena.after_duty), dtype=np.int64),
        np.empty(arena.after_duty.shape, dtype=np.int64),
    )


@compiled
def worth_trying(
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
def extend(
    room: PathRoom,
    day: int,
    n_active: int,
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
    packs, n_reached, now, then = frees * (weekends + 1), 0, day % 2, 1 - day % 2
    for position in range(n_active):
        label, so_far = room.label[now, position], room.cost[now, position]
        pack, pair = label % packs, (label // packs) % pairs
        run, state = (label // (packs * pairs)) % runs, label // (packs * pairs * runs)
        free, weekend = pack % frees, pack // frees
        worked = weekend + begins_weekend(weekend_day, run)
        n_choices = room.n_choices[state] if run < most_run and worked <= most_weekends else 0
        for number in range(OFF, n_choices):
            choice = OFF
            if number == OFF:
                if 0 < run < least_run:
                    continue
                next_run = after_day_off(run, max_run, least_off)
                next_state, next_pair, total = after_off[state], pair, so_far + off_cost
                next_free, next_weekend = free if touches_today[state] else min(free + 1, most_free), weekend
            else:
                choice = room.choices[state, number]
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
            place = room.place[target]
            if place == NO_PLACE:
                place, n_reached = n_reached, n_reached + 1
                room.place[target], room.label[then, place] = place, target
            elif total >= room.cost[then, place]:
                continue
            room.cost[then, place], room.came_from[day, place], room.came_by[day, place] = total, position, choice
    room.place[room.label[then, :n_reached]] = NO_PLACE
    return n_reached
