"""Many-server approximations: where the search for the least agents begins and looks next, never its answer.

Erlang C: Halfin and Whitt, Operations Research 29, 1981. Erlang A: Garnett, Mandelbaum and Reiman, Manufacturing and
Service Operations Management 4, 2002. Time is counted in handling times, as in `kernels.py`.
"""

import math

from staffing.compiling import Figures, compiled


@compiled
def hazard(x: float) -> float:
    """Normal density over normal upper tail."""
    if x > 25:
        return x + 1 / x
    return math.sqrt(2 / math.pi) * math.exp(-x * x / 2) / math.erfc(x / math.sqrt(2.0))


@compiled
def tail_ratio(near: float, far: float) -> float:
    """Normal upper tail beyond `far` over that beyond `near`."""
    if near < 0:
        return math.erfc(far / math.sqrt(2.0)) / math.erfc(near / math.sqrt(2.0))
    return math.exp((near - far) * (near + far) / 2) * hazard(near) / hazard(far)


@compiled
def rough_figures(load: float, agents: float, impatience: float, threshold: float) -> Figures:
    """About what `agents` reach, for any real number of them (above the load where callers never leave)."""
    spare = agents - load
    depth = spare / math.sqrt(load)
    if impatience == 0:
        p_wait = 1 / (1 + depth / hazard(-depth))
        return p_wait, 0.0, 1.0, 1 - p_wait * math.exp(-spare * threshold), p_wait / spare
    # the offered wait as a normal cut off at 0: fitted at its summit in overload, at 0 otherwise
    centre = math.log(load / agents) / impatience if spare < 0 else -spare / (load * impatience)
    unit = 1 / math.sqrt(min(load, agents) * impatience)
    edge, later = -centre / unit, (threshold - centre) / unit
    p_wait = 1 / (1 + math.sqrt(impatience) * hazard(edge) / hazard(-depth))
    wait = unit * (hazard(edge) - edge)
    lost = p_wait * -math.expm1(-impatience * wait)
    late = p_wait * tail_ratio(edge, later) * math.exp(-impatience * (threshold + unit * (hazard(later) - later)))
    return p_wait, lost, 1 - lost, 1 - lost - late, p_wait * wait


@compiled
def next_try(low: int, high: int, low_miss: float, high_miss: float, step: int, tries: int) -> int:
    """Where to look next between too few and enough: false position, else a step from the end that is known."""
    if high < 0:
        return low + step
    if tries > 25:
        return (low + high) // 2
    if math.isinf(low_miss) or math.isinf(high_miss):
        return max((low + high) // 2, high - step)
    crossing = low + (high - low) * low_miss / (low_miss - high_miss)
    return min(high - 1, max(low + 1, math.ceil(crossing)))
