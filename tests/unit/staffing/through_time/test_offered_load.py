"""The offered load carried through the day: its differential equation, closed nights, and the law of each interval."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from staffing.least_agents import least_agents
from staffing.through_time.offered_load import carried_load, row_laws
from staffing.through_time.rate_shape import rate_shape
from staffing.through_time.traffic import extended
from tests.unit.staffing.through_time.traffics import HALF_HOUR_S, traffic, waves


def test_the_load_follows_its_differential_equation() -> None:
    """m' = rate - m / AHT with the rate of the shape, AHT 300 s; solved numerically over a smooth day."""
    day = traffic(waves(48), aht_s=300.0)
    longer, _, own = extended(day)
    shape = rate_shape(longer)

    def rate(clock_s: float) -> float:
        k, part = divmod(clock_s / HALF_HOUR_S, 1)
        k = min(int(k), 49)
        return float(shape.at(np.full((50, 1), part))[k, 0]) * longer.offered[k] / HALF_HOUR_S

    start = longer.load[0] * float(shape.left[0])
    solved = solve_ivp(
        lambda s, m: rate(s) - m / 300, (0, 49 * HALF_HOUR_S), [start], max_step=300, dense_output=True, rtol=1e-6
    )
    clock = (np.arange(48)[:, None] + 1 + (np.arange(600) + 0.5) / 600) * HALF_HOUR_S
    exact = solved.sol(clock.ravel())[0].reshape(48, 12, 50).mean(axis=2)
    assert carried_load(day, parts=12).load == pytest.approx(exact, rel=0.004)
    assert own == slice(1, 49)


def test_a_queue_that_opens_fills_up_from_nobody() -> None:
    load = carried_load(traffic([0.0, 100.0, 100.0]), parts=30).load
    clock = (np.arange(30) + 0.5) * 60
    assert load[1] == pytest.approx(10 * (1 - np.exp(-clock / 180)), abs=0.05)
    assert load[2] == pytest.approx(10, rel=1e-3)


def test_contacts_in_hand_when_handling_gets_longer_are_load_all_the_same() -> None:
    """Ten in hand at 180 s are ten in hand at 360 s: the load starts at 10 and moves towards 20."""
    load = carried_load(traffic([100.0, 100.0], aht_s=[180.0, 360.0]), parts=60).load
    assert load[1, 0] == pytest.approx(10.4, abs=0.05)
    assert load[1, -1] == pytest.approx(20, rel=0.01)


def test_the_law_of_a_steady_day_is_one_load_and_gives_the_agents_of_erlang_a() -> None:
    load, (rates, shares) = row_laws(traffic([150.0] * 5))
    assert load == pytest.approx(15)
    assert rates == pytest.approx(1)
    assert shares.sum(axis=1) == pytest.approx(1)
    by_law = least_agents(load, 180, 120, response_rate=0.95, rate_law=(rates, shares)).agents
    assert by_law.tolist() == [int(least_agents(15, 180, 120, response_rate=0.95).agents)] * 5


def test_the_law_joins_parts_of_the_interval_and_rates_of_the_day_contact_by_contact() -> None:
    load, (rates, shares) = row_laws(traffic(waves(48), deviation=0.2))
    assert shares.sum(axis=1) == pytest.approx(1)
    assert (shares / rates).sum(axis=1) == pytest.approx(1, abs=0.03)
    assert (load[:, None] * rates * shares).sum(axis=1) == pytest.approx(load * 1.04, rel=0.02)
