"""One step of the chain of contacts in the system, on a lattice of every h-th number of contacts.

With h = 1 the chain is the birth and death process itself: up with the rate of coming, down with that of leaving. With
a larger h it is the one on 0, h, 2h, ... whose mean and variance move alike,

    up = ((1 + h) coming + (1 - h) leaving) / 2 h^2,    down = ((1 - h) coming + (1 + h) leaving) / 2 h^2

and what depends on the number of contacts is averaged over the numbers around each node, without bias up to h^4. About
four nodes a standard deviation do, so that 5,000 erlangs cost little more than 50.

A step is two implicit ones, the last at its end: second order, and whatever is fast is damped (Alexander, SIAM Journal
on Numerical Analysis 14, 1977). Each solves a tridiagonal system. Several chains run side by side, a column each, for
several rates of a day: the processor takes them four at a time.
"""

import math

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled

STAGE = 1 - math.sqrt(0.5)  # of a step, the length of both implicit steps and the place of the first
NODES_A_DEVIATION = 4.0


@compiled
def averaged(values: FloatArray, h: int, nodes: int) -> FloatArray:
    """Values by number of contacts as values at 0, h, 2h, ...: averages under a hat, less what the hat adds."""
    if h == 1:
        return values[:nodes].copy()
    hats, last = np.empty(nodes + 1), values.size - 1
    for i in range(nodes + 1):
        total = h * values[min(i * h, last)]
        for k in range(1, h):
            total += (h - k) * (values[min(i * h + k, last)] + values[min(abs(i * h - k), last)])
        hats[i] = total / (h * h)
    added = (h * h - 1) / (12.0 * h * h)
    at_nodes = hats[:nodes].copy()
    for i in range(1, nodes):
        at_nodes[i] -= added * (hats[i + 1] - 2 * hats[i] + hats[i - 1])
    return at_nodes


@compiled
def side_by_side(at_nodes: FloatArray, first: IntArray, beside: FloatArray) -> None:
    """Fills in the values of each chain from its first node on, a column a chain."""
    for g in range(first.size):
        for i in range(beside.shape[0]):
            beside[i, g] = at_nodes[first[g] + i]


@compiled
def solved(chances: FloatArray, coming: FloatArray, leaving: FloatArray, h: int, span: float, work: FloatArray) -> None:
    """Solves (1 - span x generator) in place; leaves in `work` what `solved_alike` needs.

    At both ends of the window nothing passes.
    """
    near, far = (1 + h) / (2.0 * h * h), (1 - h) / (2.0 * h * h)
    last = chances.shape[0] - 1
    for g in range(coming.size):
        up = max(near * coming[g] + far * leaving[0, g], 0.0) * span
        work[0, 0, g] = 1 / (1 + up)
        work[2, 0, g] = up
        chances[0, g] *= work[0, 0, g]
    for i in range(1, last + 1):
        goes_up = 1.0 if i < last else 0.0
        for g in range(coming.size):
            above, below = leaving[i, g], work[2, i - 1, g]
            up = max(near * coming[g] + far * above, 0.0) * (span * goes_up)
            down = max(far * coming[g] + near * above, 0.0) * span
            carried = down * work[0, i - 1, g]
            inverse = 1 / (1 + up + down - below * carried)
            work[0, i, g], work[1, i - 1, g], work[2, i, g] = inverse, carried, up
            chances[i, g] = (chances[i, g] + below * chances[i - 1, g]) * inverse
    for i in range(last - 1, -1, -1):
        for g in range(coming.size):
            chances[i, g] += work[1, i, g] * chances[i + 1, g]


@compiled
def solved_alike(counts: FloatArray, work: FloatArray) -> None:
    """Solves the same system in place for other values."""
    last, chains = counts.shape[0] - 1, counts.shape[1]
    for g in range(chains):
        counts[0, g] *= work[0, 0, g]
    for i in range(1, last + 1):
        for g in range(chains):
            counts[i, g] = (counts[i, g] + work[2, i - 1, g] * counts[i - 1, g]) * work[0, i, g]
    for i in range(last - 1, -1, -1):
        for g in range(chains):
            counts[i, g] += work[1, i, g] * counts[i + 1, g]


@compiled
def counted(counts: FloatArray, chances: FloatArray, gain: FloatArray, coming: FloatArray, h: int, span: float) -> None:
    """Adds to `counts` what contacts gain that come in a span, by the node that they find and move on."""
    last = counts.shape[0] - 1
    for i in range(last + 1):
        onward = 1.0 / h if i < last else 0.0
        for g in range(coming.size):
            gained = span * coming[g] * gain[i, g] * chances[i, g]
            counts[i, g] += gained * (1 - onward)
            if i < last:
                counts[i + 1, g] += gained * onward


@compiled
def step(
    vectors: FloatArray, gains: FloatArray, coming: FloatArray, leaving: FloatArray, h: int, span: float,
    work: FloatArray,
) -> None:  # fmt: skip
    """Moves the chances (vectors[0]) on by a span, and with them each count: its mean times the chance, by node.

    `coming` and `leaving` hold the rates at the stage and at the end; `gains` what a coming contact adds to each count;
    `work` has room for three rows and as many as there are vectors.
    """
    reach, kept = STAGE * span, work[3:]
    kept[:] = vectors
    for stage in range(2):
        if stage == 1:
            extrapolated(vectors, kept)
        solved(vectors[0], coming[stage], leaving[stage], h, reach, work)
        for v in range(1, vectors.shape[0]):
            counted(vectors[v], vectors[0], gains[v - 1], coming[stage], h, reach)
            solved_alike(vectors[v], work)


@compiled
def extrapolated(vectors: FloatArray, begun: FloatArray) -> None:
    """From the first stage to where the second begins: on along the same line."""
    for v in range(vectors.shape[0]):
        for i in range(vectors.shape[1]):
            for g in range(vectors.shape[2]):
                vectors[v, i, g] = begun[v, i, g] + (vectors[v, i, g] - begun[v, i, g]) * ((1 - STAGE) / STAGE)


@compiled
def on_lattice(chances: FloatArray, first: int, h: int, onto: int) -> tuple[FloatArray, int]:
    """Chances of nodes from the first on, brought onto another lattice with their mean kept; its first node."""
    start = first * h // onto
    moved = np.zeros((first + chances.size - 1) * h // onto - start + 2)
    for i in range(chances.size):
        number = (first + i) * h
        below, rest = number // onto - start, number % onto
        moved[below] += chances[i] * (onto - rest) / onto
        moved[below + 1] += chances[i] * rest / onto
    return moved, start


@compiled
def steady(coming: float, leaving: FloatArray, h: int, g: int, chances: FloatArray) -> None:
    """Fills in, in column g, the chances of a rate that has been going on for ever."""
    near, far = (1 + h) / (2.0 * h * h), (1 - h) / (2.0 * h * h)
    top, total = 0.0, 0.0
    chances[0, g] = 0.0
    for i in range(1, leaving.shape[0]):
        up = max(near * coming + far * leaving[i - 1, g], 1e-300)
        down = max(far * coming + near * leaving[i, g], 1e-300)
        chances[i, g] = chances[i - 1, g] + math.log(up / down)
        top = max(top, chances[i, g])
    for i in range(leaving.shape[0]):
        chances[i, g] = math.exp(chances[i, g] - top)
        total += chances[i, g]
    for i in range(leaving.shape[0]):
        chances[i, g] /= total
