"""From what comes to a queue to what the compiled run takes."""

import numpy as np

from staffing.compiling import FloatArray, IntArray
from staffing.through_time.lattice import NODES_A_DEVIATION, STAGE
from staffing.through_time.rate_shape import rate_shape
from staffing.through_time.run import CLOSED, GOES_ON, LEADS_IN, OPENS, Course
from staffing.through_time.traffic import Traffic
from staffing.uncertain_load import day_rates, rates_with_mean

STEPS = 10
FINE_STEPS = 60
FIRST_STEP = 0.2  # of a handling time


def course_of(
    traffic: Traffic, goes_on: bool, steps: int = STEPS, is_coarse: bool = True, is_assured: bool = False
) -> Course:
    """The course of a traffic, whose first interval opens or has been going on for ever.

    Finer steps and no coarser lattice where the equations are to be exact. Rates of days in equal parts are asked for
    by an assurance alone, and take as long to find as much of the rest.
    """
    edges = step_edges(traffic, steps)
    shape = rate_shape(traffic)
    relative = shape.at(stages(edges))
    rates = relative * (traffic.offered / traffic.interval_s)[:, None]
    shapes = relative.min(axis=1), relative.max(axis=1)
    rates_of_days, shares, mean_day = rates_with_mean(traffic.variance)
    return Course(
        np.diff(edges, axis=1) * traffic.interval_s,
        np.diff(shape.up_to(edges), axis=1) * traffic.offered[:, None],
        rates,
        1 / traffic.aht_s,
        1 / float(traffic.patience_s or np.inf),
        float(traffic.answer_within_s),
        traffic.interval_s,
        spacings(traffic, *shapes) if is_coarse else np.ones(traffic.offered.size, dtype=np.int64),
        kinds(traffic, goes_on),
        rates_of_days,
        shares,
        mean_day,
        day_rates(traffic.variance) if is_assured else np.ones((traffic.offered.size, 1)),
        traffic.concurrency,
    )


def kinds(traffic: Traffic, goes_on: bool) -> IntArray:
    """What each interval is to the one before it."""
    found: IntArray = np.where(traffic.is_open, np.where(traffic.opens, OPENS, GOES_ON), CLOSED)
    if goes_on:
        found[0] = LEADS_IN
    return found


def step_edges(traffic: Traffic, steps: int) -> FloatArray:
    """Where the steps through each interval end, as parts of it: short ones first, while it settles."""
    first = np.minimum(FIRST_STEP * traffic.aht_s / traffic.interval_s, 1 / steps)
    power = np.clip(-np.log(first) / np.log(steps), 1.0, 3.0)
    edges: FloatArray = (np.arange(steps + 1) / steps) ** power[:, None]
    return edges


def stages(edges: FloatArray) -> FloatArray:
    """The start, and of each step where its stage is and its end."""
    ends = np.empty((edges.shape[0], 2 * edges.shape[1] - 1))
    ends[:, ::2], ends[:, 1::2] = edges, edges[:, :-1] + STAGE * np.diff(edges, axis=1)
    return ends


def spacings(traffic: Traffic, slowest: FloatArray, fastest: FloatArray) -> IntArray:
    """The lattice of each interval: four nodes a standard deviation, fewer where the load moves too far in between.

    A spacing of h is a chain only between (h - 1) / (h + 1) and its inverse times the rate of coming.
    """
    load = traffic.load
    before = np.append(load[:1], load[:-1])
    before = np.where(traffic.opens & (np.arange(load.size) > 0), 0.0, before)
    low, high = np.minimum(before, load * slowest), np.maximum(before, load * fastest)
    safe = np.maximum(high, 1e-9)
    ratio = np.clip((low - 5 * np.sqrt(safe)) / safe, 0.0, 0.99)
    most = np.minimum(np.sqrt(safe) / NODES_A_DEVIATION, (1 + ratio) / (1 - ratio))
    powers: IntArray = 2 ** np.floor(np.log2(np.maximum(most, 1.0))).astype(np.int64)
    return powers
