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
    at_work: Floats,
    agents: Floats,
    leads: Floats,
    least: Floats,
) -> None:
    """Writes the least points of every interval, and what each asks for.

    Prices are by interval (and queue). Work that is over is paid for by the tours, less `over_points` for each agent
    needed, so that an agent short saves as much again.
    """
    queues = arena.need.shape[1]
    gain, length, queue_of = np.empty(2 * queues), np.empty(2 * queues), np.empty(2 * queues, dtype=np.int64)
    for t in range(arena.intervals):
        n_parts = _parts(arena, work_price[t], t, gain, length, queue_of)
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
        least[t] = _unstaffed(arena, t) + best
        _ask(t, best_agents, n_parts, length, queue_of, at_work)
        agents[t] = best_agents
        leads[t] = _leads_needed(arena, best_agents) if lead_price[t] < arena.lead_points else 0


@compiled
def _unstaffed(arena: Arena, t: int) -> float:
    """Points of an interval without anybody, less those of work that is over."""
    points = 0.0
    for queue in range(arena.need.shape[1]):
        shallow = arena.deep_share * arena.need[t, queue]
        points += shallow * arena.short_points + (arena.need[t, queue] - shallow) * arena.deep_points
    return points


@compiled
def _parts(arena: Arena, price: Floats, t: int, gain: Floats, length: Floats, queue_of: Ints) -> int:
    """What work on the queues saves, dearest first: points per agent, and how many agents save that much."""
    n = 0
    for queue in range(arena.need.shape[1]):
        need = arena.need[t, queue]
        for deep in range(2):
            saved = (arena.deep_points if deep else arena.short_points) + arena.over_points - price[queue]
            agents = need * (1 - arena.deep_share if deep else arena.deep_share)
            if saved <= 0 or agents <= 0:
                continue
            at = n
            while at > 0 and gain[at - 1] < saved:
                gain[at], length[at], queue_of[at] = gain[at - 1], length[at - 1], queue_of[at - 1]
                at -= 1
            gain[at], length[at], queue_of[at] = saved, agents, queue
            n += 1
    return n


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
