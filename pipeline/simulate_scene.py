"""A site as it is simulated: live queues event by event, then deferred ones in the time that is left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from pandera.typing.pandas import DataFrame

from domain.frames import Forecast
from domain.site_config import Queue
from pipeline.simulate_agents import Absence, OnQueue, deferred_agents, on_queue_of
from pipeline.simulate_plan import Plan
from pipeline.simulate_window import Contacts, TimeLine, clock_of, contacts_of
from staffing.compiling import FloatArray, IntArray
from staffing.deferred_rows import occupancy_of
from staffing.simulation.deferred_queues import DeferredQueue, Found, Lender, LiveTime, work_deferred
from staffing.simulation.factors import rate_factors
from staffing.simulation.parts import time_at_work
from staffing.simulation.simulate import simulate_plans
from staffing.simulation.simulated import Simulated, SimulatedSite


@dataclass(frozen=True, slots=True)
class Chance:
    """How often the time is simulated, from which seed, on how many threads; `day_cv` None: as the band says."""

    replications: int
    seed: int
    jobs: int
    day_cv: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A queue with its contacts and its agents."""

    queue: Queue
    contacts: Contacts
    agents: OnQueue

    @property
    def is_live(self) -> bool:
        """Whether its contacts wait for seconds."""
        return self.queue.goal.max_backlog_h is None


@dataclass(frozen=True, slots=True)
class Scene:
    """The queues of a site, live ones first, on their time line, and who lends time to deferred ones."""

    line: TimeLine
    parts: list[Part]
    lenders: list[Lender]

    @property
    def live(self) -> list[Part]:
        """The live queues."""
        return [part for part in self.parts if part.is_live]

    @property
    def deferred(self) -> list[Part]:
        """The deferred queues."""
        return [part for part in self.parts if not part.is_live]


def scene_of(
    queues: Sequence[Queue], forecast: DataFrame[Forecast], plan: Plan, line: TimeLine, absence: Absence
) -> Scene:
    """The queues of the forecast with the agents of the plan."""
    parts: list[Part] = []
    for queue in sorted(queues, key=lambda each: each.goal.max_backlog_h is not None):
        contacts, at_work = contacts_of(queue, forecast, line), plan.at_work(queue.id, line)
        agents_of = on_queue_of if queue.goal.max_backlog_h is None else deferred_agents
        parts.append(Part(queue, contacts, agents_of(at_work, contacts.before, line, len(parts), absence)))
    return Scene(line, parts, plan.lenders(queues, line))


def play(scene: Scene, chance: Chance, progress: Callable[[float], None] | None = None) -> SimulatedSite:
    """What the simulation of the scene finds; queues stand in the order of the scene's parts."""
    live = play_live(scene.live, scene.line, chance, progress) if scene.live else None
    if not scene.deferred:
        return site_of(live, {}, {}, scene, chance.replications)
    found, lent_s = play_deferred(scene, live, chance)
    return site_of(live, found, lent_s, scene, chance.replications)


def play_live(
    parts: Sequence[Part], line: TimeLine, chance: Chance, progress: Callable[[float], None] | None = None
) -> Simulated:
    """Live queues, one at least, without the lead."""
    (found,) = play_plans([parts], line, chance, progress)
    return found


def play_plans(
    plans: Sequence[Sequence[Part]],
    line: TimeLine,
    chance: Chance,
    progress: Callable[[float], None] | None = None,
) -> list[Simulated]:
    """What `play_live` finds of the same queues under one plan of agents after the other, on the same contacts."""
    parts = plans[0]
    cv = np.array([part.contacts.cv for part in parts])
    found = simulate_plans(
        [part.contacts.stream for part in parts],
        [[part.agents.group for part in plan] for plan in plans],
        line.interval_s,
        chance.replications,
        chance.seed,
        day_cv=cv if chance.day_cv is None else chance.day_cv,
        factor_intervals=line.whole_day,
        jobs=chance.jobs,
        progress=progress,
    )
    return [each.from_interval(line.lead) for each in found]


def play_deferred(
    scene: Scene, live: Simulated | None, chance: Chance
) -> tuple[dict[str, Found], dict[str, FloatArray]]:
    """The deferred queues, in what the agents of live ones did not need and on agents of their own."""
    line, parts = scene.line, scene.deferred
    queues = [
        DeferredQueue(
            part.contacts.stream,
            len(scene.live) + n,
            own_time(part, line)[:, 0],
            occupancy_of(part.queue),
            clock_of(part.queue, line),
        )
        for n, part in enumerate(parts)
    ]
    cv = np.array([part.contacts.cv for part in parts])
    factors = rate_factors(
        chance.replications, cv.shape, chance.seed, cv if chance.day_cv is None else chance.day_cv, line.day
    )
    time, names = LiveTime({}, {}), [part.queue.id for part in scene.live]
    if live is not None:
        idle_s = np.maximum(live.at_work_s - live.busy_s, 0.0)
        time = LiveTime(
            *({name: seconds[:, n] for n, name in enumerate(names)} for seconds in (live.at_work_s, idle_s))
        )
    return work_deferred(queues, scene.lenders, time, factors, line.interval_s, chance.seed, chance.jobs)


def own_time(part: Part, line: TimeLine) -> FloatArray:
    """Agent-seconds of the queue's own agents by replication (or one for all), group and interval, without the lead."""
    found: FloatArray = time_at_work([part.agents.group], line.interval_s, line.lead + len(line.starts))
    return found[..., line.lead :] * part.agents.present


def site_of(
    live: Simulated | None, found: dict[str, Found], lent_s: dict[str, FloatArray], scene: Scene, replications: int
) -> SimulatedSite:
    """Live and deferred queues together, in the order of the parts."""
    shape = replications, len(scene.line.starts)
    of = [found[part.queue.id] for part in scene.deferred]
    nothing, none_s = np.zeros(shape, dtype=np.int64), np.zeros(shape)

    def together(name: str, deferred: Sequence[FloatArray | IntArray]) -> np.ndarray:
        """What the simulation of the live queues has by that name, and the same of the deferred ones behind it."""
        rows = [] if live is None else [getattr(live, name)[:, n] for n in range(len(scene.live))]
        return np.stack(np.broadcast_arrays(*rows, *deferred), axis=1)

    def behind(deferred: Sequence[FloatArray | IntArray], before: Sequence[FloatArray | IntArray]) -> np.ndarray:
        """What only deferred queues have, with something before it for the live ones."""
        return np.stack([*before, *deferred], axis=1)

    nobody = [nothing] * len(scene.live)
    return SimulatedSite(
        offered=together("offered", [each.offered for each in of]),
        answered=together("answered", [each.finished for each in of]),
        in_time=together("in_time", [each.in_time for each in of]),
        abandoned=together("abandoned", [nothing] * len(of)),
        attempts=together("attempts", [each.offered for each in of]),
        attempts_answered=together("attempts_answered", [each.finished for each in of]),
        wait_s=together("wait_s", [each.wait_s for each in of]),
        abandoned_wait_s=together("abandoned_wait_s", [none_s] * len(of)),
        busy_s=together("busy_s", [each.own_busy_s for each in of]),
        at_work_s=together("at_work_s", [own_time(part, scene.line)[:, 0] for part in scene.deferred]),
        pending=behind([each.pending for each in of], nobody),
        backlog=behind([each.backlog for each in of], nobody),
        backlog_age_s=behind([each.backlog_age_s for each in of], [none_s] * len(scene.live)),
        lent_s=behind([none_s] * len(of), [lent_s.get(part.queue.id, none_s) for part in scene.live]),
    )
