"""The answer: between the pool and the queues apart, kept in simulation, each agent once, the same for a seed."""

from itertools import chain, combinations

import numpy as np
import pytest

from domain.site_config import Goal
from staffing.by_skill.groups import SkillGroup
from staffing.by_skill.search import SkillRequirement, skill_requirement
from staffing.least_agents import least_agents
from tests.unit.staffing.by_skill.small import AHT_S, BOTH, INTERVAL_S, LITTLE, PATIENCE_S, groups, stream, streams

GOAL = Goal(response_rate=0.95)
PAIRS = (*((q,) for q in range(3)), (0, 1), (0, 2), (1, 2))


def answer(loads: tuple[float, ...], known: list[SkillGroup], seed: int = 1, jobs: int = 1) -> SkillRequirement:
    goals = [GOAL] * len(loads)
    return skill_requirement(streams(*loads), goals, known, INTERVAL_S, seed=seed, effort=LITTLE, jobs=jobs)


@pytest.mark.parametrize("seed", range(4))
def test_it_lies_between_the_pool_and_the_queues_apart_and_carries_every_set_of_queues(seed: int) -> None:
    loads = np.random.default_rng(seed).uniform(2, 14, 3)
    found = answer(tuple(loads), groups(*PAIRS), seed)
    apart = int(least_agents(loads, AHT_S, PATIENCE_S, response_rate=0.95).agents.sum())
    pooled = int(least_agents(loads.sum(), AHT_S, PATIENCE_S, response_rate=0.95).agents)
    assert found.dedicated.tolist() == [apart]
    assert found.bound.tolist() == [pooled]
    assert pooled <= found.agents.sum() <= apart
    for queues in chain.from_iterable(combinations(range(3), size) for size in (1, 2, 3)):
        serving = sum(int(n) for n, skills in zip(found.agents[:, 0], PAIRS, strict=True) if set(skills) & set(queues))
        assert serving >= 0.95 * loads[list(queues)].sum()


def test_flexible_agents_spare_some_and_every_goal_is_kept_on_fresh_contacts() -> None:
    found = answer((12, 8), groups(*BOTH))
    assert found.agents.sum() < found.dedicated[0]
    assert (found.reached >= 0.95).all()
    assert (found.error < 0.01).all()


def test_the_same_seed_gives_the_same_agents_whatever_the_jobs() -> None:
    first, again = (answer((6, 4), groups(*BOTH), seed=5, jobs=jobs) for jobs in (1, 2))
    assert np.array_equal(first.agents, again.agents)
    assert np.array_equal(first.reached, again.reached)


def test_dear_flexible_agents_are_not_taken() -> None:
    found = answer((6, 4), [SkillGroup((0,)), SkillGroup((1,)), SkillGroup((0, 1), cost=2.5)])
    apart = least_agents([6, 4], AHT_S, PATIENCE_S, response_rate=0.95).agents
    assert found.agents[:, 0].tolist() == [*apart.tolist(), 0]


def test_people_beyond_those_there_are_are_counted_as_missing() -> None:
    found = answer((6, 4), [SkillGroup((0,), np.array([3])), SkillGroup((1,), np.array([20]))])
    assert found.missing[:, 0].tolist() == [found.agents[0, 0] - 3, 0]


def test_a_day_is_kept_in_every_interval_with_fewer_than_the_queues_apart_need() -> None:
    rising = (stream("a", 4, 8, 14, 10, 6, 5), stream("b", 3, 3, 6, 9, 7, 4))
    found = skill_requirement(rising, [GOAL] * 2, groups(*BOTH), INTERVAL_S, seed=2, effort=LITTLE)
    assert found.agents.shape == (3, 6)
    assert found.agents.sum() < found.dedicated.sum()
    assert (found.reached >= 0.95 - 2 * found.error).all()


def test_a_wait_is_kept_below_its_longest() -> None:
    goals = [Goal(max_asa_s=20)] * 2
    found = skill_requirement(streams(6, 4), goals, groups(*BOTH), INTERVAL_S, seed=2, effort=LITTLE)
    assert (found.reached <= 20).all()
    assert found.bound[0] <= found.agents.sum() <= found.dedicated[0]


def test_when_time_is_up_the_queues_apart_are_the_answer_and_nothing_is_known_of_it() -> None:
    goals = [GOAL] * 2
    found = skill_requirement(
        streams(6, 4), goals, groups(*BOTH), INTERVAL_S, seed=1, effort=LITTLE, is_over=lambda: True
    )
    assert found.stopped
    assert found.agents.sum() == found.dedicated[0]
    assert np.isnan(found.reached).all()


def test_when_time_is_up_on_the_way_what_was_found_is_judged_and_keeps_every_goal() -> None:
    asked = iter([False] + [True] * 100)
    goals = [GOAL] * 2
    found = skill_requirement(
        streams(12, 8), goals, groups(*BOTH), INTERVAL_S, seed=1, effort=LITTLE, is_over=lambda: next(asked)
    )
    assert found.stopped
    assert (found.reached >= 0.95).all()
    assert found.agents.sum() <= found.dedicated[0]


def test_where_nobody_knows_two_queues_each_gets_what_it_needs_by_itself_and_no_search_is_made() -> None:
    told: list[str] = []
    found = skill_requirement(
        streams(12, 8), [GOAL] * 2, [SkillGroup((0,)), SkillGroup((1,))], INTERVAL_S, seed=1, tell=told.append,
        is_over=lambda: True,
    )  # fmt: skip
    apart = least_agents([12, 8], AHT_S, PATIENCE_S, response_rate=0.95).agents
    assert found.agents[:, 0].tolist() == apart.tolist()
    assert (told, found.stopped) == ([], False)
