"""Which intervals stand for those before the first and after the last, and where a queue opens."""

import numpy as np
import pytest

from staffing.through_time.traffic import extended, interval_after, interval_before
from tests.unit.staffing.through_time.traffics import traffic

DAY = 48


def test_before_a_week_goes_the_interval_before_the_same_time_a_week_later() -> None:
    week = traffic(np.arange(1.0, 7 * DAY + 1))
    assert interval_before(week) == 7 * DAY - 1
    assert interval_before(traffic(np.arange(1.0, 9 * DAY + 1))) == 7 * DAY - 1
    assert interval_after(traffic(np.arange(1.0, 9 * DAY + 1))) == 2 * DAY


def test_before_a_day_goes_its_last_interval_and_after_it_its_first() -> None:
    day = traffic(np.arange(1.0, DAY + 1))
    assert (interval_before(day), interval_after(day)) == (DAY - 1, 0)


def test_before_less_than_a_day_goes_the_first_interval_itself() -> None:
    hours = traffic([5.0, 6.0, 7.0])
    assert (interval_before(hours), interval_after(hours)) == (0, 2)


def test_a_queue_that_is_closed_at_night_starts_with_nobody() -> None:
    counts = np.ones(7 * DAY)
    counts[-1] = 0
    assert interval_before(traffic(counts)) is None
    longer, places, own = extended(traffic(counts))
    assert own.start == 0
    assert places.tolist() == list(range(7 * DAY))
    assert longer.opens[0]


def test_extended_traffic_goes_on_without_a_gap() -> None:
    longer, places, own = extended(traffic([5.0, 6.0, 7.0]))
    assert longer.offered.tolist() == [5, 5, 6, 7, 7]
    assert np.diff(longer.start_s) == pytest.approx(1800)
    assert longer.opens.tolist() == [True, False, False, False, False]
    assert places[own].tolist() == [0, 1, 2]


def test_a_queue_opens_after_a_gap_or_an_interval_without_contacts() -> None:
    day = traffic([5.0, 0.0, 5.0, 5.0, 5.0], start_s=[0.0, 1800.0, 3600.0, 5400.0, 9000.0])
    assert day.opens.tolist() == [True, False, True, False, True]
