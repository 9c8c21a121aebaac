"""The greedy choice of agents over a scope against every possible choice, on cases small enough to try them all."""

from itertools import product

import numpy as np
import pytest

from staffing.compiling import FloatArray
from staffing.contacts_bought.scope_goal import Steps, fewest_steps

MOST = 5  # agents an interval


def random_gains(chance: np.random.Generator, goals: int) -> FloatArray:
    """Falling gains by goal, interval and agent, intervals of different size."""
    intervals = int(chance.integers(1, 4))
    return -np.sort(-chance.exponential(1, (goals, intervals, MOST)) * chance.uniform(0.2, 3, (intervals, 1)), axis=2)


def fewest_of_all(gains: FloatArray, shortfall: FloatArray) -> int:
    """The least agents of all choices that make up every shortfall."""
    contacts = np.concatenate([np.zeros((*gains.shape[:2], 1)), gains.cumsum(axis=2)], axis=2)
    places = np.arange(gains.shape[1])
    choices = product(range(MOST + 1), repeat=gains.shape[1])
    kept = [
        sum(choice)
        for choice in choices
        if (contacts[:, places, list(choice)].sum(axis=1) >= shortfall * (1 - 1e-9)).all()
    ]
    return min(kept)


def steps_of(gains: FloatArray) -> Steps:
    """All agents, one after the other, interval after interval."""
    flat = gains.reshape(gains.shape[0], -1)
    return Steps(flat, flat)


@pytest.mark.parametrize("seed", range(100))
def test_for_one_goal_no_choice_needs_fewer_agents(seed: int) -> None:
    chance = np.random.default_rng(seed)
    gains = random_gains(chance, 1)
    shortfall = gains.sum(axis=(1, 2)) * chance.uniform(0.1, 1)
    picked = fewest_steps(steps_of(gains), shortfall)
    assert picked.steps.size == picked.bound == fewest_of_all(gains, shortfall)


@pytest.mark.parametrize("seed", range(100))
def test_for_two_goals_both_hold_within_an_agent_of_the_least(seed: int) -> None:
    chance = np.random.default_rng(seed)
    gains = random_gains(chance, 2)
    shortfall = gains.sum(axis=(1, 2)) * chance.uniform(0.1, 0.99, 2)
    picked, least = fewest_steps(steps_of(gains), shortfall), fewest_of_all(gains, shortfall)
    assert picked.bound <= least <= picked.steps.size <= least + 1
    assert (gains.reshape(2, -1)[:, picked.steps].sum(axis=1) >= shortfall * (1 - 1e-9)).all()


def test_agents_of_an_interval_are_taken_in_their_order() -> None:
    gains = np.array([[[3.0, 2, 1], [3, 2, 1]]])
    picked = fewest_steps(steps_of(gains), np.array([9.5]))
    assert picked.steps.tolist() == [0, 3, 1, 4]


def test_a_goal_that_is_kept_already_takes_nobody() -> None:
    picked = fewest_steps(steps_of(np.ones((2, 1, MOST))), np.array([-1.0, 0.0]))
    assert picked.steps.size == 0


def test_the_goal_that_needed_the_last_agent_binds() -> None:
    gains = np.array([[[5.0, 5, 5]], [[5, 5, 5]]])
    assert fewest_steps(steps_of(gains), np.array([5.0, 10])).binding == 1
    assert fewest_steps(steps_of(gains), np.array([10.0, 5])).binding == 0
    assert fewest_steps(steps_of(gains), np.array([-1.0, 5])).binding == 1


def test_where_nothing_is_enough_everybody_is_taken() -> None:
    assert fewest_steps(steps_of(np.ones((1, 1, MOST))), np.array([9.0])).steps.size == MOST


def test_steps_are_counted_as_they_are_and_ordered_as_if_concave() -> None:
    """The first agent alone adds nothing in time, the two together 4: more than the 3 of the other interval's two."""
    gains, ordering = np.array([[0.0, 4, 1.5, 1.5]]), np.array([[2.0, 2, 1.5, 1.5]])
    picked = fewest_steps(Steps(gains, ordering), np.array([3.5]))
    assert sorted(picked.steps.tolist()) == [0, 1]
