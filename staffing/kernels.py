"""Compiled scalar formulas of one queue: Erlang B, C and A from one integral.

Time is counted in handling times here (AHT = 1): `load` in erlangs, `impatience` = AHT / mean patience (0: callers
never leave), `threshold` = answer threshold / AHT. Both tails of the chain of M/M/n+M come from I of `tail_integral`:

    1 / B(n, a)                         = a I(inf)   with p = n + 1,         q = a,          r = 1
    answered after a wait of at most t  = n I(t)     with p = -(n + theta),  q = a / theta,  r = -theta

The first is Erlang's loss integral with u = e^v - 1. The second, per unit of P(n in system), is the density of the
offered wait (Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum, Queueing Systems 51, 2005) times the chance
e^(-theta v) that the caller is still there.
"""

import math

import numpy as np

from staffing.compiling import Figures, FloatArray, IntArray, compiled, summing
from staffing.tail_integral import tail_integral

RECURSION_BELOW = 192  # agents; up to here Erlang's recursion is as fast as the integral


@summing
def recursed_inverse_b(load: float, agents: int) -> float:
    """1 / B(n, a) by the recursion 1 / B(n) = 1 + n / a / B(n - 1) of Erlang (1917), all terms positive."""
    inverse, mean_gap = 1.0, 1 / load
    for n in range(1, agents + 1):
        inverse = 1 + inverse * (n * mean_gap)
    return inverse


@compiled
def inverse_b(load: float, agents: int) -> float:
    """1 / B(n, a), inf where the loss underflows."""
    if agents < RECURSION_BELOW:
        return recursed_inverse_b(load, agents)
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
