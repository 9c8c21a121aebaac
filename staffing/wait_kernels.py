"""Compiled law of the wait: shares answered, gone and still waiting after a time, and the time for a share.

Units as in `kernels.py`: AHT = 1. The offered wait V of Erlang A, what a caller of endless patience would wait, has per
unit of P(n in system) the density n E(v), E(v) = exp(-n v + a / theta (1 - e^(-theta v))). With

    J(t) = integral over v in [t, inf] of e^(-theta v) E(v) dv,

a tail integral whose q is a / theta e^(-theta t), parts give (both sums are of positive terms)

    answered after more than t  = n J(t)            still waiting at t  = e^(-theta t) (E(t) + a J(t))

Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum, Queueing Systems 51, 2005.
"""

import math

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled
from staffing.kernels import erlang_c_wait, inverse_b
from staffing.tail_integral import tail_integral

Shares = tuple[float, float, float]  # of offered: answered within the time, gone within it, still waiting after it
OF_ANSWERED, OF_OFFERED = range(2)


@compiled
def patient_shares(load: float, agents: int, after: float) -> Shares:
    """Erlang C: nobody leaves; at or over capacity the queue never stops growing, and everybody still waits."""
    if agents <= load:
        return 0.0, 0.0, 1.0
    waiting = erlang_c_wait(load, agents) * math.exp(-(agents - load) * after)
    return 1 - waiting, 0.0, waiting


@compiled
def impatient_shares(load: float, agents: int, impatience: float, after: float) -> Shares:
    """Erlang A, each share a ratio of positive sums, per unit of P(n in system) and divided by e^log_scale."""
    below = agents / load * inverse_b(load, agents - 1)
    if math.isinf(below):
        return 1.0, 0.0, 0.0
    p, q, here = -(agents + impatience), load / impatience, math.exp(-impatience * after)
    area, _, _, log_scale = tail_integral(p, q, -impatience, math.inf)
    unit = math.exp(-log_scale)
    total = unit * below + unit + load * area
    part, _, lost, part_scale = tail_integral(p, q, -impatience, after)
    scaled = math.exp(part_scale - log_scale)
    log_here = -agents * after - q * math.expm1(-impatience * after) - log_scale  # of E(after)
    later, _, _, later_scale = tail_integral(p, q * here, -impatience, math.inf)
    longer = math.exp(log_here) + load * here * later * math.exp(log_here + later_scale)  # V > after
    if agents >= 16 * impatience or impatience * after <= 1:
        ended = agents * lost * scaled
    else:  # the closed form; it cancels only where the line above is taken
        ended = unit - math.exp(log_here) + (load - agents) * part * scaled
    answered = unit * below + agents * part * scaled
    gone = ended - math.expm1(-impatience * after) * longer
    return min(answered / total, 1.0), gone / total, here * longer / total


@compiled
def shares_after(load: float, agents: int, impatience: float, after: float) -> Shares:
    """What has become of the offered after a time; nobody offered waits for nobody, nobody at work answers nobody."""
    if load == 0:
        return 1.0, 0.0, 0.0
    if agents == 0:
        still = math.exp(-impatience * after)
        return 0.0, 1 - still, still
    if impatience == 0:
        return patient_shares(load, agents, after)
    return impatient_shares(load, agents, impatience, after)


@compiled
def log_of_1_and(x: float) -> float:
    """log(1 + e^x) without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


@compiled
def patient_wait(load: float, agents: int, share: float) -> float:
    """The wait that this share of the offered do not exceed under Erlang C; endless where the queue is."""
    if agents <= load:
        return math.inf
    p_wait = erlang_c_wait(load, agents)
    return math.log(p_wait / (1 - share)) / (agents - load) if p_wait > 1 - share else 0.0


@compiled
def impatient_wait(load: float, agents: int, impatience: float, share: float, of: int) -> float:
    """The same under Erlang A, of the answered or of all offered until they are answered or gone.

    The log of the share that waits longer is concave in time, so that Newton's steps from the summit of the density, or
    from 0, come down to the answer from above.
    """
    below = agents / load * inverse_b(load, agents - 1)
    if math.isinf(below):
        return 0.0
    p, q = -(agents + impatience), load / impatience
    area, _, _, log_scale = tail_integral(p, q, -impatience, math.inf)
    unit = math.exp(-log_scale)
    whole = unit * below + (agents * area if of == OF_ANSWERED else unit + load * area)
    waited = agents * area if of == OF_ANSWERED else unit + load * area
    if waited <= (1 - share) * whole:
        return 0.0
    allowed = math.log((1 - share) * whole) + log_scale
    wait = max(0.0, math.log(load / (agents + impatience)) / impatience)
    for _ in range(100):
        later, _, _, later_scale = tail_integral(p, q * math.exp(-impatience * wait), -impatience, math.inf)
        log_left = math.log(later) + later_scale  # of J(t) over e^(-theta t) E(t)
        if of == OF_ANSWERED:
            log_longer, hazard = math.log(agents) + log_left, math.exp(-log_left)
        else:
            log_longer = log_of_1_and(math.log(load) - impatience * wait + log_left)
            hazard = agents * math.exp(-log_longer) + impatience
        step = (p * wait - q * math.expm1(-impatience * wait) + log_longer - allowed) / hazard
        wait = max(0.0, wait + step)
        if abs(step) <= 1e-13 * wait:
            break
    return wait


@compiled
def wait_for_share(load: float, agents: int, impatience: float, share: float, of: int) -> float:
    """The wait that this share do not exceed; NaN for the answered where nobody is answered."""
    if load == 0:
        return 0.0
    if share >= 1:
        return math.inf
    if agents == 0:
        return math.nan if of == OF_ANSWERED else -math.log(1 - share) / impatience
    if impatience == 0:
        return patient_wait(load, agents, share)
    return impatient_wait(load, agents, impatience, share, of)


@compiled
def shares_after_of_each(load: FloatArray, agents: IntArray, impatience: FloatArray, after: FloatArray) -> FloatArray:
    """The three `Shares` in columns, a case a row."""
    shares = np.empty((load.size, 3))
    for i in range(load.size):
        shares[i] = shares_after(load[i], agents[i], impatience[i], after[i])
    return shares


@compiled
def wait_for_share_of_each(
    load: FloatArray, agents: IntArray, impatience: FloatArray, share: FloatArray, of: int
) -> FloatArray:
    """The wait for a share, case by case."""
    wait = np.empty_like(load)
    for i in range(load.size):
        wait[i] = wait_for_share(load[i], agents[i], impatience[i], share[i], of)
    return wait
