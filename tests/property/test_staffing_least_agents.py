"""No answer can be beaten by one agent fewer, and every figure moves the way it must; loads 0.01 to 5,000."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.erlang import erlang_b, erlang_b_agents, erlang_c, erlang_c_agents
from staffing.least_agents import least_agents
from staffing.queue_figures import QueueFigures, queue_figures

CASES = 20_000
ROUNDING = 2e-12  # a goal missed by rounding counts as met

loads = st.floats(0.01, 5000)
seconds = st.floats(20, 1200)
shares = st.floats(0.05, 0.999)


class RandomCases:
    """Seeded cases: loads even on a log scale, about a third without patience, any of the goals tight or loose."""

    def __init__(self, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self.load = np.exp(draw.uniform(np.log(0.01), np.log(5000), CASES))
        self.aht_s = draw.uniform(30, 900, CASES)
        self.patience_s = np.where(
            draw.random(CASES) < 0.35, np.inf, np.exp(draw.uniform(np.log(5), np.log(3600), CASES))
        )
        self.within_s = draw.choice([0.0, 10, 20, 60], CASES)
        self.response_rate = draw.choice([0.001, 0.8, 0.9, 0.95, 0.995], CASES)
        self.service_level = draw.choice([0.001, 0.5, 0.8, 0.9, 0.99], CASES)
        self.max_asa_s = draw.choice([np.inf, 2.0, 20, 60], CASES)
        self.max_occupancy = draw.choice([1.0, 0.95, 0.88, 0.6], CASES)

    def least(self, load: np.ndarray):
        return least_agents(
            load,
            self.aht_s,
            self.patience_s,
            self.within_s,
            response_rate=self.response_rate,
            service_level=self.service_level,
            max_asa_s=self.max_asa_s,
            max_occupancy=self.max_occupancy,
        )

    def reached(self, agents: np.ndarray) -> QueueFigures:
        return queue_figures(self.load, agents, self.aht_s, self.patience_s, self.within_s)

    def misses(self, agents: np.ndarray, by: float) -> dict[str, np.ndarray]:
        """Which goals are missed by more than `by`, relative; an endless wait or nobody at work misses."""
        got = self.reached(agents)
        return {
            "response_rate": ~(got.response_rate >= self.response_rate - by),
            "service_level": ~(got.service_level >= self.service_level - by),
            "asa": ~(got.asa_s <= self.max_asa_s * (1 + by)) | np.isinf(got.asa_s),
            "occupancy": ~(got.occupancy <= self.max_occupancy * (1 + by)),
        }


@pytest.fixture(scope="module")
def cases() -> RandomCases:
    return RandomCases(seed=20260302)


def test_every_answer_meets_every_goal(cases: RandomCases) -> None:
    least = cases.least(cases.load)
    missed = np.any(list(cases.misses(least.agents, ROUNDING).values()), axis=0)
    assert np.flatnonzero(missed).tolist() == []


def test_no_answer_is_beaten_by_one_agent_fewer_and_the_binding_goal_is_one_it_misses(cases: RandomCases) -> None:
    least = cases.least(cases.load)
    fewer = cases.misses(least.agents - 1, 0)
    grows_for_ever = np.isinf(cases.patience_s) & (least.agents - 1 <= cases.load)
    for goal, missed in fewer.items():
        assert (missed | grows_for_ever)[least.binding == goal].all(), goal
    assert set(least.binding.tolist()) == set(fewer)


@pytest.mark.parametrize("goal", ["response_rate", "service_level", "max_asa_s", "max_occupancy"])
@pytest.mark.parametrize("patient", [True, False])
def test_no_answer_to_a_single_goal_is_beaten_by_one_agent_fewer(cases: RandomCases, goal: str, patient: bool) -> None:
    """Erlang C alone and Erlang A alone; without patience one agent fewer may be a queue that never stops growing."""
    patience_s = np.full(CASES, np.inf) if patient else np.minimum(cases.patience_s, 3600)
    limit = np.where(np.isinf(cases.max_asa_s), 30.0, cases.max_asa_s) if goal == "max_asa_s" else getattr(cases, goal)
    agents = least_agents(cases.load, cases.aht_s, patience_s, cases.within_s, **{goal: limit}).agents
    figure = goal.removeprefix("max_")

    def met(heads: np.ndarray, by: float) -> np.ndarray:
        got = getattr(queue_figures(cases.load, heads, cases.aht_s, patience_s, cases.within_s), figure)
        return got <= limit * (1 + by) if goal.startswith("max_") else got >= limit - by

    assert met(agents, ROUNDING).all()
    grows_for_ever = patient & (agents - 1 <= cases.load)
    assert not (met(agents - 1, 0) & ~grows_for_ever & (agents > 1)).any()


def test_a_harder_goal_never_needs_fewer_agents(cases: RandomCases) -> None:
    easy = cases.least(cases.load).agents
    for name, harder in (
        ("response_rate", 0.996),
        ("service_level", 0.995),
        ("max_asa_s", 1.0),
        ("max_occupancy", 0.5),
    ):
        hard = RandomCases(seed=20260302)
        setattr(hard, name, np.full(CASES, harder))
        assert (hard.least(hard.load).agents >= easy).all(), name


def test_more_load_never_needs_fewer_agents(cases: RandomCases) -> None:
    assert (cases.least(cases.load * 1.02).agents >= cases.least(cases.load).agents).all()


def test_one_more_agent_improves_every_figure(cases: RandomCases) -> None:
    """Up to rounding, which is all that is left where nobody waits any more."""
    agents = np.ceil(cases.load * np.random.default_rng(7).uniform(0.5, 1.6, CASES))
    one, two = cases.reached(agents), cases.reached(agents + 1)
    assert (two.response_rate >= one.response_rate - ROUNDING).all()
    assert (two.service_level >= one.service_level - ROUNDING).all()
    assert (two.p_wait <= one.p_wait * (1 + 1e-11)).all()
    assert (two.p_abandon <= one.p_abandon * (1 + 1e-11)).all()
    assert (two.asa_s <= one.asa_s * (1 + 1e-11)).all()
    assert (two.occupancy <= one.occupancy * (1 + ROUNDING)).all()


@given(loads, seconds, st.one_of(st.none(), seconds), shares)
def test_a_service_level_is_met_and_not_by_one_agent_fewer(
    load: float, aht_s: float, patience_s: float | None, share: float
) -> None:
    agents = int(least_agents(load, aht_s, patience_s, 20, service_level=share).agents)
    assert float(queue_figures(load, agents, aht_s, patience_s, 20).service_level) >= share - ROUNDING
    assert float(queue_figures(load, agents - 1, aht_s, patience_s, 20).service_level) < share


@given(loads, st.floats(1e-6, 0.9))
def test_servers_for_a_loss_and_for_a_wait_are_the_least(load: float, limit: float) -> None:
    for probability, least in ((erlang_b, erlang_b_agents), (erlang_c, erlang_c_agents)):
        servers = int(least(load, limit))
        assert float(probability(load, servers)) <= limit * (1 + ROUNDING)
        assert float(probability(load, servers - 1)) > limit


@given(st.floats(0.01, 300), st.integers(1, 300))
def test_erlang_b_obeys_its_recursion(load: float, agents: int) -> None:
    before, after = float(erlang_b(load, agents - 1)), float(erlang_b(load, agents))
    assert after == pytest.approx(load * before / (agents + load * before), rel=1e-11, abs=1e-300)


@given(loads, st.integers(0, 6000), seconds, st.one_of(st.none(), seconds))
def test_every_share_is_a_share(load: float, agents: int, aht_s: float, patience_s: float | None) -> None:
    reached = queue_figures(load, agents, aht_s, patience_s)
    for share in (reached.p_wait, reached.p_abandon, reached.response_rate, reached.service_level):
        assert 0 <= float(share) <= 1
    assert float(reached.service_level) <= float(reached.response_rate) + 1e-12
