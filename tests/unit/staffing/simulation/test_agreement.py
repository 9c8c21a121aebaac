"""In the steady state the simulator finds what the formulas say, within its own confidence interval."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from staffing.queue_figures import queue_figures
from staffing.simulation.figures import ratio
from staffing.simulation.model import Redials
from staffing.simulation.simulate import simulate
from tests.unit.staffing.simulation.small import INTERVAL_S, group, stream

HOURS, WARM = 96, 16  # half-hours simulated, and left out at the start


@pytest.mark.parametrize(
    ("load", "agents", "patience_s"),
    [(0.8, 2, 300.0), (20.0, 18, 150.0), (20.0, 23, None), (100.0, 101, 240.0)],
)
def test_it_agrees_with_erlang(load: float, agents: int, patience_s: float | None) -> None:
    """Four figures in four cases at 99.9% each: all sixteen lie within by chance in 98 of 100 choices of the seed."""
    steady = stream(np.full(HOURS, load * 10), patience_s=patience_s)
    found = simulate([steady], [group(agents)], INTERVAL_S, 60, 20)
    exact = queue_figures(load, agents, 180.0, patience_s, 20.0)
    parts = {
        "p_abandon": (found.abandoned, found.offered, exact.p_abandon),
        "service_level": (found.in_time, found.offered, exact.service_level),
        "asa_s": (found.wait_s, found.answered, exact.asa_s),
        "occupancy": (found.busy_s, found.at_work_s, exact.occupancy),
    }
    for name, (part, whole, value) in parts.items():
        totals = [counts[:, 0, WARM:].sum(axis=1).astype(float) for counts in (part, whole)]
        figure = ratio(totals[0], totals[1], 0.999)
        assert abs(figure.mean - value) <= figure.half_width, name


def test_repeated_attempts_settle_where_the_fixed_point_says() -> None:
    """Redials long after are Poisson themselves: attempts come at A = fresh + share x A x P(abandon at A)."""
    fresh, agents, share = 20.0, 20, 0.6
    steady = stream(np.full(HOURS, fresh * 10), patience_s=150.0, redials=Redials(share, 3600.0))
    found = simulate([steady], [group(agents)], INTERVAL_S, 100, 4)

    def lost(load: float) -> float:
        return float(queue_figures(load, agents, 180.0, 150.0).p_abandon)

    attempts = brentq(lambda load: fresh + share * load * lost(load) - load, fresh, fresh / (1 - share))
    later = slice(HOURS // 2, HOURS // 2 + 24)
    tried, answered = (counts[:, 0, later].sum() for counts in (found.attempts, found.attempts_answered))
    assert tried / found.offered[:, 0, later].sum() == pytest.approx(attempts / fresh, rel=0.01)
    assert answered / tried == pytest.approx(1 - lost(attempts), abs=0.005)
    contacts = found.answered[:, 0, later].sum() / found.offered[:, 0, later].sum()
    assert contacts == pytest.approx((1 - lost(attempts)) / (1 - share * lost(attempts)), abs=0.006)
    assert contacts > answered / tried + 0.03, "a contact has more chances than an attempt"


def test_with_enough_agents_everyone_is_answered_at_once() -> None:
    found = simulate([stream()], [group(90)], INTERVAL_S, 20, 1)
    assert np.array_equal(found.offered, found.answered)
    assert np.array_equal(found.in_time, found.offered)
    assert found.wait_s.sum() == 0


def test_busy_time_is_what_was_handled_within_the_simulated_time() -> None:
    found = simulate([stream((600.0, 0.0, 0.0, 0.0))], [group(90)], INTERVAL_S, 50, 1)
    handled = found.busy_s[:, 0].sum(axis=1)
    assert handled.mean() == pytest.approx(600 * 180, rel=0.02)
    # Of exponential handling that begins evenly in half an hour, this share falls behind its end.
    behind = 180 / 1800 * (1 - math.exp(-1800 / 180))
    assert found.busy_s[:, 0, 1:].sum() / found.busy_s.sum() == pytest.approx(behind, rel=0.06)
