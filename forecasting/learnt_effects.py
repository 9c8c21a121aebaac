"""What an event does to contacts, learnt from its past occurrences: storms, campaigns, strikes by their name.

Letters: e the log of what an occurrence brought over what was due, s2 its variance by chance (counts and the queue's
own days), t2 how much occurrences of one event differ, g the event's effect on a queue, G that on all queues.

    G ~ N(0, NAME_SD^2)    g ~ N(G, QUEUE_SD^2)    e ~ N(g, t2 + s2)

So an effect is drawn to x1 the more, the fewer occurrences and contacts there were and the more they scatter; a queue
that saw none takes what other queues saw, drawn further. t2 is learnt from all occurrences beside PRIOR_OCCURRENCES
that scattered by OCCURRENCE_SD. The three spreads are assumed, not measured: events have too many kinds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.series import Floats

NAME_SD = 0.6
QUEUE_SD = 0.3
OCCURRENCE_SD = 0.25
PRIOR_OCCURRENCES = 3.0
LEAST_OCCURRENCE_SD = 0.05
LEAST_RATIO = 0.02  # an occurrence in which the line was shut
HALF_BAND = 1.2816  # of a standard normal: from p10 to p90
LEAST_DUE = 10.0  # contacts; an occurrence in which fewer were due says nothing

HOURS_SINCE_START = (0.0, 2.0, 4.0, 8.0, 16.0, 32.0)
COURSE_SD = 0.25  # how far an hour's effect is from the whole event's (assumed)
COURSE_OCCURRENCE_SD = 0.1
LEAST_COURSE_DUE = 50.0  # contacts due in a part of one occurrence
LEAST_COURSE_SCORE = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """Contacts of an occurrence in one stretch of hours since its start."""

    counted: float
    due: float


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One past occurrence of an event in one queue, as far as it is known; its parts by hours since the start."""

    key: str
    name: str
    queue: str
    start: pd.Timestamp
    end: pd.Timestamp
    counted: float
    due: float
    chance_variance: float
    parts: tuple[Part, ...]

    @property
    def log_ratio(self) -> float:
        """Log of counted over due."""
        return float(np.log(max((self.counted + 0.5) / (self.due + 0.5), LEAST_RATIO)))


@dataclass(frozen=True, slots=True)
class LearntEffect:
    """What contacts are multiplied by while an event lasts, and how sure that is.

    `log_variance` is that of the next occurrence's log effect; `course` multiplies by hours since the start. `own` are
    the queue's occurrences; `others` counts those of other queues.
    """

    key: str
    name: str
    effect: float
    log_variance: float
    course: tuple[float, ...]
    own: tuple[Occurrence, ...]
    others: int

    @property
    def low(self) -> float:
        """One occurrence in ten is expected to stay below."""
        return float(self.effect * np.exp(-HALF_BAND * np.sqrt(self.log_variance)))

    @property
    def high(self) -> float:
        """One occurrence in ten is expected to go beyond."""
        return float(self.effect * np.exp(HALF_BAND * np.sqrt(self.log_variance)))

    @property
    def in_words(self) -> str:
        """Such as `2 past occurrences, x1.8 (1.5-2.1)`."""
        seen = _times(len(self.own)) if self.own else f"none here, {_times(self.others)} in other queues"
        return f"{seen}, x{self.effect:.2f} ({self.low:.2f}-{self.high:.2f})"

    def factors(self, hours_since_start: Floats) -> Floats:
        """The multiplier so many hours after the start."""
        return self.effect * np.array(self.course)[course_parts(hours_since_start)]


def _times(number: int) -> str:
    return f"{number} past occurrence{'' if number == 1 else 's'}"


def course_parts(hours_since_start: Floats) -> np.ndarray:
    """The part of an event's course that each hour since the start belongs to."""
    return np.searchsorted(HOURS_SINCE_START, hours_since_start, side="right") - 1


def learnt_effects(occurrences: Sequence[Occurrence], queue: str) -> tuple[LearntEffect, ...]:
    """The effect on a queue of every event that some queue saw."""
    keys = dict.fromkeys(each.key for each in occurrences)
    return tuple(_learnt([each for each in occurrences if each.key == key], key, queue) for key in keys)


def _learnt(occurrences: Sequence[Occurrence], key: str, queue: str) -> LearntEffect:
    by_queue: dict[str, list[Occurrence]] = {}
    for each in occurrences:
        by_queue.setdefault(each.queue, []).append(each)
    own = by_queue.pop(queue, [])
    between = _occurrence_variance([*by_queue.values(), own])
    mean, variance = _from_others(by_queue, between)
    mean, variance = _pooled(mean, variance + QUEUE_SD**2, own, between)
    others = len({each.start for each in occurrences if each.queue != queue})
    name = occurrences[-1].name
    return LearntEffect(key, name, float(np.exp(mean)), variance + between, _course(own), tuple(own), others)


def _pooled(mean: float, variance: float, own: Sequence[Occurrence], between: float) -> tuple[float, float]:
    """Mean and variance of a log effect after a queue's occurrences, from those before."""
    precisions = [1 / (each.chance_variance + between) for each in own]
    precision = 1 / variance + sum(precisions)
    weighted = mean / variance + sum(weight * each.log_ratio for weight, each in zip(precisions, own, strict=True))
    return weighted / precision, 1 / precision


def _from_others(by_queue: Mapping[str, Sequence[Occurrence]], between: float) -> tuple[float, float]:
    """G from what other queues saw; one storm over ten queues is still one storm."""
    precision, weighted = 1 / NAME_SD**2, 0.0
    for seen in by_queue.values():
        mean, variance = _pooled(0.0, 1e6, seen, between)
        precision += 1 / (variance + QUEUE_SD**2)
        weighted += mean / (variance + QUEUE_SD**2)
    times = len({each.start for seen in by_queue.values() for each in seen})
    if not times:
        return 0.0, NAME_SD**2
    return weighted / precision, min(max(1 / precision, between / times), NAME_SD**2)


def _occurrence_variance(groups: Sequence[Sequence[Occurrence]]) -> float:
    """t2: how far the occurrences of one event in one queue lie apart beyond chance."""
    scattered, freedom = 0.0, 0
    for seen in groups:
        if len(seen) > 1:
            ratios = np.array([each.log_ratio for each in seen])
            by_chance = float(np.mean([each.chance_variance for each in seen])) * (len(seen) - 1)
            scattered += max(float(((ratios - ratios.mean()) ** 2).sum()) - by_chance, 0.0)
            freedom += len(seen) - 1
    found = (PRIOR_OCCURRENCES * OCCURRENCE_SD**2 + scattered) / (PRIOR_OCCURRENCES + freedom)
    return max(found, LEAST_OCCURRENCE_SD**2)


def _course(own: Sequence[Occurrence]) -> tuple[float, ...]:
    """The multiplier by hours since the start, one where two occurrences and more do not agree that it differs."""
    parts = len(HOURS_SINCE_START)
    logs = np.zeros(parts)
    for part in range(parts):
        told = [each for each in own if each.parts[part].due >= LEAST_COURSE_DUE]
        if len(told) > 1:
            logs[part] = _course_step(told, part)
    due = np.array([sum(each.parts[part].due for each in own) for part in range(parts)])
    total = float((due * np.exp(logs)).sum())
    return tuple((np.exp(logs) * (float(due.sum()) / total if total > 0 else 1.0)).tolist())


def _course_step(told: Sequence[Occurrence], part: int) -> float:
    """Log of a part's effect over the whole event's, drawn to zero; zero unless it is clear."""
    precision, weighted = 1 / COURSE_SD**2, 0.0
    for each in told:
        counted, due = each.parts[part].counted, each.parts[part].due
        weight = 1 / (COURSE_OCCURRENCE_SD**2 + 1 / due)
        precision += weight
        weighted += weight * (float(np.log(max((counted + 0.5) / (due + 0.5), LEAST_RATIO))) - each.log_ratio)
    return weighted / precision if abs(weighted) >= LEAST_COURSE_SCORE * np.sqrt(precision) else 0.0
