"""Sets of skills, and the sets of queues that they bind together."""

import numpy as np
import pytest

from domain.errors import ConfigError
from staffing.by_skill.groups import SkillGroup, bound_sets, can_serve, check_groups, prices
from tests.unit.staffing.by_skill.small import BOTH, groups, streams


def test_with_every_single_skill_there_every_set_of_queues_is_looked_at() -> None:
    found = bound_sets(groups((0,), (1,), (2,), (0, 1)), 3)
    assert len(found) == 7
    assert found[0] == {0, 1, 2}


def test_a_set_that_binds_the_same_groups_as_a_larger_one_is_left_out() -> None:
    # Whoever serves a serves b too: a alone asks for a part of what both ask of the same people.
    assert bound_sets(groups((0,), (0, 1)), 2) == [{0, 1}, {1}]
    assert bound_sets(groups((0, 1)), 2) == [{0, 1}]


def test_of_a_great_many_sets_the_whole_is_always_looked_at() -> None:
    found = bound_sets(groups(*((q,) for q in range(14))), 14)
    assert found[0] == set(range(14))
    assert len(found) <= 512


def test_a_queue_that_nobody_knows_is_named_in_one_sentence() -> None:
    with pytest.raises(ConfigError, match="Nobody has the skill b"):
        check_groups(groups((0,)), streams(2, 1))


def test_a_queue_without_contacts_needs_nobody_who_knows_it() -> None:
    check_groups(groups((0,)), streams(2, 0))


def test_a_flexible_agent_costs_a_thousandth_more_unless_a_price_is_given() -> None:
    assert prices([*groups(*BOTH), SkillGroup((0, 1), cost=1.5)]) == pytest.approx([1, 1, 1.001, 1.5])
    assert np.array_equal(can_serve(groups(*BOTH), 2), [[True, False], [False, True], [True, True]])
