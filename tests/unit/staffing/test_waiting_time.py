"""The law of the wait: against sums and integrals made another way, and the edges."""

import math

import numpy as np
import pytest
from scipy.integrate import quad

from domain.errors import UsageError
from staffing.queue_figures import queue_figures
from staffing.waiting_time import wait_of_answered_s, wait_of_offered_s, waiting_time


def integrated(load: float, agents: int, theta: float, after: float) -> tuple[float, float, float]:
    """Answered, gone and waiting after a time (AHT = 1), from the chain's P(n) and the density of the offered wait.

    The density at v is n P(n) exp(a / theta (1 - e^(-theta v)) - n v); who would wait v is still there at t with chance
    e^(-theta t), so that gone by t = integral to t of the density times 1 - e^(-theta v) + P(V > t) (1 - e^(-theta t)).
    """
    weights, weight = [], 1.0
    for k in range(agents + 4000):
        weights.append(weight)
        weight *= load / (k + 1 if k < agents else agents + (k + 1 - agents) * theta)
    total = math.fsum(weights)

    def density(v: float) -> float:
        return agents * weights[agents] / total * math.exp(load / theta * -math.expm1(-theta * v) - agents * v)

    def integral(low: float, high: float, survives: bool | None = None) -> float:
        def part(v: float) -> float:
            factor = 1.0 if survives is None else math.exp(-theta * v) if survives else -math.expm1(-theta * v)
            return density(v) * factor

        return float(quad(part, low, high, epsabs=0, epsrel=1e-12, limit=400)[0])

    longer = integral(after, after + 8)
    answered = math.fsum(weights[:agents]) / total + integral(0, after, True)
    return answered, integral(0, after, False) - math.expm1(-theta * after) * longer, math.exp(-theta * after) * longer


@pytest.mark.parametrize(
    ("load", "agents", "theta", "after"),
    [
        (5, 6, 1.5, 0.1),
        (5, 8, 1.5, 1.0),
        (30, 28, 0.1, 0.3),
        (40, 28, 1.5, 0.3),
        (100, 105, 1.5, 0.05),
        (200, 170, 0.2, 0.5),
        (60, 62, 8, 0.1),
        (30, 30, 30, 0.2),
    ],
)
def test_the_shares_of_erlang_a_are_the_offered_wait_integrated(
    load: float, agents: int, theta: float, after: float
) -> None:
    got = waiting_time(load, agents, 1, 1 / theta, after)
    answered, gone, waiting = integrated(load, agents, theta, after)
    assert float(got.answered) == pytest.approx(answered, rel=1e-9)
    assert float(got.abandoned) == pytest.approx(gone, rel=1e-9)
    assert float(got.waiting) == pytest.approx(waiting, rel=1e-9)


def test_fourteen_agents_answer_888_per_mille_within_twenty_seconds() -> None:
    """callcentrehelper.com: 100 calls in 30 min, AHT 3 min on 14 agents: 88.8% within 20 s, 17.4% wait at all."""
    assert float(waiting_time(10, 14, 180, None, 20).answered) == pytest.approx(0.888, abs=0.0005)
    assert float(waiting_time(10, 14, 180, None, 0).waiting) == pytest.approx(0.174, abs=0.0005)
    assert float(wait_of_answered_s(10, 14, 180, None, 0.888)) == pytest.approx(20, abs=0.2)


def test_one_agent_without_patience_has_the_wait_of_m_m_1() -> None:
    """Kleinrock, Queueing Systems I (1975): P(W > t) = rho e^(-(1 - rho) t), turned round for the share."""
    assert float(waiting_time(0.8, 1, 1, None, 3).waiting) == pytest.approx(0.8 * math.exp(-0.6), rel=1e-13)
    assert float(wait_of_answered_s(0.8, 1, 1, None, 0.9)) == pytest.approx(math.log(8) / 0.2, rel=1e-13)
    assert float(wait_of_answered_s(0.8, 1, 1, None, 0.15)) == 0


def random_cases() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(5)
    load = np.exp(draw.uniform(np.log(0.01), np.log(5000), 4000))
    return {
        "load": load,
        "agents": np.maximum(1, np.round(load * draw.uniform(0.6, 1.3, 4000))),
        "aht_s": draw.uniform(30, 900, 4000),
        "patience_s": np.exp(draw.uniform(np.log(5), np.log(3600), 4000)),
    }


def test_after_any_time_everybody_is_answered_gone_or_waiting() -> None:
    cases = {name: values[:, None] for name, values in random_cases().items()}
    got = waiting_time(**cases, after_s=np.array([0.0, 5, 20, 60, 300, 1800]))
    assert got.answered.shape == (4000, 6)
    assert got.answered + got.abandoned + got.waiting == pytest.approx(1, abs=1e-11)
    assert (np.diff(got.answered, axis=1) >= -1e-13).all()
    assert (np.diff(got.abandoned, axis=1) >= -1e-13).all()
    assert (np.diff(got.waiting, axis=1) <= 1e-13).all()
    assert ((got.answered_of_answered >= got.answered) & (got.answered_of_answered <= 1)).all()


def test_answered_is_the_service_level_and_in_the_end_the_response_rate() -> None:
    cases = random_cases()
    figures = queue_figures(**cases, answer_within_s=20)
    assert waiting_time(**cases, after_s=20).answered == pytest.approx(figures.service_level, rel=1e-12)
    ever = waiting_time(**cases, after_s=1e6)
    assert ever.answered == pytest.approx(figures.response_rate, rel=1e-12)
    assert ever.abandoned == pytest.approx(figures.p_abandon, rel=1e-9)
    assert ever.waiting == pytest.approx(0)


@pytest.mark.parametrize("share", [0.001, 0.5, 0.9, 0.999])
def test_a_wait_for_a_share_is_exceeded_by_the_rest(share: float) -> None:
    cases = random_cases()
    of_answered, of_offered = wait_of_answered_s(**cases, share=share), wait_of_offered_s(**cases, share=share)
    within = waiting_time(**cases, after_s=of_answered).answered_of_answered
    ended = 1 - waiting_time(**cases, after_s=of_offered).waiting
    for wait, reached in ((of_answered, within), (of_offered, ended)):
        assert reached[wait > 0] == pytest.approx(share, rel=2e-8)
        assert (reached[wait == 0] >= share - 1e-12).all()


def test_the_mean_wait_is_the_area_above_the_law() -> None:
    waits = np.linspace(0, 3000, 30_001)
    law = waiting_time(40, 36, 200, 150, waits)
    reached = queue_figures(40, 36, 200, 150)
    assert np.trapezoid(law.waiting, waits) == pytest.approx(float(reached.wait_s), rel=1e-6)
    assert np.trapezoid(1 - law.answered_of_answered, waits) == pytest.approx(float(reached.asa_s), rel=1e-6)


def test_nobody_at_work_lets_everybody_go_and_nobody_offered_waits_for_nobody() -> None:
    alone = waiting_time(5, 0, 180, 150, 150)
    assert float(alone.waiting) == pytest.approx(math.exp(-1))
    assert float(alone.answered) == 0
    assert math.isnan(alone.answered_of_answered)
    assert float(wait_of_offered_s(5, 0, 180, 150, 0.5)) == pytest.approx(150 * math.log(2))
    assert math.isnan(wait_of_answered_s(5, 0, 180, 150, 0.5))
    assert float(waiting_time(0, 3, 180, 150).answered) == 1
    assert float(wait_of_answered_s(0, 3, 180, 150)) == 0


def test_a_queue_that_never_stops_growing_makes_everybody_wait_for_ever() -> None:
    got = waiting_time(12, 10, 180, None, 60)
    assert (float(got.answered), float(got.abandoned), float(got.waiting)) == (0, 0, 1)
    assert math.isinf(wait_of_answered_s(12, 10, 180, None, 0.1))


def test_every_answer_is_longest_within_no_time_at_all() -> None:
    """A share of 1 has no bound."""
    assert math.isinf(wait_of_answered_s(10, 14, 180, 150, 1.0))


@pytest.mark.parametrize(("after_s", "share"), [(-1.0, 0.9), (math.inf, 0.9), (20.0, 0.0), (20.0, 1.1)])
def test_a_time_or_a_share_that_cannot_be_is_refused_by_name(after_s: float, share: float) -> None:
    with pytest.raises(UsageError, match=r"(after_s|share) is"):
        waiting_time(10, 14, 180, 150, after_s)
        wait_of_answered_s(10, 14, 180, 150, share)
