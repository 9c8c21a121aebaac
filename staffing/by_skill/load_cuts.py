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
from dataclasses import dataclass

import numpy as np

from domain.site_config import Goal
from staffing.by_skill.groups import QueueSet, SkillGroup, bound_sets, can_serve
from staffing.by_skill.program import Cuts
from staffing.compiling import FloatArray, IntArray
from staffing.least_agents import least_agents
from staffing.simulation.model import Stream
from staffing.through_time.offered_load import carried_load
from staffing.through_time.traffic import Traffic

LEAST_SHARE = 1e-9  # a pool without any goal in common still needs somebody
ROUNDING = 1e-9  # of an agent


@dataclass(frozen=True, slots=True)
class Load:
    """What comes to the queues and what is asked of them: erlangs, and coefficients of variation of the rates from day
    to day, both `[queue, interval]`.
    """

    streams: Sequence[Stream]
    goals: Sequence[Goal]
    erlangs: FloatArray
    cv: FloatArray

    def pooled_agents(self, queues: QueueSet) -> IntArray:
        """r(S) by interval: the least agents for the queues together.

        The pool's response rate and service level are the means of what the queues ask for, weighted by contacts (a
        queue that does not ask counts 0), the threshold is the longest; it has a longest ASA or an occupancy where all
        its queues have one. Rates vary together: a busy day is busy in all. Queues of different concurrency pool their
        work only.
        """
        places = sorted(queues)
        streams, load = [self.streams[q] for q in places], self.erlangs[places]
        asked, concurrency = [self.goals[q] for q in places], np.array([[self.streams[q].concurrency] for q in places])
        if len(set(concurrency.ravel())) > 1:
            shares = np.array([[goal.response_rate or 0.0] for goal in asked])
            return np.ceil((load * shares / concurrency).sum(axis=0) - ROUNDING).astype(np.int64)
        offered = np.array([stream.offered for stream in streams], dtype=np.float64)
        total = offered.sum(axis=0)
        weights = np.divide(offered, total, out=np.full(offered.shape, 1 / len(places)), where=total > 0)
        impatience = (weights * [[1 / (stream.patience_s or np.inf)] for stream in streams]).sum(axis=0)
        level = _mean_share([goal.service_level for goal in asked], weights)
        slots = least_agents(
            load.sum(axis=0),
            (weights * [stream.aht_s for stream in streams]).sum(axis=0),
            np.divide(1, impatience, out=np.full(total.shape, np.inf), where=impatience > 0),
            max(goal.threshold_s for goal in asked),
            response_rate=np.maximum(_mean_share([goal.response_rate for goal in asked], weights), LEAST_SHARE),
            service_level=np.maximum(level, LEAST_SHARE) if level.any() else None,
            max_asa_s=_loosest([goal.max_asa_s for goal in asked]),
            max_occupancy=_loosest([goal.max_occupancy for goal in asked]),
            rate_variance=(weights * self.cv[places]).sum(axis=0) ** 2,
        ).agents
        needed: IntArray = np.where(total > 0, -(-slots // int(concurrency[0, 0])), 0)
        return needed


def loads_of(streams: Sequence[Stream], interval_s: float) -> FloatArray:
    """Erlangs `[queue, interval]` that contacts of each interval meet, what came before carried over."""
    return np.array([carried_load(traffic_of(stream, interval_s)).mean for stream in streams])


def traffic_of(stream: Stream, interval_s: float) -> Traffic:
    """The stream as the formulas through time know it."""
    offered, aht_s = np.asarray(stream.offered, dtype=np.float64), np.asarray(stream.aht_s, dtype=np.float64)
    start_s, known = np.arange(offered.size, dtype=np.float64) * interval_s, np.zeros(offered.size)
    return Traffic(start_s, interval_s, offered, aht_s, known, stream.patience_s, stream.answer_within_s)


def load_cuts(load: Load, groups: Sequence[SkillGroup]) -> list[Cuts]:
    """The load cuts of every interval."""
    sets = bound_sets(groups, len(load.streams))
    serves = can_serve(groups, len(load.streams))
    touches = np.array([serves[:, sorted(queues)].any(axis=1) for queues in sets], dtype=np.float64)
    needed = np.array([load.pooled_agents(queues) for queues in sets], dtype=np.float64)
    names = tuple("load__" + "_".join(map(str, sorted(queues))) for queues in sets)
    return [Cuts(names, touches, needed[:, interval]) for interval in range(needed.shape[1])]


def _mean_share(asked: Sequence[float | None], weights: FloatArray) -> FloatArray:
    mean: FloatArray = (weights * [[share or 0.0] for share in asked]).sum(axis=0)
    return mean


def _loosest(asked: Sequence[float | None]) -> float | None:
    given = [limit for limit in asked if limit is not None]
    return max(given) if len(given) == len(asked) else None
