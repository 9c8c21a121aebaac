"""A pilot's rate and its error: by hand, by chance alone, and with weeks that differ."""

import math

import numpy as np
import pytest

from staffing.pilot_rates import PilotRate, drawn_rates, pilot_rate


def test_one_week_has_the_error_of_its_count() -> None:
    found = pilot_rate([100], [40])
    mean = 40.5 / 101
    assert found.mean == pytest.approx(mean)
    assert found.deviation == pytest.approx(math.sqrt(mean * (1 - mean) / 100))


def test_weeks_that_differ_more_than_by_chance_widen_the_error() -> None:
    same, other = pilot_rate([400] * 4, [200] * 4), pilot_rate([400] * 4, [160, 240, 180, 220])
    assert same.mean == other.mean
    few = 1.8856 / 1.2816  # t with two degrees of freedom over z, both at 90%
    assert same.deviation == pytest.approx(few * math.sqrt(same.mean * (1 - same.mean) / 1600), rel=1e-4)
    # The weeks' rates are .40 .60 .45 .55: their variance 0.00833 holds 0.25 / 400 of chance.
    between = 0.025 / 3 - 0.25 / 400
    assert other.deviation == pytest.approx(few * math.sqrt(between * 1.25 + 0.25 / 1600), rel=0.03)


def test_nobody_settled_is_no_certainty() -> None:
    found = pilot_rate([50, 50], [0, 0])
    assert 0 < found.mean < 0.01 and found.deviation > 0


def test_the_error_holds_the_week_to_come_as_often_as_it_says() -> None:
    chance = np.random.default_rng(7)
    held = 0
    for seed in range(300):
        rates = np.clip(chance.normal(0.5, 0.05, 9), 0, 1)
        taken = chance.binomial(500, rates[:8])
        drawn = drawn_rates({"t": pilot_rate([500] * 8, taken.tolist())}, 400, seed)["t"]
        low, high = np.quantile(drawn, (0.1, 0.9))
        held += low <= rates[8] <= high
    assert 0.72 <= held / 300 <= 0.88


def test_draws_have_the_mean_and_deviation_and_are_the_same_each_time() -> None:
    rates = {"a": PilotRate(0.3, 0.05), "b": PilotRate(0.6, 0.02)}
    drawn = drawn_rates(rates, 20_000, 1)
    assert drawn["a"].mean() == pytest.approx(0.3, abs=0.002) and drawn["a"].std() == pytest.approx(0.05, rel=0.03)
    assert abs(np.corrcoef(drawn["a"], drawn["b"])[0, 1]) < 0.03
    assert (drawn["b"] == drawn_rates(rates, 20_000, 1)["b"]).all()
