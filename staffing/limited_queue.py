"""M/M/c/K: agents and a waiting room of K - c places, as where lines are few; who finds all K taken is blocked."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from staffing.cases import checked_agents, checked_load, checked_positive, flat_cases, in_shape, refuse
from staffing.compiling import FloatArray, IntArray, compiled
from staffing.kernels import inverse_b_of_each


@dataclass(frozen=True, slots=True)
class LimitedQueueFigures:
    """The figures of each case; contacts are counted as means, times are means of those let in."""

    p_empty: FloatArray
    p_block: FloatArray
    in_system: FloatArray
    waiting: FloatArray
    time_in_system_s: FloatArray
    wait_s: FloatArray


@compiled
def _from_full(load: FloatArray, agents: IntArray, places: IntArray, inverse: FloatArray) -> FloatArray:
    """P(empty), P(block) and the mean number waiting, a case a row; `inverse` is 1 / B(agents, load).

    Weights rho^j of j waiting, divided by the greatest of them so that no queue overflows.
    """
    rows = np.empty((load.size, 3))
    for i in range(load.size):
        rho = load[i] / agents[i]
        room = places[i] - agents[i]
        scale = 1.0 if rho <= 1 else rho ** (-room)  # weight of all agents busy, nobody waiting
        total, waiting, weight = inverse[i] * scale, 0.0, scale
        for j in range(1, room + 1):
            weight = rho**j if rho <= 1 else rho ** (j - room)
            total += weight
            waiting += j * weight
        rows[i, 0] = scale / total * math.exp(math.lgamma(agents[i] + 1.0) - agents[i] * math.log(load[i]))
        rows[i, 1] = weight / total
        rows[i, 2] = waiting / total
    return rows


def limited_queue(load: ArrayLike, agents: ArrayLike, places: ArrayLike, aht_s: ArrayLike = 1.0) -> LimitedQueueFigures:
    """The figures of `agents` with at most `places` contacts in the system, those being handled included."""
    shape, (loads, counts, rooms, aht) = flat_cases(load, agents, places, aht_s)
    heads, capacity = checked_agents(counts, least=1), checked_agents(rooms, least=1)
    checked_load(loads), checked_positive(loads, "load"), checked_positive(aht, "aht_s")
    refuse(capacity < heads, "places", rooms, "at least as many places as agents")
    p_empty, p_block, waiting = _from_full(loads, heads, capacity, inverse_b_of_each(loads, heads)).T
    carried = loads * (1 - p_block)
    figures = (p_empty, p_block, waiting + carried, waiting, (waiting / carried + 1) * aht, waiting / carried * aht)
    return LimitedQueueFigures(*(in_shape(figure, shape) for figure in figures))
