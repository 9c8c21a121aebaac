"""What agents reach under Erlang C and Erlang A: published values, independent sums, the edges."""

import math

import pytest
from scipy.integrate import quad

from domain.errors import UsageError
from staffing.queue_figures import queue_figures


def chain_figures(load: float, agents: int, theta: float) -> tuple[float, float, float]:
    """P(wait), P(abandon) and mean wait of the answered of M/M/n+M, summed state by state (AHT = 1).

    With j ahead in the queue the wait is a sum of j + 1 exponential stages of rate n + k theta; the caller outlives
    stage k with chance (n + k theta) / (n + (k + 1) theta), so the mean wait times the chance of an answer is the sum
    over j of n / a P(n + j) (1 / (n + theta) + ... + 1 / (n + j theta)).
    """
    busy, weight = 0.0, 1.0
    for k in range(agents):
        busy += weight
        weight *= load / (k + 1)
    waiting, lost, waits, stages, j = 0.0, 0.0, 0.0, 0.0, 0
    while weight > 1e-20 * (busy + waiting) or load > agents + j * theta:
        waiting += weight
        lost += weight * j * theta / load
        waits += weight * stages * agents / load
        j += 1
        weight *= load / (agents + j * theta)
        stages += 1 / (agents + j * theta)
    total = busy + waiting
    return waiting / total, lost / total, waits / (total - lost)


def test_fourteen_agents_reach_888_per_mille_within_twenty_seconds() -> None:
    """callcentrehelper.com: 100 calls in 30 min, AHT 3 min: service level 88.8%, P(wait) 17.4%, occupancy 71.4%."""
    reached = queue_figures(10, 14, 180, None, 20)
    assert float(reached.service_level) == pytest.approx(0.888, abs=0.0005)
    assert float(reached.p_wait) == pytest.approx(0.174, abs=0.0005)
    assert float(reached.occupancy) == pytest.approx(0.714, abs=0.0005)


def test_fifty_agents_lose_3_1_percent_of_48_calls_a_minute() -> None:
    """Mandelbaum and Zeltyn, Palm/Erlang-A: 50 agents, AHT 1 min, patience 2 min: P(abandon) 3.1%, mean wait 3.7 s."""
    reached = queue_figures(48, 50, 60, 120)
    assert float(reached.p_abandon) == pytest.approx(0.031, abs=0.0005)
    assert float(reached.wait_s) == pytest.approx(3.7, abs=0.05)
    assert float(reached.occupancy) == pytest.approx(0.93, abs=0.005)


def test_nine_agents_let_callers_of_five_minutes_patience_wait_56_62_seconds() -> None:
    """TU Clausthal, Erlang C page, quoted in the tests of Callcenter-Simulator: 3.5 calls a minute, AHT 180 s."""
    assert float(queue_figures(10.5, 9, 180, 300).wait_s) == pytest.approx(56.62, abs=0.01)


@pytest.mark.parametrize(
    ("load", "agents", "theta"),
    [
        (0.01, 1, 0.5),
        (0.5, 1, 3),
        (3, 2, 0.05),
        (20, 25, 1),
        (60, 62, 8),
        (191, 192, 1),
        (193, 193, 1),
        (120, 110, 0.2),
        (180, 200, 1.27),
        (190, 200, 30),
        (260, 200, 1),
    ],
)
def test_erlang_a_is_the_sum_over_the_states_of_the_chain(load: float, agents: int, theta: float) -> None:
    p_wait, p_abandon, asa = chain_figures(load, agents, theta)
    reached = queue_figures(load, agents, 1, 1 / theta)
    assert float(reached.p_wait) == pytest.approx(p_wait, rel=1e-11)
    assert float(reached.p_abandon) == pytest.approx(p_abandon, rel=1e-11)
    assert float(reached.response_rate) == pytest.approx(1 - p_abandon, rel=1e-11)
    assert float(reached.asa_s) == pytest.approx(asa, rel=1e-11)


@pytest.mark.parametrize(("load", "agents", "theta", "within"), [(20, 22, 1, 0.1), (30, 25, 2, 0.05), (6, 4, 0.3, 1.0)])
def test_service_level_of_erlang_a_is_the_offered_wait_integrated(
    load: float, agents: int, theta: float, within: float
) -> None:
    """P(V in dv, still there) = n P(n) exp(a / theta (1 - e^(-theta v)) - (n + theta) v) dv, P(n) from the chain."""
    p_wait, p_abandon, _ = chain_figures(load, agents, theta)

    def still_there(v: float) -> float:
        return agents * math.exp(load / theta * -math.expm1(-theta * v) - (agents + theta) * v)

    answered_late_or_soon = quad(still_there, 0, 20, epsabs=0, epsrel=1e-12, limit=500)[0]
    soon = quad(still_there, 0, within, epsabs=0, epsrel=1e-12)[0]
    p_full = (p_wait - p_abandon) / answered_late_or_soon
    reached = queue_figures(load, agents, 1, 1 / theta, within)
    assert float(reached.service_level) == pytest.approx(1 - p_wait + p_full * soon, rel=1e-9)


def test_erlang_a_tends_to_erlang_c_as_patience_grows() -> None:
    patient, endless = queue_figures(9, 10, 180, 1e9), queue_figures(9, 10, 180, None)
    for name in ("p_wait", "service_level", "wait_s", "asa_s", "occupancy"):
        assert float(getattr(patient, name)) == pytest.approx(float(getattr(endless, name)), rel=1e-5)


def test_mean_wait_of_all_is_that_of_answered_and_abandoned_together() -> None:
    """Conditional means weighed by their shares; who abandons has waited at most the mean patience here."""
    reached = queue_figures(30, 25, 180, 90)
    abandoned_wait = (reached.wait_s - reached.asa_s * reached.response_rate) / reached.p_abandon
    assert 0 < float(reached.asa_s) < float(abandoned_wait) + float(reached.wait_s)
    assert 0 < float(abandoned_wait) < 90


def test_an_overloaded_queue_without_patience_is_said_to_grow_for_ever() -> None:
    reached = queue_figures([10, 12], 10, 180, None)
    assert reached.p_wait.tolist() == [1, 1]
    assert reached.service_level.tolist() == [0, 0]
    assert reached.wait_s.tolist() == reached.asa_s.tolist() == [math.inf, math.inf]
    assert reached.response_rate.tolist() == [1, 10 / 12]
    assert reached.p_abandon.tolist() == [0, 0]
    assert reached.occupancy.tolist() == [1, 1]


def test_nobody_at_work_answers_nobody() -> None:
    reached = queue_figures(5, 0, 180, 150)
    assert float(reached.p_abandon) == 1
    assert float(reached.response_rate) == 0
    assert float(reached.wait_s) == 150
    assert math.isnan(reached.asa_s)
    assert math.isnan(reached.occupancy)


def test_nobody_offered_waits_for_nobody() -> None:
    reached = queue_figures(0, 3, 180, 150)
    assert float(reached.service_level) == float(reached.response_rate) == 1
    assert float(reached.wait_s) == float(reached.occupancy) == 0


def test_patience_left_out_of_some_cases_is_erlang_c_there() -> None:
    mixed = queue_figures(9, 10, 180, [math.nan, 150.0])
    assert float(mixed.p_abandon[0]) == 0 < float(mixed.p_abandon[1])


@pytest.mark.parametrize(
    ("load", "agents", "theta"), [(5000, 5000, 1.2), (5000, 4000, 0.05), (0.01, 5000, 1), (5000, 1, 0.001), (2, 3, 1e5)]
)
def test_extreme_cases_stay_finite_and_within_bounds(load: float, agents: int, theta: float) -> None:
    reached = queue_figures(load, agents, 1, 1 / theta)
    for share in (reached.p_wait, reached.p_abandon, reached.response_rate, reached.service_level, reached.occupancy):
        assert 0 <= float(share) <= 1
    assert float(reached.p_abandon + reached.response_rate) == pytest.approx(1, abs=1e-12)
    assert math.isfinite(reached.asa_s)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((1, 2, 0, None, 20), "aht_s is 0; expected a number above 0"),
        ((1, 2, 180, 0, 20), "patience_s is 0; expected a number above 0"),
        ((1, 2, 180, None, -1), "answer_within_s is -1; expected seconds, 0 or more"),
    ],
)
def test_a_time_that_cannot_be_is_refused_by_name(given: tuple, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        queue_figures(*given)
