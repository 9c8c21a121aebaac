"""Erlang B and Erlang C as probabilities, and turned round: servers for a limit, load for a limit.

A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges", 1917. Load in erlangs; every function takes numbers or arrays in any mix and gives their common shape.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.agent_search import SLACK
from staffing.cases import checked_agents, checked_load, checked_share, flat_cases, in_shape
from staffing.compiling import FloatArray, IntArray
from staffing.kernels import figures_of_each, inverse_b_of_each

Probability = Callable[[FloatArray, IntArray], FloatArray]


def _p_block(load: FloatArray, agents: IntArray) -> FloatArray:
    return 1 / inverse_b_of_each(load, agents)


def _p_wait(load: FloatArray, agents: IntArray) -> FloatArray:
    p_wait: FloatArray = figures_of_each(load, agents, np.zeros_like(load), np.zeros_like(load))[:, 0]
    return p_wait


def erlang_b(load: ArrayLike, agents: ArrayLike) -> FloatArray:
    """P(block): the share of offered that finds all `agents` busy, where nobody can wait."""
    shape, (loads, counts) = flat_cases(load, agents)
    return in_shape(_p_block(checked_load(loads), checked_agents(counts)), shape)


def erlang_c(load: ArrayLike, agents: ArrayLike) -> FloatArray:
    """P(wait): the share of offered that finds all `agents` busy, where everybody waits; 1 when load >= agents."""
    shape, (loads, counts) = flat_cases(load, agents)
    return in_shape(_p_wait(checked_load(loads), checked_agents(counts)), shape)


def erlang_b_agents(load: ArrayLike, max_p_block: ArrayLike) -> IntArray:
    """The least servers with P(block) at most `max_p_block`."""
    return _least(_p_block, load, max_p_block, "max_p_block")


def erlang_c_agents(load: ArrayLike, max_p_wait: ArrayLike) -> IntArray:
    """The least servers with P(wait) at most `max_p_wait`."""
    return _least(_p_wait, load, max_p_wait, "max_p_wait")


def erlang_b_load(agents: ArrayLike, max_p_block: ArrayLike) -> FloatArray:
    """The greatest load that `agents` carry with P(block) at most `max_p_block`."""
    return _greatest(_p_block, agents, max_p_block, "max_p_block")


def erlang_c_load(agents: ArrayLike, max_p_wait: ArrayLike) -> FloatArray:
    """The greatest load that `agents` carry with P(wait) at most `max_p_wait`."""
    return _greatest(_p_wait, agents, max_p_wait, "max_p_wait")


def _least(probability: Probability, load: ArrayLike, limit: ArrayLike, name: str) -> IntArray:
    """Bisection between a number too few and a number enough; both probabilities fall with every server, 1 at none."""
    shape, (loads, limits) = flat_cases(load, limit)
    checked_load(loads), checked_share(limits, name, one=False)

    def is_enough(servers: IntArray) -> NDArray[np.bool_]:
        return probability(loads, servers) <= limits * (1 + SLACK)

    low, high = np.zeros(loads.size, dtype=np.int64), np.ones(loads.size, dtype=np.int64)
    while not (enough := is_enough(high)).all():
        low, high = np.where(enough, low, high), np.where(enough, high, 2 * high)
    while (high - low > 1).any():
        middle = (low + high) // 2
        enough = is_enough(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return in_shape(np.where(loads > 0, high, 0), shape)


def _greatest(probability: Probability, agents: ArrayLike, limit: ArrayLike, name: str) -> FloatArray:
    """Bisection on the load, which both probabilities rise with, until no double lies between."""
    shape, (given, limits) = flat_cases(agents, limit)
    counts = checked_agents(given, least=1)
    checked_share(limits, name, one=False)
    low, high = np.zeros(counts.size), counts.astype(np.float64)
    while (below := probability(high, counts) < limits).any():
        high = np.where(below, 2 * high, high)
    while True:
        middle = (low + high) / 2
        if ((middle <= low) | (middle >= high)).all():
            return in_shape(low, shape)
        fits = probability(middle, counts) <= limits
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
