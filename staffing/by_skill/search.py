"""The least agents by set of skills that keep every queue's goals under skill-based routing.

1. Load cuts and an integer program: a start that no answer should be below.
2. Agents as if everybody worked for one queue only, repaired where a ramp breaks it: an answer, and the one to beat.
3. Simulation cuts until every goal is kept; then teams of one agent fewer, sought beside the last.
4. Fresh contacts and more of them judge; where a goal is missed after all, agents are added. No answer is dearer than 2
   where that is known to do by formula.

Where nobody has two skills there is nothing to search: every queue gets what it needs by itself, as in
`requirement.csv`.

`requirement.csv` stays what each queue needs by itself; its sum counts a flexible agent once for every queue. The
answer here counts each agent once: it is what the people of a site have to be at work for all queues together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.site_config import Goal
from staffing.by_skill.groups import SkillGroup, can_serve, check_groups, prices
from staffing.by_skill.load_cuts import Load, load_cuts, loads_of
from staffing.by_skill.program import Cuts, dedicated_agents
from staffing.by_skill.promises import Promise
from staffing.by_skill.repair import repaired
from staffing.by_skill.simulation_cuts import Effort, Search, Tell, cut_until_kept, cuts_at
from staffing.by_skill.smaller_teams import smaller_teams
from staffing.by_skill.stages import day_stage, steady_stage
from staffing.by_skill.trial import Gains, Stage
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.model import Stream

FRESH = 1_000_003  # added to the seed: contacts that the search has not seen
STEADY_EFFORT = Effort()
DAY_EFFORT = Effort(fine_contacts=5e5, judged_contacts=1.5e7, smaller_rounds=5, judged_errors=-0.5, cuts_apart=True)


@dataclass(frozen=True, slots=True)
class SkillRequirement:
    """Agents on the queues by group and interval, shrinkage not included, and what they were seen to reach.

    `reached` and `error` (one standard error) are by promise and interval, in the unit of the promise: a share, or
    seconds of ASA; NaN where nothing is offered. `bound` is the least that all queues pooled need, `dedicated` what
    they need by themselves, by interval. `missing` counts agents beyond the people there are. `stopped` where time was
    up before the search had come to its end; where none had begun `reached` and `error` are NaN.
    """

    agents: IntArray
    promises: tuple[Promise, ...]
    reached: FloatArray
    error: FloatArray
    bound: IntArray
    dedicated: IntArray
    missing: IntArray
    stopped: bool = False


def skill_requirement(
    streams: Sequence[Stream],
    goals: Sequence[Goal],
    groups: Sequence[SkillGroup],
    interval_s: float,
    *,
    seed: int,
    effort: Effort | None = None,
    needs: IntArray | None = None,
    day_cv: ArrayLike = 0.0,
    jobs: int = 1,
    tell: Tell = lambda _: None,
    is_over: Callable[[], bool] = lambda: False,
) -> SkillRequirement:
    """Agents by group for every interval of the streams; streams of a single interval are taken as a steady state.

    `needs` are the agents that each queue needs by itself `[queue, interval]`, without them by Erlang's formulas;
    `day_cv` is what `simulate` takes; the same seed gives the same agents, whatever the jobs, unless `is_over` says
    that time is up: then the best agents found so far are judged and mended; where none were, it is the queues apart.
    """
    check_groups(groups, streams)
    intervals = np.size(streams[0].offered)
    cv = np.array(np.broadcast_to(np.asarray(day_cv, dtype=np.float64), (len(streams), intervals)))
    load = Load(streams, goals, loads_of(streams, interval_s), cv)
    stage = (steady_stage if intervals == 1 else day_stage)(load, groups, interval_s, jobs)
    effort = effort or (STEADY_EFFORT if intervals == 1 else DAY_EFFORT)
    search = Search(stage, effort, seed, people(groups, intervals), tell, is_over)
    if needs is None:
        needs = np.array([load.pooled_agents(frozenset({q})) for q in range(len(streams))])
    agents, found = searched(search, load_cuts(load, groups), needs)
    return SkillRequirement(
        agents=agents,
        promises=stage.promises,
        reached=reached_by(stage.promises, found),
        error=errors_of(stage.promises, found),
        bound=load.pooled_agents(frozenset(range(len(streams)))),
        dedicated=needs.sum(axis=0),
        missing=np.maximum(agents - search.most, 0),
        stopped=is_over() and bool(flexible_groups(groups).any()),
    )


def searched(search: Search, cuts: Sequence[Cuts], needs: IntArray) -> tuple[IntArray, Gains]:
    """The agents found on the contacts of the seed and kept on fresh ones, and what they gain there."""
    groups = search.stage.groups
    serves = can_serve(groups, len(search.stage.streams))
    apart = np.array(
        [dedicated_agents(prices(groups), serves, needs[:, p], search.most[:, p]) for p in range(search.stage.periods)]
    ).T
    if search.is_over() or not flexible_groups(groups).any():
        return apart, unseen(search.stage)  # formulas know queues that share nobody
    search.tell("Agents as if everybody worked for one queue are tried.")
    best, found = repaired(search, apart, search.effort.errors)
    has_time = search.effort.cuts_apart and not search.is_over()
    agents = cut_until_kept(search, cuts_at(search, cuts, best, found) if has_time else cuts, best)
    agents = smaller_teams(with_contacts(search, search.effort.fine_contacts), cuts, agents)
    fresh = replace(with_contacts(search, search.effort.judged_contacts), seed=search.seed + FRESH)
    agents, found = repaired(search, agents, search.effort.judged_errors, judge=fresh)
    capped = never_dearer(search.stage, agents, apart)
    return (agents, found) if (capped == agents).all() else (capped, fresh.gains(capped))


def unseen(stage: Stage) -> Gains:
    """Gains of which nothing is known."""
    offered = stage.offered()[[promise.queue for promise in stage.promises]]
    unknown = np.full(offered.shape, np.nan)
    return Gains(unknown, unknown, offered)


def never_dearer(stage: Stage, agents: IntArray, apart: IntArray) -> IntArray:
    """The agents, or those with one skill who are known to do by Erlang's formulas where chance has asked for more."""
    cost = prices(stage.groups)
    return np.where((cost @ apart < cost @ agents - 1e-9) & is_dedicated(stage, apart), apart, agents)


def is_dedicated(stage: Stage, agents: IntArray) -> NDArray[np.bool_]:
    """The periods in which nobody of more than one skill is at work: there Erlang's formulas know every queue."""
    alone: NDArray[np.bool_] = agents[flexible_groups(stage.groups)].sum(axis=0) == 0
    return alone


def flexible_groups(groups: Sequence[SkillGroup]) -> NDArray[np.bool_]:
    """The groups of more than one skill."""
    return np.array([len(group.skills) > 1 for group in groups])


def with_contacts(search: Search, contacts: float) -> Search:
    """The search with so many contacts a trial."""
    return replace(search, effort=replace(search.effort, contacts=contacts))


def people(groups: Sequence[SkillGroup], periods: int) -> IntArray:
    """How many people there are by group and period; without a limit more than anybody needs."""
    endless = np.iinfo(np.int32).max
    return np.array([np.broadcast_to(endless if group.most is None else group.most, periods) for group in groups])


def reached_by(made: Sequence[Promise], found: Gains) -> FloatArray:
    """What was reached, in the unit of each promise."""
    share = np.divide(found.mean, found.offered, out=np.full(found.mean.shape, np.nan), where=found.offered > 0)
    level = np.array([[promise.level] for promise in made])
    return level + share * signs(made)


def errors_of(made: Sequence[Promise], found: Gains) -> FloatArray:
    """The standard errors of what was reached."""
    share = np.divide(found.error, found.offered, out=np.full(found.error.shape, np.nan), where=found.offered > 0)
    return share * np.abs(signs(made))


def signs(made: Sequence[Promise]) -> FloatArray:
    """What a contact gained of each is in the unit of the promise: a wait shorter by its longest, or a share more."""
    return np.array([[-promise.level if promise.kind == "asa" else 1.0] for promise in made])
