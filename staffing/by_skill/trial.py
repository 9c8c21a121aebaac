"""Trying agents by group in simulation: what every goal gains or misses, with its standard error.

All trials of a seed meet the same contacts (common random numbers): they differ by their agents alone. What is left of
chance is cut down by control variates, whose means are known: contacts offered in the period, of the queue and of all,
and the work of those answered against its mean (Nelson, "Control variate remedies", Operations Research 38, 1990).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.promises import Promise
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated import Simulated

UNJUDGED = -1
LEAST_REPLICATIONS = 20
FILLS = 10.0  # handling times that are played before the periods looked at: what went before is over, to e^-10


@dataclass(frozen=True, slots=True)
class Stage:
    """Where agents are tried. `agents_of[i]` is the period whose agents work in interval i; `period[i]` is the period
    that interval i is judged in, UNJUDGED in what leads in (the centre fills) and out (it empties). `cv` scatters the
    rates from day to day, `[queue, interval]`.
    """

    streams: tuple[Stream, ...]
    groups: tuple[SkillGroup, ...]
    promises: tuple[Promise, ...]
    interval_s: float
    agents_of: IntArray
    period: IntArray
    cv: FloatArray
    jobs: int = 1

    @property
    def periods(self) -> int:
        """How many periods have agents of their own."""
        return int(self.agents_of.max()) + 1

    @property
    def contacts(self) -> float:
        """Contacts of one replication, on average."""
        return float(sum(np.sum(stream.offered) for stream in self.streams))

    def by_period(self, counts: FloatArray) -> FloatArray:
        """Counts whose last axis is the interval, added up by the period they are judged in."""
        belongs = self.period[:, None] == np.arange(self.periods)
        summed: FloatArray = counts @ belongs.astype(np.float64)
        return summed

    def around(self, where: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The intervals to be played where some periods alone are looked at: theirs, and so many before as fill them.

        What comes in later takes no agent from who waits: the longest wait is taken first.
        """
        near = np.append(where, False)[self.period]  # UNJUDGED is the last
        longest_s = max(float(np.max(stream.aht_s)) for stream in self.streams)
        played = near.copy()
        for ahead in range(1, int(np.ceil(FILLS * longest_s / self.interval_s)) + 1):
            played[:-ahead] |= near[ahead:]
        return played

    def offered(self) -> FloatArray:
        """Mean contacts by queue and period."""
        return self.by_period(np.array([stream.offered for stream in self.streams], dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Gains:
    """Contacts gained beyond each promise `[promise, period]` a replication, the standard error, and the offered."""

    mean: FloatArray
    error: FloatArray
    offered: FloatArray

    def renewed(self, other: "Gains", where: NDArray[np.bool_]) -> "Gains":
        """These gains with those of the other in some periods."""
        return Gains(np.where(where, other.mean, self.mean), np.where(where, other.error, self.error), self.offered)


def replications_for(stage: Stage, contacts: float) -> int:
    """Replications that meet so many contacts, or as many as an error can be told from."""
    return max(LEAST_REPLICATIONS, int(np.ceil(contacts / max(stage.contacts, 1.0))))


def simulated(
    stage: Stage, agents: IntArray, replications: int, seed: int, where: NDArray[np.bool_] | None = None
) -> Simulated:
    """The stage with the agents `[group, period]`; only as much of it as tells of the periods `where`, if given."""
    starts = np.arange(stage.agents_of.size, dtype=np.float64) * stage.interval_s
    at_work = [
        AgentGroup(group.skills, starts, agents[g, stage.agents_of].astype(np.int64))
        for g, group in enumerate(stage.groups)
    ]
    played = None if where is None else stage.around(where)
    return simulate(
        stage.streams, at_work, stage.interval_s, replications, seed, day_cv=stage.cv, jobs=stage.jobs, is_played=played
    )


def gains(
    stage: Stage, agents: IntArray, replications: int, seed: int, where: NDArray[np.bool_] | None = None
) -> Gains:
    """What the agents `[group, period]` gain; in the periods `where` alone, if given, and 0 in the others."""
    looked_at = np.ones(stage.periods, dtype=np.bool_) if where is None else where
    return gains_of(stage, simulated(stage, agents, replications, seed, where), looked_at)


def gains_of(stage: Stage, found: Simulated, looked_at: NDArray[np.bool_]) -> Gains:
    """What a simulation of the stage gained in the periods looked at, freed of what the controls explain."""
    offered = stage.by_period(found.offered.astype(np.float64)) - stage.offered()
    work, busier = work_surplus(stage.streams, found), busier_days(stage, offered)
    gained = np.array([stage.by_period(promise.gained(found)) for promise in stage.promises])
    mean, error = np.zeros((2, len(stage.promises), stage.periods))
    for k, promise in enumerate(stage.promises):
        seen = offered[:, :, looked_at]
        everywhere = np.broadcast_to(work[:, None], seen[:, 0].shape)
        controls = np.stack([seen[:, promise.queue], seen.sum(axis=1), everywhere, busier[:, looked_at]], axis=-1)
        told = controlled_means(gained[k][:, looked_at].T, controls.transpose(1, 0, 2))
        mean[k, looked_at], error[k, looked_at] = told
    return Gains(mean, error, stage.offered()[[promise.queue for promise in stage.promises]])


def busier_days(stage: Stage, offered: FloatArray) -> FloatArray:
    """How much more than on average the contacts of all queues scatter, by replication and period: 0 on average.

    On days that differ by more than chance busy ones lose more than quiet ones gain. `offered` is beyond the mean,
    whose square is the mean, for chance, and that of the rate, (sum of mean x cv)^2 as rates vary together.
    """
    if not stage.cv.any():
        return np.zeros((offered.shape[0], offered.shape[2]))
    mean = np.array([stream.offered for stream in stage.streams], dtype=np.float64)
    scatter = stage.by_period(mean * stage.cv).sum(axis=0)
    surplus: FloatArray = offered.sum(axis=1) ** 2 - scatter**2 - stage.offered().sum(axis=0)
    return surplus


def work_surplus(streams: Sequence[Stream], found: Simulated) -> FloatArray:
    """Seconds worked beyond the mean of those answered, by replication: 0 on average, as whoever is answered takes
    what anybody takes. All work falls into the stage, as it leads out empty.
    """
    aht_s = np.array([stream.aht_s / stream.concurrency for stream in streams])
    surplus: FloatArray = found.busy_s.sum(axis=(1, 2)) - (found.answered * aht_s).sum(axis=(1, 2))
    return surplus


def controlled_means(values: FloatArray, controls: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The means of the values `[case, replication]` where the controls `[case, replication, control]` are 0, and their
    standard errors: the intercepts of regressions. A control that does not vary tells nothing.
    """
    spread = controls.std(axis=1, keepdims=True)
    told = np.divide(controls, spread, out=np.zeros(controls.shape), where=spread > 0)
    design = np.concatenate([np.ones((*values.shape, 1)), told], axis=2)
    inverse = np.linalg.pinv(design, rcond=1e-9)
    solved = np.einsum("cjr,cr->cj", inverse, values)
    left = values - np.einsum("crj,cj->cr", design, solved)
    rank = np.einsum("cjr,crj->c", inverse, design).round()
    free = np.maximum(values.shape[1] - rank, 1)
    error = np.sqrt((left**2).sum(axis=1) / free * (inverse[:, 0] ** 2).sum(axis=1))
    return solved[:, 0], error
