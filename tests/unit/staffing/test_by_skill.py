"""Agents by set of skills: never fewer than the pool needs, nor more than queues apart, flexible ones counted once."""

import numpy as np
import pytest

from domain.errors import ConfigError
from domain.site_config import Goal
from staffing.by_skill.groups import SkillGroup, bound_sets
from staffing.by_skill.search import SkillRequirement, skill_requirement
from staffing.by_skill.simulation_cuts import Effort
from staffing.least_agents import least_agents
from staffing.simulation.model import Stream

LOADS = (12.0, 8.0)


def streams() -> tuple[Stream, ...]:
    """Two queues of one half-hour."""
    return tuple(Stream(f"q{k}", np.array([load * 10]), np.array([180.0]), 120.0, 20.0) for k, load in enumerate(LOADS))


def found(*skills: tuple[int, ...]) -> SkillRequirement:
    """The least agents with these sets of skills for 90% answered."""
    groups = [SkillGroup(each) for each in skills]
    effort = Effort(contacts=5e4, judged_contacts=2e5)
    return skill_requirement(streams(), [Goal(response_rate=0.9)] * 2, groups, 1800.0, seed=1, effort=effort)


def test_flexible_agents_save_some_and_are_counted_once() -> None:
    answer = found((0,), (1,), (0, 1))
    pooled = int(least_agents(sum(LOADS), 180.0, 120.0, response_rate=0.9).agents)
    apart = int(least_agents(LOADS, 180.0, 120.0, response_rate=0.9).agents.sum())
    assert pooled <= answer.agents.sum() <= apart
    assert pooled < apart
    assert (answer.reached >= 0.9).all()


def test_the_same_seed_gives_the_same_agents() -> None:
    assert np.array_equal(found((0,), (1,), (0, 1)).agents, found((0,), (1,), (0, 1)).agents)


def test_contacts_that_nobody_can_answer_are_refused() -> None:
    with pytest.raises(ConfigError, match="Nobody has the skill q1"):
        found((0,))


def test_sets_of_queues_that_bind_are_those_outside_the_skills_of_others() -> None:
    groups = [SkillGroup((0,)), SkillGroup((0, 1))]
    assert bound_sets(groups, 2) == [frozenset({0, 1}), frozenset({1})]
