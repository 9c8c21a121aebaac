"""The mean of several forecasts follows most of them, not the one that runs away."""

import numpy as np
import pytest

from forecasting.combination import day_weights, mean_of_members


def day(*counts: float) -> np.ndarray:
    return np.array([counts])


def test_members_that_agree_on_the_day_are_averaged_on_the_log_scale() -> None:
    assert mean_of_members([day(4.0, 9.0), day(9.0, 4.0)])[0] == pytest.approx([6.0, 6.0])


def test_a_member_that_runs_away_hardly_counts() -> None:
    plain = np.exp(np.mean(np.log([100.0, 102.0, 300.0])))
    found = float(mean_of_members([day(100.0), day(102.0), day(300.0)])[0, 0])

    assert found < 105 < plain


def test_a_fifth_from_the_median_halves_the_weight() -> None:
    weights = day_weights(np.array([[100.0], [100.0], [100.0 * np.exp(0.2)]]))[:, 0]

    assert weights.tolist() == pytest.approx([0.4, 0.4, 0.2])


def test_nothing_is_forecast_where_no_member_expects_a_contact() -> None:
    assert mean_of_members([day(0.0, 5.0), day(0.0, 5.0)])[0].tolist() == pytest.approx([0.0, 5.0])
