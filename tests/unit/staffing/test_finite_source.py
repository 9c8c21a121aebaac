"""Few customers: properties, and chats that slow each other."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from domain.errors import UsageError
from domain.site_config import Goal, Queue
from staffing.compiling import FloatArray
from staffing.erlang import erlang_b
from staffing.finite_source import (
    aht_beside_others,
    busy_share,
    chat_duration,
    engset_call_congestion,
    engset_time_congestion,
    repair_figures,
)
from staffing.least_agents import least_agents
from staffing.requirement import requirement
from tests.unit.staffing.small import small_forecast


@pytest.mark.parametrize(("sources", "servers"), [(1, 1), (4, 3), (10, 2), (40, 30), (200, 150)])
@pytest.mark.parametrize("load", [Fraction(1, 100), Fraction(1, 3), Fraction(5, 1)])
def test_engset_is_the_truncated_binomial_law(sources: int, servers: int, load: Fraction) -> None:
    weights = [comb(sources, busy) * load**busy for busy in range(servers + 1)]
    assert engset_time_congestion(sources, servers, float(load)) == pytest.approx(
        float(weights[-1] / sum(weights)), rel=1e-12
    )


def test_engset_of_very_many_sources_is_erlang_b() -> None:
    load = 8 / 1e7
    assert engset_call_congestion(10**7, 10, load) == pytest.approx(float(erlang_b(8, 10)), rel=1e-5)


def test_with_a_server_for_everybody_no_request_is_lost() -> None:
    assert engset_call_congestion(4, 4, 2.0) == 0
    assert engset_time_congestion(4, 0, 2.0) == 1


def test_one_repairer_is_idle_as_erlang_b_says() -> None:
    """P(none in repair) of K machines and one repairer is E_K(idle / service) (Palm 1947)."""
    machines, load = np.array([1, 2, 5, 30, 400]), 0.2
    assert repair_figures(machines, 1, load).p_none == pytest.approx(erlang_b(1 / load, machines), rel=1e-11)


def test_flow_into_repair_is_flow_out_of_it() -> None:
    found = repair_figures(np.array([3, 10, 50]), np.array([2, 3, 50]), 0.7)
    working = np.array([3, 10, 50]) - found.busy - found.waiting
    assert found.busy == pytest.approx(working * 0.7)
    assert found.waiting[2] == 0
    assert found.p_wait[2] == 0


def test_many_machines_and_a_heavy_load_do_not_overflow() -> None:
    found = repair_figures(5000, 10, 50.0)
    assert found.busy == pytest.approx(10)
    assert found.waiting == pytest.approx(5000 - 10 - 10 / 50)


@pytest.mark.parametrize("bad", [lambda: repair_figures(0, 1, 0.1), lambda: engset_time_congestion(3, 2, -1.0)])
def test_what_cannot_be_is_refused(bad: object) -> None:
    with pytest.raises(UsageError):
        bad()  # type: ignore[operator]


def test_a_chat_alone_takes_its_own_time_and_beside_others_longer() -> None:
    durations = chat_duration([1, 2, 3, 6], 420, 0.35)
    assert durations[0] == pytest.approx(420)
    assert (np.diff(durations) > 0).all()
    assert durations[1] == pytest.approx(2 * 147 / (1 - 0.65**2 / (0.65**2 + 2 * 0.65 * 0.35 + 2 * 0.35**2)))


def test_a_chat_that_needs_the_agent_all_the_time_is_no_faster_beside_others() -> None:
    assert chat_duration([1, 2, 3], 300, 1.0) == pytest.approx([300, 600, 900])
    assert busy_share(2, 1.0) == 1


def test_a_customer_who_writes_nearly_all_the_time_is_hardly_slowed() -> None:
    assert chat_duration(3, 600, 0.001) == pytest.approx(600, rel=0.005)


def chats(agent_share: float | None, concurrency: int = 3) -> Queue:
    goal = Goal(response_rate=0.95, service_level=0.8)
    return Queue(
        id="general",
        channel="chat",
        concurrency=concurrency,
        agent_share=agent_share,
        aht_s=420,
        patience_s=240,
        goal=goal,
    )


def test_without_a_share_of_the_agent_a_chat_takes_what_was_measured() -> None:
    measured = np.array([420.0, 300.0])
    assert aht_beside_others(chats(None), measured) is measured
    assert aht_beside_others(chats(0.35), measured) == pytest.approx(chat_duration(3, measured, 0.35))


def test_chats_that_slow_each_other_need_more_agents_but_not_as_many_as_one_at_a_time() -> None:
    forecast = small_forecast([150], aht_s=420)
    today, slowed = (
        int(requirement(forecast, [chats(share)], {}, 30).frame["agents"].iloc[0]) for share in (None, 0.35)
    )
    alone = int(requirement(forecast, [chats(None, 1)], {}, 30).frame["agents"].iloc[0])
    assert today < slowed < alone


def lost_exactly(arrivals_s: float, agents: int, most: int, alone_s: float, share: float, patience_s: float) -> float:
    """Share of chats lost by the chain of agents who share chats evenly, each as fast as its number in hand lets it."""
    speed = np.r_[0.0, busy_share(np.arange(1, most + 1), share) / (share * alone_s)]
    full, states = agents * most, np.arange(agents * most + 600)
    each, more = np.divmod(np.minimum(states, full), agents)
    ended = (agents - more) * speed[each] + more * speed[np.minimum(each + 1, most)]
    waiting = np.maximum(states - full, 0)
    falls: FloatArray = np.log(arrivals_s) - np.log((ended + waiting / patience_s)[1:])
    weights = np.exp(np.r_[0.0, np.cumsum(falls)] - np.cumsum(falls).max())
    return float((weights * waiting).sum() / weights.sum() / patience_s / arrivals_s)


@pytest.mark.parametrize("share", [0.2, 0.35, 0.6])
@pytest.mark.parametrize("most", [2, 4])
@pytest.mark.parametrize("an_hour", [60, 1200])
def test_full_hands_promise_no_more_than_the_exact_chain_and_cost_little(share: float, most: int, an_hour: int) -> None:
    aht_s = float(chat_duration(most, 420, share))
    slots = int(least_agents(an_hour / 3600 * aht_s, aht_s, 240, response_rate=0.95).agents)
    agents = -(-slots // most)
    assert lost_exactly(an_hour / 3600, agents, most, 420, share, 240) <= 0.05
    spared = agents - max(2, int(np.ceil(0.02 * agents)))
    if spared > 0:
        assert lost_exactly(an_hour / 3600, spared, most, 420, share, 240) > 0.05
