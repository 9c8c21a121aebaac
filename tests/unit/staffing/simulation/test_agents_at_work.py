"""Agents come and leave as rostered: meals are kept, what is in hand is finished, nothing new is begun."""

import numpy as np
import pytest

from staffing.simulation.model import AgentGroup, Redials
from staffing.simulation.parts import Part
from staffing.simulation.simulate import simulate
from tests.unit.staffing.simulation.small import INTERVAL_S, group, stream

BUSY = (100.0, 100.0, 100.0)


@pytest.fixture(params=["one queue", "events"])
def either_kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "events":
        monkeypatch.setattr(Part, "is_one_queue", property(lambda part: False))


@pytest.mark.usefixtures("either_kernel")
class TestEitherKernel:
    def test_nobody_is_answered_while_all_are_at_their_meal(self) -> None:
        found = simulate([stream(BUSY, patience_s=1e-3)], [group(20, 0, 20)], INTERVAL_S, 40, 2)
        assert (found.answered[:, 0, 1] == 0).all()
        assert (found.abandoned[:, 0, 1] == found.offered[:, 0, 1]).all()
        assert found.answered[:, 0, 2].sum() > 0.9 * found.offered[:, 0, 2].sum()

    def test_who_waits_through_the_meal_is_answered_after_it(self) -> None:
        found = simulate([stream(BUSY, patience_s=None)], [group(12, 0, 30)], INTERVAL_S, 40, 2)
        assert np.array_equal(found.answered, found.offered)
        assert found.wait_s[:, 0, 1].sum() / found.answered[:, 0, 1].sum() > 900

    def test_who_leaves_finishes_the_contact_in_hand(self) -> None:
        found = simulate([stream((100.0, 0.0), aht_s=1200.0, patience_s=None)], [group(50, 0)], INTERVAL_S, 40, 2)
        assert found.busy_s[:, 0, 1].sum() > 0
        assert found.at_work_s[:, 0, 1].sum() == 0

    def test_no_more_contacts_than_agents_are_in_hand_when_some_leave_and_others_come(self) -> None:
        """Five busy ones leave and five come a second later: the five contacts in hand are still those of five."""
        swap = AgentGroup((0,), np.array([0.0, 900.0, 901.0]), np.array([5, 0, 5]))
        found = simulate([stream((500.0,), aht_s=600.0, patience_s=None)], [swap], INTERVAL_S, 40, 2)
        assert found.busy_s[:, 0, 0].max() <= 5 * INTERVAL_S

    def test_who_waits_at_the_end_when_nobody_comes_any_more_is_left(self) -> None:
        found = simulate([stream(BUSY, patience_s=None)], [group(2, 2, 0)], INTERVAL_S, 10, 2)
        assert (found.left.sum(axis=(1, 2)) > 0).all()
        assert (found.abandoned == 0).all()
        assert np.array_equal(found.offered, found.answered + found.left)

    def test_nobody_calls_again_after_the_end(self) -> None:
        found = simulate([stream(BUSY, redials=Redials(1.0, 1e6))], [group(2)], INTERVAL_S, 10, 2)
        assert found.attempts.sum() < 1.01 * found.offered.sum()
        assert np.array_equal(found.offered, found.answered + found.abandoned)


def test_time_at_work_is_that_of_the_changes() -> None:
    agents = AgentGroup((0,), np.array([600.0, 2400.0, 4200.0, 99_999.0]), np.array([3, 1, 0, 7]))
    found = simulate([stream(BUSY)], [agents], INTERVAL_S, 2, 2)
    assert found.at_work_s.tolist() == [[[3 * 1200.0, 3 * 600.0 + 1200.0, 600.0]]]


def test_time_at_work_of_every_replication_is_its_own() -> None:
    agents = AgentGroup((0,), np.array([900.0, 900.0, 3600.0]), np.array([[9, 2, 1], [9, 0, 4]]))
    found = simulate([stream(BUSY)], [agents], INTERVAL_S, 2, 2)
    assert found.at_work_s.tolist() == [[[1800.0, 3600.0, 1800.0]], [[0.0, 0.0, 7200.0]]]
