"""A roster in the making, compiled: who works when, with meals and rests, how well that covers, and what it costs."""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled, inlined, lean
from scheduling.cover_terms import CoverTerms, interval_points, no_supply, work_points_saved
from scheduling.duty_values import cheapest_breaks, sums_room
from scheduling.grains import Grains
from scheduling.path_labels import OFF
from scheduling.rows import set_row
from scheduling.rules.fairness import apart_from_shares
from scheduling.tour_walk import first_label, tour_rules, walk

EVERY_DAY, NO_DAY = -2, -1
PLACING_PASSES = 3


class CoverState(NamedTuple):
    """Arrays that change as duties are put in and taken out."""

    tours: Ints  # [p, d], shift index or -1
    breaks: Ints  # [p, d, 1 + rests], minutes after the window's first midnight: start of the meal or -1, of the rests
    supply: Floats  # [t, u], agents at work who know a queue of the cut's set
    agents: Floats  # [t], agents on duty, meals included
    leads: Floats  # [t]
    desks: Floats  # [t]
    cover_points: Floats  # [t], of work, leads and desks
    carried: Floats  # [b, p]
    labels: Ints  # [p, d, 4], where the tour stands at the start of the day (`tour_walk.py`)
    own_points: Floats  # [p, d], wishes, premium pay and, on the last day of a week, its hours


def empty_state(arena: Arena, terms: CoverTerms) -> CoverState:
    """Nobody at work; `refill` must follow before anything is read from it."""
    periods, (people, days) = len(arena.need), arena.allowed.shape[:2]
    return CoverState(
        tours=np.full((people, days), OFF, dtype=np.int64),
        breaks=np.full((people, days, 1 + arena.n_starts.shape[2]), -1, dtype=np.int64),
        supply=no_supply(terms),
        agents=np.zeros(periods),
        leads=np.zeros(periods),
        desks=np.zeros(periods),
        cover_points=np.zeros(periods),
        carried=np.zeros(arena.share.shape),
        labels=np.zeros((people, days, 4), dtype=np.int64),
        own_points=np.zeros((people, days)),
    )


def roster_state(arena: Arena, terms: CoverTerms, tours: Ints) -> CoverState:
    """The state of the given tours `[p, d]`, meals and rests placed where they cost least, one duty after the other."""
    state = empty_state(arena, terms)._replace(tours=tours.copy())
    fill(arena, terms, state, EVERY_DAY)
    _place_again(arena, terms, state, PLACING_PASSES)
    return state


@compiled
def _place_again(arena: Arena, terms: CoverTerms, state: CoverState, passes: int) -> None:
    """Seek places for everybody's meals and rests again, given everybody else's: the first knew little of the rest."""
    sums = sums_room(arena)
    for _ in range(passes):
        for person in range(state.tours.shape[0]):
            put_tour(arena, terms, state, person, -1.0, NO_DAY, sums)
            put_tour(arena, terms, state, person, 1.0, EVERY_DAY, sums)
    settle(terms, state)


@compiled
def copy_state(source: CoverState, target: CoverState) -> None:
    """Make one state like another."""
    target.tours[:] = source.tours
    target.breaks[:] = source.breaks
    target.supply[:] = source.supply
    target.agents[:] = source.agents
    target.leads[:] = source.leads
    target.desks[:] = source.desks
    target.cover_points[:] = source.cover_points
    target.carried[:] = source.carried
    target.labels[:] = source.labels
    target.own_points[:] = source.own_points


@compiled
def copy_days(source: CoverState, target: CoverState, first_day: int, last_day: int) -> None:
    """Give everybody the source's duties and breaks of days `first_day` up to, not including, `last_day`.

    Nothing else is copied: `fill` must follow.
    """
    target.tours[:, first_day:last_day] = source.tours[:, first_day:last_day]
    target.breaks[:, first_day:last_day] = source.breaks[:, first_day:last_day]


@compiled
def fill(arena: Arena, terms: CoverTerms, state: CoverState, place: int) -> None:
    """Count everything anew from the tours, as is done from time to time, since sums of fractions drift.

    `place` is a day on which places for meals and rests are sought, EVERY_DAY or NO_DAY.
    """
    state.supply[:] = 0.0
    state.agents[:] = 0.0
    state.leads[:] = 0.0
    state.desks[:] = 0.0
    state.carried[:] = 0.0
    sums = sums_room(arena)
    for person in range(state.tours.shape[0]):
        first_label(arena, person, state.labels[person, 0])
        labels, points, last = state.labels[person], state.own_points[person], state.tours.shape[1] - 1
        walk(tour_rules(arena), person, state.tours[person], 0, last, labels, points, labels, points)
        put_tour(arena, terms, state, person, 1.0, place, sums)
    settle(terms, state)


@compiled
def follow(arena: Arena, terms: CoverTerms, state: CoverState, tours: Ints, first_day: int, last_day: int) -> bool:
    """Give everybody the duties of days `first_day` up to, not including, `last_day` that the tours say; False, with
    the state spoilt, where that is not legal.

    Whoever has other duties on them gets places for his meals and rests of these days where they cost least.
    """
    legal, sums = True, sums_room(arena)
    days, last = slice(first_day, last_day), tours.shape[1] - 1
    changed = (tours[:, days] != state.tours[:, days]).sum(axis=1)
    for person in range(len(changed)):
        if changed[person]:
            put_days(arena, terms, state, person, -1.0, days, NO_DAY, sums)
    for person in range(len(changed)):
        if not changed[person]:
            continue
        state.tours[person, days] = tours[person, days]
        labels, points = state.labels[person], state.own_points[person]
        change, _ = walk(tour_rules(arena), person, state.tours[person], 0, last, labels, points, labels, points)
        legal = legal and change < np.inf
        put_days(arena, terms, state, person, 1.0, days, EVERY_DAY, sums)
    settle(terms, state)
    return legal


@lean
def settle(terms: CoverTerms, state: CoverState) -> None:
    """Count the points of all intervals anew."""
    for t in range(len(state.cover_points)):
        state.cover_points[t] = interval_points(terms, state.supply, state.agents[t], state.leads[t], state.desks[t], t)


@lean
def put_tour(
    arena: Arena, terms: CoverTerms, state: CoverState, person: int, sign: float, place: int, sums: Floats
) -> None:
    """Put a person's tour into the cover (sign 1) or take it out (-1); points of intervals are left as they were.

    `place` is a day on which places for meals and rests are sought, EVERY_DAY or NO_DAY.
    """
    put_days(arena, terms, state, person, sign, slice(0, state.tours.shape[1]), place, sums)


@lean
def put_days(
    arena: Arena, terms: CoverTerms, state: CoverState, person: int, sign: float, days: slice, place: int, sums: Floats
) -> None:
    """`put_tour` for some days in a row."""
    group = arena.group_of[person]
    is_lead = group == arena.lead_group
    for day in range(days.start, days.stop):
        shift = state.tours[person, day]
        if shift == OFF:
            continue
        breaks = state.breaks[person, day]
        put_presence(terms, state, is_lead, arena.on_site[person, shift], day, shift, sign)
        if not is_lead:
            put_span(terms, state, group, day, shift, sign)
            if place in (day, EVERY_DAY):
                cheapest_places(arena.grains, terms, state, group, day, shift, breaks, sums)
            put_breaks(terms, state, group, shift, breaks, sign)
        for burden in range(state.carried.shape[0]):
            if arena.share[burden, person] > 0:
                state.carried[burden, person] += sign * arena.carries[burden, day, shift]


@inlined
def put_presence(
    terms: CoverTerms, state: CoverState, is_lead: bool, on_site: int, day: int, shift: int, sign: float
) -> None:
    """Put a duty into (sign 1) or take it out of (-1) the counts of those on duty and at desks."""
    first = day * terms.a_day + terms.start_min[shift] // terms.interval_min
    last = day * terms.a_day - (-terms.end_min[shift] // terms.interval_min)
    on_duty = state.leads if is_lead else state.agents
    for t in range(first, last):
        on_duty[t] += sign
        state.desks[t] += sign * on_site


@inlined
def put_span(terms: CoverTerms, state: CoverState, group: int, day: int, shift: int, sign: float) -> None:
    """Put work from the start to the end of a duty into the supply (sign 1) or take it out (-1)."""
    begins = day * 1440
    put_work(terms, state, group, begins + terms.start_min[shift], begins + terms.end_min[shift], sign)


@inlined
def put_breaks(terms: CoverTerms, state: CoverState, group: int, shift: int, breaks: Ints, sign: float) -> None:
    """Take a duty's meal and rests out of the supply (sign 1) or put them back as work (-1)."""
    if breaks[0] >= 0:
        put_work(terms, state, group, breaks[0], breaks[0] + terms.meal_min[shift], -sign)
    for rest in range(terms.n_rests[shift]):
        at = breaks[1 + rest]
        put_work(terms, state, group, at, at + terms.rest_min[shift], -sign)


@inlined
def put_work(terms: CoverTerms, state: CoverState, group: int, start_min: int, end_min: int, sign: float) -> None:
    reach = terms.reach[group]
    for t in range(start_min // terms.interval_min, -(-end_min // terms.interval_min)):
        begins = t * terms.interval_min
        share = sign * (min(end_min, begins + terms.interval_min) - max(start_min, begins)) / terms.interval_min
        for u in range(reach.shape[0]):
            state.supply[t, u] += share * reach[u]


@lean
def cheapest_places(
    grains: Grains,
    terms: CoverTerms,
    state: CoverState,
    group: int,
    day: int,
    shift: int,
    breaks: Ints,
    sums: Floats,
) -> None:
    """Writes where a duty's meal and rests cost least; the supply must hold its work, but no break yet."""
    first = day * terms.a_day + grains.start[shift] // grains.an_interval
    last = day * terms.a_day - (-grains.end[shift] // grains.an_interval)
    parts, so_far = grains.an_interval, 0.0
    for t in range(first, last):
        lost = 0.0
        if t < terms.intervals:
            lost = work_points_saved(terms, state.supply, t, group, -1.0, 0.0)
        for part in range(parts):
            sums[t * parts + part] = so_far + lost * part / parts
        so_far += lost
    sums[last * parts] = so_far
    set_row(breaks, -1)
    cheapest_breaks(grains, sums, day, shift, breaks)


@compiled
def uneven_points(arena: Arena, carried: Floats, burden: int) -> float:
    """Points of one burden's uneven shares, `carried[p]` being what everybody carries of it."""
    return float(arena.burden_points[burden] * apart_from_shares(carried, arena.share[burden]))


@compiled
def total_points(arena: Arena, state: CoverState) -> float:
    """What the roster costs, in points."""
    points = state.own_points.sum() + state.cover_points.sum()
    for burden in range(state.carried.shape[0]):
        points += uneven_points(arena, state.carried[burden], burden)
    return float(points)
