"""M/M/c/K: agents and a waiting room of K - c places, as where lines are few; who finds all K taken is blocked."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.errors import UsageError
from staffing.agent_search import SLACK
from staffing.cases import checked_agents, checked_load, checked_positive, checked_share, flat_cases, in_shape, refuse
from staffing.compiling import FloatArray, IntArray, compiled
from staffing.kernels import inverse_b_of_each


@dataclass(frozen=True, slots=True)
class LimitedQueueFigures:
    """The figures of each case; contacts are counted as means, times are means of those let in.

    `service_level` is the share of all offered that is let in and answered within the threshold.
    """

    p_empty: FloatArray
    p_block: FloatArray
    in_system: FloatArray
    waiting: FloatArray
    time_in_system_s: FloatArray
    wait_s: FloatArray
    service_level: FloatArray


@compiled
def _from_full(
    load: FloatArray, agents: IntArray, places: IntArray, within: FloatArray, inverse: FloatArray
) -> FloatArray:
    """P(empty), P(block), mean number waiting and share in time, a case a row; `inverse` is 1 / B(agents, load).

    Weights rho^j of j waiting, divided by the greatest of them so that no queue overflows. Who finds j waiting is in
    time when more than j agents' answers come within the threshold: more than j events of a Poisson law.
    """
    rows = np.empty((load.size, 4))
    for i in range(load.size):
        if math.isinf(inverse[i]):  # so many agents that nobody ever finds all of them busy
            rows[i, 0], rows[i, 1], rows[i, 2], rows[i, 3] = math.exp(-load[i]), 0.0, 0.0, 1.0
            continue
        rho, room = load[i] / agents[i], places[i] - agents[i]
        answers = agents[i] * within[i]
        scale = 1.0 if rho <= 1 else rho ** (-room)  # weight of all agents busy, nobody waiting
        total, in_time, waiting, weight, late = inverse[i] * scale, (inverse[i] - 1) * scale, 0.0, scale, 0.0
        for j in range(1, room + 1):
            late += math.exp((j - 1) * math.log(answers) - answers - math.lgamma(j)) if answers > 0 else 1.0
            in_time += weight * max(1 - late, 0.0)
            weight = rho**j if rho <= 1 else rho ** (j - room)
            total += weight
            waiting += j * weight
        rows[i, 0] = scale / total * math.exp(math.lgamma(agents[i] + 1.0) - agents[i] * math.log(load[i]))
        rows[i, 1] = weight / total
        rows[i, 2] = waiting / total
        rows[i, 3] = in_time / total
    return rows


def limited_queue(
    load: ArrayLike,
    agents: ArrayLike,
    places: ArrayLike,
    aht_s: ArrayLike = 1.0,
    answer_within_s: ArrayLike = 0.0,
) -> LimitedQueueFigures:
    """The figures of `agents` with at most `places` contacts in the system, those being handled included."""
    shape, (loads, counts, rooms, aht, within) = flat_cases(load, agents, places, aht_s, answer_within_s)
    heads, capacity = checked_agents(counts, least=1), checked_agents(rooms, least=1)
    checked_load(loads), checked_positive(loads, "load"), checked_positive(aht, "aht_s")
    refuse(capacity < heads, "places", rooms, "at least as many places as agents")
    refuse(~((within >= 0) & np.isfinite(within)), "answer_within_s", within, "seconds, 0 or more")
    rows = _from_full(loads, heads, capacity, within / aht, inverse_b_of_each(loads, heads))
    p_empty, p_block, waiting, in_time = rows.T
    carried = loads * (1 - p_block)
    wait_s = waiting / carried * aht
    figures = (p_empty, p_block, waiting + carried, waiting, wait_s + aht, wait_s, in_time)
    return LimitedQueueFigures(*(in_shape(figure, shape) for figure in figures))


def limited_queue_agents(
    load: ArrayLike,
    places: ArrayLike,
    aht_s: ArrayLike = 1.0,
    answer_within_s: ArrayLike = 0.0,
    *,
    max_p_block: ArrayLike | None = None,
    service_level: ArrayLike | None = None,
    max_wait_s: ArrayLike | None = None,
) -> IntArray:
    """The least agents that meet every goal given with so many places; refused where as many agents do not.

    Every figure improves with each agent: bisection between nobody and an agent for each place.
    """
    if max_p_block is None and service_level is None and max_wait_s is None:
        raise UsageError("No goal is given; give a greatest share blocked, a service level or a longest mean wait.")
    shape, (loads, rooms, aht, within, block, level, wait) = flat_cases(
        load,
        places,
        aht_s,
        answer_within_s,
        1.0 if max_p_block is None else max_p_block,
        np.finfo(float).tiny if service_level is None else service_level,
        np.inf if max_wait_s is None else max_wait_s,
    )
    checked_share(block, "max_p_block"), checked_share(level, "service_level")
    refuse(~(wait >= 0), "max_wait_s", wait, "seconds, 0 or more")

    def is_enough(agents: IntArray) -> NDArray[np.bool_]:
        got = limited_queue(loads, agents, rooms, aht, within)
        in_time, in_wait = got.service_level >= level - SLACK, got.wait_s <= wait * (1 + SLACK)
        enough: NDArray[np.bool_] = (got.p_block <= block * (1 + SLACK)) & in_time & in_wait
        return enough

    high = checked_agents(rooms, least=1)
    refuse(~is_enough(high), "places", rooms, "more: the goals are missed even with an agent for each")
    low = np.zeros_like(high)
    while (high - low > 1).any():
        middle = np.maximum((low + high) // 2, 1)
        enough = is_enough(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return in_shape(high, shape)
