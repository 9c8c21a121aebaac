"""Under an uncertain rate, too, no answer can be beaten by one agent fewer, and more uncertainty needs no fewer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.least_agents import least_agents
from staffing.uncertain_load import expected_figures, rate_variance

CASES = 3_000
ROUNDING = 2e-12
AHT_S, PATIENCE_S, WITHIN_S = 200.0, 120.0, 20.0


@pytest.fixture(scope="module")
def cases() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(20260302)
    return {
        "load": np.exp(draw.uniform(np.log(0.1), np.log(1500), CASES)),
        "variance": draw.choice([0.0, 1e-6, 1e-3, 0.01, 0.04, 0.2, 1.0], CASES),
        "response_rate": draw.choice([0.001, 0.8, 0.95, 0.99], CASES),
        "service_level": draw.choice([0.001, 0.5, 0.8, 0.95], CASES),
    }


@pytest.mark.parametrize("patience_s", [PATIENCE_S, None])
def test_every_answer_meets_its_shares_on_average_and_one_agent_fewer_does_not(
    cases: dict[str, np.ndarray], patience_s: float | None
) -> None:
    load, variance = cases["load"], cases["variance"]
    rate, level = cases["response_rate"], cases["service_level"]
    agents = least_agents(
        load, AHT_S, patience_s, WITHIN_S, response_rate=rate, service_level=level, rate_variance=variance
    ).agents

    def met(heads: np.ndarray) -> np.ndarray:
        reached = expected_figures(load, heads, np.full(CASES, AHT_S), patience_s, WITHIN_S, variance)
        return (reached.response_rate >= rate - ROUNDING) & (reached.service_level >= level - ROUNDING)

    grows_for_ever = (patience_s is None) & (agents - 1 <= load)
    assert met(agents).all()
    assert not (met(agents - 1) & ~grows_for_ever).any()


@given(st.floats(0.5, 800), st.floats(0.001, 0.2), st.floats(1.1, 3), st.sampled_from([0.9, 0.95, 0.99]))
def test_more_uncertainty_never_needs_fewer_agents_for_a_response_rate(
    load: float, variance: float, more: float, goal: float
) -> None:
    """Contacts answered are concave in the rate, so a spread rate answers fewer (to the quadrature's 0.2%)."""
    sure, unsure, wild = (
        int(least_agents(load, AHT_S, PATIENCE_S, response_rate=goal, rate_variance=found).agents)
        for found in (0.0, variance, min(variance * more, 0.2))
    )
    assert sure <= unsure
    assert unsure <= wild + 0.01 * wild


@given(st.floats(0, 5000), st.floats(0, 1), st.floats(0, 3))
def test_a_variance_is_a_share_and_grows_with_the_band(mean: float, low: float, high: float) -> None:
    narrow = float(rate_variance(mean, mean * low, mean * (1 + high)))
    wide = float(rate_variance(mean, mean * low / 2, mean * (1 + 2 * high)))
    assert 0 <= narrow <= wide <= 1
