"""What spare time leaves of deferred work: the least there can be, in time for agents of its own."""

import numpy as np
import pytest
from scipy.optimize import linprog

from staffing.compiling import FloatArray
from staffing.left_over import left_for_own


def least_own_work(arrived: FloatArray, due: FloatArray, spare_s: FloatArray) -> float:
    """The least work of own agents by linear program: lent[k] <= spare[k], due <= lent and own so far <= arrived."""
    steps = due.size
    so_far = np.tril(np.ones((steps, steps)))
    both = np.hstack([so_far, so_far])
    found = linprog(
        np.r_[np.zeros(steps), np.ones(steps)],
        A_ub=np.vstack([-both, both]),
        b_ub=np.r_[-due, arrived],
        bounds=[(0, spare) for spare in spare_s] + [(0, None)] * steps,
    )
    assert found.status == 0
    return float(found.fun)


@pytest.mark.parametrize("seed", range(12))
def test_no_less_could_be_left(seed: int) -> None:
    chance = np.random.default_rng(seed)
    work = chance.gamma(0.4, 3.0, 40)
    arrived = np.cumsum(work)
    wait = int(chance.integers(1, 9))
    due = np.r_[np.zeros(wait), arrived[:-wait]]
    due[-1] = arrived[-1]
    spare_s = chance.gamma(0.5, 1.6, 40)
    left_arrived, left_due = left_for_own(arrived, due, spare_s, 0.0)
    assert left_due[-1] > 0
    assert left_due[-1] == pytest.approx(least_own_work(arrived, due, spare_s), rel=1e-6)
    assert (left_due <= left_arrived + 1e-9).all()
    assert (np.diff(left_arrived) >= 0).all()
    assert (left_arrived <= arrived + 1e-9).all()
    assert left_arrived[-1] == pytest.approx(left_due[-1])


def test_without_spare_time_all_is_left() -> None:
    arrived, due = np.array([2.0, 2, 5, 5]), np.array([0.0, 1, 2, 5])
    left_arrived, left_due = left_for_own(arrived, due, np.zeros(4), 0.5)
    assert left_arrived.tolist() == [1.5, 1.5, 4.5, 4.5]
    assert left_due.tolist() == [0, 0.5, 1.5, 4.5]


def test_spare_time_before_the_work_comes_is_lost() -> None:
    _, left_due = left_for_own(np.array([0.0, 2]), np.array([0.0, 2]), np.array([9.0, 0.5]), 0.0)
    assert left_due.tolist() == [0, 1.5]
