"""The rate within intervals, of which only the counts are known: counts kept, smooth days followed, no invention."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.through_time.rate_shape import rate_shape
from tests.unit.staffing.through_time.traffics import traffic, waves

FINE = np.linspace(0, 1, 101)


def fine_rates(offered: np.ndarray) -> np.ndarray:
    """The rate at a hundred points of each interval, relative to its mean."""
    return rate_shape(traffic(offered)).at(np.tile(FINE, (len(offered), 1)))


@given(st.lists(st.sampled_from([0.0, 0.1, 1.0, 5.0, 7.0, 40.0, 300.0]), min_size=1, max_size=12))
def test_every_interval_keeps_its_count_and_no_rate_is_negative(offered: list[float]) -> None:
    shape = rate_shape(traffic(offered))
    parts = shape.up_to(np.tile(FINE, (len(offered), 1)))
    assert parts[:, -1] == pytest.approx(1)
    assert (np.diff(parts, axis=1) >= -1e-12).all()


def test_a_smooth_day_is_followed_to_a_third_of_a_percent() -> None:
    """A sine of three fifths of the mean, looked at from the inside of the day."""
    rates = fine_rates(waves(48)) * waves(48)[:, None]
    clock = np.arange(48)[:, None] + FINE
    true = 300 * (1 + 0.6 * np.sin(2 * np.pi * clock / 48))
    assert rates[2:-2] == pytest.approx(true[2:-2], rel=0.0035)


def test_a_top_on_the_border_of_two_equal_intervals_is_seen() -> None:
    left, right = fine_rates(np.array([60.0, 90.0, 100.0, 100.0, 90.0, 60.0]))[2:4]
    assert left[-1] == right[0] > 1.01


def test_between_a_lower_and_a_higher_interval_the_rate_rises_throughout() -> None:
    rates = fine_rates(np.array([10.0, 20.0, 100.0, 120.0, 400.0, 410.0]))
    assert (np.diff(rates[1:-1], axis=1) >= -1e-12).all()


@pytest.mark.parametrize("offered", [[50.0] * 4, [0.0, 50.0, 0.0], [10.0, 10.0, 80.0, 80.0], [50.0]])
def test_beside_an_equal_or_a_closed_interval_the_rate_is_level(offered: list[float]) -> None:
    assert fine_rates(np.array(offered)) == pytest.approx(1)


def test_rows_that_do_not_follow_one_another_are_strangers() -> None:
    shape = rate_shape(traffic([50.0, 400.0, 500.0, 600.0], start_s=[0.0, 7200.0, 9000.0, 10800.0]))
    assert shape.left[:2].tolist() == shape.right[:2].tolist() == [1, 1]
    assert shape.left[2] < 1 < shape.right[2]


def test_where_counts_jump_the_rate_does_not_run() -> None:
    """From 100 to 400 between two half-hours: a line that opens, not a rise."""
    rates = fine_rates(np.array([80.0, 90.0, 100.0, 400.0, 420.0, 430.0]))
    assert rates[2] == pytest.approx(1)
    assert rates[3] == pytest.approx(1)


def test_a_fall_that_is_steep_beside_it_too_runs_on() -> None:
    """809, 394, 126, 86: a peak that goes, of which no half-hour is level."""
    rates = fine_rates(np.array([1222.0, 809.0, 394.0, 126.0, 86.0, 80.0]))
    for k in (2, 3):
        assert rates[k][0] > 1.1
        assert rates[k][-1] < 0.9
        assert (np.diff(rates[k]) < 0).all()
