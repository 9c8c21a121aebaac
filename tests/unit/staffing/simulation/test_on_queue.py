"""Shrinkage takes whole people off the queue, as many as it says in the mean."""

import numpy as np
import pytest

from staffing.shrinkage import scheduled
from staffing.simulation.on_queue import on_queue

AGENTS = np.array([0, 1, 2, 17, 50, 401])
ONE_DAY = np.zeros(6, dtype=np.int64)


def test_the_mean_over_replications_is_exact_for_few_and_for_many() -> None:
    found = on_queue(AGENTS, ONE_DAY, 0.06, (200, 3), 0)
    assert found.mean(axis=0) == pytest.approx(AGENTS * 0.94, abs=0.01)
    assert (found <= AGENTS).all()
    assert (np.ptp(found, axis=0) <= 1).all()


def test_without_shrinkage_everybody_is_on_the_queue() -> None:
    assert on_queue(AGENTS, ONE_DAY, 0.0, (200, 3), 0).tolist() == [AGENTS.tolist()]


@pytest.mark.parametrize("shrinkage", [0.06, 0.1, 0.3])
def test_never_fewer_are_on_the_queue_than_the_requirement_was_made_for(shrinkage: float) -> None:
    required = np.arange(1, 300)
    at_work = scheduled(required, shrinkage)
    assert (on_queue(at_work, np.zeros(299, dtype=np.int64), shrinkage, (50, 1), 0) >= required).all()


def test_who_is_alone_is_absent_on_some_days_and_for_all_of_them() -> None:
    day = np.repeat([0, 1, 2], 4)
    found = on_queue(np.ones(12, dtype=np.int64), day, 0.25, (400, 3), 0).reshape(400, 3, 4)
    assert (np.ptp(found, axis=2) == 0).all()
    assert found.mean() == pytest.approx(0.75, abs=0.01)
    assert 0 < (found[:, :, 0].min(axis=1) == 0).mean() < 1
