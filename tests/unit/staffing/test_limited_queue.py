"""M/M/c/K: published values, the limits it must meet, and turned round."""

import math

import numpy as np
import pytest

from domain.errors import UsageError
from staffing.erlang import erlang_b
from staffing.limited_queue import limited_queue, limited_queue_agents
from staffing.queue_figures import queue_figures


def test_two_servers_and_five_places_are_those_of_octave_queueing() -> None:
    """Octave queueing 1.2, qsmmmk tests: lambda 3, mu 2, m 2, K 5: p0 0.179334, pK 0.085113, L 2.00595."""
    reached = limited_queue(1.5, 2, 5, 0.5)
    assert float(reached.p_empty) == pytest.approx(0.179334, abs=1e-6)
    assert float(reached.p_block) == pytest.approx(0.085113, abs=1e-6)
    assert float(reached.in_system) == pytest.approx(2.00595, abs=1e-5)
    assert float(reached.wait_s) == pytest.approx(0.230857, abs=1e-6)


def test_without_a_waiting_room_it_is_erlang_b() -> None:
    assert float(limited_queue(20, 25, 25).p_block) == pytest.approx(float(erlang_b(20, 25)), rel=1e-13)


def test_with_a_waiting_room_that_never_fills_it_is_erlang_c() -> None:
    assert float(limited_queue(9, 10, 3000, 180).wait_s) == pytest.approx(
        float(queue_figures(9, 10, 180).wait_s), rel=1e-10
    )


def test_an_overloaded_queue_of_any_length_stays_finite() -> None:
    """a = 50 on 5 servers, 2,000 places: nine tenths are blocked and the room is full."""
    reached = limited_queue(50, 5, 2000)
    assert float(reached.p_block) == pytest.approx(0.9, rel=1e-12)
    assert float(reached.waiting) == pytest.approx(1995, abs=0.2)


def test_fewer_places_than_agents_are_refused() -> None:
    with pytest.raises(UsageError, match="places is 3; expected at least as many places as agents"):
        limited_queue(2, 4, 3)


def test_service_level_is_the_sum_over_the_states_of_the_chain() -> None:
    """5 erlangs, 4 agents, 7 places, within half an AHT: who finds j waiting needs j + 1 of 2 answers in the mean."""
    weights = [5.0**k / math.factorial(k) for k in range(4)] + [5.0**4 / 24 * 1.25**j for j in range(4)]
    late = [sum(math.exp(-2) * 2.0**i / math.factorial(i) for i in range(j + 1)) for j in range(3)]
    in_time = sum(weights[:4]) + sum(weight * (1 - share) for weight, share in zip(weights[4:7], late, strict=True))
    assert float(limited_queue(5, 4, 7, 180, 90).service_level) == pytest.approx(in_time / sum(weights), rel=1e-13)
    assert float(limited_queue(5, 4, 7).service_level) == pytest.approx(sum(weights[:4]) / sum(weights), rel=1e-13)


def test_service_level_with_a_waiting_room_that_never_fills_is_that_of_erlang_c() -> None:
    assert float(limited_queue(180, 190, 3000, 180, 20).service_level) == pytest.approx(
        float(queue_figures(180, 190, 180, None, 20).service_level), rel=1e-10
    )


def test_least_agents_meet_every_goal_and_one_fewer_misses_one() -> None:
    draw = np.random.default_rng(11)
    load, places = np.exp(draw.uniform(-2, 4, 300)), draw.integers(90, 200, 300)
    level, wait = draw.uniform(0.3, 0.95, 300), draw.uniform(5, 60, 300)
    agents = limited_queue_agents(load, places, 180, 20, max_p_block=0.02, service_level=level, max_wait_s=wait)

    def met(heads: np.ndarray) -> np.ndarray:
        got = limited_queue(load, heads, places, 180, 20)
        return (got.p_block <= 0.02) & (got.service_level >= level) & (got.wait_s <= wait)

    assert met(agents).all()
    assert not met(np.maximum(agents - 1, 1))[agents > 1].any()


def test_places_to_wait_save_agents_until_none_is_left_to_save() -> None:
    """20 erlangs, 1% blocked: 30 agents are needed where nobody can wait (Erlang B), in the end more than 0.99 x 20."""
    agents = limited_queue_agents(20, [30, 35, 60, 500], max_p_block=0.01).tolist()
    assert agents == sorted(agents, reverse=True)
    assert agents[0] < 30
    assert agents[-1] == 20


def test_so_many_agents_that_the_chance_of_waiting_underflows_serve_everybody() -> None:
    reached = limited_queue(0.5, 200, 210, 180, 20)
    assert float(reached.p_empty) == pytest.approx(math.exp(-0.5))
    assert (float(reached.p_block), float(reached.service_level), float(reached.wait_s)) == (0, 1, 0)


def test_goals_that_no_number_of_agents_meets_are_refused_with_the_place() -> None:
    with pytest.raises(UsageError, match="places in case 2 is 21; expected more: the goals are missed even with"):
        limited_queue_agents(20, [40, 21], max_p_block=0.01)
    with pytest.raises(UsageError, match="No goal is given"):
        limited_queue_agents(20, 40)
