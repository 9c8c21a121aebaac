"""A roster in the making, compiled: who works when, on which queue groups of agents are, and what it costs in points.

Within an interval agents of a group are shared out among the queues that they know. After every change the interval is
settled: work is moved along chains of groups (one who knows general and chat takes a chat, freeing one for ...) as long
as that lowers the points of short cover, which is a shortest augmenting path on a handful of queues.
"""

from typing import NamedTuple

import numba
import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints
from scheduling.duty_values import cheapest_breaks
from scheduling.evenness import TOLERANCE
from scheduling.pricing import OFF, tour_points

ROUNDING = 1e-6
MOST_MOVES = 64


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


@numba.njit(cache=True, nogil=True)
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


@numba.njit(cache=True, nogil=True)
def settle_all(arena: Arena, state: CoverState) -> None:
    """Settle every interval."""
    for t in range(arena.need.shape[0]):
        _settle(
            state.flow[t], state.cover[t], state.gain[t], arena.need[t], arena.skills,
            arena.short_points, arena.deep_points, arena.deep_share,
        )  # fmt: skip


@numba.njit(cache=True, nogil=True)
def _settle(flow, cover, gain, need, skills, short_points, deep_points, deep_share) -> None:
    """Move work between queues of one interval while that saves points, then note what one more agent would save."""
    queues = len(need)
    if queues > 1:
        for _ in range(MOST_MOVES):
            if not _move_once(flow, cover, need, skills, short_points, deep_points, deep_share):
                break
    for queue in range(queues):
        short = max(0.0, need[queue] - cover[queue])
        deep = min(1.0, max(0.0, short - deep_share * need[queue]))
        gain[queue] = deep * deep_points + (min(1.0, short) - deep) * short_points
    if queues > 1:
        _chain_gains(flow, gain, skills)


@numba.njit(cache=True, nogil=True)
def _chain_gains(flow, gain, skills) -> None:
    """Let a queue be worth what the queue is worth to which one of its agents could move on."""
    queues = len(gain)
    for _ in range(queues - 1):
        changed = False
        for queue in range(queues):
            for onward in range(queues):
                if gain[onward] > gain[queue] + ROUNDING and _movable(flow, skills, queue, onward) >= 0:
                    gain[queue] = gain[onward]
                    changed = True
        if not changed:
            break


@numba.njit(cache=True, nogil=True)
def _movable(flow, skills, queue: int, onward: int) -> int:
    """The group with most agents on a queue who also know the other; -1 where there is none."""
    best, most = -1, 0.25
    for group in range(flow.shape[0]):
        if skills[group, queue] == 1 and skills[group, onward] == 1 and flow[group, queue] > most:
            best, most = group, flow[group, queue]
    return best


@numba.njit(cache=True, nogil=True)
def _loss_and_room(cover, need, queue, short_points, deep_points, deep_share):
    """Points lost per agent taken from a queue, and how many may be taken at that rate."""
    spare = cover[queue] - need[queue]
    if spare > ROUNDING:
        return 0.0, spare
    shallow = deep_share * need[queue] + spare
    if shallow > ROUNDING:
        return short_points, shallow
    return deep_points, np.inf


@numba.njit(cache=True, nogil=True)
def _saving_and_room(cover, need, queue, short_points, deep_points, deep_share):
    """Points saved per agent put on a queue, and how many may be put at that rate."""
    short = need[queue] - cover[queue]
    if short <= ROUNDING:
        return 0.0, np.inf
    deep = short - deep_share * need[queue]
    if deep > ROUNDING:
        return deep_points, deep
    return short_points, short


@numba.njit(cache=True, nogil=True)
def _move_once(flow, cover, need, skills, short_points, deep_points, deep_share) -> bool:
    """Move work along the chain of queues that saves most; False where none saves anything."""
    queues = len(need)
    best, best_from, best_to, best_room = ROUNDING, -1, -1, 0.0
    via = np.empty((queues, queues), dtype=np.int64)
    for source in range(queues):
        loss, source_room = _loss_and_room(cover, need, source, short_points, deep_points, deep_share)
        if cover[source] <= ROUNDING or loss >= deep_points:
            continue
        _reach(flow, skills, source, via[source])
        for target in range(queues):
            if target != source and via[source, target] >= 0:
                saving, room = _saving_and_room(cover, need, target, short_points, deep_points, deep_share)
                if saving - loss > best:
                    best, best_from, best_to, best_room = saving - loss, source, target, min(room, source_room)
    if best_from < 0:
        return False
    return _shift_along(flow, cover, skills, via[best_from], best_from, best_to, best_room)


@numba.njit(cache=True, nogil=True)
def _reach(flow, skills, source: int, via) -> None:
    """For each queue the one before it on a shortest chain of moves from the source; -1 where there is no chain."""
    queues = len(via)
    via[:] = -1
    via[source] = source
    order = np.empty(queues, dtype=np.int64)
    order[0] = source
    n_reached, position = 1, 0
    while position < n_reached:
        queue = order[position]
        position += 1
        for onward in range(queues):
            if via[onward] < 0 and _movable_at_all(flow, skills, queue, onward) >= 0:
                via[onward] = queue
                order[n_reached] = onward
                n_reached += 1


@numba.njit(cache=True, nogil=True)
def _movable_at_all(flow, skills, queue: int, onward: int) -> int:
    best, most = -1, ROUNDING
    for group in range(flow.shape[0]):
        if skills[group, queue] == 1 and skills[group, onward] == 1 and flow[group, queue] > most:
            best, most = group, flow[group, queue]
    return best


@numba.njit(cache=True, nogil=True)
def _shift_along(flow, cover, skills, via, source: int, target: int, room: float) -> bool:
    """Move as much as the chain lets through, at most `room`."""
    amount, queue = room, target
    while queue != source:
        before = via[queue]
        amount = min(amount, flow[_movable_at_all(flow, skills, before, queue), before])
        queue = before
    if amount <= ROUNDING:
        return False
    queue = target
    while queue != source:
        before = via[queue]
        group = _movable_at_all(flow, skills, before, queue)
        flow[group, before] -= amount
        flow[group, queue] += amount
        queue = before
    cover[source] -= amount
    cover[target] += amount
    return True


@numba.njit(cache=True, nogil=True)
def _put(flow, cover, gain, skills, share: float) -> None:
    """Put work of one group where it saves most."""
    best = -1
    for queue in range(len(cover)):
        if skills[queue] == 1 and (best < 0 or gain[queue] > gain[best]):
            best = queue
    flow[best] += share
    cover[best] += share


@numba.njit(cache=True, nogil=True)
def _take(flow, cover, need, share: float, short_points, deep_points, deep_share) -> None:
    """Take work of one group away where it is missed least."""
    left = share
    while left > ROUNDING:
        best, least = -1, np.inf
        for queue in range(len(cover)):
            if flow[queue] > ROUNDING:
                loss, _ = _loss_and_room(cover, need, queue, short_points, deep_points, deep_share)
                if loss < least:
                    best, least = queue, loss
        if best < 0:
            return
        amount = min(left, flow[best])
        flow[best] -= amount
        cover[best] -= amount
        left -= amount


@numba.njit(cache=True, nogil=True)
def _work_shares(arena: Arena, day: int, shift: int, breaks, shares) -> None:
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


@numba.njit(cache=True, nogil=True)
def _add_stretch(shares, first: int, start_min: int, end_min: int, sign: float, interval_min: int) -> None:
    for t in range(start_min // interval_min, -(-end_min // interval_min)):
        begins = t * interval_min
        inside = min(end_min, begins + interval_min) - max(start_min, begins)
        shares[t - first] += sign * inside / interval_min


@numba.njit(cache=True, nogil=True)
def change(arena: Arena, state: CoverState, person: int, sign: int) -> None:
    """Put the person's tour, as it stands in `tours` and `breaks`, into the cover (sign 1) or take it out (-1)."""
    for day in range(state.tours.shape[1]):
        if state.tours[person, day] != OFF:
            change_day(arena, state, person, day, sign)


@numba.njit(cache=True, nogil=True)
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
            _put(flow[group], cover, gain, skills[group], share)
        else:
            _take(flow[group], cover, need[t], share, short_points, deep_points, deep_share)
        _settle(flow, cover, gain, need[t], skills, short_points, deep_points, deep_share)


@numba.njit(cache=True, nogil=True)
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


@numba.njit(cache=True, nogil=True)
def _cover_points(cover, need, short_points, deep_points, deep_share, over_points) -> float:
    short = np.maximum(need - cover, 0.0)
    deep = np.maximum(short - deep_share * need, 0.0)
    over = np.maximum(cover - need, 0.0)
    return ((short - deep) * short_points + deep * deep_points + over * over_points).sum()


@numba.njit(cache=True, nogil=True)
def lead_short(agents, leads, span: int, min_leads: int):
    """Team leads missing by interval: max(min_on_duty, ceil(agents / span)) - leads where an agent is on duty."""
    needed = np.where(agents > ROUNDING, np.maximum(np.ceil(agents / span - ROUNDING), min_leads), 0.0)
    return np.maximum(needed - leads, 0.0)


@numba.njit(cache=True, nogil=True)
def place_breaks(arena: Arena, state: CoverState, person: int, sums) -> None:
    """Put meals and rests of a person's duties where the worth given by its running sums loses least."""
    for day in range(state.tours.shape[1]):
        shift = state.tours[person, day]
        state.breaks[person, day] = -1
        if shift != OFF:
            cheapest_breaks(arena, sums, day, shift, state.breaks[person, day])
