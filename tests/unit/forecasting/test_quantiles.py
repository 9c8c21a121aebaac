"""Quantiles of counts: known values, order, and bands that hold what they promise."""

from datetime import date, datetime

import numpy as np
import pytest
from scipy.stats import poisson

from forecasting.backtest import Backtest, backtest_plan, run_backtest
from forecasting.day_table import day_table
from forecasting.models.simple import PlannerMean
from forecasting.quantiles import KINDS, assumed_spread, count_quantiles, in_band, kinds_of, learnt_spread
from tests.unit.forecasting.histories import Rule, korea, noisy, series_of, week_wave


def backtest_of(seed: int = 1, level_sd: float = 0.0) -> Backtest:
    levels = np.exp(np.random.default_rng(seed).normal(0, level_sd, 400)) if level_sd else np.ones(400)
    rule = noisy(lambda moment: week_wave(moment) * levels[moment.timetuple().tm_yday], seed)
    return _backtest(rule)


def _backtest(rule: Rule) -> Backtest:
    series = series_of(rule, 140)
    return run_backtest(series, korea(), (PlannerMean(),), backtest_plan(series, 28, 3), series.until)


def test_the_outer_quantiles_leave_a_chance_nearest_to_a_tenth_on_each_side() -> None:
    means = np.array([4.0, 50.0])
    low, middle, high = count_quantiles(means, means)

    assert (low.tolist(), middle.tolist(), high.tolist()) == ([2.0, 42.0], [4.0, 50.0], [6.0, 59.0])
    for fewer in (poisson.cdf(low - 2, means), poisson.cdf(low, means)):
        assert (np.abs(poisson.cdf(low - 1, means) - 0.1) <= np.abs(fewer - 0.1)).all()
    for more in (poisson.sf(high - 1, means), poisson.sf(high + 1, means)):
        assert (np.abs(poisson.sf(high, means) - 0.1) <= np.abs(more - 0.1)).all()


def test_thin_counts_lie_in_their_band_four_times_in_five_on_average_over_means() -> None:
    means = np.linspace(1.0, 12.0, 111)
    low, _, high = count_quantiles(means, means)

    assert (poisson.cdf(high, means) - poisson.cdf(low - 1, means)).mean() == pytest.approx(0.8, abs=0.02)


def test_an_interval_without_contacts_has_quantiles_of_zero() -> None:
    assert [value.tolist() for value in count_quantiles(np.zeros(1), np.zeros(1))] == [[0.0], [0.0], [0.0]]


def test_a_rare_contact_has_whole_quantiles() -> None:
    low, middle, high = count_quantiles(np.array([0.3]), np.array([0.33]))

    assert (low[0], middle[0], high[0]) == (0.0, 0.0, 1.0)


def test_a_count_is_in_the_band_just_when_it_is_between_its_quantiles() -> None:
    counts = np.arange(60.0)
    for mean, variance in ((0.3, 0.3), (8.0, 8.0), (8.0, 20.0), (30.0, 200.0)):
        means, variances = np.full(60, mean), np.full(60, variance)
        low, _, high = count_quantiles(means, variances)

        assert (in_band(counts, means, variances) == ((low <= counts) & (counts <= high))).all()


def test_a_holiday_is_believed_to_be_less_sure_than_an_ordinary_day() -> None:
    days = day_table(korea(), [date(2026, 5, 4), date(2026, 5, 5), date(2026, 5, 6), date(2026, 5, 7)])
    variances = assumed_spread().variances(np.full((4, 1), 50.0), np.zeros(4), kinds_of(days))[:, 0]

    assert [KINDS[kind] for kind in kinds_of(days)] == ["near a holiday", "holiday", "near a holiday", "ordinary"]
    assert variances[1] > variances[3]


def test_intervals_in_which_hardly_anybody_calls_do_not_narrow_the_band() -> None:
    def with_dead_nights(moment: datetime) -> float:
        return 40.0 if 8 <= moment.hour < 12 else 0.02

    by_day, alone = (
        learnt_spread(_backtest(noisy(rule, seed=3)), ("planner_mean",))
        for rule in (with_dead_nights, lambda moment: with_dead_nights(moment) if moment.hour in range(8, 12) else None)
    )
    assert by_day.held == pytest.approx(alone.held, abs=0.02)
    assert by_day.held <= 0.86


def test_more_variance_widens_the_band() -> None:
    narrow = count_quantiles(np.array([100.0]), np.array([100.0]))
    wide = count_quantiles(np.array([100.0]), np.array([400.0]))

    assert wide[0] < narrow[0] < narrow[2] < wide[2]


def test_poisson_counts_are_found_to_scatter_no_more_than_poisson() -> None:
    spread = learnt_spread(backtest_of(), ("planner_mean",))

    assert 1 <= spread.dispersion <= 1.6  # the mean of four weeks adds a quarter of its own
    assert spread.level_variance < 0.01


def test_days_that_swing_are_found_as_level_variance() -> None:
    steady, swinging = (learnt_spread(backtest_of(level_sd=sd), ("planner_mean",)) for sd in (0.0, 0.3))

    assert swinging.level_variance > 0.03 > steady.level_variance


def test_the_band_holds_four_of_five_counts_that_were_not_used_to_learn_it() -> None:
    spread = learnt_spread(backtest_of(seed=1), ("planner_mean",))
    fresh = backtest_of(seed=20_000)
    mean, counts = np.concatenate(fresh.means("planner_mean")), np.concatenate(fresh.actual)
    kinds = np.concatenate([kinds_of(days) for days in fresh.days])
    lead_days = np.tile(np.arange(28.0), len(fresh.actual))
    low, _, high = count_quantiles(mean, spread.variances(mean, lead_days, kinds))

    assert 0.76 <= ((low <= counts) & (counts <= high)).mean() <= 0.86
    assert 0.76 <= spread.held <= 0.86


def test_lead_times_beyond_the_backtest_take_its_last_week() -> None:
    spread = learnt_spread(backtest_of(), ("planner_mean",))
    mean = np.full((2, 1), 50.0)
    variances = spread.variances(mean, np.array([27.0, 200.0]), np.zeros(2, dtype=np.int64))

    assert variances[0] == variances[1]


def test_without_a_backtest_days_are_assumed_to_miss_by_a_fifth() -> None:
    variances = assumed_spread().variances(np.array([[100.0]]), np.zeros(1), np.zeros(1, dtype=np.int64))

    assert variances[0, 0] == pytest.approx(100 + 20**2)
