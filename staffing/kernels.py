"""Compiled scalar formulas of one queue: Erlang B, C and A from one integral, and the search for the least agents.

Time is counted in handling times here (AHT = 1): `load` in erlangs, `impatience` = AHT / mean patience (0: callers
never leave), `threshold` = answer threshold / AHT. Both tails of the chain of M/M/n+M come from one integral,

    I(until) = integral over v in [0, until] of exp(p v - q (e^(r v) - 1)) dv,    q > 0

    1 / B(n, a)                         = a I(inf)   with p = n + 1,         q = a,          r = 1
    answered after a wait of at most t  = n I(t)     with p = -(n + theta),  q = a / theta,  r = -theta

The first is Erlang's loss integral with u = e^v - 1. The second, per unit of P(n in system), is the density of the
offered wait (Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum, Queueing Systems 51, 2005) times the chance
e^(-theta v) that the caller is still there. The exponent is concave: 36 Gauss-Legendre nodes on each side of its
summit, out to where e^-38 of it is left, give about 1e-13 at any size and never overflow, so n = 5,000 costs what
n = 100 costs.
"""

import math

import numpy as np

from staffing.compiling import Figures, FloatArray, IntArray, compiled
from staffing.many_servers import next_try, rough_figures

FALL = 38.0  # e^-38 = 3e-17 of the summit: what lies beyond is below rounding
NODES, WEIGHTS = np.polynomial.legendre.leggauss(36)
RECURSION_BELOW = 64  # agents; up to here Erlang's recursion is as fast as the integral
SLACK = 1e-12  # a goal counts as met when it is missed by rounding only

Goals = tuple[float, float, float, float]  # response rate, service level (0: none), max ASA, max occupancy (inf: none)
RateLaw = tuple[FloatArray, FloatArray]  # rates over their mean, and the share of contacts at each; a single one: 1
NO_GOAL, RESPONSE_RATE, SERVICE_LEVEL, ASA, OCCUPANCY = range(5)


@compiled
def exp_rest(z: float) -> float:
    """e^z - 1 - z, without cancellation near 0 (Taylor to z^10 / 10!, 5e-16 at 0.1)."""
    if abs(z) > 0.1:
        return math.expm1(z) - z
    tail = 1 + z / 6 * (1 + z / 7 * (1 + z / 8 * (1 + z / 9 * (1 + z / 10))))
    return z * z / 2 * (1 + z / 3 * (1 + z / 4 * (1 + z / 5 * tail)))


@compiled
def fall_width(b: float, k: float, r: float) -> float:
    """How far from the summit b w + k (e^(r w) - 1 - r w) has risen to FALL or little more.

    The sum is convex, so Newton's steps end outside: the flank is never cut short.
    """
    w = 2 * FALL / (b + math.sqrt(b * b + 2 * FALL * k * r * r))
    for _ in range(60):
        left = FALL - b * w - k * exp_rest(r * w)
        if -1.0 < left <= 0.0:
            break
        w += left / (b + k * r * math.expm1(r * w))
    return w


@compiled
def flank(b: float, k: float, r: float, width: float) -> tuple[float, float, float]:
    """Integrals over w in [0, width] of 1, w and e^(-r w) - 1, each times exp(-b w - k (e^(r w) - 1 - r w))."""
    area, moment, lost = 0.0, 0.0, 0.0
    for i in range(NODES.size):
        w = width / 2 * (1 + NODES[i])
        rest = exp_rest(r * w)
        weight = width / 2 * WEIGHTS[i] * math.exp(-b * w - k * rest)
        area += weight
        moment += weight * w
        lost -= weight * (r * w + rest) / (1 + r * w + rest)
    return area, moment, lost


@compiled
def tail_integral(p: float, q: float, r: float, until: float) -> tuple[float, float, float, float]:
    """I(until) of the module's head, the same with v and with e^(-r v) - 1 as factors, and the log of their scale.

    The third is right only where the summit is at 0 (p <= q r), where it is needed.
    """
    summit, k, b = 0.0, q, q * r - p
    if b < 0:
        summit, k, b = math.log(p / (q * r)) / r, p / r, 0.0
        if summit > until:
            summit, k = until, q * math.exp(r * until)
            b = k * r - p
    log_scale = p * summit - q * math.expm1(r * summit)
    area, moment, lost = 0.0, 0.0, 0.0
    if summit < until:
        area, moment, lost = flank(b, k, r, min(until - summit, fall_width(b, k, r)))
    moment += summit * area
    if summit > 0:
        left_area, left_moment, _ = flank(-b, k, -r, min(summit, fall_width(-b, k, -r)))
        area += left_area
        moment += summit * left_area - left_moment
    return area, moment, lost, log_scale


@compiled
def inverse_b(load: float, agents: int) -> float:
    """1 / B(n, a), inf where the loss underflows.

    Few agents: the recursion 1 / B(n) = 1 + n / a / B(n - 1) of Erlang (1917), all terms positive; many: the integral.
    """
    if agents < RECURSION_BELOW:
        inverse = 1.0
        for n in range(1, agents + 1):
            inverse = 1 + inverse * n / load
        return inverse
    area, _, _, log_scale = tail_integral(agents + 1.0, load, 1.0, math.inf)
    return load * area * math.exp(log_scale)


@compiled
def erlang_c_wait(load: float, agents: int) -> float:
    """P(wait) of M/M/n: B / (1 - rho (1 - B)); 1 where the load is not less than the agents."""
    if agents <= load:
        return 1.0
    blocked = 1 / inverse_b(load, agents)
    return agents * blocked / (agents - load * (1 - blocked))


@compiled
def patient_figures(load: float, agents: int, threshold: float) -> Figures:
    """Erlang C; at or over capacity the queue never stops growing: none in time, endless wait, n / a answered."""
    if agents <= load:
        return 1.0, 0.0, agents / load, 0.0, math.inf
    p_wait, spare = erlang_c_wait(load, agents), agents - load
    return p_wait, 0.0, 1.0, 1 - p_wait * math.exp(-spare * threshold), p_wait / spare


@compiled
def impatient_figures(load: float, agents: int, impatience: float, threshold: float, in_time_asked: bool) -> Figures:
    """Erlang A, every share a ratio of positive sums, each per unit of P(n in system) and divided by e^log_scale."""
    below = agents / load * inverse_b(load, agents - 1)
    if math.isinf(below):
        return 0.0, 0.0, 1.0, 1.0, 0.0
    p, q = -(agents + impatience), load / impatience
    area, moment, lost, log_scale = tail_integral(p, q, -impatience, math.inf)
    unit = math.exp(-log_scale)
    waited = unit + load * area
    total = unit * below + waited
    if load < agents and agents >= 16 * impatience:
        lost *= agents
    else:  # the closed form; it cancels only where the line above is taken
        lost = unit + (load - agents) * area
    answered = unit * below + agents * area
    in_time = unit * below
    if in_time_asked:
        part, _, _, part_scale = tail_integral(p, q, -impatience, threshold)
        in_time += agents * part * math.exp(part_scale - log_scale)
    asa = agents * moment / answered
    return waited / total, lost / total, min(answered / total, 1.0), min(in_time / total, 1.0), asa


@compiled
def figures(load: float, agents: int, impatience: float, threshold: float, in_time_asked: bool) -> Figures:
    """What `agents` reach; nobody offered waits for nobody, and with nobody at work nobody is answered."""
    if load == 0:
        return 0.0, 0.0, 1.0, 1.0, 0.0
    if agents == 0:
        return 1.0, (0.0 if impatience == 0 else 1.0), 0.0, 0.0, (math.inf if impatience == 0 else math.nan)
    if impatience == 0:
        return patient_figures(load, agents, threshold)
    return impatient_figures(load, agents, impatience, threshold, in_time_asked)


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
    if exact or (impatience == 0 and agents <= load):
        return figures(load, agents, impatience, threshold, asked)
    return rough_figures(load, float(agents), impatience, threshold)


@compiled
def worst_miss_of(
    load: float, agents: int, impatience: float, threshold: float, goals: Goals, law: RateLaw, exact: bool
) -> tuple[float, int]:
    """The goal missed furthest: shares on average over the law of the rate, wait and occupancy at its mean."""
    asked = goals[1] > 0
    wait, lost, answered, in_time, asa = about(load, agents, impatience, threshold, asked, exact)
    occupancy, (rates, shares) = load * answered / agents, law
    if rates.size > 1:
        lost, answered, in_time = 0.0, 0.0, 0.0
        for k in range(rates.size):
            at = about(load * rates[k], agents, impatience, threshold, asked, exact)
            share = shares[k]
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
    carried = load if impatience == 0 else load * max(goals[0], 0.5)
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
def inverse_b_of_each(load: FloatArray, agents: IntArray) -> FloatArray:
    """1 / P(block) of Erlang B, case by case."""
    inverse = np.empty_like(load)
    for i in range(load.size):
        inverse[i] = inverse_b(load[i], agents[i])
    return inverse


@compiled
def figures_of_each(load: FloatArray, agents: IntArray, impatience: FloatArray, threshold: FloatArray) -> FloatArray:
    """The five `Figures` in columns, a case a row."""
    reached = np.empty((load.size, 5))
    for i in range(load.size):
        reached[i] = figures(load[i], agents[i], impatience[i], threshold[i], True)
    return reached


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
