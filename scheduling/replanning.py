"""Putting replanned days into a roster in the making, with meals and rests placed anew on those days."""

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.compiled import compiled
from scheduling.cover_state import CoverState, change_day, copy_state, total_points
from scheduling.duty_values import cheapest_breaks, integral
from scheduling.pricing import OFF, tour_points
from scheduling.search import work_worth

BREAK_PASSES = 3


def take_over(arena: Arena, state: CoverState, spare: CoverState, tours: Ints, days: range) -> bool:
    """Make the state follow the tours, which differ from its own on these days only, if that costs no more."""
    before = total_points(arena, state)
    copy_state(state, spare)
    _follow(arena, state, tours, days.start, days.stop)
    if total_points(arena, state) < before - 1e-9:
        return True
    copy_state(spare, state)
    return False


@compiled
def _follow(arena: Arena, state: CoverState, tours: Ints, first: int, last: int) -> None:
    people = tours.shape[0]
    for day in range(first, last):
        for person in range(people):
            if state.tours[person, day] != OFF:
                change_day(arena, state, person, day, -1)
    state.tours[:] = tours
    for person in range(people):
        state.points[person] = tour_points(arena, person, state.tours[person])
        for day in range(first, last):
            state.breaks[person, day] = -1
            if tours[person, day] != OFF:
                _place(arena, state, person, day)
                change_day(arena, state, person, day, 1)
    place_again(arena, state, first, last, BREAK_PASSES)


@compiled
def place_again(arena: Arena, state: CoverState, first: int, last: int, passes: int) -> None:
    """Meals and rests of every agent on some days placed again one after the other, given everybody else's."""
    for _ in range(passes):
        for day in range(first, last):
            for person in range(state.tours.shape[0]):
                if state.tours[person, day] != OFF and arena.group_of[person] != arena.lead_group:
                    change_day(arena, state, person, day, -1)
                    _place(arena, state, person, day)
                    change_day(arena, state, person, day, 1)


@compiled
def _place(arena: Arena, state: CoverState, person: int, day: int) -> None:
    group = arena.group_of[person]
    worth = np.zeros(arena.need.shape[0])
    if group != arena.lead_group:
        begin, end = day * arena.a_day, min((day + 2) * arena.a_day, arena.need.shape[0])
        worth[begin:end] = work_worth(
            arena.skills[group], state.gain[begin:end], arena.over_points, arena.intervals - begin
        )
    cheapest_breaks(arena, integral(worth), day, state.tours[person, day], state.breaks[person, day])
