"""People out at once for recovery after abuse, moment by moment: whoever was abused rests for a stated time.

Events come at random, at a rate by agent at work, and each takes one of those at work away for as long as the rest
takes. So with a steady team the number out is that of M/G/infinity, Poisson, as `staffing/recovery.py` reserves for it.
Who is out when some of the team go home goes with them by the same chance as everybody.
"""

import math

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled
from staffing.simulation.chance import key_of, uniform

RECOVERY = 3  # beside the seed: the branch of events of abuse
MOST_OUT = 4096  # of a group at once; nobody more is taken away


@compiled
def stay(ends_s: FloatArray, out: int, chance: tuple[np.uint64, int], share: float, now_s: float) -> tuple[int, int]:
    """How many of those out still are, when the rest of each may have ended and a share of the team stays at work.

    They are moved to the front. Beside it the next place of a number below the key of `chance`.
    """
    (key, drawn), kept = chance, 0
    for i in range(out):
        if ends_s[i] <= now_s:
            continue
        if share < 1:
            drawn += 1
            if uniform(key, drawn - 1) > share:
                continue
        ends_s[kept] = ends_s[i]
        kept += 1
    return kept, drawn


@compiled
def out_of_group(
    team: IntArray, step_s: float, events_a_second: FloatArray, rest_s: float, key: np.uint64, found: IntArray
) -> None:
    """Writes to `found` how many of the `team` at each step are out then; events come by its rate an agent."""
    ends_s, out, drawn, before = np.empty(MOST_OUT), 0, 0, 0
    for k in range(team.size):
        now_s = k * step_s
        share = team[k] / before if team[k] < before else 1.0
        out, drawn = stay(ends_s, out, (key, drawn), share, now_s)
        found[k] = out = min(out, team[k])
        before, came_s = team[k], now_s
        while team[k] > out and events_a_second[k] > 0 and out < MOST_OUT:
            came_s -= math.log(uniform(key, drawn)) / (events_a_second[k] * team[k])
            drawn += 1
            if came_s >= now_s + step_s:
                break
            ends_s[out] = came_s + rest_s
            out += 1


@compiled
def out_at_once(
    team: IntArray, step_s: float, events_a_second: FloatArray, rest_s: float, runs: tuple[int, int], place: int
) -> IntArray:
    """How many of a group of the `team` at each step are out, a row a replication; `runs` are replications and seed."""
    found = np.zeros((runs[0], team.size), np.int64)
    for r in range(runs[0]):
        key = key_of(key_of(key_of(key_of(np.uint64(0), runs[1]), r), -1 - RECOVERY), place)
        out_of_group(team, step_s, events_a_second, rest_s, key, found[r])
    return found
