"""The least agents for all goals at once, and the goal that binds."""

import numpy as np
import pytest

from domain.errors import UsageError
from staffing.least_agents import least_agents
from staffing.queue_figures import queue_figures


def test_the_worked_example_needs_fourteen_agents_for_80_20() -> None:
    """callcentrehelper.com: 100 calls in 30 min, AHT 3 min, 80% within 20 s."""
    least = least_agents(10, 180, None, 20, service_level=0.8)
    assert int(least.agents) == 14
    assert str(least.binding) == "service_level"


def test_a_tenth_of_an_erlang_needs_one_agent_not_two() -> None:
    """ceil(load) + 1 would be two; one agent answers 91% at once."""
    least = least_agents(0.1, 180, None, 20, service_level=0.9)
    assert int(least.agents) == 1
    assert float(queue_figures(0.1, 1, 180, None, 20).service_level) > 0.9


def test_no_load_needs_nobody_and_nothing_binds() -> None:
    least = least_agents([0, 1], 180, 150, response_rate=0.95)
    assert least.agents.tolist()[0] == 0
    assert least.binding.tolist() == ["none", "response_rate"]


def test_impatience_needs_fewer_agents_than_the_load_at_a_low_response_rate() -> None:
    least = least_agents(100, 180, 120, response_rate=0.8)
    assert int(least.agents) < 100
    assert float(queue_figures(100, least.agents, 180, 120).response_rate) >= 0.8


def test_a_response_rate_without_patience_asks_for_more_agents_than_load() -> None:
    assert least_agents([9.5, 10], 180, None, response_rate=0.95).agents.tolist() == [10, 11]


@pytest.mark.parametrize(
    ("goals", "binding"),
    [
        ({"response_rate": 0.99, "service_level": 0.5}, "response_rate"),
        ({"response_rate": 0.9, "service_level": 0.95}, "service_level"),
        ({"response_rate": 0.5, "max_asa_s": 0.5}, "asa"),
        ({"response_rate": 0.9, "service_level": 0.8, "max_occupancy": 0.6}, "occupancy"),
    ],
)
def test_the_goal_that_one_agent_fewer_would_miss_furthest_binds(goals: dict[str, float], binding: str) -> None:
    assert str(least_agents(40, 200, 150, 20, **goals).binding) == binding


def test_all_goals_together_need_as_many_as_the_hardest_alone() -> None:
    together = least_agents(40, 200, 150, 20, response_rate=0.97, service_level=0.85, max_asa_s=9, max_occupancy=0.88)
    alone = [
        int(least_agents(40, 200, 150, 20, **goal).agents)
        for goal in ({"response_rate": 0.97}, {"service_level": 0.85}, {"max_asa_s": 9}, {"max_occupancy": 0.88})
    ]
    assert int(together.agents) == max(alone)
    assert len(set(alone)) > 1


def test_an_occupancy_met_exactly_costs_no_further_agent() -> None:
    """22 erlangs on 25 agents are 0.88 of their time; nobody abandons without patience."""
    assert int(least_agents(22, 180, None, max_occupancy=0.88).agents) == 25


def test_every_contact_answered_is_a_goal_that_can_be_met() -> None:
    least = least_agents(30, 180, 150, response_rate=1.0)
    assert float(queue_figures(30, least.agents, 180, 150).p_abandon) <= 1e-12
    assert float(queue_figures(30, least.agents - 1, 180, 150).p_abandon) > 1e-12


def test_goals_may_differ_from_case_to_case() -> None:
    least = least_agents(40, 200, 150, 20, response_rate=[0.9, 0.99])
    assert least.agents[0] < least.agents[1]


def test_without_any_goal_the_question_is_refused() -> None:
    with pytest.raises(UsageError, match="No goal is given"):
        least_agents(10, 180)


@pytest.mark.parametrize("goal", ["response_rate", "service_level", "max_occupancy"])
@pytest.mark.parametrize("share", [0.0, 95.0, np.nan])
def test_a_share_outside_0_to_1_is_refused_by_name(goal: str, share: float) -> None:
    with pytest.raises(UsageError, match=f"{goal} is .*; expected a share above 0 and at most 1"):
        least_agents(10, 180, **{goal: share})


LAW = (np.array([0.6, 1.0, 1.5]), np.array([0.25, 0.5, 0.25]))  # rates over the mean, shares of contacts


@pytest.mark.parametrize("patience_s", [150, None])
def test_a_law_s_shares_are_met_on_average_over_its_rates_and_not_by_one_agent_fewer(patience_s: float | None) -> None:
    load = np.array([2.0, 30.0, 400.0])
    agents = least_agents(load, 180, patience_s, service_level=0.8, rate_law=LAW).agents

    def on_average(heads: np.ndarray) -> np.ndarray:
        at_rates = queue_figures(load[:, None] * LAW[0], heads[:, None], 180, patience_s)
        return (at_rates.service_level * LAW[1]).sum(axis=1)

    assert (on_average(agents) >= 0.8).all()
    assert (on_average(agents - 1) < 0.8).all()


def test_a_law_of_one_rate_is_that_rate_and_nodes_without_weight_or_load_count_for_nothing() -> None:
    higher = least_agents(36, 180, 150, response_rate=0.95).agents
    one = (np.array([1.2]), np.array([1.0]))
    weightless = (np.array([1.2, 50.0]), np.array([1.0, 0.0]))
    idle = (np.array([0.0, 1.2]), np.array([0.0, 1.0]))
    for law in (one, weightless, idle):
        assert least_agents(30, 180, 150, response_rate=0.95, rate_law=law).agents == higher


def test_nobody_offered_at_a_rate_of_nothing_is_well_served() -> None:
    law = (np.array([0.0, 2.0]), np.array([0.5, 0.5]))
    found = int(least_agents(10, 180, 150, service_level=0.8, rate_law=law).agents)
    assert 0.5 + 0.5 * float(queue_figures(20, found, 180, 150).service_level) >= 0.8
    assert 0.5 + 0.5 * float(queue_figures(20, found - 1, 180, 150).service_level) < 0.8


def test_each_case_may_have_a_law_of_its_own_and_other_goals_hold_at_the_mean() -> None:
    rates, shares = np.array([[1.0, 1.0], [0.5, 1.5]]), np.array([0.5, 0.5])
    found = least_agents([30, 30], 180, 150, response_rate=0.95, rate_law=(rates, shares)).agents
    assert found[0] == least_agents(30, 180, 150, response_rate=0.95).agents < found[1]
    held = least_agents([30, 30], 180, 150, max_occupancy=0.8, rate_law=(rates, shares)).agents
    assert held[0] == held[1]


def test_a_law_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="rate_law's rate in case 2 is -1"):
        least_agents(10, 180, 150, response_rate=0.9, rate_law=(np.array([1.0, -1.0]), np.array([0.5, 0.5])))
    with pytest.raises(UsageError, match=r"rate_law's share in case 1 is 1\.5"):
        least_agents(10, 180, 150, response_rate=0.9, rate_law=(np.array([1.0, 1.0]), np.array([1.5, 0.5])))
