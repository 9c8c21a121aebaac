"""Each queue of a simulation in a line, and what a planner should know before believing the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.site_config import Queue, Recovery
from pipeline.simulate_frames import goals_kept, goals_met, part_of
from pipeline.simulate_scene import Scene
from pipeline.simulate_window import TimeLine
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.figures import by_day, figures, percentiles
from staffing.simulation.simulated import SimulatedSite

TOLD_MISSED = 0.05  # of days: a goal that is missed less often is not told
PLURAL = {"day": "days", "week": "weeks", "window": "windows"}


@dataclass(frozen=True, slots=True)
class QueueOutcome:
    """A queue over the whole window; NaN where there is nothing to tell.

    `response_rate` is by contact, `response_rate_by_attempt` by attempt where callers call again; `response_rate_p10`
    is that of the tenth worst of a hundred days; `service_level` of a deferred queue is the share finished in time, and
    `backlog_age_h` the greatest age of a contact in the window, on average. `occupancy` is by the queue's own contacts,
    `occupancy_with_deferred` with what its agents lend to deferred ones. `intervals_short` counts intervals whose mean
    is below the response rate asked for by more than chance; `days_met` is the share of days on which all goals were
    met, `scope_met` that of the days, weeks or windows that are the scope of the queue's goals.
    """

    queue: str
    offered: float
    answered: float
    response_rate: float
    response_rate_half_width: float
    response_rate_p10: float
    response_rate_by_attempt: float
    service_level: float
    asa_s: float
    occupancy: float
    occupancy_with_deferred: float
    backlog_age_h: float
    intervals_short: int
    days_met: float
    scope: str
    scope_met: float

    @property
    def is_deferred(self) -> bool:
        """Whether its contacts wait for hours; only of such is a backlog known."""
        return not np.isnan(self.backlog_age_h)


def outcomes(
    found: SimulatedSite, queues: Sequence[Queue], line: TimeLine, week_start_weekday: int
) -> tuple[QueueOutcome, ...]:
    """Each queue over the whole window."""
    whole, daily = figures(found, np.zeros_like(line.day)), day_rates(found, line.day)
    every = figures(found)
    met = {scope: goals_met(found, queues, part_of(line, scope, week_start_weekday)) for scope in scopes_of(queues)}
    oldest_h = found.backlog_age_s.max(axis=2).mean(axis=0) / 3600
    busy_s, there_s = (seconds.mean(axis=0).sum(axis=1) for seconds in (found.busy_s + found.lent_s, found.at_work_s))
    rows = []
    for place, queue in enumerate(queues):
        rate = every.attempt_rate if queue.redial_share is not None else every.response_rate
        short = rate.mean[place] + rate.half_width[place] < (queue.goal.response_rate or 0.0)
        scope, by_attempt = scope_of(queue), float(whole.attempt_rate.mean[place, 0])
        rows.append(
            QueueOutcome(
                queue=queue.id,
                offered=float(whole.offered[place, 0]),
                answered=float(whole.answered[place, 0]),
                response_rate=float(whole.response_rate.mean[place, 0]),
                response_rate_half_width=float(whole.response_rate.half_width[place, 0]),
                response_rate_p10=float(percentiles(daily[:, place].reshape(-1, 1), (0.1,))[0][0]),
                response_rate_by_attempt=by_attempt if queue.redial_share is not None else np.nan,
                service_level=float(whole.service_level.mean[place, 0]),
                asa_s=float(whole.asa_s.mean[place, 0]),
                occupancy=float(whole.occupancy.mean[place, 0]),
                occupancy_with_deferred=float(busy_s[place] / there_s[place]) if there_s[place] > 0 else np.nan,
                backlog_age_h=np.nan if queue.goal.max_backlog_h is None else float(oldest_h[place]),
                intervals_short=int(short.sum()),
                days_met=float(met["day"][:, place].mean()),
                scope=scope,
                scope_met=float(met[scope][:, place].mean()),
            )
        )
    return tuple(rows)


def scope_of(queue: Queue) -> str:
    """What a queue's goals are summed over where they are judged; goals of intervals and backlogs are told by day."""
    is_summed = queue.goal.scope != "interval" and queue.goal.max_backlog_h is None
    return queue.goal.scope if is_summed else "day"


def scopes_of(queues: Sequence[Queue]) -> set[str]:
    """All that the goals of the queues are summed over, and the day."""
    return {"day", *(scope_of(queue) for queue in queues)}


def day_rates(found: SimulatedSite, day: IntArray) -> FloatArray:
    """The response rate of each simulated day, by replication, queue and day; NaN where nothing was offered."""
    judged, answered = (by_day(counts, day) for counts in (found.judged, found.answered))
    rates: FloatArray = np.full(judged.shape, np.nan)
    return np.divide(answered, judged, out=rates, where=judged > 0)


def outcome_notes(
    scene: Scene, found: SimulatedSite, recovery: Recovery | None, by_band: bool, week_start_weekday: int
) -> list[str]:
    """What a planner should know before believing the figures."""
    return [
        *missed_notes(scene, found, week_start_weekday),
        *nobody_there(scene, found),
        *lent_notes(scene, found),
        *pending_notes(scene, found),
        *recovery_notes(scene, recovery),
        *band_notes(scene, by_band),
    ]


def missed_notes(scene: Scene, found: SimulatedSite, week_start_weekday: int) -> list[str]:
    """Of queues that miss their goals on more than one day (week, window) in twenty, the goal that is missed most."""
    notes, queues = [], [part.queue for part in scene.parts]
    for place, queue in enumerate(queues):
        part = part_of(scene.line, scope_of(queue), week_start_weekday)
        missed = {goal: 1 - float(met.mean()) for goal, met in goals_kept(found, queues, part)[place].items()}
        worst = max(missed, key=lambda goal: missed[goal], default="")
        if worst and missed[worst] > TOLD_MISSED:
            notes.append(f"Queue {queue.id}: {worst} is missed on {missed[worst]:.0%} of {PLURAL[scope_of(queue)]}.")
    return notes


def nobody_there(scene: Scene, found: SimulatedSite) -> list[str]:
    """Live queues with intervals in which contacts come and nobody is at work."""
    notes = []
    for place, part in enumerate(scene.live):
        offered = part.contacts.stream.offered[scene.line.lead :]
        alone = (found.at_work_s[:, place].max(axis=0) == 0) & (offered > 0)
        if alone.any():
            share = offered[alone].sum() / offered.sum()
            notes.append(f"Queue {part.queue.id}: {when_alone(scene.line, alone)} {share:.1%} of its contacts come in.")
    return notes


def when_alone(line: TimeLine, alone: NDArray[np.bool_]) -> str:
    """When nobody is at work; where that is the beginning alone, who worked before is in an earlier roster."""
    count = int(alone.sum())
    if alone[:count].all() and count < alone.size:
        return (
            f"nobody is at work before {line.starts[count]:%Y-%m-%d %H:%M} (a roster does not hold the duties that "
            f"began before its first day); in that time"
        )
    first = line.starts[int(alone.argmax())]
    return f"nobody is at work in {count:,} intervals, the first at {first:%Y-%m-%d %H:%M}; in them"


def lent_notes(scene: Scene, found: SimulatedSite) -> list[str]:
    """Who works deferred contacts: a deferred queue without any agent, and the time that live agents lend."""
    notes, replications = [], len(found.offered)
    for place, part in enumerate(scene.deferred, start=len(scene.live)):
        lends = any(part.queue.id in lender.knows for lender in scene.lenders)
        if not lends and found.at_work_s[:, place].sum() == 0 and found.offered[:, place].sum() > 0:
            notes.append(
                f"Queue {part.queue.id}: nobody is there for it and nobody on a live queue knows it, so none of its "
                f"contacts is worked; plan agents for it, or give people both queues in staff.csv."
            )
    lent = {part.queue.id: found.lent_s[:, n].sum() / replications / 3600 for n, part in enumerate(scene.live)}
    if any(hours > 0 for hours in lent.values()):
        named = ", ".join(f"{queue} {hours:,.1f}" for queue, hours in lent.items() if hours > 0)
        notes.append(f"Agent-hours of deferred work done in the spare time of live queues: {named}.")
    return notes


def pending_notes(scene: Scene, found: SimulatedSite) -> list[str]:
    """Deferred contacts of which nobody knows yet whether they will be in time."""
    means = found.pending.sum(axis=2).mean(axis=0)
    return [
        f"Queue {part.queue.id}: {mean:,.1f} contacts are neither finished nor due when the simulated time ends; "
        f"they are in no share."
        for part, mean in zip(scene.parts, means, strict=True)
        if mean >= 0.05
    ]


def recovery_notes(scene: Scene, recovery: Recovery | None) -> list[str]:
    """How many are out at once for recovery."""
    out = [part.agents.out for part in scene.parts if part.agents.out is not None]
    if recovery is None or not out:
        return []
    together = sum(out[1:], out[0])
    most = int(np.quantile(together, recovery.quantile, method="inverted_cdf"))
    return [
        f"Recovery after abuse: {together.mean():.1f} agents are out at once on average, at most {most} in "
        f"{recovery.quantile:.0%} of moments; they are missing from the queue they work on."
    ]


def band_notes(scene: Scene, by_band: bool) -> list[str]:
    """Whether days differ as the forecast's band says."""
    if by_band and any((part.contacts.cv > 0).any() for part in scene.parts):
        return ["Days are busier or quieter than forecast as its band says; --day-cv 0 keeps to the mean."]
    return []
