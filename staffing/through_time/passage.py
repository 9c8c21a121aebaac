"""One interval of the forward equations of M(t)/M/n(t)+M: chances of how many contacts are there, moved through it.

Kolmogorov's equations of the number in the system, with slots mu leaving from hand and theta from waiting. Where fewer
are at work than before, those in hand beyond the slots are finished and nothing is taken up until they are: with no
other event, hands(t) = max(hands(0) e^(-mu t), slots) are busy while anybody waits. That mean course stands for the
random one. What becomes of a contact is read off what it finds (`waits.py`), as if the slots stayed until then.
"""

import math
from typing import NamedTuple

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled
from staffing.through_time.lattice import STAGE, averaged, side_by_side, steady, step
from staffing.through_time.waits import BUSY, leaving_rates, prospects

NEGLIGIBLE = 1e-6  # chance beside that of the most likely number; at the edge of the window nothing passes
SQUARES = 5  # of the sums' rows, the first of the two mean squares


class Interval(NamedTuple):
    """What is given of an interval: steps in s, contacts that come in each and rates at its stages, the laws.

    `coming` holds the rates at the start and then at the stage and the end of each step, per s at the mean rate of the
    day; `day_rates` those of a day relative to the mean, each of which is a chain.
    """

    spans: FloatArray
    contacts: FloatArray
    coming: FloatArray
    day_rates: FloatArray
    mu: float
    theta: float
    within_s: float
    h: int
    goals: tuple[float, float]  # the shares that are counted against, where counts are kept
    counts: int  # how many counts are kept beside the chances: 0 or 2


class State(NamedTuple):
    """Chances by node and rate of the day, each from its own first node on, and hands busy while anybody waits."""

    chances: FloatArray
    first: IntArray
    hands: FloatArray


@compiled
def window(slowest: float, fastest: float, slots: int, mu: float, theta: float) -> tuple[int, int]:
    """The least and the largest number present that matters between two steady rates of coming."""
    low = slowest / mu if slowest <= slots * mu else slots + (slowest - slots * mu) / theta
    high = fastest / mu if fastest <= slots * mu else slots + (fastest - slots * mu) / theta
    least, weight = int(low), 1.0
    while least > 0 and weight > NEGLIGIBLE:
        weight *= (min(least, slots) * mu + max(least - slots, 0) * theta) / slowest
        least -= 1
    most, weight = int(high) + 1, 1.0
    while weight > NEGLIGIBLE:
        most += 1
        weight *= fastest / (min(most, slots) * mu + max(most - slots, 0) * theta)
    return least, most


@compiled
def windows(begun: State, is_steady: bool, interval: Interval, slots: int) -> tuple[IntArray, int]:
    """Each chain's first node and how many nodes all have: those in use (unless steady) and those that matter."""
    chains = interval.day_rates.size
    first, nodes = np.empty(chains, np.int64), 2
    fastest = interval.coming.max()
    slowest = max(interval.coming.min(), 1e-9 * fastest)
    for g in range(chains):
        rate = interval.day_rates[g]
        least, most = window(slowest * rate, fastest * rate, slots, interval.mu, interval.theta)
        low, high = least // interval.h, most // interval.h + 1
        if not is_steady:
            low, high = min(low, begun.first[g]), max(high, last_in_use(begun, g))
        first[g], nodes = low, max(nodes, high - low + 1)
    return first, nodes


@compiled
def last_in_use(state: State, g: int) -> int:
    """The last node of a chain whose chance matters."""
    i = state.chances.shape[0] - 1
    while i > 0 and abs(state.chances[i, g]) < NEGLIGIBLE / 10:
        i -= 1
    return state.first[g] + i


@compiled
def started(begun: State, is_steady: bool, interval: Interval, leaving: FloatArray, first: IntArray) -> FloatArray:
    """The chances in the windows that begin with `first`."""
    nodes, chains = leaving.shape
    chances = np.zeros((nodes, chains))
    for g in range(chains):
        if is_steady:
            steady(interval.coming[0] * interval.day_rates[g], leaving, interval.h, g, chances)
        else:
            shift = begun.first[g] - first[g]
            for i in range(last_in_use(begun, g) - begun.first[g] + 1):
                chances[shift + i, g] = begun.chances[i, g]
    return chances


@compiled
def expected(
    vectors: FloatArray, rows: FloatArray, gains: FloatArray, goals: tuple[float, float], to: FloatArray
) -> None:
    """Fills in, by chain, the mean of each row of values and by how much a contact raises the square of each count."""
    to[:] = 0.0
    nodes, chains = vectors.shape[1:]
    for i in range(nodes):
        for r in range(4):
            for g in range(chains):
                to[r, g] += vectors[0, i, g] * rows[r, i, g]
        for v in range(vectors.shape[0] - 1):
            for g in range(chains):
                kept = rows[v, i, g]
                own = kept * (1 - goals[v]) ** 2 + (1 - kept) * goals[v] ** 2
                to[4 + v, g] += 2 * vectors[1 + v, i, g] * gains[v, i, g] + vectors[0, i, g] * own


@compiled
def hands_at_start(begun: State, h: int, slots: int) -> FloatArray:
    """Hands busy while anybody waits, by rate of the day: the slots, or as many of those before as are in use."""
    hands = begun.hands.copy()
    for g in range(hands.size):
        if hands[g] > slots:
            in_use, total = 0.0, 0.0
            for i in range(begun.chances.shape[0]):
                in_use += begun.chances[i, g] * min(float((begun.first[g] + i) * h), hands[g])
                total += begun.chances[i, g]
            hands[g] = in_use / total
        hands[g] = max(hands[g], float(slots))
    return hands


@compiled
def in_hand(
    hands: FloatArray, slots: int, interval: Interval, span: float, leaving: FloatArray, by_number: FloatArray,
    first: IntArray,
) -> None:  # fmt: skip
    """Fills in the rates of leaving at a step's stage and end, and moves the hands on to its end."""
    nodes, held = int(first.max()) + leaving.shape[1], hands.copy()
    for stage in range(2):
        held = np.maximum(hands * math.exp(-interval.mu * span * (STAGE if stage == 0 else 1.0)), float(slots))
        for g in range(hands.size):
            if g == 0 or held[g] != held[g - 1]:
                leaving_rates(held[g], interval.mu, interval.theta, by_number)
                at_nodes = averaged(by_number, interval.h, nodes)
            for i in range(leaving.shape[1]):
                leaving[stage, i, g] = at_nodes[first[g] + i]
    hands[:] = held


@compiled
def passed(begun: State, is_steady: bool, interval: Interval, slots: int) -> tuple[FloatArray, State]:
    """What is expected of the contacts that come in the interval, a column a rate of the day, and the state at its end.

    Rows: contacts, answered, in time, s waited by the answered, slot-seconds busy; mean squares of two counts, answered
    less its goal's share of the contacts and in time likewise, where those are kept.
    """
    h, mu, theta, chains = interval.h, interval.mu, interval.theta, interval.day_rates.size
    first, nodes = windows(begun, is_steady, interval, slots)
    all_nodes = int(first.max()) + nodes
    by_number, leaving_by_number = np.empty((4, h * (all_nodes + 1) + 1)), np.empty(h * (all_nodes + 1) + 1)
    prospects(slots, mu, theta, interval.within_s, by_number)
    rows, gains = np.empty((4, nodes, chains)), np.empty((interval.counts, nodes, chains))
    for r in range(4):
        side_by_side(averaged(by_number[r], h, all_nodes), first, rows[r])
    for v in range(interval.counts):
        gains[v] = rows[v] - interval.goals[v]
    leaving = np.empty((2, nodes, chains))
    hands = hands_at_start(begun, h, slots)
    in_hand(hands, slots, interval, 0.0, leaving, leaving_by_number, first)
    vectors = np.zeros((1 + interval.counts, nodes, chains))
    vectors[0] = started(begun, is_steady, interval, leaving[0], first)
    sums, means, ends = np.zeros((7, chains)), np.empty((6, chains)), np.empty((6, chains))
    coming, work = np.empty((2, chains)), np.empty((4 + interval.counts, nodes, chains))
    expected(vectors, rows, gains, interval.goals, means)
    leaving_is_old = hands.max() > slots
    for s in range(interval.spans.size):
        span = interval.spans[s]
        if leaving_is_old:
            leaving_is_old = hands.max() > slots
            in_hand(hands, slots, interval, span, leaving, leaving_by_number, first)
        for g in range(chains):
            coming[0, g] = interval.coming[2 * s + 1] * interval.day_rates[g]
            coming[1, g] = interval.coming[2 * s + 2] * interval.day_rates[g]
        step(vectors, gains, coming, leaving, h, span, work)
        expected(vectors, rows, gains, interval.goals, ends)
        weighed(sums, means, ends, interval, s)
        means[:] = ends
    return sums, State(vectors[0].copy(), first, hands)


@compiled
def weighed(sums: FloatArray, means: FloatArray, ends: FloatArray, interval: Interval, s: int) -> None:
    """Adds a step to the sums: by the contacts at its start and its end; the time busy by time."""
    before, after = interval.coming[2 * s], interval.coming[2 * s + 2]
    part = before / (before + after) if before + after > 0 else 0.5
    for g in range(interval.day_rates.size):
        contacts = interval.contacts[s] * interval.day_rates[g]
        sums[0, g] += contacts
        for r in range(6):
            if r == BUSY:
                sums[1 + r, g] += interval.spans[s] * (means[r, g] + ends[r, g]) / 2
            else:
                sums[1 + r, g] += contacts * (part * means[r, g] + (1 - part) * ends[r, g])
