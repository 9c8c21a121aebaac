"""Work on a queue lies evenly in an interval: what is one agent all along is not two for half of it."""

import numpy as np
import pytest

from scheduling.even_slots import even_slots


def test_two_agents_of_an_interval_are_two_in_each_of_its_slots() -> None:
    flow = np.array([[4, 8]])  # slots of one group on two queues, two slots an interval

    placed = even_slots(flow, np.array([[6, 6]]))

    assert placed.tolist() == [[[2, 2], [4, 4]]]


def test_rests_at_one_time_are_borne_by_the_queue_with_most_agents() -> None:
    placed = even_slots(np.array([[4, 16]]), np.array([[12, 8]]))

    assert placed.tolist() == [[[2, 2], [10, 6]]]


def test_groups_even_out_what_they_share() -> None:
    flow, there = np.array([[1, 1, 0], [1, 0, 1]]), np.array([[1, 1], [1, 1]])

    placed = even_slots(flow, there)

    assert placed.sum(axis=0)[0].tolist() == [1, 1]


@pytest.mark.parametrize("seed", range(50))
def test_everybody_at_work_is_on_a_queue_and_every_queue_keeps_its_slots(seed: int) -> None:
    rng = np.random.default_rng(seed)
    there = rng.integers(0, 9, (4, 3))
    flow = np.array([rng.multinomial(slots, np.full(3, 1 / 3)) for slots in there.sum(axis=1)])

    placed = even_slots(flow, there)

    assert placed.min() >= 0
    assert placed.sum(axis=2).tolist() == flow.tolist()
    assert placed.sum(axis=1).tolist() == there.tolist()
