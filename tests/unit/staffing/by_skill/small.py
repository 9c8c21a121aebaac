"""Tiny centres for the tests by skill: queues of some half-hours, agents with one skill and with several."""

from collections.abc import Sequence

import numpy as np

from domain.site_config import Goal
from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.load_cuts import Load, loads_of
from staffing.by_skill.simulation_cuts import Effort
from staffing.by_skill.stages import day_stage, steady_stage
from staffing.by_skill.trial import Stage
from staffing.simulation.model import Stream

INTERVAL_S, AHT_S, PATIENCE_S = 1800.0, 180.0, 120.0
BOTH = ((0,), (1,), (0, 1))
LITTLE = Effort(contacts=3e4, fine_contacts=6e4, judged_contacts=1.2e5, rounds=6, smaller_rounds=3)


def stream(name: str, *loads: float, patience_s: float | None = PATIENCE_S) -> Stream:
    """A queue with so many erlangs in each half-hour."""
    offered = np.array(loads) * INTERVAL_S / AHT_S
    return Stream(name, offered, np.full(len(loads), AHT_S), patience_s)


def streams(*loads: float) -> tuple[Stream, ...]:
    """Queues a, b, c, ... with one half-hour of so many erlangs."""
    return tuple(stream("abcdefghijklmnop"[q], load) for q, load in enumerate(loads))


def groups(*skills: tuple[int, ...]) -> list[SkillGroup]:
    """Groups of agents, as many as one likes."""
    return [SkillGroup(known) for known in skills]


def load_of(queues: Sequence[Stream], goals: Sequence[Goal], cv: float = 0.0) -> Load:
    """The load of the queues with a rate that scatters by `cv`."""
    return Load(queues, goals, loads_of(queues, INTERVAL_S), np.full((len(queues), queues[0].offered.size), cv))


def stage_of(queues: Sequence[Stream], known: Sequence[tuple[int, ...]], goal: Goal, cv: float = 0.0) -> Stage:
    """A stage for the queues, all with the same goal."""
    build = steady_stage if queues[0].offered.size == 1 else day_stage
    return build(load_of(queues, [goal] * len(queues), cv), groups(*known), INTERVAL_S, 1)
