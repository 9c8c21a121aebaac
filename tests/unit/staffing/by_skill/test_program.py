"""The integer programs: what the rows let through, people who exist, teams of one fewer."""

import numpy as np
import pytest

from staffing.by_skill.groups import can_serve, prices
from staffing.by_skill.program import Cuts, cheapest_agents, dedicated_agents, smaller_team
from tests.unit.staffing.by_skill.small import BOTH, groups

ENDLESS = np.full(3, 1000)
COST = prices(groups(*BOTH))
LOADS = Cuts(("both", "a", "b"), np.array([[1.0, 1, 1], [1, 0, 1], [0, 1, 1]]), np.array([4.0, 3, 2]))


def test_the_cheapest_agents_are_as_many_as_the_pool_and_as_flexible_as_they_must() -> None:
    assert cheapest_agents(COST, LOADS, ENDLESS).tolist() == [2, 1, 1]


def test_a_cut_is_kept_and_of_equal_answers_the_nearest_to_the_last_is_taken() -> None:
    cuts = LOADS.and_also("cut__0__1", np.array([0.0, 1.0, 0.5]), 2.5)
    found = cheapest_agents(COST, cuts, ENDLESS)
    assert found.sum() == 4
    assert found[1] + 0.5 * found[2] >= 2.5
    assert cheapest_agents(COST, LOADS, ENDLESS, near=np.array([0, 0, 4])).tolist() == [0, 0, 4]


def test_people_who_do_not_exist_are_taken_only_where_nobody_else_can_do_it() -> None:
    assert cheapest_agents(COST, LOADS, np.array([1, 1, 9])).tolist() == [1, 1, 2]
    assert cheapest_agents(COST, LOADS, np.array([1, 0, 1])).sum() == 4


def test_apart_a_flexible_agent_is_split_and_never_counted_twice() -> None:
    serves, needs = can_serve(groups(*BOTH), 2), np.array([3, 2])
    assert dedicated_agents(COST, serves, needs, np.array([0, 0, 9])).tolist() == [0, 0, 5]
    assert dedicated_agents(COST, serves, needs, ENDLESS).tolist() == [3, 2, 0]


def test_a_smaller_team_keeps_the_load_cuts_and_tells_by_how_much_it_misses_the_rest() -> None:
    cuts, units = LOADS.and_also("seen", np.array([2.0, 2.0, 2.0]), 10.0), np.array([0.0, 0, 0, 100])
    found = smaller_team(COST, cuts, units, 4.5, ENDLESS, np.array([2, 1, 2]), 4.0)
    assert found is not None
    assert found[0].sum() == 4
    assert found[1] == pytest.approx(0.02)  # 10 - 2 x 4 of 100 contacts


def test_no_team_is_smaller_than_the_load_cuts_let_through_or_further_than_the_reach() -> None:
    units = np.zeros(3)
    assert smaller_team(COST, LOADS, units, 3.5, ENDLESS, np.array([2, 1, 1]), 4.0) is None
    assert smaller_team(COST, LOADS, units, 4.1, ENDLESS, np.array([9, 9, 9]), 4.0) is None
