"""From agents at work to agents on the queue: shrinkage as whole people, the same in the mean."""

import math

import numpy as np

from staffing.compiling import IntArray

SHRINKAGE = 2  # beside the seed: the branch of what is rounded up
GOLDEN = (math.sqrt(5) - 1) / 2
WHOLE = 1e-9  # of an agent: what is whole but for rounding is whole


def on_queue(agents: IntArray, day: IntArray, shrinkage: float, runs: tuple[int, int], place: int) -> IntArray:
    """How many of the agents at work are on the queue: agents x (1 - shrinkage), rounded; a row a replication.

    `agents` may have a row a replication. floor(agents x (1 - shrinkage) + u) with one u in [0, 1) for each `day`
    (numbered from 0) of a replication: whole people whose mean is exact, also where one agent alone is at work, who
    then is absent on one day of so many. The u of days and replications follow one another by the golden ratio, which
    spreads few of them as evenly as many. Shrinkage is taken at its mean: that more are absent on some days than on
    others is not simulated. `runs` are the replications and the seed, `place` is that of the stream.
    """
    if shrinkage == 0 or agents.size == 0:
        return np.atleast_2d(agents)
    replications, seed = runs
    start = np.random.default_rng([seed, SHRINKAGE, place]).uniform()
    number = np.arange(replications)[:, None] * (int(day.max()) + 1) + day
    rounding = (start + GOLDEN * number) % 1.0
    found: IntArray = np.floor(agents * (1 - shrinkage) + rounding + WHOLE).astype(np.int64)
    return np.minimum(found, agents)
