"""M/M/c/K: published values and the limits it must meet."""

import pytest

from domain.errors import UsageError
from staffing.erlang import erlang_b
from staffing.limited_queue import limited_queue
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
