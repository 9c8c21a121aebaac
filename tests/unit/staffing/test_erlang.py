"""Erlang B and C: published values, each with its source, and the edges."""

import numpy as np
import pytest

from domain.errors import UsageError
from staffing.erlang import erlang_b, erlang_b_agents, erlang_b_load, erlang_c, erlang_c_agents, erlang_c_load
from staffing.kernels import RECURSION_BELOW


def test_fifteen_lines_carry_8_108_erlangs_at_one_percent_loss() -> None:
    """Westbay's Erlang B calculator manual, erlang.com."""
    assert float(erlang_b_load(15, 0.01)) == pytest.approx(8.108, abs=0.0005)


def test_33_333_erlangs_need_45_lines_at_one_percent_loss() -> None:
    """erlang.com forum, December 2001."""
    assert int(erlang_b_agents(33.333, 0.01)) == 45


def test_123_erlangs_on_132_agents_make_32_percent_wait() -> None:
    """call-center-tools, docstring of erlang_c: 0.3211161792617074."""
    assert float(erlang_c(123, 132)) == pytest.approx(0.3211161792617074, abs=1e-12)


@pytest.mark.parametrize(("load", "limit", "servers"), [(1, 0.5, 2), (10, 0.1, 16), (100, 0.2, 111), (1000, 0.1, 1046)])
def test_least_servers_for_a_chance_of_waiting_are_those_of_tijms(load: float, limit: float, servers: int) -> None:
    """Tijms, A First Course in Stochastic Models (2003), table 5.3.2, p. 201."""
    assert int(erlang_c_agents(load, limit)) == servers


def test_thirty_agents_carry_23_6_erlangs_with_15_percent_waiting() -> None:
    """Telefonica's Erlang C calculator, worked example."""
    assert float(erlang_c_load(30, 0.15)) == pytest.approx(23.6, abs=0.05)


def test_one_line_under_one_erlang_loses_half() -> None:
    assert float(erlang_b(1, 1)) == 0.5


def test_recursion_and_integral_give_the_same_loss_where_they_meet() -> None:
    """One agent fewer is counted by the recursion: B(n) = a B(n - 1) / (n + a B(n - 1))."""
    n = RECURSION_BELOW
    for load in (20.0, 90.0, 180.0, 192.0, 250.0, 1500.0):
        fewer = float(erlang_b(load, n - 1))
        assert float(erlang_b(load, n)) == pytest.approx(load * fewer / (n + load * fewer), rel=1e-13)


def test_nobody_offered_is_nobody_lost_and_nobody_waits() -> None:
    assert float(erlang_b(0, 3)) == 0
    assert float(erlang_c(0, 3)) == 0
    assert erlang_b_agents([0, 1], 0.5).tolist() == [0, 1]


def test_no_agents_lose_everybody() -> None:
    assert float(erlang_b(2, 0)) == 1
    assert float(erlang_c(2, 0)) == 1


def test_everybody_waits_when_the_load_is_not_less_than_the_agents() -> None:
    assert erlang_c([5, 5.5, 6], 5).tolist() == [1, 1, 1]


def test_arrays_of_any_shape_are_taken_together() -> None:
    loads = np.array([[1.0], [2.0]])
    assert erlang_b(loads, [1, 2, 3]).shape == (2, 3)
    assert float(erlang_b(loads, [1, 2, 3])[1, 1]) == pytest.approx(0.4, rel=1e-15)


def test_a_loss_too_small_for_a_number_is_zero_and_five_thousand_agents_are_no_burden() -> None:
    assert float(erlang_b(0.01, 5000)) == 0
    assert 0 < float(erlang_b(4900, 5000)) < float(erlang_b(4950, 5000)) < 0.02


def test_a_limit_met_exactly_costs_no_further_server() -> None:
    """B(1, 1) is 1/2."""
    assert int(erlang_b_agents(1, 0.5)) == 1


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: erlang_b(-1, 3), "load is -1; expected a load in erlangs"),
        (lambda: erlang_b([1, np.nan], 3), "load in case 2 is nan"),
        (lambda: erlang_c(1, 2.5), "agents is 2.5; expected a whole number"),
        (lambda: erlang_c_agents(1, 1.0), "max_p_wait is 1; expected a share above 0 and below 1"),
        (lambda: erlang_b_load(0, 0.1), "agents is 0; expected a whole number of at least 1"),
    ],
)
def test_a_number_that_cannot_be_is_refused_by_name(call, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence.replace("(", r"\(")):
        call()
