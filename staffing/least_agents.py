"""The least agents that meet every goal at once, and the goal that binds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.errors import UsageError
from staffing.agent_search import least_agents_of_each
from staffing.cases import (
    Shape,
    checked_load,
    checked_patience,
    checked_positive,
    checked_share,
    flat_cases,
    in_shape,
    refuse,
)
from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.uncertain_load import rate_laws

BINDING_WORDS = np.array(["none", "response_rate", "service_level", "asa", "occupancy"])  # as kernels numbers them


@dataclass(frozen=True, slots=True)
class LeastAgents:
    """Agents needed in each case, shrinkage not included, and the goal that one agent fewer would miss furthest."""

    agents: IntArray
    binding: NDArray[np.str_]


def least_agents(
    load: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    answer_within_s: ArrayLike = 20.0,
    *,
    response_rate: ArrayLike | None = None,
    service_level: ArrayLike | None = None,
    max_asa_s: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
    rate_variance: ArrayLike = 0.0,
    rate_law: RateLaw | None = None,
) -> LeastAgents:
    """The least agents under Erlang A (with patience) or Erlang C (without) for all goals given.

    A goal counts as met when it is missed by less than 1e-12: rounding never costs an agent. Without patience nobody
    abandons, so a response rate asks for a queue that does not grow for ever: more agents than load. A load of 0 needs
    nobody and binds nothing ("none"). Where one agent fewer is nobody at all the first goal given binds, in the order
    response_rate, service_level, asa, occupancy; so it does where a queue that never stops growing misses none of them.

    Where the rate is uncertain (`rate_variance`, relative to its mean squared), response rate and service level hold on
    average over its law, contact by contact; ASA and occupancy at its mean. A `rate_law` gives such a law itself, for
    uncertainty or for change within the interval: rates over the case's load and shares of contacts, each with the axes
    of the cases and one more for its nodes.
    """
    if response_rate is None and service_level is None and max_asa_s is None and max_occupancy is None:
        raise UsageError("No goal is given; give a response rate, a service level, a longest ASA or an occupancy.")
    shape, (loads, aht, patience, within, rate, level, asa, occupancy, variance) = flat_cases(
        load,
        aht_s,
        checked_patience(patience_s),
        answer_within_s,
        1.0 if response_rate is None else response_rate,
        1.0 if service_level is None else service_level,
        np.inf if max_asa_s is None else max_asa_s,
        1.0 if max_occupancy is None else max_occupancy,
        rate_variance,
    )
    checked_load(loads), checked_positive(aht, "aht_s"), checked_positive(asa, "max_asa_s", endless=True)
    refuse(~(within >= 0), "answer_within_s", within, "seconds, 0 or more")
    for goal, name in ((rate, "response_rate"), (level, "service_level"), (occupancy, "max_occupancy")):
        checked_share(goal, name)
    goals = np.column_stack(
        [
            rate * (response_rate is not None),
            level * (service_level is not None),
            asa / aht,
            np.full_like(occupancy, np.inf) if max_occupancy is None else occupancy,
        ]
    )
    refuse(~(variance >= 0), "rate_variance", variance, "a relative variance, 0 or more")
    units = (aht / patience, within / aht, goals)
    if rate_law is None:
        found = _by_variance(loads, *units, variance)
    else:
        found = least_agents_of_each(loads, *units, _law_of_each(rate_law, shape))
    return LeastAgents(in_shape(found[:, 0], shape), in_shape(BINDING_WORDS[found[:, 1]], shape))


def _by_variance(
    load: FloatArray, impatience: FloatArray, threshold: FloatArray, goals: FloatArray, variance: FloatArray
) -> IntArray:
    """By the gamma law where the rate is uncertain, by its mean alone where it is not."""
    found = np.empty((load.size, 2), dtype=np.int64)
    for known in (variance == 0, variance > 0):
        law = rate_laws(variance[known])
        found[known] = least_agents_of_each(load[known], impatience[known], threshold[known], goals[known], law)
    return found


def _law_of_each(law: RateLaw, shape: Shape) -> RateLaw:
    """The law's rates and shares, a case a row; refused where they cannot be."""
    rates, shares = (np.asarray(given, dtype=np.float64) for given in law)
    refuse(~(np.isfinite(rates) & (rates >= 0)).ravel(), "rate_law's rate", rates.ravel(), "a rate over the mean")
    refuse(~((shares >= 0) & (shares <= 1)).ravel(), "rate_law's share", shares.ravel(), "a share of contacts")
    nodes = rates.shape[-1]
    rates, shares = (np.broadcast_to(given, (*shape, nodes)).reshape(-1, nodes) for given in (rates, shares))
    return np.ascontiguousarray(rates), np.ascontiguousarray(shares)
