"""How many rounds the climb of the prices expects to have, and when the first of them are not believed."""

import numpy as np
import pytest

from scheduling.lagrange import LOOK_EVERY, _expected, lower_bound, new_climb
from tests.unit.scheduling.test_loosening import problem

ROUNDS = 100


@pytest.mark.parametrize(("passed", "expected"), [(0.0, 100.0), (0.4, 75.0), (0.9, 75.0)])
def test_a_pace_a_little_too_slow_is_believed_only_after_some_rounds(passed: float, expected: float) -> None:
    assert _expected(75.0, ROUNDS, passed, 0.3) == expected


@pytest.mark.parametrize("passed", [0.0, 0.5])
def test_a_pace_far_too_slow_is_believed_at_once_and_one_fast_enough_always(passed: float) -> None:
    assert _expected(20.0, ROUNDS, passed, 0.3) == 20.0
    assert _expected(np.inf, ROUNDS, passed, 0.3) == ROUNDS
    assert _expected(99.0, ROUNDS, 0.0, 0.0) == 99.0  # nothing is doubted


def test_a_first_look_a_little_late_changes_no_price() -> None:
    of = problem(14)
    looks = iter((0.3, 0.5, 0.75, 0.99))  # after the rounds 25, 50, 75 and 100 of 100

    in_time, late = (
        lower_bound(new_climb(of, 1), 4 * LOOK_EVERY, passed, 0.3) for passed in (None, lambda _: next(looks))
    )

    assert late.points == in_time.points
    assert (late.prices.work == in_time.prices.work).all()
