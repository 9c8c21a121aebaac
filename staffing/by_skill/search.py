"""The least agents by set of skills that keep every queue's goals under skill-based routing.

1. Load cuts and an integer program: a start that no answer should be below.
2. Agents as if everybody worked for one queue only, repaired where a ramp breaks it: an answer, and the one to beat.
3. Simulation cuts until every goal is kept; then smaller teams by moves of one agent.
4. Fresh contacts and more of them judge; where a goal is missed after all, agents are added.

`requirement.csv` stays what each queue needs by itself; its sum counts a flexible agent once for every queue. The
answer here counts each agent once: it is what the people of a site have to be at work for all queues together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.site_config import Goal
from staffing.by_skill.groups import SkillGroup, bound_sets, can_serve, check_groups, prices
from staffing.by_skill.load_cuts import carried_load, pooled_agents
from staffing.by_skill.program import Cuts, dedicated_agents
from staffing.by_skill.promises import Promise, promises
from staffing.by_skill.repair import repaired
from staffing.by_skill.simulation_cuts import Bench, Effort, Tell, cut_until_kept
from staffing.by_skill.smaller_teams import smaller_teams
from staffing.by_skill.stages import day_stage, steady_stage
from staffing.by_skill.trial import Gains
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.model import Stream

FRESH = 1_000_003  # added to the seed: contacts that the search has not seen
DEFAULT_EFFORT = Effort()


@dataclass(frozen=True, slots=True)
class SkillRequirement:
    """Agents on the queues by group and interval, shrinkage not included, and what they were seen to reach.

    `reached` and `error` (one standard error) are by promise and interval, in the unit of the promise: a share, or
    seconds of ASA; NaN where nothing is offered. `bound` is the least that all queues pooled need, `dedicated` what
    they need by themselves, by interval. `missing` counts agents beyond the people there are.
    """

    agents: IntArray
    promises: tuple[Promise, ...]
    reached: FloatArray
    error: FloatArray
    bound: IntArray
    dedicated: IntArray
    missing: IntArray


def skill_requirement(
    streams: Sequence[Stream],
    goals: Sequence[Goal],
    groups: Sequence[SkillGroup],
    interval_s: float,
    *,
    seed: int,
    effort: Effort = DEFAULT_EFFORT,
    day_cv: float = 0.0,
    jobs: int = 1,
    tell: Tell = lambda _: None,
) -> SkillRequirement:
    """Agents by group for every interval of the streams; streams of a single interval are taken as a steady state."""
    check_groups(groups, streams)
    made = promises(goals)
    build = steady_stage if np.size(streams[0].offered) == 1 else day_stage
    stage = build(tuple(streams), tuple(groups), made, interval_s)
    stage = replace(stage, day_cv=day_cv, jobs=jobs)
    bench = Bench(stage, effort, seed, people(groups, stage.periods), tell)
    loads = np.array([carried_load(stream, interval_s) for stream in streams])
    cuts = load_cuts(streams, goals, groups, loads, day_cv)
    needs = np.array([pooled_agents(frozenset({q}), streams, goals, loads, day_cv) for q in range(len(streams))])
    agents, found = searched(bench, cuts, needs)
    every = frozenset(range(len(streams)))
    return SkillRequirement(
        agents=agents,
        promises=made,
        reached=reached_by(made, found),
        error=np.divide(found.error, found.offered, out=np.full(found.error.shape, np.nan), where=found.offered > 0),
        bound=pooled_agents(every, streams, goals, loads, day_cv),
        dedicated=needs.sum(axis=0),
        missing=np.maximum(agents - bench.most, 0),
    )


def searched(bench: Bench, cuts: Sequence[Cuts], needs: IntArray) -> tuple[IntArray, Gains]:
    """The agents found on the contacts of the seed and kept on fresh ones, and what they gain there."""
    groups, errors = bench.stage.groups, bench.effort.errors
    serves = can_serve(groups, len(bench.stage.streams))
    apart = [
        dedicated_agents(prices(groups), serves, needs[:, p], bench.most[:, p]) for p in range(bench.stage.periods)
    ]
    best, _ = repaired(bench, np.array(apart).T, errors)
    agents = cut_until_kept(bench, cuts, best)
    agents = smaller_teams(with_contacts(bench, bench.effort.fine_contacts), cuts, agents)
    fresh = replace(with_contacts(bench, bench.effort.judged_contacts), seed=bench.seed + FRESH)
    return repaired(fresh, agents, 0.0)


def with_contacts(bench: Bench, contacts: float) -> Bench:
    """The bench with so many contacts a trial."""
    return replace(bench, effort=replace(bench.effort, contacts=contacts))


def load_cuts(
    streams: Sequence[Stream], goals: Sequence[Goal], groups: Sequence[SkillGroup], loads: FloatArray, day_cv: float
) -> list[Cuts]:
    """The load cuts of every interval."""
    sets = bound_sets(groups, len(streams))
    serves = can_serve(groups, len(streams))
    touches = np.array([serves[:, sorted(queues)].any(axis=1) for queues in sets], dtype=np.float64)
    needed = np.array([pooled_agents(queues, streams, goals, loads, day_cv) for queues in sets], dtype=np.float64)
    names = tuple("load__" + "_".join(map(str, sorted(queues))) for queues in sets)
    return [Cuts(names, touches, needed[:, p]) for p in range(needed.shape[1])]


def people(groups: Sequence[SkillGroup], periods: int) -> IntArray:
    """How many people there are by group and period; without a limit more than anybody needs."""
    endless = np.iinfo(np.int32).max
    return np.array([np.broadcast_to(endless if group.most is None else group.most, periods) for group in groups])


def reached_by(made: Sequence[Promise], found: Gains) -> FloatArray:
    """What was reached, in the unit of each promise."""
    share = np.divide(found.mean, found.offered, out=np.full(found.mean.shape, np.nan), where=found.offered > 0)
    level = np.array([[promise.level] for promise in made])
    is_asa = np.array([[promise.kind == "asa"] for promise in made])
    return np.where(is_asa, level * (1 - share), level + share)
