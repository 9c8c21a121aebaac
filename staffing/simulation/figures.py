"""Figures of a simulation: means with their confidence interval, and what lies between a bad day and a good one.

A share over all replications is the ratio of sums, E[answered] / E[offered]: contacts count alike, not days. Its
confidence interval is that of a ratio of means (Cochran, Sampling Techniques, chapter 6: the residuals part - ratio x
whole of the replications are independent, with mean 0). Percentiles are over replications.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from staffing.compiling import FloatArray, IntArray
from staffing.simulation.simulated import Simulated

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by queue (or group) and interval (or day): its mean, how far off that may be, and percentiles.

    NaN where there is nothing to tell: no contact offered, none answered, nobody at work.
    """

    mean: FloatArray
    half_width: FloatArray
    p5: FloatArray
    p10: FloatArray
    p50: FloatArray
    p90: FloatArray


@dataclass(frozen=True, slots=True)
class SimulatedFigures:
    """`offered` and `answered` are mean contacts; shares are of all offered whose outcome is known (`judged`).

    `asa_s` is the mean wait of the answered, `wait_s` of all; `attempt_rate` the share of attempts that were answered.
    `occupancy` is by group, the others by queue.
    """

    offered: FloatArray
    answered: FloatArray
    response_rate: Figure
    service_level: Figure
    abandoned: Figure
    asa_s: Figure
    wait_s: Figure
    attempt_rate: Figure
    occupancy: Figure


def figures(simulated: Simulated, day: IntArray | None = None, confidence: float = CONFIDENCE) -> SimulatedFigures:
    """The figures of each interval, or of each day where `day` numbers the day of each interval from 0."""

    def total(counts: FloatArray | IntArray) -> FloatArray:
        return counts.astype(np.float64) if day is None else by_day(counts, day)

    def share(part: FloatArray | IntArray, whole: FloatArray | IntArray) -> Figure:
        return ratio(total(part), total(whole), confidence)

    return SimulatedFigures(
        offered=total(simulated.offered).mean(axis=0),
        answered=total(simulated.answered).mean(axis=0),
        response_rate=share(simulated.answered, simulated.judged),
        service_level=share(simulated.in_time, simulated.judged),
        abandoned=share(simulated.abandoned, simulated.offered),
        asa_s=share(simulated.wait_s, simulated.answered),
        wait_s=share(simulated.wait_s + simulated.abandoned_wait_s, simulated.answered + simulated.abandoned),
        attempt_rate=share(simulated.attempts_answered, simulated.attempts),
        occupancy=share(simulated.busy_s, simulated.at_work_s),
    )


def by_day(counts: FloatArray | IntArray, day: IntArray) -> FloatArray:
    """Sums over the intervals of each day, in the last axis."""
    days = np.zeros((day.size, int(day.max()) + 1))
    days[np.arange(day.size), day] = 1.0
    summed: FloatArray = counts @ days
    return summed


def ratio(part: FloatArray, whole: FloatArray, confidence: float = CONFIDENCE) -> Figure:
    """The ratio of two counts that have replications as their first axis."""
    part, whole = np.broadcast_arrays(part, whole)
    replications = len(part)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = part.sum(axis=0) / whole.sum(axis=0)
        each = np.where(whole > 0, part / whole, np.nan)
        if replications > 1:
            residual = (part - mean * whole).std(axis=0, ddof=1) / np.sqrt(replications)
            off = float(student.ppf((1 + confidence) / 2, replications - 1))
            half_width = off * residual / whole.mean(axis=0)
        else:
            half_width = np.full(mean.shape, np.nan)
    p5, p10, p50, p90 = percentiles(each, (0.05, 0.1, 0.5, 0.9))
    return Figure(mean, half_width, p5, p10, p50, p90)


def percentiles(values: FloatArray, shares: tuple[float, ...]) -> list[FloatArray]:
    """Percentiles along the first axis of those values that are none of them NaN, linear between two of them.

    numpy's own nanquantile takes a Python call for each column.
    """
    ordered = np.sort(values, axis=0)  # NaN come last
    known = np.isfinite(ordered).sum(axis=0)
    found = []
    for share in shares:
        place = share * np.maximum(known - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(known - 1, 0))
        low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
        found.append(low + (high - low) * (place - below))
    return found
