"""What becomes of a contact by how many it finds, against the beta law and by pure reasoning."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from staffing.through_time.waits import ANSWERED, BUSY, IN_TIME, WAIT, leaving_rates, prospects


def table(slots: int, aht_s: float, patience_s: float, within_s: float, size: int) -> np.ndarray:
    """The prospects of contacts that find 0 to size - 1."""
    rows = np.empty((4, size))
    prospects(slots, 1 / aht_s, 1 / patience_s, within_s, rows)
    return rows


QUEUES = [(3, 180, 120, 20), (40, 300, 60, 10), (1, 60, 900, 60)]


@pytest.mark.parametrize(("slots", "aht_s", "patience_s", "within_s"), QUEUES)
def test_those_who_wait_meet_their_chances_by_the_beta_law(
    slots: int, aht_s: float, patience_s: float, within_s: float
) -> None:
    """X = e^(-theta V) is beta, and a caller is still there after V with chance X; integrated numerically."""
    rows, c, theta = table(slots, aht_s, patience_s, within_s, slots + 8), slots * patience_s / aht_s, 1 / patience_s
    for ahead in range(8):
        law, found = beta(c, ahead + 1), slots + ahead
        answered = quad(lambda x, law=law: x * law.pdf(x), 0, 1)[0]
        in_time = quad(lambda x, law=law: x * law.pdf(x), np.exp(-theta * within_s), 1)[0]
        wait = quad(lambda x, law=law: -x * np.log(x) * law.pdf(x) / theta, 0, 1)[0]
        assert rows[ANSWERED, found] == pytest.approx(answered, rel=1e-6)
        assert rows[IN_TIME, found] == pytest.approx(in_time, rel=1e-6)
        assert rows[WAIT, found] == pytest.approx(wait, rel=1e-6)


def test_who_finds_a_free_slot_is_answered_at_once() -> None:
    rows = table(5, 180, 120, 0, 7)
    assert rows[:, :5].tolist() == [[1] * 5, [1] * 5, [0] * 5, [0, 1, 2, 3, 4]]
    assert rows[IN_TIME, 5:].tolist() == [0, 0]
    assert rows[BUSY, 5:].tolist() == [5, 5]


def test_nobody_at_work_answers_nobody() -> None:
    rows = table(0, 180, 120, 20, 3)
    assert rows[ANSWERED].tolist() == rows[IN_TIME].tolist() == rows[BUSY].tolist() == [0, 0, 0]


def test_thousands_at_work_do_not_underflow() -> None:
    """5,000 agents clear 1,600 waiting within a minute: the 200th is in time, the 4,000th is not."""
    rows = table(5000, 180, 120, 60, 9001)
    assert rows[IN_TIME, 5200] == pytest.approx(rows[ANSWERED, 5200], abs=1e-9)
    assert rows[IN_TIME, 9000] == pytest.approx(0, abs=1e-9)


def test_contacts_leave_from_hand_and_from_waiting() -> None:
    rates = np.empty(5)
    leaving_rates(2.5, 1.0, 10.0, rates)
    assert rates.tolist() == [0, 1, 2, 7.5, 17.5]
