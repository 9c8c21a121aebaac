"""Stages on which agents are tried: a steady state from one interval, or a day from many."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.promises import Promise
from staffing.by_skill.trial import UNJUDGED, Stage
from staffing.compiling import IntArray
from staffing.simulation.model import Stream

STEADY_INTERVALS = 8
SETTLES = 20.0  # handling times: after these a centre that began empty is as full as ever, to e^-20
LEAD_IN = 2  # intervals of a day's first load before it


def steady_stage(
    streams: Sequence[Stream], groups: Sequence[SkillGroup], promises: Sequence[Promise], interval_s: float
) -> Stage:
    """The one interval of the streams for ever: one period, judged once the centre has filled."""
    long_s = max(SETTLES * float(np.max([stream.aht_s for stream in streams])), interval_s)
    period = np.array([UNJUDGED, *[0] * STEADY_INTERVALS, UNJUDGED])
    at_first = np.zeros(period.size, dtype=np.int64)
    steady = [_intervals(stream, at_first, long_s / interval_s) for stream in streams]
    return Stage(tuple(steady), tuple(groups), tuple(promises), long_s, np.zeros(period.size, dtype=np.int64), period)


def day_stage(
    streams: Sequence[Stream], groups: Sequence[SkillGroup], promises: Sequence[Promise], interval_s: float
) -> Stage:
    """The intervals of the streams one after the other, each a period; before them the first one's load as it is."""
    intervals = np.size(streams[0].offered)
    own = np.arange(intervals)
    agents_of = np.concatenate([np.zeros(LEAD_IN, dtype=np.int64), own, [intervals - 1]])
    period = np.concatenate([np.full(LEAD_IN, UNJUDGED), own, [UNJUDGED]])
    through = [_intervals(stream, agents_of, 1.0) for stream in streams]
    return Stage(tuple(through), tuple(groups), tuple(promises), interval_s, agents_of, period)


def _intervals(stream: Stream, places: IntArray, longer: float) -> Stream:
    """The stream with the intervals named, each so many times as long; in the last nobody comes."""
    offered = np.asarray(stream.offered, dtype=np.float64)[places] * longer
    offered[-1] = 0.0
    return replace(stream, offered=offered, aht_s=np.asarray(stream.aht_s, dtype=np.float64)[places])
