"""What an interval costs at least when agents at work, agents on duty and leads on duty have prices, compiled.

An interval chooses how many agents are on duty (a whole number, for they come whole), how many of them work on each
queue, and how many leads are there (whole as well). Its points are those of short cover and of missing leads, plus the
prices of what it asks for. Whole numbers matter most at night, where a fraction of a lead would do for two agents.
"""

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled
from scheduling.cover_terms import leads_needed


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
    queues = arena.need.shape[1]
    most = queues * max(2, arena.contacts.answered.shape[2] - 1)
    gain, length, queue_of = np.empty(most), np.empty(most), np.empty(most, dtype=np.int64)
    for t in range(arena.intervals):
        n_parts = _parts(arena, work_price[t], contact_price, t, gain, length, queue_of)
        lead_points = min(lead_price[t], arena.lead_points) if arena.span > 0 else 0.0
        best, best_agents = 0.0, 0
        part, used, saved = 0, 0.0, 0.0
        for n in range(1, arena.most_on_duty[t] + 1):
            room = 1.0
            while room > 0.0 and part < n_parts:
                step = min(room, length[part] - used)
                saved += step * gain[part]
                used, room = used + step, room - step
                if used >= length[part] - 1e-12:
                    part, used = part + 1, 0.0
            points = agent_price[t] * n - saved + lead_points * _leads_needed(arena, n)
            if points < best:
                best, best_agents = points, n
        least[t] = _unstaffed(arena, contact_price, t) + best
        _ask(t, best_agents, n_parts, length, queue_of, at_work)
        agents[t] = best_agents
        leads[t] = _leads_needed(arena, best_agents) if lead_price[t] < arena.lead_points else 0


@compiled
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


@compiled
def _step(arena: Arena, contact_price: Floats, t: int, queue: int, number: int) -> tuple[float, float]:
    """Points that an agent on a step of a queue's cover saves, and how many agents stand on it; 0 beyond the last.

    By heads the deep part of the need and the rest, by contacts every agent is a step.
    """
    goal = arena.contacts.goal_of[t, queue]
    if goal >= 0:
        answered = arena.contacts.answered[t, queue]
        if number + 1 >= len(answered):
            return 0.0, 0.0
        return contact_price[goal] * (answered[number + 1] - answered[number]), 1.0
    if number == 0:
        return arena.deep_points + arena.over_points, arena.need[t, queue] * (1 - arena.deep_share)
    if number == 1:
        return arena.short_points + arena.over_points, arena.need[t, queue] * arena.deep_share
    return 0.0, 0.0


@compiled
def _next_step(arena: Arena, contact_price: Floats, t: int, queue: int, number: int) -> tuple[float, float, int]:
    """The first step from `number` on that anybody stands on, as `_step` gives it, and the number after it."""
    saved, agents = _step(arena, contact_price, t, queue, number)
    while agents <= 0 and saved > 0:
        number += 1
        saved, agents = _step(arena, contact_price, t, queue, number)
    return saved, agents, number + 1


@compiled
def _parts(
    arena: Arena, price: Floats, contact_price: Floats, t: int, gain: Floats, length: Floats, queue_of: Ints
) -> int:
    """What work on the queues saves, dearest first: points per agent, and how many agents save that much."""
    queues = arena.need.shape[1]
    at = np.zeros(queues, dtype=np.int64)
    saved, agents = np.empty(queues), np.empty(queues)
    for queue in range(queues):
        saved[queue], agents[queue], at[queue] = _next_step(arena, contact_price, t, queue, 0)
    n = 0
    while True:
        dearest = -1
        for queue in range(queues):
            saves = agents[queue] > 0 and saved[queue] > price[queue]
            if saves and (dearest < 0 or saved[queue] - price[queue] > saved[dearest] - price[dearest]):
                dearest = queue
        if dearest < 0:
            return n
        gain[n], length[n], queue_of[n] = saved[dearest] - price[dearest], agents[dearest], dearest
        n += 1
        saved[dearest], agents[dearest], at[dearest] = _next_step(arena, contact_price, t, dearest, at[dearest])


@compiled
def _ask(t: int, agents: int, n_parts: int, length: Floats, queue_of: Ints, at_work: Floats) -> None:
    """Writes how many of the agents on duty work on each queue."""
    left = float(agents)
    at_work[t] = 0.0
    for part in range(n_parts):
        step = min(left, length[part])
        at_work[t, queue_of[part]] += step
        left -= step


@compiled
def _leads_needed(arena: Arena, agents: int) -> int:
    """Team leads that so many agents on duty need."""
    return leads_needed(agents, arena.span, arena.min_leads) if arena.span > 0 else 0
