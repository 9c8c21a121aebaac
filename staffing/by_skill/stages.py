"""Stages on which agents are tried: a steady state from one interval, or a day from many."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.load_cuts import Load
from staffing.by_skill.promises import promises
from staffing.by_skill.trial import UNJUDGED, Stage
from staffing.compiling import IntArray

STEADY_INTERVALS = 8
SETTLES = 20.0  # handling times: after these a centre that began empty is as full as ever, to e^-20
LEAD_IN = 2  # intervals before a day
DAY_S = 86_400.0


def steady_stage(load: Load, groups: Sequence[SkillGroup], interval_s: float, jobs: int) -> Stage:
    """The one interval of the streams for ever: one period, judged once the centre has filled."""
    long_s = max(SETTLES * float(np.max([stream.aht_s for stream in load.streams])), interval_s)
    period = np.array([UNJUDGED, *[0] * STEADY_INTERVALS, UNJUDGED])
    return _stage(load, groups, (long_s, long_s / interval_s), (np.zeros_like(period), period), jobs)


def day_stage(load: Load, groups: Sequence[SkillGroup], interval_s: float, jobs: int) -> Stage:
    """The intervals of the streams one after the other, each a period.

    Before them go the last of a whole day, as if the day before had been like it; of less than a day the first.
    """
    intervals = load.erlangs.shape[1]
    is_whole_day = np.isclose(intervals * interval_s, DAY_S)
    before = intervals - LEAD_IN + np.arange(LEAD_IN) if is_whole_day else np.zeros(LEAD_IN, dtype=np.int64)
    agents_of = np.concatenate([before, np.arange(intervals), [intervals - 1]])
    period = np.concatenate([np.full(LEAD_IN, UNJUDGED), np.arange(intervals), [UNJUDGED]])
    return _stage(load, groups, (interval_s, 1.0), (agents_of, period), jobs)


def _stage(
    load: Load, groups: Sequence[SkillGroup], length: tuple[float, float], places: tuple[IntArray, IntArray], jobs: int
) -> Stage:
    """The intervals of the load at the places, so many seconds and times as long; in the last nobody comes."""
    (interval_s, longer), (agents_of, period) = length, places
    streams = []
    for stream in load.streams:
        offered = np.asarray(stream.offered, dtype=np.float64)[agents_of] * longer
        offered[-1] = 0.0
        streams.append(replace(stream, offered=offered, aht_s=np.asarray(stream.aht_s, dtype=np.float64)[agents_of]))
    asked = promises(load.goals)
    return Stage(tuple(streams), tuple(groups), asked, interval_s, agents_of, period, load.cv[:, agents_of], jobs)
