"""Queues whose callers never leave: Erlang C under the law of the load that is carried through the day.

Where more is in hand than the agents can carry a queue without leavers has no steady state, and on a day of a high rate
it grows until the evening. So what holds here is what holds steadily in each part of an interval: none is in time where
the load of the part is not less than the agents, and as many are answered as they can carry.
"""

from dataclasses import replace

import numpy as np

from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.least_agents import BINDING_WORDS, LeastAgents, least_agents
from staffing.through_time.answers import FiguresThroughTime, Goals, LeastThroughTime
from staffing.through_time.offered_load import row_laws
from staffing.through_time.traffic import Traffic
from staffing.uncertain_load import figures_over_law, rate_quantile

NOBODY = BINDING_WORDS[0]


def least_without_patience(traffic: Traffic, goals: Goals) -> LeastThroughTime:
    """The least agents; with an assurance the shares hold on days whose rate is not passed on so many.

    ASA and occupancy hold at the mean load.
    """
    load, law = row_laws(traffic)
    if goals.assurance is None:
        least = _least(traffic, load, law, goals)
    else:
        _, of_a_day = row_laws(replace(traffic, variance=np.zeros_like(load)))
        high = load * rate_quantile(traffic.variance, goals.assurance)
        shares = Goals(goals.response_rate, goals.service_level)
        least = _larger(
            _least(traffic, high, of_a_day, shares),
            _least(traffic, load, law, replace(goals, response_rate=None, service_level=None)),
        )
    agents = -(-least.agents // traffic.concurrency)
    return LeastThroughTime(agents, least.binding, figures_without_patience(traffic, agents))


def figures_without_patience(traffic: Traffic, agents: IntArray) -> FiguresThroughTime:
    """What so many agents reach: shares on average over the law of the load, waits and occupancy at its mean."""
    load, law = row_laws(traffic)
    slots = agents * traffic.concurrency
    reached = figures_over_law(load, slots, traffic.aht_s, None, traffic.answer_within_s, law)
    figures = (reached.response_rate, reached.service_level, reached.asa_s, reached.occupancy)
    return FiguresThroughTime(*(np.where(traffic.is_open, figure, np.nan) for figure in figures))


def _least(traffic: Traffic, load: FloatArray, law: RateLaw, goals: Goals) -> LeastAgents:
    """Slots for the goals; none where no goal is given."""
    if goals.asked == Goals().asked:
        return LeastAgents(np.zeros(load.size, dtype=np.int64), np.full(load.size, NOBODY))
    return least_agents(
        load,
        traffic.aht_s,
        None,
        traffic.answer_within_s,
        response_rate=goals.response_rate,
        service_level=goals.service_level,
        max_asa_s=goals.max_asa_s,
        max_occupancy=goals.max_occupancy,
        rate_law=law,
    )


def _larger(one: LeastAgents, other: LeastAgents) -> LeastAgents:
    """The larger of two in each interval."""
    more = one.agents >= other.agents
    return LeastAgents(np.where(more, one.agents, other.agents), np.where(more, one.binding, other.binding))
