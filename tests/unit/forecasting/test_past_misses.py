"""What a re-forecast needs to know is learnt from the backtest and survives the record."""

import json
from datetime import date, timedelta

import numpy as np

from forecasting.backtest import Backtest, BacktestPlan, PastForecast
from forecasting.day_table import day_table
from forecasting.past_misses import Misses, misses_of, misses_of_json
from forecasting.persistence import ASSUMED
from forecasting.quantiles import assumed_spread
from tests.unit.forecasting.histories import korea

CUTOFFS = (date(2026, 3, 10), date(2026, 4, 7))


def backtest(days: int = 28) -> Backtest:
    """Two past forecasts of 100 an hour, whose days came in a tenth above or below, as a whole."""
    off = np.random.default_rng(3).normal(0, 0.1, (len(CUTOFFS), days, 1))
    tables = tuple(day_table(korea(), [cutoff + timedelta(days=n) for n in range(days)]) for cutoff in CUTOFFS)
    mean = np.full((days, 24), 100.0)
    return Backtest(
        plan=BacktestPlan(CUTOFFS, days),
        forecasts=tuple(PastForecast("m", cutoff, mean) for cutoff in CUTOFFS),
        actual=tuple((mean * np.exp(each)).round() for each in off),
        days=tables,
        failures=(),
    )


def test_only_the_first_two_weeks_and_ordinary_days_teach() -> None:
    assert misses_of(backtest(), ("m",), assumed_spread()).persistence.days == 28


def test_without_a_backtest_the_usual_is_assumed() -> None:
    assert misses_of(backtest(), (), assumed_spread()) == Misses(ASSUMED, assumed_spread().kind_scales)


def test_what_a_record_says_is_read_back() -> None:
    content = {"weights": [0.01] + [0.0] * 7, "dispersion": 1.5, "band_scale": 1, "days": 9, "kind_scales": [1, 1, 1.4]}
    found = misses_of_json(json.loads(json.dumps(content)))

    assert found is not None
    assert found.persistence.weights[0] == 0.01 and found.kind_scales == (1.0, 1.0, 1.4)


def test_a_record_of_another_make_up_is_not_believed() -> None:
    assert misses_of_json({}) is None
    assert misses_of_json({"weights": [0.1], "dispersion": 1, "band_scale": 1, "days": 9, "kind_scales": [1]}) is None
