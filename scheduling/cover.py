"""Who is where when in a finished roster: agents at work by queue, agents and leads on duty, by interval."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.roster import Roster
from domain.site import Site
from scheduling.intervals import intervals_touched
from scheduling.rules.lead_span import leads_needed

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class QueueCover:
    """Cover of a queue over the window, in agent-intervals."""

    required: float
    covered: float
    short: float
    over: float
    intervals: int
    intervals_short: int

    @property
    def covered_share(self) -> float:
        """Covered agent-intervals as a share of those required; 1 where nothing is required."""
        return self.covered / self.required if self.required else 1.0


@dataclass(frozen=True, slots=True)
class LeadInterval:
    """Team leads needed and on duty in one interval."""

    interval_start: datetime
    agents: int
    need: int
    have: int

    @property
    def short(self) -> int:
        """Leads that are missing."""
        return max(0, self.need - self.have)


def at_work(site: Site, roster: Roster) -> Mapping[tuple[datetime, str], float]:
    """Agents at work by interval and queue; half an interval counts as half."""
    step = timedelta(minutes=site.interval_min)
    agents = {person.id for person in site.agents}
    present: dict[tuple[datetime, str], float] = defaultdict(float)
    for activity in roster.activities:
        if activity.activity != "work" or activity.agent_id not in agents:
            continue
        for moment in intervals_touched(activity.start, activity.end, site.interval_min):
            inside = min(activity.end, moment + step) - max(activity.start, moment)
            present[moment, activity.queue] += inside / step
    return present


def slots_at_work(site: Site, roster: Roster, queues: Sequence[str]) -> NDArray[np.float64]:
    """Agents at work `[k, t, q]` in the slots k of every interval of the window, on whose borders all work lies."""
    agents, known = {person.id for person in site.agents}, set(queues)
    worked = [
        found
        for found in roster.activities
        if found.activity == "work" and found.queue in known and found.agent_id in agents
    ]
    midnight, minute = datetime.combine(roster.window.start, time()), timedelta(minutes=1)
    begins, ends = (
        np.array([(moment - midnight) // minute for moment in moments], dtype=np.int64)
        for moments in ([found.start for found in worked], [found.end for found in worked])
    )
    slot_min = int(np.gcd.reduce(np.concatenate([begins, ends, [site.interval_min]])))
    a_interval, slots = site.interval_min // slot_min, roster.window.days * 1440 // slot_min
    column = np.array([queues.index(found.queue) for found in worked], dtype=np.int64)
    steps = np.zeros((slots + 1, len(queues)))
    for edges, step in ((begins, 1.0), (ends, -1.0)):
        np.add.at(steps, (np.clip(edges // slot_min, 0, slots), column), step)
    there = np.cumsum(steps[:slots], axis=0)
    return there.reshape(-1, a_interval, len(queues)).transpose(1, 0, 2)


def queue_cover(site: Site, roster: Roster, requirement: pd.DataFrame) -> dict[str, QueueCover]:
    """Cover against the requirement, by queue, for the intervals of the window."""
    present = at_work(site, roster)
    rows: dict[str, list[tuple[int, float]]] = {queue.id: [] for queue in site.queues}
    local = requirement["interval_start"].dt.tz_localize(None)
    for moment, queue, agents in zip(local, requirement["queue"], requirement["agents"], strict=True):
        if roster.window.holds(moment.date()):
            rows.setdefault(queue, []).append((agents, present.get((moment.to_pydatetime(), queue), 0.0)))
    return {queue: _cover(found) for queue, found in rows.items()}


def _cover(found: list[tuple[int, float]]) -> QueueCover:
    return QueueCover(
        required=float(sum(need for need, _ in found)),
        covered=sum(min(need, have) for need, have in found),
        short=sum(max(0.0, need - have) for need, have in found),
        over=sum(max(0.0, have - need) for need, have in found),
        intervals=len(found),
        intervals_short=sum(have < need - ROUNDING for need, have in found),
    )


def on_duty(site: Site, roster: Roster) -> Mapping[str, Counter[datetime]]:
    """People on duty by role and interval, meals included."""
    people: dict[str, Counter[datetime]] = {"agent": Counter(), "lead": Counter()}
    for duty in roster.duties:
        for moment in intervals_touched(duty.start, duty.end, site.interval_min):
            people[duty.role][moment] += 1
    return people


def lead_intervals(site: Site, roster: Roster) -> Iterator[LeadInterval]:
    """Leads needed and on duty in every interval of the window with an agent on duty."""
    if site.config.lead is None:
        return
    people = on_duty(site, roster)
    for moment, agents in sorted(people["agent"].items()):
        if roster.window.holds(moment.date()):
            need = leads_needed(site.config.lead, agents)
            yield LeadInterval(moment, agents, need, people["lead"][moment])
