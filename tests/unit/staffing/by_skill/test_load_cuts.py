"""Load cuts: what a set of queues needs as one pool, and that nobody stands in a row twice."""

import numpy as np
import pytest

from domain.site_config import Goal
from staffing.by_skill.load_cuts import load_cuts
from staffing.least_agents import least_agents
from staffing.simulation.model import Stream
from tests.unit.staffing.by_skill.small import BOTH, groups, load_of, stream, streams

GOAL = Goal(response_rate=0.95)


def test_the_pool_of_queues_alike_needs_what_erlang_a_gives_their_load() -> None:
    load = load_of(streams(61, 42, 23), [GOAL] * 3)
    assert load.pooled_agents(frozenset({0, 1, 2})).tolist() == [124]  # and apart 62 + 44 + 26 = 132
    assert [int(load.pooled_agents(frozenset({q}))[0]) for q in range(3)] == [62, 44, 26]


def test_every_row_counts_an_agent_once() -> None:
    cuts = load_cuts(load_of(streams(6, 4), [GOAL] * 2), groups(*BOTH))[0]
    rows = dict(zip(cuts.names, cuts.slopes.tolist(), strict=True))
    assert rows == {"load__0_1": [1, 1, 1], "load__0": [1, 0, 1], "load__1": [0, 1, 1]}


def test_a_pool_never_needs_more_than_its_queues_apart() -> None:
    for seed in range(20):
        loads = np.random.default_rng(seed).uniform(0.05, 40, 3)
        load = load_of(streams(*loads), [Goal(response_rate=0.9, service_level=0.8)] * 3)
        apart = sum(int(load.pooled_agents(frozenset({q}))[0]) for q in range(3))
        assert load.pooled_agents(frozenset({0, 1, 2}))[0] <= apart


def test_a_pool_is_asked_for_the_mean_of_its_shares_weighed_by_contacts() -> None:
    load = load_of(streams(30, 10), [Goal(response_rate=0.96), Goal(response_rate=0.80)])
    expected = least_agents(40, 180, 120, response_rate=0.92).agents
    assert load.pooled_agents(frozenset({0, 1}))[0] == expected


def test_goals_that_only_some_queues_have_do_not_bind_the_pool() -> None:
    load = load_of(streams(10, 10), [Goal(max_asa_s=5), Goal(max_occupancy=0.5)])
    assert load.pooled_agents(frozenset({0, 1}))[0] == 1
    assert load.pooled_agents(frozenset({1}))[0] >= 15


def test_queues_of_different_concurrency_pool_their_work_alone() -> None:
    chat = Stream("chat", np.array([100.0]), np.array([180.0]), 120.0, concurrency=2)
    load = load_of((stream("voice", 10), chat), [Goal(response_rate=0.9), Goal(response_rate=0.8)])
    assert load.pooled_agents(frozenset({0, 1})).tolist() == [13]  # 10 x 0.9 + 10 x 0.8 / 2
    assert load.pooled_agents(frozenset({1}))[0] == -(-least_agents(10, 180, 120, response_rate=0.8).agents // 2)


def test_a_rate_that_scatters_asks_for_more() -> None:
    sure, unsure = (load_of(streams(60, 40), [GOAL] * 2, cv).pooled_agents(frozenset({0, 1}))[0] for cv in (0, 0.15))
    assert sure < unsure
    assert unsure == least_agents(100, 180, 120, response_rate=0.95, rate_variance=0.15**2).agents


def test_where_nobody_comes_nobody_is_needed_and_a_rising_load_comes_late() -> None:
    load = load_of((stream("a", 0, 20, 40),), [GOAL])
    assert load.pooled_agents(frozenset({0}))[0] == 0
    assert load.erlangs[0, 2] == pytest.approx(40, abs=3)
    assert load.erlangs[0, 2] < 40
