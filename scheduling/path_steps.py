"""One day of the labelled shortest path: every label with every choice worth trying (`pricing.py`), compiled."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import compiled, inlined, lean
from scheduling.freedom import Freedom
from scheduling.path_labels import OFF, after_day_off, begins_weekend, first_label_number, label_count

NO_PLACE = -1
STATE, RUN, HOURS, WEEKENDS, FREE = range(5)  # parts of a label


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
    stands: NDArray[np.int16]  # [day % 2, place, part], what the label says, which takes divisions to read from it
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
        np.empty((2, labels, FREE + 1), dtype=np.int16),
        np.empty(len(arena.after_duty), dtype=np.int64),
        np.empty(arena.after_duty.shape, dtype=np.int64),
    )


@lean
def begin(room: PathRoom, arena: Arena, person: int) -> None:
    """Write the only label of the first day."""
    state, run, pair, free = arena.first[person]
    room.label[0, 0], room.cost[0, 0] = first_label_number(arena, person), 0.0
    _stand(room.stands[0], 0, state, min(run, arena.max_run), pair, 0, min(free, arena.most_free))


@inlined
def _stand(stands: NDArray[np.int16], place: int, state: int, run: int, pair: int, weekend: int, free: int) -> None:
    stands[place, STATE], stands[place, RUN], stands[place, HOURS] = state, run, pair
    stands[place, WEEKENDS], stands[place, FREE] = weekend, free


class _After(NamedTuple):
    """The room for the labels after a day."""

    place: NDArray[np.int32]
    cost: Floats
    label: NDArray[np.int32]
    stands: NDArray[np.int16]
    came_from: NDArray[np.int32]
    came_by: NDArray[np.int16]


@inlined
def _after(room: PathRoom, day: int) -> _After:
    then = 1 - day % 2
    return _After(
        room.place, room.cost[then], room.label[then], room.stands[then], room.came_from[day], room.came_by[day]
    )


@lean
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


@lean
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

    `least_run` is that of the day: a run that began with the window may be shorter. Most of the bound's time passes
    here: what can be is read once a day or once a label, and labels are read without a division.
    """
    frees = most_free + 1
    packs = (weekends + 1) * frees
    a_run = hours_after.shape[0] * packs
    a_state = (max_run + 1 + short_offs) * a_run
    stands, so_far, after = room.stands[day % 2], room.cost[day % 2], _after(room, day)
    n_reached, keeps, needed = 0, 0 if ends_week else 1, free_needed if ends_week else 0
    for position in range(n_active):
        state, run, pair = stands[position, STATE], stands[position, RUN], stands[position, HOURS]
        weekend, free = stands[position, WEEKENDS], stands[position, FREE]
        rested = free if touches_today[state] else min(free + 1, most_free)
        if not 0 < run < least_run and rested >= needed:
            total = so_far[position] + off_cost
            if ends_week:
                total += week_cost[pair]
            next_state, next_run = after_off[state], after_day_off(run, max_run, least_off)
            same = next_run * a_run + weekend * frees + keeps * rested
            n_reached = _reach(
                after, n_reached, next_state * a_state + keeps * pair * packs + same, total, position, OFF,
                next_state, next_run, keeps * pair, weekend, keeps * rested,
            )  # fmt: skip
        worked = weekend + begins_weekend(weekend_day, run)
        if run >= most_run or worked > most_weekends or free < needed:
            continue
        same = (run + 1) * a_run + worked * frees + keeps * free
        for number in range(room.n_choices[state]):
            choice = room.choices[state, number]
            next_pair = hours_after[pair, choice]
            if next_pair < 0 or week_allowed[next_pair] == 0:
                continue
            total = so_far[position] + duty_cost[choice]
            if ends_week:
                total += week_cost[next_pair]
            next_state, next_pair = after_duty[state, choice], keeps * next_pair
            n_reached = _reach(
                after, n_reached, next_state * a_state + next_pair * packs + same, total, position, choice,
                next_state, run + 1, next_pair, worked, keeps * free,
            )  # fmt: skip
    for place in range(n_reached):
        after.place[after.label[place]] = NO_PLACE
    return n_reached


@inlined
def _reach(
    after: _After,
    n_reached: int,
    label: int,
    total: float,
    position: int,
    choice: int,
    state: int,
    run: int,
    pair: int,
    weekend: int,
    free: int,
) -> int:
    """Note the way to a label where none is cheaper; how many labels are reached then."""
    place = after.place[label]
    if place == NO_PLACE:
        if total == np.inf:
            return n_reached
        place, n_reached = n_reached, n_reached + 1
        after.place[label], after.label[place] = place, label
        _stand(after.stands, place, state, run, pair, weekend, free)
    elif total >= after.cost[place]:
        return n_reached
    after.cost[place], after.came_from[place], after.came_by[place] = total, position, choice
    return n_reached
