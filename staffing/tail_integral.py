"""The integral behind Erlang B, Erlang A and the law of the wait, by a quadrature that never overflows.

    I(until) = integral over v in [0, until] of exp(p v - q (e^(r v) - 1)) dv,    q > 0

The exponent is concave. On each side of its summit, out to where e^-38 of it is left, w = width s^2 with s at 32
Gauss-Legendre nodes gives about 1e-14 of the integral at any size, so that n = 5,000 costs what n = 100 costs.
"""

import math

import numpy as np

from staffing.compiling import compiled, summing

FALL = 38.0  # e^-38 = 3e-17 of the summit: what lies beyond is below rounding
_LEGENDRE, _WEIGHTS = np.polynomial.legendre.leggauss(32)
NODES, WEIGHTS = ((1 + _LEGENDRE) / 2) ** 2, (1 + _LEGENDRE) / 2 * _WEIGHTS  # on [0, 1]
C = tuple(1 / math.factorial(order) for order in range(14))  # of e^z


@compiled
def exp_of(x: float) -> float:
    """e^x for x up to 4, to 2e-14 of it down to -60: the 128th power of the Taylor series of e^(x / 128).

    Neither this nor `exp_rest` branches or calls: so a loop takes several nodes at a time, six times as fast as libm.
    """
    y = max(x, -200.0) / 128
    y2 = y * y
    y4 = y2 * y2
    low = (1 + y) + (C[2] + C[3] * y) * y2
    middle = (C[4] + C[5] * y) + (C[6] + C[7] * y) * y2
    high = (C[8] + C[9] * y) + (C[10] + C[11] * y) * y2
    power = low + middle * y4 + high * (y4 * y4)
    for _ in range(7):
        power *= power
    return power


@compiled
def exp_rest(z: float) -> float:
    """R(z) = e^z - 1 - z for z up to 4, without cancellation: the Taylor series of R(z / 64), doubled six times.

    R(2 y) = (e^y - 1)^2 + 2 R(y). Below -40, where e^z is nothing beside 1, R rises as -z does.
    """
    within = max(z, -40.0)
    y = within / 64
    y2 = y * y
    first = (C[2] + C[3] * y) + (C[4] + C[5] * y) * y2
    second = (C[6] + C[7] * y) + (C[8] + C[9] * y) * y2
    third = (C[10] + C[11] * y) + (C[12] + C[13] * y) * y2
    y4 = y2 * y2
    rest = y2 * (first + second * y4 + third * (y4 * y4))
    for _ in range(6):
        rest, y = (y + rest) * (y + rest) + 2 * rest, 2 * y
    return rest + (within - z)


@compiled
def fall_width(b: float, k: float, r: float) -> float:
    """How far from the summit b w + k (e^(r w) - 1 - r w) has risen to FALL or little more.

    The sum is convex, so Newton's steps end outside: the flank is never cut short.
    """
    w = 2 * FALL / (b + math.sqrt(b * b + 2 * FALL * k * r * r))
    for _ in range(60):
        rest = exp_rest(r * w)
        left = FALL - b * w - k * rest
        if -4.0 < left <= 0.0:
            break
        w += left / (b + k * r * (r * w + rest))
    return w


@summing
def flank(b: float, k: float, r: float, width: float) -> tuple[float, float, float]:
    """Integrals over w in [0, width] of 1, w and e^(-r w) - 1, each times exp(-b w - k (e^(r w) - 1 - r w))."""
    area, moment, lost = 0.0, 0.0, 0.0
    for i in range(NODES.size):
        w = width * NODES[i]
        rest = exp_rest(r * w)
        weight = WEIGHTS[i] * exp_of(-b * w - k * rest)
        area += weight
        moment += weight * w
        lost -= weight * (r * w + rest) / (1 + r * w + rest)
    return area * width, moment * width, lost * width


@compiled
def tail_integral(p: float, q: float, r: float, until: float) -> tuple[float, float, float, float]:
    """I(until) of the module's head, the same with v and with e^(-r v) - 1 as factors, and the log of their scale."""
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
    if summit > 0:
        left_area, left_moment, left_lost = flank(-b, k, -r, min(summit, fall_width(-b, k, -r)))
        area += left_area
        moment += summit * area - left_moment
        shift = math.expm1(-r * summit)
        lost = (lost + left_lost) * (1 + shift) + shift * area
    return area, moment, lost, log_scale
