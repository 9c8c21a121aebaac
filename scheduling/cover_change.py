"""Putting a drafted change into the cover and taking it back, with only the intervals counted anew that it touches."""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Floats, Ints
from scheduling.chance import drawn
from scheduling.compiled import inlined, lean
from scheduling.cover_state import CoverState, cheapest_places, put_breaks, put_presence, put_span, put_work
from scheduling.cover_terms import CoverTerms, interval_points
from scheduling.drafts import BREAKS, NOTHING, Crew, Draft
from scheduling.grains import Grains
from scheduling.path_labels import OFF
from scheduling.rows import copy_row, set_row

NEW_MEAL = 0.4


class Trail(NamedTuple):
    """What a change touched, as it was before: `marks[0]` intervals, `marks[1]` numbers the change."""

    marks: Ints  # [2]
    seen: Ints  # [t], the last change that touched the interval
    touched: Ints  # [position]
    supply: Floats  # [position, u]
    agents: Floats  # [position]
    leads: Floats  # [position]
    desks: Floats  # [position]
    points: Floats  # [position], after the change
    sums: Floats  # by grain


def empty_trail(grains: Grains, terms: CoverTerms) -> Trail:
    """A trail on which nothing lies."""
    periods, cuts = len(terms.total), terms.reach.shape[1]
    return Trail(
        marks=np.zeros(2, dtype=np.int64),
        seen=np.zeros(periods, dtype=np.int64),
        touched=np.zeros(periods, dtype=np.int64),
        supply=np.zeros((periods, cuts)),
        agents=np.zeros(periods),
        leads=np.zeros(periods),
        desks=np.zeros(periods),
        points=np.zeros(periods),
        sums=np.zeros(periods * grains.an_interval + 1),
    )


@lean
def cover_change(
    grains: Grains,
    crew: Crew,
    terms: CoverTerms,
    state: CoverState,
    draft: Draft,
    trail: Trail,
    kind: int,
    rng: np.random.Generator,
) -> float:
    """Put the change into the cover; points by which the intervals change that it touches."""
    trail.marks[0] = 0
    trail.marks[1] += 1
    if kind == BREAKS:
        _move_breaks(grains, crew, terms, state, draft, trail, rng)
    else:
        for side in range(2):
            if draft.who[side] != NOTHING:
                _take_out(grains, crew, terms, state, draft, trail, side)
        for side in range(2):
            if draft.who[side] != NOTHING:
                _put_in(grains, crew, terms, state, draft, trail, side)
    cost = 0.0
    for position in range(trail.marks[0]):
        t = trail.touched[position]
        trail.points[position] = interval_points(
            terms, state.supply, state.agents[t], state.leads[t], state.desks[t], t
        )
        cost += trail.points[position] - state.cover_points[t]
    return cost


@lean
def _move_breaks(
    grains: Grains,
    crew: Crew,
    terms: CoverTerms,
    state: CoverState,
    draft: Draft,
    trail: Trail,
    rng: np.random.Generator,
) -> None:
    """Draft other breaks of a day and put them into the cover, where only they change: work at and around them."""
    person, day = draft.who[0], draft.span[0]
    shift, group = state.tours[person, day], crew.group_of[person]
    before, after = state.breaks[person, day], draft.breaks[0, day]
    _other_breaks(grains, shift, day, before, after, rng)
    for number in range(1 + terms.n_rests[shift]):
        if before[number] == after[number]:
            continue
        length = terms.meal_min[shift] if number == 0 else terms.rest_min[shift]
        for sign, at in ((1.0, before[number]), (-1.0, after[number])):
            _touch(state, trail, at // terms.interval_min, -(-(at + length) // terms.interval_min))
            put_work(terms, state, group, at, at + length, sign)


@lean
def _take_out(
    grains: Grains, crew: Crew, terms: CoverTerms, state: CoverState, draft: Draft, trail: Trail, side: int
) -> None:
    """Take the duties out of the cover that one of the two no longer has."""
    person = draft.who[side]
    for day in range(draft.span[0], draft.span[1] + 1):
        before = state.tours[person, day]
        changes = before != draft.tours[side, day]
        if before != OFF and changes and not _passed_on(crew, state, draft, day, before):
            _put(grains, crew, terms, state, trail, person, day, before, state.breaks[person, day], -1.0)


@lean
def _put_in(
    grains: Grains, crew: Crew, terms: CoverTerms, state: CoverState, draft: Draft, trail: Trail, side: int
) -> None:
    """Put the duties into the cover that one of the two now has, and note their breaks in the draft."""
    person = draft.who[side]
    for day in range(draft.span[0], draft.span[1] + 1):
        after, breaks = draft.tours[side, day], draft.breaks[side, day]
        if after in (OFF, state.tours[person, day]):
            continue
        if _passed_on(crew, state, draft, day, after):
            copy_row(state.breaks[draft.who[1 - side], day], breaks)
            continue
        _put(grains, crew, terms, state, trail, person, day, after, breaks, 1.0)


@lean
def _passed_on(crew: Crew, state: CoverState, draft: Draft, day: int, shift: int) -> bool:
    """Whether two people who are alike exchange their duties of the day, so that cover stays as it is."""
    person, other = draft.who
    if other == NOTHING or crew.group_of[person] != crew.group_of[other]:
        return False
    if draft.tours[0, day] != state.tours[other, day] or draft.tours[1, day] != state.tours[person, day]:
        return False
    return bool(crew.on_site[person, shift] == crew.on_site[other, shift])


@lean
def _put(
    grains: Grains,
    crew: Crew,
    terms: CoverTerms,
    state: CoverState,
    trail: Trail,
    person: int,
    day: int,
    shift: int,
    breaks: Ints,
    sign: float,
) -> None:
    """Put one duty into the cover (sign 1), its breaks where they cost least, or take it out (-1)."""
    first = day * terms.a_day + terms.start_min[shift] // terms.interval_min
    last = day * terms.a_day - (-terms.end_min[shift] // terms.interval_min)
    _touch(state, trail, first, last)
    group = crew.group_of[person]
    is_lead = group == crew.lead_group
    put_presence(terms, state, is_lead, crew.on_site[person, shift], day, shift, sign)
    if is_lead:
        set_row(breaks, -1)
        return
    put_span(terms, state, group, day, shift, sign)
    if sign > 0:
        cheapest_places(grains, terms, state, group, day, shift, breaks, trail.sums)
    put_breaks(terms, state, group, shift, breaks, sign)


@inlined
def _touch(state: CoverState, trail: Trail, first: int, last: int) -> None:
    """Note intervals as they are, those that the change has not touched yet."""
    for t in range(first, last):
        if trail.seen[t] != trail.marks[1]:
            position = trail.marks[0]
            trail.marks[0] += 1
            trail.seen[t], trail.touched[position] = trail.marks[1], t
            for u in range(trail.supply.shape[1]):
                trail.supply[position, u] = state.supply[t, u]
            trail.agents[position], trail.leads[position] = state.agents[t], state.leads[t]
            trail.desks[position] = state.desks[t]


@lean
def _other_breaks(grains: Grains, shift: int, day: int, now: Ints, breaks: Ints, rng: np.random.Generator) -> None:
    """Draft another meal, rests staying where they may, or another place for one rest."""
    begins, grain = day * grains.a_day + grains.start[shift], grains.grain_min
    plan = 0
    for number in range(grains.n_plans[shift]):
        if now[0] == (begins + grains.meal_start[shift, number]) * grain:
            plan = number
    one_rest = -1
    if grains.n_rests[shift] > 0 and rng.random() >= NEW_MEAL:
        one_rest = drawn(rng, 0, grains.n_rests[shift])
    else:
        plan = drawn(rng, 0, grains.n_plans[shift])
    set_row(breaks, -1)
    if grains.meal_start[shift, plan] >= 0:
        breaks[0] = (begins + grains.meal_start[shift, plan]) * grain
    for rest in range(grains.n_rests[shift]):
        n_starts, starts = grains.n_starts[shift, plan, rest], grains.rest_start[shift, plan, rest]
        stays = rest != one_rest
        if stays:
            stays = False
            for number in range(n_starts):
                stays = stays or (begins + starts[number]) * grain == now[1 + rest]
        breaks[1 + rest] = now[1 + rest]
        if not stays:
            breaks[1 + rest] = (begins + starts[drawn(rng, 0, n_starts)]) * grain


@lean
def take_back(state: CoverState, trail: Trail) -> None:
    """Restore what the change touched."""
    for position in range(trail.marks[0]):
        t = trail.touched[position]
        for u in range(trail.supply.shape[1]):
            state.supply[t, u] = trail.supply[position, u]
        state.agents[t], state.leads[t] = trail.agents[position], trail.leads[position]
        state.desks[t] = trail.desks[position]
