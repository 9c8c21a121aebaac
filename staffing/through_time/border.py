"""Contacts that wait while the number of agents changes: what those of the next interval do for them.

The laws of `waits.py` take for granted that the agents stay until a contact is answered. At the end of an interval some
wait on, and meet those of the next. Patience and handling forget how long they have been going on, so that whoever
stands behind j of those waiting fares from then on like a contact that comes in and finds n + j in the system:

    answered    +  sum over waiting of P'(answered | found) - P(answered | found)
    in time     +  contacts of the last t seconds x E[P'(in time | found) - P(in time | found)]

with P of the agents that were there and P' of those that follow. Where more follow, many are taken up at once, and all
of the last t seconds who have not left are in time; where fewer follow half of them are reached before. All are counted
in the interval in which they came in.
"""

import math

import numpy as np

from staffing.compiling import FloatArray, compiled
from staffing.through_time.lattice import averaged
from staffing.through_time.passage import Interval, State
from staffing.through_time.waits import ANSWERED, IN_TIME, prospects


@compiled
def handed_on(sums: FloatArray, end: State, interval: Interval, slots: int, following: int) -> None:
    """Corrects contacts answered and in time (rows 1 and 2 of `sums`, by rate of the day) for the slots that follow."""
    if slots == following:
        return
    h, theta, within_s = interval.h, interval.theta, interval.within_s
    nodes = int(end.first.max()) + end.chances.shape[0]
    now, then = np.empty((4, h * (nodes + 1) + 1)), np.empty((4, h * (nodes + 1) + 1))
    prospects(slots, interval.mu, theta, within_s, now)
    prospects(following, interval.mu, theta, within_s, then)
    reached = (1 - math.exp(-theta * within_s)) / max(theta * within_s, 1e-12) if following > slots else 0.5
    answered, in_time = np.zeros((2, now.shape[1]))  # by number present: of all who wait then, of who comes then
    for present in range(slots, now.shape[1]):
        if present + 1 < now.shape[1]:
            answered[present + 1] = answered[present] + then[ANSWERED, present] - now[ANSWERED, present]
        in_time[present] = then[IN_TIME, present] - now[IN_TIME, present]
    by_node, in_time = averaged(answered, h, nodes), averaged(in_time, h, nodes)
    last_s = min(within_s, interval.spans.sum())
    for g in range(end.first.size):
        more, sooner = 0.0, 0.0
        for i in range(end.chances.shape[0]):
            more += end.chances[i, g] * by_node[end.first[g] + i]
            sooner += end.chances[i, g] * in_time[end.first[g] + i]
        sooner *= reached * last_s * interval.coming[-1] * interval.day_rates[g]
        sums[1, g] = min(max(sums[1, g] + more, 0.0), sums[0, g])
        sums[2, g] = min(max(sums[2, g] + sooner, 0.0), sums[1, g])
