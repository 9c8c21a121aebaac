"""The kernel of deferred work: the oldest contacts are worked by as many hands as there are, and put aside for others.

Hands are agents of the queue's own and the spare time of live ones, a number for each interval and not always a whole
one: the last of the hands works at the speed that is left. A contact has one pair of hands at a time and keeps what was
done of it. Nobody leaves.
"""

import math
from typing import NamedTuple

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled

DONE_S = 1e-6  # of work left: done but for rounding


class Worked(NamedTuple):
    """When each contact is finished (inf: not), and by interval seconds worked, contacts open and the oldest's age."""

    finished_s: FloatArray
    worked_s: FloatArray
    open_: IntArray
    oldest_s: FloatArray


@compiled
def speed(place: int, hands: float) -> float:
    """How fast the contact at that place among the oldest is worked by so many hands."""
    return min(hands - place, 1.0)


@compiled
def next_end(inbox: IntArray, left_s: FloatArray, hands: float, now_s: float, until_s: float) -> float:
    """When the next of the contacts that are worked is finished, if before `until_s`."""
    for place in range(inbox.size):
        until_s = min(until_s, now_s + left_s[inbox[place]] / speed(place, hands))
    return until_s


@compiled
def work(
    inbox: IntArray, left_s: FloatArray, hands: float, span: tuple[float, float], finished_s: FloatArray
) -> tuple[int, float]:
    """Works the contacts through the span; how many were finished, and the seconds worked.

    Those that are not are moved to the back, in their order.
    """
    began_s, now_s = span
    worked_s, back = 0.0, inbox.size
    for place in range(inbox.size - 1, -1, -1):
        i = inbox[place]
        done_s = min(speed(place, hands) * (now_s - began_s), left_s[i])
        left_s[i] -= done_s
        worked_s += done_s
        if left_s[i] <= DONE_S:
            finished_s[i] = now_s
        else:
            back -= 1
            inbox[back] = i
    return back, worked_s


@compiled
def work_queue(came_s: FloatArray, left_s: FloatArray, hands: FloatArray, interval_s: float, found: Worked) -> None:
    """Works the contacts of one replication, in the order of coming; `left_s`, their work, is used up."""
    inbox, head, tail, now_s, k = np.empty(came_s.size, np.int64), 0, 0, 0.0, 0
    while k < hands.size:
        worked = min(tail - head, math.ceil(hands[k]))
        fresh_s = came_s[tail] if tail < came_s.size else math.inf
        until_s = next_end(inbox[head : head + worked], left_s, hands[k], now_s, min(fresh_s, (k + 1) * interval_s))
        finished, seconds = work(inbox[head : head + worked], left_s, hands[k], (now_s, until_s), found.finished_s)
        found.worked_s[k] += seconds
        head, now_s = head + finished, until_s
        while tail < came_s.size and came_s[tail] <= now_s:
            inbox[tail] = tail
            tail += 1
        if now_s >= (k + 1) * interval_s:
            found.open_[k] = tail - head
            found.oldest_s[k] = now_s - came_s[inbox[head]] if tail > head else 0.0
            k += 1
