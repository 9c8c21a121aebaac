"""The uncertainty of a forecast's rate: read from its band, carried into the least agents and their figures."""

import time

import numpy as np
import pandas as pd
import pytest
from scipy.special import gammaincinv
from scipy.stats import nbinom, poisson

from domain.frames import Forecast, checked
from domain.site_config import Goal
from staffing.least_agents import least_agents
from staffing.queue_figures import queue_figures
from staffing.requirement import requirement
from staffing.uncertain_load import expected_figures, rate_laws, rate_variance
from tests.unit.staffing.small import small_forecast, voice

GOAL = Goal(response_rate=0.95, service_level=0.8, threshold_s=20)


def banded(offered: list[float], deviation: float, queue: str = "general") -> pd.DataFrame:
    """A forecast whose counts are negative binomial about a rate that misses by `deviation` (a share of it)."""
    mean, size = np.array(offered), 1 / deviation**2
    low, middle, high = (nbinom.ppf(share, size, size / (size + mean)) for share in (0.1, 0.5, 0.9))
    return checked(Forecast, small_forecast(offered, queue).assign(p10=low, p50=middle, p90=high))


def test_a_band_as_wide_as_a_poisson_count_s_or_none_says_nothing_of_the_rate() -> None:
    mean = np.array([6.0, 25.0, 100.0, 777.0])
    assert (rate_variance(mean, poisson.ppf(0.1, mean), poisson.ppf(0.9, mean)) == 0).all()
    assert (rate_variance(mean, mean, mean) == 0).all()


@pytest.mark.parametrize("deviation", [0.05, 0.1, 0.3])
def test_the_band_of_a_negative_binomial_gives_back_its_rate_s_variance(deviation: float) -> None:
    forecast = banded([2000.0], deviation)
    found = rate_variance(forecast["offered"], forecast["p10"], forecast["p90"])
    assert np.sqrt(found[0]) == pytest.approx(deviation, rel=0.06)


def test_a_few_contacts_tell_nothing_and_no_band_tells_more_than_a_whole_mean() -> None:
    assert rate_variance([4.9, 50.0], [0, 0], [30, 1000]).tolist() == [0, 1]


def test_rates_seen_by_contacts_have_the_mean_and_spread_of_the_gamma_law() -> None:
    """Over contacts a gamma rate has mean 1 + c2, and 1 / rate has mean 1: days count by their contacts."""
    variance = np.array([0.0025, 0.04, 0.25])
    rates, shares = rate_laws(variance)
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (shares * rates).sum(axis=1) == pytest.approx(1 + variance)
    assert (shares * rates**2).sum(axis=1) == pytest.approx((1 + variance) * (1 + 2 * variance))
    assert (shares / rates).sum(axis=1) == pytest.approx(1, abs=5e-3)


def test_expected_figures_are_the_contact_weighted_mean_over_the_gamma_law() -> None:
    """Against 4,000 rates of equal probability: 30 erlangs, 33 agents, a rate that misses by 15%."""
    size = 1 / 0.15**2
    rates = gammaincinv(size, (np.arange(4000) + 0.5) / 4000) / size
    at_rates = queue_figures(30 * rates, 33, 180, 150, 20)
    found = expected_figures(np.array([30.0]), np.array([33]), np.array([180.0]), 150, 20, np.array([0.15**2]))
    assert found.response_rate[0] == pytest.approx(np.average(at_rates.response_rate, weights=rates), abs=2e-4)
    assert found.service_level[0] == pytest.approx(np.average(at_rates.service_level, weights=rates), abs=2e-3)


def test_a_forecast_without_uncertainty_needs_exactly_the_agents_of_its_mean() -> None:
    counts = [3.0, 40.0, 250.0, 0.0]
    bands = {f"p{share}": poisson.ppf(share / 100, counts) for share in (10, 50, 90)}
    plain = requirement(small_forecast(counts), [voice(GOAL)], {}, 30)
    counted = requirement(checked(Forecast, small_forecast(counts).assign(**bands)), [voice(GOAL)], {}, 30)
    pd.testing.assert_frame_equal(plain.frame, counted.frame)
    assert plain.notes == counted.notes == ()


def test_an_uncertain_forecast_needs_more_agents_and_the_outcome_says_how_many() -> None:
    """300 contacts of 180 s in 30 min are 30 erlangs; a rate that misses by a fifth takes three agents more."""
    sure = requirement(small_forecast([300]), [voice(GOAL)], {}, 30)
    unsure = requirement(banded([300.0], 0.2), [voice(GOAL)], {}, 30)
    added = int(unsure.frame["agents"].iloc[0] - sure.frame["agents"].iloc[0])
    assert added == 3
    share = added / int(sure.frame["agents"].iloc[0])
    assert unsure.notes == (f"Queue general: the uncertainty of the forecast adds {share:.1%} agent-hours.",)


def test_the_figures_given_are_the_expected_ones() -> None:
    row = requirement(banded([300.0], 0.2), [voice(GOAL)], {}, 30).frame.iloc[0]
    at_mean = queue_figures(30, row["agents"], 180, 150, 20)
    assert 0.95 <= row["response_rate"] < float(at_mean.response_rate) - 0.01
    assert 0.8 <= row["service_level"] < float(at_mean.service_level)
    assert row["occupancy"] == pytest.approx(float(at_mean.occupancy))


def test_occupancy_holds_at_the_mean_and_the_asa_on_average_over_the_band() -> None:
    """A day busier than the mean adds more to the wait than a quieter one takes off."""
    for goal, added in ((Goal(max_occupancy=0.8), 0), (Goal(max_asa_s=15), 4)):
        sure = requirement(small_forecast([300]), [voice(goal)], {}, 30).frame
        unsure = requirement(banded([300.0], 0.3), [voice(goal)], {}, 30).frame
        assert unsure["agents"].sum() - sure["agents"].sum() == added


def test_callers_who_never_leave_are_answered_as_far_as_agents_go() -> None:
    """Without patience a rate above the agents answers agents over load of them, not everybody."""
    goal = Goal(response_rate=0.99)
    sure, unsure = (
        int(requirement(forecast, [voice(goal, patience_s=None)], {}, 30).frame["agents"].iloc[0])
        for forecast in (small_forecast([300]), banded([300.0], 0.2))
    )
    assert sure == 31
    assert unsure > 35


def test_a_site_of_seven_queues_and_four_weeks_takes_less_than_a_few_seconds() -> None:
    day = 80 * (1 + np.sin(2 * np.pi * (np.arange(48) / 48 - 0.35)))
    counts = (np.tile(day, 28) * np.random.default_rng(3).gamma(100, 0.01, 28 * 48)).tolist()
    forecast = checked(Forecast, pd.concat([banded(counts, 0.15, f"q{n}") for n in range(7)], ignore_index=True))
    queues = [voice(GOAL, f"q{n}") for n in range(7)]
    requirement(banded([100.0], 0.1), [voice(GOAL)], {}, 30)  # compiles
    started = time.process_time()
    requirement(forecast, queues, {}, 30)
    assert time.process_time() - started < 5  # about 3 on one slow core


def test_a_negative_variance_is_refused() -> None:
    with pytest.raises(Exception, match="rate_variance is -1; expected a relative variance, 0 or more"):
        least_agents(10, 180, 150, response_rate=0.9, rate_variance=-1)
