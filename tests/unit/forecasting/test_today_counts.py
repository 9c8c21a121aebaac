"""Counts of today are believed unless a line or its counter was plainly down."""

import numpy as np
import pandas as pd

from forecasting.today_counts import believed, by_cell

NAN = float("nan")
MEANS = np.full((2, 8), 50.0)
USUAL = [48.0, 52.0, 47.0, 55.0, 50.0, 44.0, 51.0, 49.0]


def today(counts: list[float], means: np.ndarray = MEANS, before: list[float] = USUAL) -> list[float]:
    found = believed(np.array([before, counts]), means).counts[-1]
    return [round(value, 1) for value in found.tolist()]


def test_zeros_where_many_were_due_are_unknown() -> None:
    found = today([48.0, 0.0, 0.0, 51.0, NAN, NAN, NAN, NAN])

    assert np.isnan(found[1]) and np.isnan(found[2]) and found[3] == 51


def test_zeros_where_few_were_due_are_counts() -> None:
    assert today([1.0, 0.0, 0.0, 2.0, NAN, NAN, NAN, NAN], MEANS / 50)[1:3] == [0, 0]


def test_one_number_over_and_over_is_a_counter_that_stands_still() -> None:
    assert np.isnan(today([50.0] * 8)).all()


def test_two_equal_counts_in_a_row_are_chance() -> None:
    assert today([50.0, 50.0, 51.0, 49.0, 49.0, 52.0, NAN, NAN])[:2] == [50, 50]


def test_equal_counts_that_are_usual_on_this_line_are_believed() -> None:
    assert today([50.0] * 8, before=[60.0] * 8) == [50.0] * 8


def test_an_hour_that_the_clock_repeats_is_its_mean() -> None:
    starts = pd.DatetimeIndex(["2025-11-02 01:00-04:00", "2025-11-02 01:00-05:00"], tz="America/New_York")
    found = by_cell(starts, np.array([10.0, 20.0]), pd.Timestamp("2025-11-02"), (1, 24))

    assert found[0, 1] == 15 and np.isnan(found[0, 0])
