"""The requirement of a site by set of skills, day by day: each person at work counted once.

`requirement.csv` says what each queue needs by itself; where people know several queues its sum counts them several
times. Here a row is a set of skills: so many agents who know at least these queues, nobody in two rows. Deferred work
has rows of its own where spare time does not do it; spare time is that of the smaller teams found here.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError
from domain.frames import Forecast, SkillAgents, checked
from domain.people import Person
from domain.site_config import Queue, Recovery
from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.search import SkillRequirement, skill_requirement
from staffing.by_skill.simulation_cuts import Effort, Tell
from staffing.by_skill.site_day import SiteDay, groups_of, live_part, site_days
from staffing.by_skill.skill_notes import goal_notes, hours_note, missed_notes, missing_notes, stopped_notes
from staffing.compiling import IntArray
from staffing.recovery import reserve, shared_fairly
from staffing.recovery_rows import out_shares
from staffing.shrinkage import combined_shrinkage, scheduled
from staffing.spare_time.placing import QueueRows, deferred_parts


@dataclass(frozen=True, slots=True)
class SkillOutcome:
    """Agents at work by interval and set of skills, and what to know about them, in sentences.

    `is_part` where time was up and it is not known that every queue keeps its goals.
    """

    frame: DataFrame[SkillAgents]
    notes: tuple[str, ...]
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """Agents at work by interval (rows) and skills joined by `;` (columns) on one day, and the same of it."""

    table: pd.DataFrame
    notes: list[str]
    is_part: bool


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How the search goes: the seed of its contacts, the threads it takes, how much is simulated, who is told, and
    whether time is up.
    """

    seed: int = 0
    jobs: int = 1
    effort: Effort | None = None
    tell: Tell = lambda _: None
    is_over: Callable[[], bool] = lambda: False


DEFAULT_SEARCH = SearchSettings()


def site_skill_requirement(
    forecast: DataFrame[Forecast],
    queues: Sequence[Queue],
    people: Sequence[Person],
    shrinkage: Mapping[str, float],
    interval_min: int,
    *,
    recovery: Recovery | None = None,
    search: SearchSettings = DEFAULT_SEARCH,
) -> SkillOutcome:
    """Agents at work, shrinkage and the reserve for recovery included, by interval and set of skills."""
    lost = combined_shrinkage(shrinkage)
    found_queues = [queue for queue in queues if (forecast["queue"] == queue.id).any()]
    check_skills(found_queues, people)
    rows = {queue.id: forecast[forecast["queue"] == queue.id].sort_values("interval_start") for queue in found_queues}
    is_live = {queue.id: queue.goal.max_backlog_h is None for queue in found_queues}
    live = [live_part(queue, rows[queue.id], lost, interval_min) for queue in found_queues if is_live[queue.id]]
    deferred = [QueueRows(queue, rows[queue.id]) for queue in found_queues if not is_live[queue.id]]
    days = site_days(live, interval_min) if live else []
    found = days_searched(days, [part.queue for part in live], people, lost, search)
    notes = [*goal_notes([part.queue for part in live]), *(note for day in found for note in day.notes)]
    by_skill = pd.concat([day.table for day in found]).fillna(0).astype(np.int64) if found else pd.DataFrame()
    notes += hours_note(by_skill, live, interval_min)
    placed, told = deferred_parts(deferred, thinned(live, by_skill), people, lost, interval_min)
    own = {queue: part.set_index("interval_start")["agents"] for queue, part in placed.items()}
    together = pd.concat([by_skill, pd.DataFrame(own)], axis=1).fillna(0).astype(np.int64).sort_index()
    held = with_reserve(together, recovery)
    return SkillOutcome(long_frame(held), (*notes, *told), any(day.is_part for day in found))


def check_skills(queues: Sequence[Queue], people: Sequence[Person]) -> None:
    """Raise ConfigError where a queue of the forecast has nobody who knows it."""
    known = frozenset().union(*(person.skills for person in people if person.role == "agent"))
    nobody = [queue.id for queue in queues if queue.id not in known]
    if nobody:
        raise ConfigError(
            f"No agent in staff.csv has the skill {', '.join(nobody)}, so nobody can answer what the forecast expects "
            f"there; give somebody the skill, or take the queue out of the forecast."
        )


def days_searched(
    days: Sequence[SiteDay], queues: Sequence[Queue], people: Sequence[Person], lost: float, search: SearchSettings
) -> list[DayOutcome]:
    """All days, as many at a time as there are threads; the same answers whatever their number."""
    at_once = max(1, min(search.jobs, len(days)))
    each = replace(search, jobs=max(1, search.jobs // at_once))
    with ThreadPoolExecutor(at_once) as pool:
        try:
            return list(pool.map(lambda day: day_searched(day, queues, people, lost, each), days))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def day_searched(
    day: SiteDay, queues: Sequence[Queue], people: Sequence[Person], shrinkage: float, search: SearchSettings
) -> DayOutcome:
    """The agents of one day."""
    groups = groups_of(people, [queue.id for queue in queues], day.starts)
    date = f"{day.starts[0]:%Y-%m-%d}"
    found = skill_requirement(
        day.streams,
        [queue.goal for queue in queues],
        groups,
        day.interval_s,
        seed=search.seed,
        effort=search.effort,
        needs=day.needs,
        day_cv=day.cv,
        jobs=search.jobs,
        tell=lambda sentence: search.tell(f"Skills on {date}, {sentence[0].lower()}{sentence[1:]}"),
        is_over=search.is_over,
    )
    names = [";".join(queues[q].id for q in group.skills) for group in groups]
    missed = [*missing_notes(found.missing, names, day.starts), *missed_notes(found, queues, day.starts)]
    is_unseen = found.stopped and not np.isfinite(found.reached).any()
    notes = [*stopped_notes(found.stopped, is_unseen, date), *missed]
    table = pd.DataFrame(at_work(found.agents, shrinkage).T, index=day.starts, columns=names)
    return DayOutcome(table, notes, found.stopped and ((is_unseen and not is_apart(found, groups)) or bool(missed)))


def is_apart(found: SkillRequirement, groups: Sequence[SkillGroup]) -> bool:
    """Whether nobody of more than one skill is asked for: then every queue has what it needs by itself."""
    return not any(found.agents[g].any() for g, group in enumerate(groups) if len(group.skills) > 1)


def at_work(agents: IntArray, shrinkage: float) -> IntArray:
    """Agents at work so that so many `[group, interval]` are on the queues: as many as all together need, shared out.

    Shrinkage takes from the whole team: to round up every small group would ask for an agent more in each.
    """
    return shared_fairly(scheduled(agents.sum(axis=0), shrinkage), agents.T.astype(np.float64)).T


def thinned(live: Sequence[QueueRows], by_skill: pd.DataFrame) -> list[QueueRows]:
    """The live queues with their part of the agents by skill, who are busier: what deferred work may borrow from."""
    if not live:
        return []
    needed = {part.queue.id: part.needed for part in live if part.needed is not None}
    apart = pd.concat(needed.values()).groupby("interval_start")["agents"].sum()
    share = (by_skill.sum(axis=1) / apart.where(apart > 0)).fillna(1.0).clip(upper=1.0)
    parts = []
    for part in live:
        rows = needed[part.queue.id]
        kept = share.reindex(pd.DatetimeIndex(rows["interval_start"])).fillna(1.0).to_numpy(np.float64)
        fewer = rows.assign(
            agents=np.floor(rows["agents"] * kept).astype(np.int64),
            occupancy=(rows["occupancy"] / kept).clip(upper=1.0),
        )
        parts.append(replace(part, needed=fewer))
    return parts


def with_reserve(table: pd.DataFrame, recovery: Recovery | None) -> pd.DataFrame:
    """The table with the reserve for recovery shared over the sets of skills; as it was without one."""
    if recovery is None:
        return table
    agents = table.to_numpy(np.float64)
    hours = pd.DatetimeIndex(table.index).hour.to_numpy().astype(np.int64)
    held = reserve(agents.sum(axis=1).astype(np.int64), out_shares(recovery, hours), recovery.quantile)
    return table + shared_fairly(held, agents)


def long_frame(table: pd.DataFrame) -> DataFrame[SkillAgents]:
    """A row an interval and set of skills."""
    stacked = table.rename_axis(index="interval_start").reset_index().melt("interval_start", None, "skills", "agents")
    in_order = stacked.sort_values("interval_start", kind="stable", ignore_index=True)
    return checked(SkillAgents, in_order.astype({"skills": str, "agents": "int64"}))
