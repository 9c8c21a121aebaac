"""A roster in the making, compiled: who works when, on which queues groups of agents are, and what that costs."""

from typing import NamedTuple

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints
from scheduling.compiled import compiled
from scheduling.duty_values import cheapest_breaks
from scheduling.evenness import TOLERANCE
from scheduling.interval_flows import ROUNDING, put, settle, take
from scheduling.pricing import OFF, tour_points


class CoverState(NamedTuple):
    """Arrays that change as people are put in and taken out."""

    flow: Floats  # [t, g, q], agents of a group at work on a queue
    cover: Floats  # [t, q]
    gain: Floats  # [t, q], points saved by one more agent who can work on the queue, chains of others included
    agents: Floats  # [t], agents on duty, meals included
    leads: Floats  # [t]
    desks: Floats  # [t]
    carried: Floats  # [b, p]
    points: Floats  # [p], of each person's tour by itself
    tours: Ints  # [p, d], shift index or -1
    breaks: (
        Ints  # [p, d, 1 + rests], minutes after the window's first midnight: the meal's start or -1, the rests' starts
    )


def empty_state(arena: Arena) -> CoverState:
    """Nobody at work."""
    periods, queues = arena.need.shape
    people, days = arena.allowed.shape[0], arena.allowed.shape[1]
    state = CoverState(
        flow=np.zeros((periods, len(arena.skills), queues)),
        cover=np.zeros((periods, queues)),
        gain=np.zeros((periods, queues)),
        agents=np.zeros(periods),
        leads=np.zeros(periods),
        desks=np.zeros(periods),
        carried=np.zeros(arena.share.shape),
        points=np.zeros(people),
        tours=np.full((people, days), OFF, dtype=np.int64),
        breaks=np.full((people, days, 1 + arena.n_starts.shape[2]), -1, dtype=np.int64),
    )
    settle_all(arena, state)
    for person in range(people):
        state.points[person] = tour_points(arena, person, state.tours[person])
    return state


@compiled
def copy_state(source: CoverState, target: CoverState) -> None:
    """Make one state like another."""
    target.flow[:] = source.flow
    target.cover[:] = source.cover
    target.gain[:] = source.gain
    target.agents[:] = source.agents
    target.leads[:] = source.leads
    target.desks[:] = source.desks
    target.carried[:] = source.carried
    target.points[:] = source.points
    target.tours[:] = source.tours
    target.breaks[:] = source.breaks


@compiled
def settle_all(arena: Arena, state: CoverState) -> None:
    """Settle every interval."""
    for t in range(arena.need.shape[0]):
        settle(
            state.flow[t], state.cover[t], state.gain[t], arena.need[t], arena.skills,
            arena.short_points, arena.deep_points, arena.deep_share,
        )  # fmt: skip


@compiled
def _work_shares(arena: Arena, day: int, shift: int, breaks: Ints, shares: Floats) -> None:
    """Writes the share of each interval touched by a duty that is work: `shares[k]` for the k-th interval touched."""
    begins = day * 1440
    first = (begins + arena.start_min[shift]) // arena.interval_min
    shares[:] = 0.0
    _add_stretch(shares, first, begins + arena.start_min[shift], begins + arena.end_min[shift], 1.0, arena.interval_min)
    if breaks[0] >= 0:
        _add_stretch(shares, first, breaks[0], breaks[0] + arena.meal_min[shift], -1.0, arena.interval_min)
    for rest in range(arena.n_rests[shift]):
        at = breaks[1 + rest]
        _add_stretch(shares, first, at, at + arena.rest_min[shift], -1.0, arena.interval_min)


@compiled
def _add_stretch(shares: Floats, first: int, start_min: int, end_min: int, sign: float, interval_min: int) -> None:
    for t in range(start_min // interval_min, -(-end_min // interval_min)):
        begins = t * interval_min
        inside = min(end_min, begins + interval_min) - max(start_min, begins)
        shares[t - first] += sign * inside / interval_min


@compiled
def change(arena: Arena, state: CoverState, person: int, sign: int) -> None:
    """Put the person's tour, as it stands in `tours` and `breaks`, into the cover (sign 1) or take it out (-1)."""
    for day in range(state.tours.shape[1]):
        if state.tours[person, day] != OFF:
            change_day(arena, state, person, day, sign)


@compiled
def change_day(arena: Arena, state: CoverState, person: int, day: int, sign: int) -> None:
    """Put one duty of a person into the cover (sign 1) or take it out (-1)."""
    group, shift = arena.group_of[person], state.tours[person, day]
    first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
    last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
    state.desks[first:last] += sign * arena.on_site[person, shift]
    for burden in range(state.carried.shape[0]):
        if arena.share[burden, person] > 0:
            state.carried[burden, person] += sign * arena.carries[burden, day, shift]
    if group == arena.lead_group:
        state.leads[first:last] += sign
        return
    state.agents[first:last] += sign
    shares = np.empty(last - first)
    _work_shares(arena, day, shift, state.breaks[person, day], shares)
    skills, need = arena.skills, arena.need
    short_points, deep_points, deep_share = arena.short_points, arena.deep_points, arena.deep_share
    for t in range(first, last):
        share = shares[t - first]
        if share <= ROUNDING:
            continue
        flow, cover, gain = state.flow[t], state.cover[t], state.gain[t]
        if sign > 0:
            put(flow[group], cover, gain, skills[group], share)
        else:
            take(flow[group], cover, need[t], share, short_points, deep_points, deep_share)
        settle(flow, cover, gain, need[t], skills, short_points, deep_points, deep_share)


@compiled
def total_points(arena: Arena, state: CoverState) -> float:
    """What the roster costs, in points."""
    points = state.points.sum() + _cover_points(
        state.cover[: arena.intervals], arena.need[: arena.intervals],
        arena.short_points, arena.deep_points, arena.deep_share, arena.over_points,
    )  # fmt: skip
    if arena.span > 0:
        short = lead_short(state.agents[: arena.intervals], state.leads[: arena.intervals], arena.span, arena.min_leads)
        points += arena.lead_points * short.sum()
    if arena.seats >= 0:
        points += IMPOSSIBLE * np.maximum(state.desks - arena.seats, 0.0).sum()
    for burden in range(state.carried.shape[0]):
        carried = state.carried[burden]
        beyond = np.maximum(carried - arena.share[burden] * carried.sum() - TOLERANCE, 0.0)
        points += arena.burden_points[burden] * beyond[arena.share[burden] > 0].sum()
    return points


@compiled
def _cover_points(
    cover: Floats, need: Floats, short_points: float, deep_points: float, deep_share: float, over_points: float
) -> float:
    short = np.maximum(need - cover, 0.0)
    deep = np.maximum(short - deep_share * need, 0.0)
    over = np.maximum(cover - need, 0.0)
    return ((short - deep) * short_points + deep * deep_points + over * over_points).sum()


@compiled
def lead_short(agents: Floats, leads: Floats, span: int, min_leads: int) -> Floats:
    """Team leads missing by interval: max(min_on_duty, ceil(agents / span)) - leads where an agent is on duty."""
    needed = np.where(agents > ROUNDING, np.maximum(np.ceil(agents / span - ROUNDING), min_leads), 0.0)
    return np.maximum(needed - leads, 0.0)


@compiled
def place_breaks(arena: Arena, state: CoverState, person: int, sums: Floats) -> None:
    """Put meals and rests of a person's duties where the worth given by its running sums loses least."""
    for day in range(state.tours.shape[1]):
        shift = state.tours[person, day]
        state.breaks[person, day] = -1
        if shift != OFF:
            cheapest_breaks(arena, sums, day, shift, state.breaks[person, day])
