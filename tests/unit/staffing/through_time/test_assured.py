"""How often a share is kept: the laws of misses, and the promise against simulated days."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, norm, poisson

from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from staffing.through_time.answers import Goals
from staffing.through_time.assured import chance_on_a_day, fewer_than, through
from staffing.through_time.least import least_agents_through_time
from tests.unit.staffing.through_time.traffics import HALF_HOUR_S, traffic


@pytest.mark.parametrize("allowed", [0.0, 0.4, 0.5, 1.5, 7.5])
def test_few_misses_are_poisson_or_negative_binomial(allowed: float) -> None:
    """Halves stand for the whole number below them."""
    size, chance = 2.0**2 / (5.0 - 2.0), 2.0 / 5.0
    assert fewer_than(allowed, 2.0, 2.0) == pytest.approx(poisson.cdf(np.floor(allowed), 2.0))
    assert fewer_than(allowed, 2.0, 5.0) == pytest.approx(nbinom.cdf(np.floor(allowed), size, chance))


def test_no_misses_are_always_few_enough() -> None:
    assert fewer_than(0.0, 0.0, 0.0) == 1


def test_many_misses_are_normal_and_both_laws_agree_where_they_meet() -> None:
    """95% asked: half of the days where just so many are kept, Phi(-1) where a standard deviation fewer are."""
    assert chance_on_a_day(2000, 1900, 900, 0.95) == pytest.approx(0.5, abs=0.001)
    assert chance_on_a_day(2000, 1870, 900 + 30**2, 0.95) == pytest.approx(norm.cdf(-1), abs=0.001)
    few, many = (chance_on_a_day(1384, 1384 - missed, 225 + 19.2**2, 0.95) for missed in (49.999, 50.001))
    assert few == pytest.approx(many, abs=0.01)
    assert many == pytest.approx(0.9, abs=0.01)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=8), st.floats(0, 1))
def test_a_curve_through_falling_values_falls_and_keeps_them(values: list[float], part: float) -> None:
    at, falling = np.arange(float(len(values))), np.sort(values)[::-1].copy()
    assert [through(at, falling, place) for place in at] == pytest.approx(falling.tolist())
    here, there = through(at, falling, part * (at[-1] - 0.1)), through(at, falling, part * (at[-1] - 0.1) + 0.1)
    assert there <= here + 1e-12


@pytest.mark.parametrize(("offered", "deviation"), [(30.0, 0.0), (300.0, 0.0), (300.0, 0.15), (1500.0, 0.1)])
def test_nine_days_of_ten_keep_the_share_and_with_one_agent_fewer_the_promise_is_no_longer_made(
    offered: float, deviation: float
) -> None:
    """1,500 simulated runs: whole intervals count, contact by contact; 0.9 less three standard errors is 0.877."""
    day = traffic([0.0, *[offered] * 4], deviation=deviation)
    least = least_agents_through_time(day, Goals(response_rate=0.95, assurance=0.9)).agents[1:]
    counts, aht_s = np.full(4, offered), np.full(4, 180.0)

    def days_kept(agents: np.ndarray) -> np.ndarray:
        group = AgentGroup((0,), np.arange(4) * HALF_HOUR_S, agents)
        stream = Stream("general", counts, aht_s, 120.0, 20.0)
        found = simulate([stream], [group], HALF_HOUR_S, 1500, 11, day_cv=deviation, jobs=2)
        return (found.answered[:, 0] >= 0.95 * found.offered[:, 0] - 1e-9).mean(axis=0)[1:]

    assert (days_kept(least) > 0.877).all()
    assert (days_kept(least - 1) < 0.925).all()


def test_a_service_level_is_assured_likewise() -> None:
    """80% within 20 s, on nine days of ten: contacts in time bunch, and so scatter more than single ones would."""
    day = traffic([0.0, *[300.0] * 4])
    least = least_agents_through_time(day, Goals(service_level=0.8, assurance=0.9))
    assert set(least.binding[1:]) == {"service_level"}
    stream = Stream("general", np.full(4, 300.0), np.full(4, 180.0), 120.0, 20.0)
    group = AgentGroup((0,), np.arange(4) * HALF_HOUR_S, least.agents[1:])
    found = simulate([stream], [group], HALF_HOUR_S, 1500, 3, jobs=2)
    kept = (found.in_time[:, 0] >= 0.8 * found.offered[:, 0] - 1e-9).mean(axis=0)[1:]
    assert (kept > 0.877).all()


def test_more_assurance_never_needs_fewer_agents() -> None:
    agents = [
        int(least_agents_through_time(traffic([300.0] * 2, deviation=0.1), Goals(0.95, assurance=share)).agents[1])
        for share in (0.5, 0.8, 0.9, 0.99)
    ]
    assert agents == sorted(agents)
    assert agents[0] < agents[-1]


def test_without_patience_the_shares_hold_at_a_rate_that_nine_days_of_ten_do_not_pass() -> None:
    day = traffic([300.0] * 3, patience_s=None, deviation=0.2)
    on_average, assured = (
        least_agents_through_time(day, Goals(service_level=0.8, max_occupancy=0.95, assurance=share))
        for share in (None, 0.9)
    )
    assert (assured.agents > on_average.agents).all()
    high = traffic([300.0 * 1.2626] * 3, patience_s=None)  # the gamma law's quantile at 0.2
    assert assured.agents.tolist() == least_agents_through_time(high, Goals(service_level=0.8)).agents.tolist()
