"""Following a changed tour from day to day until it stands where it stood before: whether it is legal, and its points.

Where a tour stands at the start of a day is its label: the state of the succession automaton, days worked in a row, the
state of the hours automaton, and free days of the week with the weekends worked (`tour_limits.py`). They are what the
shortest path (`pricing.py`) carries too.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Bytes, Floats, Ints
from scheduling.compiled import inlined, lean
from scheduling.path_labels import OFF, after_day_off, begins_weekend
from scheduling.rows import copy_row
from scheduling.tour_limits import NO_WEEKEND


class TourRules(NamedTuple):
    """The part of the arena that following a tour looks at, small enough to be handed about for every change."""

    allowed: Bytes
    duty_cost: Floats
    off_cost: Floats
    week_allowed: Bytes
    week_cost: Floats
    after_duty: NDArray[np.int16]
    after_off: NDArray[np.int16]
    touches_today: Bytes
    hours_after: NDArray[np.int16]
    week_of_day: Ints
    ends_week: Bytes
    free_days_needed: Ints
    most_free: int
    max_run: int
    first: Ints
    held_to: Ints
    weekend_day: Bytes


@inlined
def tour_rules(arena: Arena) -> TourRules:
    """The rules of a problem; for compiled code."""
    return TourRules(
        arena.allowed, arena.duty_cost, arena.off_cost, arena.week_allowed, arena.week_cost, arena.after_duty,
        arena.after_off, arena.touches_today, arena.hours_after, arena.week_of_day, arena.ends_week,
        arena.free_days_needed, arena.most_free, arena.max_run, arena.first,
        arena.limits.held_to, arena.limits.weekend_day,
    )  # fmt: skip


@lean
def first_label(arena: Arena, person: int, label: Ints) -> None:
    """Writes where the person's tour stands on the first day."""
    copy_row(arena.first[person], label)
    label[1] = min(label[1], arena.max_run)
    label[3] = min(label[3], arena.most_free)


@lean
def walk(
    rules: TourRules,
    person: int,
    tour: Ints,
    first_day: int,
    last_day: int,
    labels: Ints,
    points: Floats,
    new_labels: Ints,
    new_points: Floats,
) -> tuple[float, int]:
    """By how many points a tour changes that differs from the old one from `first_day` to `last_day`, and the day on
    which it stands where the old one stood; infinite where a rule forbids it.

    `labels[d, 4]` and `points[d]` are the old tour's; writes those of the new one for the days walked.
    """
    days, frees = tour.shape[0], rules.most_free + 1
    state, run, pair, pack = labels[first_day]
    most_run, least_run, least_off, most_weekends = rules.held_to[person]
    begun = rules.first[person, 1]
    weekend, free = pack // frees, pack % frees
    change = 0.0
    for day in range(first_day, days):
        label, pack = labels[day], weekend * frees + free
        if day > last_day and label[0] == state and label[1] == run and label[2] == pair and label[3] == pack:
            return change, day
        choice, week = tour[day], rules.week_of_day[day]
        before = points[day]
        new_labels[day, 0], new_labels[day, 1], new_labels[day, 2], new_labels[day, 3] = state, run, pair, pack
        if choice == OFF:
            if 0 < run < least_run and run < begun + day:
                return np.inf, day
            if rules.touches_today[state] == 0 and free < rules.most_free:
                free += 1
            run = after_day_off(run, rules.max_run, least_off)
            state, total = rules.after_off[state], rules.off_cost[person, day]
        else:
            if rules.allowed[person, day, choice] == 0 or run >= most_run:
                return np.inf, day
            if rules.weekend_day[day] != NO_WEEKEND:
                weekend += begins_weekend(rules.weekend_day[day], run)
                if weekend > most_weekends:
                    return np.inf, day
            pair, state, run = rules.hours_after[pair, choice], rules.after_duty[state, choice], run + 1
            if state < 0 or pair < 0 or rules.week_allowed[person, week, pair] == 0:
                return np.inf, day
            total = rules.duty_cost[person, day, choice]
        if rules.ends_week[day] == 1:
            if free < rules.free_days_needed[week]:
                return np.inf, day
            total += rules.week_cost[person, week, pair]
            pair, free = 0, 0
        new_points[day] = total
        change += total - before
    return change, days
