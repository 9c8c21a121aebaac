"""A day of a site as the search by skill takes it: streams, needs by queue and the people by their skills."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.people import Person
from domain.site_config import Queue
from staffing.by_skill.groups import SkillGroup
from staffing.compiling import FloatArray, IntArray
from staffing.finite_source import aht_beside_others
from staffing.live_rows import least_on_queue
from staffing.shrinkage import scheduled
from staffing.simulation.model import Redials, Stream
from staffing.spare_time.lenders import NIGHT_H
from staffing.spare_time.placing import QueueRows
from staffing.uncertain_load import rate_variance


@dataclass(frozen=True, slots=True)
class SiteDay:
    """The intervals of a day, and of each live queue its contacts, the scatter of their rate and its own need."""

    starts: pd.DatetimeIndex
    interval_s: float
    streams: tuple[Stream, ...]
    cv: FloatArray
    needs: IntArray


def live_part(queue: Queue, rows: pd.DataFrame, shrinkage: float, interval_min: int) -> QueueRows:
    """A live queue with what it needs by itself: agents `on_queue`, and at work as `requirement.csv` has them."""
    least = least_on_queue(queue, rows, interval_min)
    needed = rows[["interval_start", "queue"]].assign(
        on_queue=least.agents, agents=scheduled(least.agents, shrinkage), occupancy=least.figures.occupancy
    )
    return QueueRows(queue, rows, needed)


def site_days(parts: Sequence[QueueRows], interval_min: int) -> list[SiteDay]:
    """The days of the live queues; nothing is offered in an interval between that the forecast does not have."""
    stamps = pd.concat([part.forecast["interval_start"] for part in parts])
    step = pd.Timedelta(minutes=interval_min)
    of_days = [of_day for _, of_day in stamps.groupby(stamps.dt.date)]
    return [site_day(parts, pd.date_range(of_day.min(), of_day.max(), freq=step), step) for of_day in of_days]


def site_day(parts: Sequence[QueueRows], starts: pd.DatetimeIndex, step: pd.Timedelta) -> SiteDay:
    """The intervals of one day."""
    streams, cv, needs = [], [], []
    for part in parts:
        rows = part.forecast.set_index("interval_start")
        variance = pd.Series(rate_variance(rows["offered"], rows["p10"], rows["p90"]), index=rows.index)
        offered = rows["offered"].reindex(starts, fill_value=0.0).to_numpy(np.float64)
        aht_s = rows["aht_s"].reindex(starts, fill_value=part.queue.aht_s).to_numpy(np.float64)
        streams.append(stream_of(part.queue, offered, aht_s))
        cv.append(np.sqrt(variance.reindex(starts, fill_value=0.0).to_numpy(np.float64)))
        needed = pd.DataFrame() if part.needed is None else part.needed
        needs.append(needed.set_index("interval_start")["on_queue"].reindex(starts, fill_value=0).to_numpy(np.int64))
    return SiteDay(starts, step.total_seconds(), tuple(streams), np.array(cv), np.array(needs))


def stream_of(queue: Queue, offered: FloatArray, aht_s: FloatArray) -> Stream:
    """The contacts of a live queue; the unanswered call again as site.toml says."""
    redials = None
    if queue.redial_share is not None and queue.redial_after_min is not None:
        redials = Redials(queue.redial_share, 60 * queue.redial_after_min)
    handled_s = aht_beside_others(queue, aht_s)
    return Stream(
        queue.id, offered, handled_s, queue.patience_s, queue.goal.threshold_s, queue.concurrency, redials=redials
    )


def groups_of(people: Sequence[Person], live: Sequence[str], starts: pd.DatetimeIndex) -> list[SkillGroup]:
    """The agents employed on the day by what they know of the live queues, at night those who consent to nights."""
    there = [person for person in people if person.role == "agent" and person.is_employed(starts[0].date())]
    known = {person.id: tuple(q for q, queue in enumerate(live) if queue in person.skills) for person in there}
    by_day = Counter(known.values())
    at_night = Counter(known[person.id] for person in there if person.night_consent)
    is_night = (starts.hour >= NIGHT_H[0]) | (starts.hour < NIGHT_H[1])
    return [
        SkillGroup(skills, np.where(is_night, at_night[skills], by_day[skills]).astype(np.int64))
        for skills in sorted(by_day, key=lambda found: (len(found), found))
        if skills
    ]
