"""Load cuts: how many agents a set of queues needs if they were one queue and everybody in it could do everything.

Agents with a skill in the set S do the work of S at best as one pool, so for every S

    sum of agents x[g] over groups g with a skill in S  >=  r(S),

r(S) the least agents of the pooled load. A flexible agent stands once in the row of every set it serves, and the row of
all queues counts everybody once: so the rows forbid to count an agent for two queues. (By Hall's theorem they say the
same as: the groups can be split over their queues so that each gets what it must carry.)

Where handling time, patience and goals are alike r(S) is a true bound: the pool loses no more than any routing. Where
they differ the pool takes means weighted by contacts, and the bound is a close one.
"""

from collections.abc import Sequence

import numpy as np

from domain.site_config import Goal
from staffing.by_skill.groups import QueueSet
from staffing.compiling import FloatArray, IntArray
from staffing.least_agents import least_agents
from staffing.simulation.model import Stream

LEAST_SHARE = 1e-9  # a pool without any goal in common still needs somebody


def carried_load(stream: Stream, interval_s: float) -> FloatArray:
    """Erlangs in hand on average in each interval if all were answered at once: offered load carried through time.

    m' = rate - m / AHT from interval to interval (M(t)/M/infinity; Jennings, Mandelbaum, Massey and Whitt 1996), steady
    at the first interval's load before it.
    """
    steady = np.asarray(stream.offered) * stream.aht_s / interval_s
    fall = np.exp(-interval_s / np.asarray(stream.aht_s))
    kept = (1 - fall) * stream.aht_s / interval_s  # mean over the interval of what is left of the load before
    load, before = np.empty_like(steady), steady[0] if steady.size else 0.0
    for k, at_last in enumerate(steady):
        load[k] = at_last + (before - at_last) * kept[k]
        before = at_last + (before - at_last) * fall[k]
    return load


def pooled_agents(
    queues: QueueSet, streams: Sequence[Stream], goals: Sequence[Goal], loads: FloatArray, day_cv: float = 0.0
) -> IntArray:
    """r(S) by interval: the least agents for the queues together, `loads` in erlangs `[queue, interval]`.

    The pool's response rate and service level are the means of what the queues ask for, weighted by contacts (a queue
    that does not ask counts 0), the threshold is the longest; it has a longest ASA or an occupancy where all its queues
    have one. Queues of different concurrency pool their carried work only.
    """
    places = sorted(queues)
    if len({streams[q].concurrency for q in places}) > 1:
        shares = np.array([[(goals[q].response_rate or 1.0) / streams[q].concurrency] for q in places])
        return np.ceil((loads[places] * shares).sum(axis=0) - 1e-9).astype(np.int64)
    offered = np.array([streams[q].offered for q in places], dtype=np.float64)
    total, load = offered.sum(axis=0), loads[places].sum(axis=0)
    weights = np.divide(offered, total, out=np.full(offered.shape, 1 / len(places)), where=total > 0)
    impatience = [[1 / (streams[q].patience_s or np.inf)] for q in places]
    aht_s = (weights * [streams[q].aht_s for q in places]).sum(axis=0)
    with np.errstate(divide="ignore"):
        patience_s = 1 / (weights * impatience).sum(axis=0)
    asked = [goals[q] for q in places]
    response_rate = _mean_share([goal.response_rate for goal in asked], weights)
    level = _mean_share([goal.service_level for goal in asked], weights)
    slots = least_agents(
        load,
        aht_s,
        patience_s,
        max(goal.threshold_s for goal in asked),
        response_rate=np.maximum(response_rate, LEAST_SHARE),
        service_level=None if (level == 0).all() else np.maximum(level, LEAST_SHARE),
        max_asa_s=_loosest([goal.max_asa_s for goal in asked]),
        max_occupancy=_loosest([goal.max_occupancy for goal in asked]),
        rate_variance=day_cv**2,
    ).agents
    needed: IntArray = np.where(total > 0, -(-slots // streams[places[0]].concurrency), 0)
    return needed


def _mean_share(asked: Sequence[float | None], weights: FloatArray) -> FloatArray:
    mean: FloatArray = (weights * [[share or 0.0] for share in asked]).sum(axis=0)
    return mean


def _loosest(asked: Sequence[float | None]) -> float | None:
    given = [limit for limit in asked if limit is not None]
    return max(given) if len(given) == len(asked) else None
