"""Whole numbers by chance: all of them, none else, each about as often."""

import numpy as np

from scheduling.chance import drawn


def test_each_number_is_drawn_about_as_often_and_no_other() -> None:
    rng = np.random.default_rng(3)

    found = np.array([drawn(rng, 2, 9) for _ in range(70_000)])

    assert found.min() == 2 and found.max() == 8
    assert np.abs(np.bincount(found)[2:] - 10_000).max() < 5 * np.sqrt(10_000)


def test_of_one_number_it_is_always_that_one() -> None:
    assert {drawn(np.random.default_rng(seed), 4, 5) for seed in range(50)} == {4}
