"""What an interval costs at least when agents at work, agents on duty and leads on duty have prices, compiled.

An interval chooses how many agents are on duty (a whole number, for they come whole), how many of them work on each
queue, and how many leads are there (whole as well). Its points are those of short cover and of missing leads, plus the
prices of what it asks for. Whole numbers matter most at night, where a fraction of a lead would do for two agents.
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled, inlined, lean
from scheduling.cover_terms import leads_needed


class Heads(NamedTuple):
    """Cover by heads: points that an agent saves in the deep part of the need and in the rest, and the rest's share."""

    deep_points: float
    short_points: float
    deep_share: float


@compiled
def cheapest_intervals(
    arena: Arena,
    work_price: Floats,
    agent_price: Floats,
    lead_price: Floats,
    contact_price: Floats,
    at_work: Floats,
    agents: Floats,
    leads: Floats,
    least: Floats,
) -> None:
    """Writes the least points of every interval, and what each asks for.

    Prices are by interval (and queue), of a contact by goal. Work that is over is paid for by the tours, less
    `over_points` for each agent needed, so that an agent short saves as much again.
    """
    heads = Heads(arena.deep_points + arena.over_points, arena.short_points + arena.over_points, arena.deep_share)
    queues = arena.need.shape[1]
    most = queues * max(2, arena.contacts.answered.shape[2] - 1)
    leads_of = np.array([_leads_needed(arena, n) for n in range(arena.most_on_duty.max() + 1)])
    whole = np.empty((2, max(most, queues)), dtype=np.int64)
    room = _Room(leads_of, np.empty(most), np.empty(most), whole[0], whole[1], np.empty(queues), np.empty(queues))
    for t in range(arena.intervals):
        least[t], number = _cheapest(
            arena, heads, work_price[t], agent_price[t], lead_price[t], contact_price, room, at_work[t], t
        )
        agents[t] = number
        leads[t] = leads_of[number] if lead_price[t] < arena.lead_points else 0


class _Room(NamedTuple):
    """Room to reckon in, taken once for all intervals, and the leads that so many agents need, `leads_of[n]`."""

    leads_of: Ints
    gain: Floats  # [part]
    length: Floats  # [part]
    queue_of: Ints  # [part]
    at: Ints  # [q]
    saved: Floats  # [q]
    agents: Floats  # [q]


@lean
def _cheapest(
    arena: Arena,
    heads: Heads,
    work_price: Floats,
    agent_price: float,
    lead_price: float,
    contact_price: Floats,
    room: _Room,
    at_work: Floats,
    t: int,
) -> tuple[float, int]:
    """The least points of an interval, and how many agents it asks for; writes their work."""
    contacts, gain, length, leads_of = arena.contacts, room.gain, room.length, room.leads_of
    n_parts = _parts(arena.need[t], heads, contacts.answered[t], contacts.goal_of[t], work_price, contact_price, room)
    lead_points = min(lead_price, arena.lead_points) if arena.span > 0 else 0.0
    best, best_agents, most = 0.0, 0, arena.most_on_duty[t]
    part, used, saved = 0, 0.0, 0.0
    for n in range(1, most + 1):
        if part >= n_parts:  # agents save no more
            if agent_price >= 0.0:
                break
            if n < most and leads_of[n + 1] == leads_of[n]:
                continue  # and one more asks for no other lead
        left = 1.0
        while left > 0.0 and part < n_parts:
            step = min(left, length[part] - used)
            saved += step * gain[part]
            used, left = used + step, left - step
            if used >= length[part] - 1e-12:
                part, used = part + 1, 0.0
        points = agent_price * n - saved + lead_points * leads_of[n]
        if points < best:
            best, best_agents = points, n
    _ask(best_agents, n_parts, length, room.queue_of, at_work)
    return _unstaffed(arena, contact_price, t) + best, best_agents


@inlined
def _unstaffed(arena: Arena, contact_price: Floats, t: int) -> float:
    """Points of an interval without anybody, less those of work that is over."""
    points = 0.0
    for queue in range(arena.need.shape[1]):
        need, goal = arena.need[t, queue], arena.contacts.goal_of[t, queue]
        if goal >= 0:
            points += contact_price[goal] * arena.contacts.promised[t, queue] - arena.over_points * need
        else:
            shallow = arena.deep_share * need
            points += shallow * arena.short_points + (need - shallow) * arena.deep_points
    return points


@lean
def _next_step(
    needed: float, heads: Heads, answered: Floats, contact_price: float, number: int
) -> tuple[float, float, int]:
    """The first step of a queue's cover from `number` on that anybody stands on: points that an agent on it saves, how
    many agents stand on it (0 beyond the last), and the number after it.

    By heads the deep part of the need and the rest are steps; by contacts (`answered` is not empty) every agent is.
    """
    if len(answered) > 0:
        if number + 1 >= len(answered):
            return 0.0, 0.0, number
        return contact_price * (answered[number + 1] - answered[number]), 1.0, number + 1
    deep, rest = needed * (1 - heads.deep_share), needed * heads.deep_share
    if number == 0 and deep > 0:
        return heads.deep_points, deep, 1
    if number < 2 and rest > 0:
        return heads.short_points, rest, 2
    return 0.0, 0.0, 2


@lean
def _parts(
    needed: Floats,
    heads: Heads,
    answered: Floats,
    goal_of: Ints,
    price: Floats,
    contact_price: Floats,
    room: _Room,
) -> int:
    """What work on an interval's queues saves, dearest first: points per agent, and how many agents save that much.

    `needed[q]`, `answered[q, n]`, `goal_of[q]` and `price[q]` are the interval's.
    """
    queues, at, saved, agents = len(needed), room.at, room.saved, room.agents
    for queue in range(queues):
        at[queue] = 0
    n, dearest = 0, -1
    while True:
        for queue in range(queues):
            if dearest >= 0 and queue != dearest:
                continue  # only the queue whose step was taken moves on
            goal = goal_of[queue]
            curve, points = (answered[queue], contact_price[goal]) if goal >= 0 else (answered[queue, :0], 0.0)
            saved[queue], agents[queue], at[queue] = _next_step(needed[queue], heads, curve, points, at[queue])
        dearest = -1
        for queue in range(queues):
            saves = agents[queue] > 0 and saved[queue] > price[queue]
            if saves and (dearest < 0 or saved[queue] - price[queue] > saved[dearest] - price[dearest]):
                dearest = queue
        if dearest < 0:
            return n
        room.gain[n], room.length[n], room.queue_of[n] = saved[dearest] - price[dearest], agents[dearest], dearest
        n += 1


@lean
def _ask(agents: int, n_parts: int, length: Floats, queue_of: Ints, at_work: Floats) -> None:
    """Writes how many of the agents on duty work on each queue."""
    left = float(agents)
    for queue in range(len(at_work)):
        at_work[queue] = 0.0
    for part in range(n_parts):
        step = min(left, length[part])
        at_work[queue_of[part]] += step
        left -= step


@inlined
def _leads_needed(arena: Arena, agents: int) -> int:
    """Team leads that so many agents on duty need."""
    return leads_needed(agents, arena.span, arena.min_leads) if arena.span > 0 else 0
