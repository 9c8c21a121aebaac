"""The question whether a roster exists at all: people, rules, goals marked `must`, and duties to be kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.roster import PlanningWindow
from domain.site import Site
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.locks import Lock


@dataclass(frozen=True, slots=True)
class Case:
    """What must hold together: `needs` are agents by interval of the window, of queues whose goal is marked `must`."""

    site: Site
    window: PlanningWindow
    needs: Mapping[str, NDArray[np.float64]]
    locks: tuple[Lock, ...] = ()

    @property
    def grid(self) -> DayGrid:
        """The intervals of the window."""
        return DayGrid(self.window, self.site.interval_min)

    @property
    def leads_must(self) -> bool:
        """Whether the span of control is marked `must`."""
        return self.site.config.lead is not None and self.site.config.lead.must

    @property
    def asks_anything(self) -> bool:
        """Whether anything is marked `must`."""
        return self.leads_must or any(need.any() for need in self.needs.values())


def case_of(site: Site, requirement: pd.DataFrame, window: PlanningWindow, locks: tuple[Lock, ...] = ()) -> Case:
    """The question for a site and a requirement."""
    needs = needed_agents(site, requirement, DayGrid(window, site.interval_min))
    musts = {queue.id: needs[queue.id] for queue in site.queues if queue.goal.must}
    return Case(site, window, musts, locks)


def stretch_of(case: Case, first: int, last: int) -> Case:
    """The question for the days `first` to `last` of the window alone; a case that has no answer has none either.

    It is easier than the whole: unless it starts with the window, nobody has worked before, and so that duties of the
    day before `first` may reach into it, that day is part of the stretch without asking for anything.
    """
    begin = max(0, first - 1)
    days = case.window.dates()[begin : last + 1]
    window = PlanningWindow(days[0], len(days))
    a_day = case.grid.a_day
    needs = {}
    for queue, need in case.needs.items():
        needs[queue] = need[begin * a_day : (last + 1) * a_day].copy()
        needs[queue][: (first - begin) * a_day] = 0
    site = case.site if begin == 0 else replace(case.site, previous=())
    locks = tuple(lock for lock in case.locks if window.holds(lock.day))
    return Case(site, window, needs, locks)


def person_of(case: Case, agent_id: str) -> Case:
    """The question whether one person has a legal tour."""
    section = case.site.config.site.model_copy(update={"seats": None})
    config = case.site.config.model_copy(update={"lead": None, "site": section})
    site = replace(case.site, people=(case.site.person_by_id[agent_id],), config=config)
    return Case(site, case.window, {}, tuple(lock for lock in case.locks if lock.agent_id == agent_id))
