"""Figures of a simulation: ratios of sums, confidence that holds, percentiles between a bad day and a good one."""

import numpy as np
import pytest

from staffing.simulation.figures import figures, percentiles, ratio
from staffing.simulation.simulate import simulate
from tests.unit.staffing.simulation.small import INTERVAL_S, group, stream

FOUND = simulate([stream(), stream((0.0, 3.0, 3.0, 3.0))], [group(16), group(1, skills=(1,))], INTERVAL_S, 200, 6)


def test_a_share_is_the_ratio_of_sums_and_not_the_mean_of_ratios() -> None:
    figure = ratio(np.array([90.0, 0.0]), np.array([100.0, 10.0]))
    assert figure.mean == pytest.approx(90 / 110)
    assert figure.p50 == pytest.approx(0.45)


def test_the_confidence_interval_holds_as_often_as_it_says() -> None:
    draw = np.random.default_rng(5)
    whole = draw.poisson(30, (40, 4000)).astype(float)
    part = draw.binomial(whole.astype(int), 0.8).astype(float)
    figure = ratio(part, whole, 0.9)
    assert (np.abs(figure.mean - 0.8) <= figure.half_width).mean() == pytest.approx(0.9, abs=0.02)


def test_percentiles_leave_out_what_is_not_known() -> None:
    values = np.random.default_rng(1).normal(size=(50, 7))
    values[::3, 2] = np.nan
    values[1:, 4] = np.nan
    shares = (0.05, 0.5, 0.9)
    expected = np.nanquantile(values, shares, axis=0)
    assert np.array(percentiles(values, shares)) == pytest.approx(expected)
    assert np.isnan(percentiles(np.full((3, 1), np.nan), (0.5,))[0]).all()


def test_figures_by_interval_and_by_day_are_those_of_the_counts() -> None:
    by_interval, by_day = figures(FOUND), figures(FOUND, np.array([0, 0, 1, 1]))
    assert by_interval.response_rate.mean.shape == (2, 4)
    assert by_day.response_rate.mean.shape == (2, 2)
    answered, offered = FOUND.answered[:, 0, 2:].sum(), FOUND.offered[:, 0, 2:].sum()
    assert by_day.response_rate.mean[0, 1] == pytest.approx(answered / offered)
    assert by_day.asa_s.mean[0, 1] == pytest.approx(FOUND.wait_s[:, 0, 2:].sum() / answered)
    assert by_day.abandoned.mean + by_day.response_rate.mean == pytest.approx(np.ones((2, 2)))
    assert by_day.occupancy.mean[0, 1] == pytest.approx(FOUND.busy_s[:, 0, 2:].mean() / (16 * INTERVAL_S))
    assert (by_day.response_rate.p5 <= by_day.response_rate.p10).all()
    assert (by_day.response_rate.p10 < by_day.response_rate.p90).all()


def test_nothing_is_told_of_an_interval_in_which_nothing_came() -> None:
    by_interval = figures(FOUND)
    assert by_interval.offered[1, 0] == 0
    for figure in (by_interval.response_rate, by_interval.asa_s):
        assert np.isnan(figure.mean[1, 0])
        assert np.isnan(figure.p90[1, 0])
        assert np.isfinite(figure.mean[1, 1:]).all()
