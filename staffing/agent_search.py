"""The compiled search for the least agents: rough figures say where to look, exact ones decide.

Units as in `kernels.py`.
"""

import math

import numpy as np

from staffing.compiling import Figures, FloatArray, IntArray, RateLaw, compiled
from staffing.kernels import figures
from staffing.many_servers import next_try, rough_figures

SLACK = 1e-12  # a goal counts as met when it is missed by rounding only
NO_WEIGHT = 1e-15  # share of contacts; all nodes of a law together are then below the slack

Goals = tuple[float, float, float, float]  # response rate, service level (0: none), max ASA, max occupancy (inf: none)
NO_GOAL, RESPONSE_RATE, SERVICE_LEVEL, ASA, OCCUPANCY = range(5)


@compiled
def log_ratio(missed: float, allowed: float) -> float:
    """How far a goal is missed, 0 when just met; a figure that does not exist misses every goal."""
    return math.inf if math.isnan(missed) else math.log(missed / allowed)


@compiled
def worst_miss(reached: Figures, occupancy: float, goals: Goals) -> tuple[float, int]:
    """The goal that is missed furthest; not above 0 when every goal is met."""
    _, lost, answered, in_time, wait = reached
    response_rate, service_level, max_asa, max_occupancy = goals
    worst, goal = -math.inf, NO_GOAL
    if response_rate > 0:
        worst, goal = log_ratio(max(lost, 1 - answered), 1 - response_rate + SLACK), RESPONSE_RATE
    if service_level > 0:
        miss = log_ratio(1 - in_time, 1 - service_level + SLACK)
        if miss > worst:
            worst, goal = miss, SERVICE_LEVEL
    if max_asa < math.inf:
        miss = log_ratio(wait, max_asa * (1 + SLACK))
        if miss > worst:
            worst, goal = miss, ASA
    if max_occupancy < math.inf:
        miss = log_ratio(occupancy, max_occupancy * (1 + SLACK))
        if miss > worst:
            worst, goal = miss, OCCUPANCY
    return worst, goal


@compiled
def about(load: float, agents: int, impatience: float, threshold: float, asked: bool, exact: bool) -> Figures:
    """The figures, exact, or about: enough to know where to look."""
    if exact or load == 0 or (impatience == 0 and agents <= load):
        return figures(load, agents, impatience, threshold, asked)
    return rough_figures(load, float(agents), impatience, threshold)


@compiled
def worst_miss_of(
    load: float, agents: int, impatience: float, threshold: float, goals: Goals, law: RateLaw, exact: bool
) -> tuple[float, int]:
    """The goal missed furthest: shares on average over the law of the rate, wait and occupancy at its mean."""
    asked, (rates, shares) = goals[1] > 0, law
    wait, lost, answered, in_time, asa = 0.0, 0.0, 0.0, 0.0, 0.0
    is_certain = rates.size == 1 and rates[0] == 1
    if is_certain or goals[2] < math.inf or goals[3] < math.inf:
        wait, lost, answered, in_time, asa = about(load, agents, impatience, threshold, asked, exact)
    occupancy = load * answered / agents
    if not is_certain:
        lost, answered, in_time = 0.0, 0.0, 0.0
        for k in range(rates.size):
            share = shares[k]
            if share > NO_WEIGHT:
                at = about(load * rates[k], agents, impatience, threshold, asked, exact)
                lost, answered, in_time = lost + share * at[1], answered + share * at[2], in_time + share * at[3]
    return worst_miss((wait, lost, answered, in_time, asa), occupancy, goals)


@compiled
def first_enough(
    load: float, impatience: float, threshold: float, goals: Goals, law: RateLaw, start: int, step: int, exact: bool
) -> tuple[int, int]:
    """The least agents that meet every goal, and the goal missed furthest with one agent fewer.

    Every figure improves with each agent, so a number enough above a number too few is the least; both were evaluated
    (or lie at or below the load without patience, where no number is enough). The search narrows down from `start`.
    """
    low, high, low_miss, high_miss, binding = 0, -1, math.inf, -math.inf, NO_GOAL
    if impatience == 0:
        low = math.floor(load)
    agents, tries = max(start, low + 1), 0
    while True:
        miss, goal = worst_miss_of(load, agents, impatience, threshold, goals, law, exact)
        tries += 1
        if miss > 0:
            low, low_miss, binding = agents, miss, goal
        else:
            high, high_miss = agents, miss
        if high - low == 1:
            return high, binding
        agents = next_try(low, high, low_miss, high_miss, step, tries)
        step *= 2


@compiled
def first_given(goals: Goals) -> int:
    """The first goal that is given."""
    if goals[0] > 0:
        return RESPONSE_RATE
    if goals[1] > 0:
        return SERVICE_LEVEL
    return ASA if goals[2] < math.inf else OCCUPANCY


@compiled
def least_agents(load: float, impatience: float, threshold: float, goals: Goals, law: RateLaw) -> tuple[int, int]:
    """The least agents for the goals and the goal that binds; nobody where nothing is offered."""
    if load == 0:
        return 0, NO_GOAL
    carried = load if impatience == 0 or goals[1] > 0.5 else load * max(goals[0], 0.5)
    start, step = math.ceil(max(carried, carried / goals[3])), max(1, int(math.sqrt(load) / 4))
    rough, _ = first_enough(load, impatience, threshold, goals, law, start, step, False)
    agents, binding = first_enough(load, impatience, threshold, goals, law, rough, 1, True)
    if binding == NO_GOAL:  # one agent fewer was not evaluated: nobody at all, or a queue that never stops growing
        miss, binding = 0.0, first_given(goals)
        if agents > 1:
            miss, goal = worst_miss_of(load, agents - 1, impatience, threshold, goals, law, True)
            binding = goal if miss > 0 else binding
    return agents, binding


@compiled
def least_agents_of_each(
    load: FloatArray, impatience: FloatArray, threshold: FloatArray, goals: FloatArray, laws: RateLaw
) -> IntArray:
    """Least agents and the binding goal in columns, a case a row; goals, and rates of a law, stand in columns."""
    answers = np.empty((load.size, 2), dtype=np.int64)
    for i in range(load.size):
        asked, law = (goals[i, 0], goals[i, 1], goals[i, 2], goals[i, 3]), (laws[0][i], laws[1][i])
        answers[i] = least_agents(load[i], impatience[i], threshold[i], asked, law)
    return answers
