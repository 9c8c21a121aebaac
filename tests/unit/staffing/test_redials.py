"""Contacts that call again: attempts through time, and both response rates; the fixed point and simulated days."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from domain.site_config import Goal, Queue
from staffing.live_rows import live_figures, live_rows
from staffing.redials import attempts, attempts_a_contact, response_by_contact
from staffing.requirement import requirement
from staffing.simulation.model import AgentGroup, Redials, Stream
from staffing.simulation.simulate import simulate
from tests.unit.staffing.small import small_forecast
from tests.unit.staffing.through_time.traffics import HALF_HOUR_S, traffic

CALLS_AGAIN = Queue(
    id="general", aht_s=180, patience_s=120, redial_share=0.6, redial_after_min=10, goal=Goal(response_rate=0.8)
)


def test_steadily_a_contact_makes_one_attempt_and_again_its_share_of_every_attempt_lost() -> None:
    """80% of attempts answered, 60% of the others call again: 1 / (1 - 0.6 x 0.2) = 1.136 attempts each."""
    assert attempts_a_contact(0.8, 0.6) == pytest.approx(1 / 0.88)
    assert response_by_contact(0.8, 0.6) == pytest.approx(0.8 / 0.88)
    made = attempts(traffic([200.0] * 4), np.full(4, 0.8), 0.6, 600)
    assert made == pytest.approx(200 / 0.88)


def test_where_all_are_answered_or_nobody_calls_again_attempts_are_contacts() -> None:
    counts = [100.0, 250.0, 50.0]
    assert attempts(traffic(counts), np.ones(3), 0.6, 600) == pytest.approx(counts)
    assert attempts(traffic(counts), np.full(3, 0.5), 1e-12, 600) == pytest.approx(counts)


def test_attempts_follow_their_differential_equation_through_the_day() -> None:
    counts, answered = np.array([0.0, 100.0, 300.0, 80.0, 80.0]), np.array([1.0, 0.9, 0.6, 0.8, 0.95])
    share, after_s = 0.7, 900.0

    def moves(_: float, now: np.ndarray, k: int) -> list[float]:
        made = counts[k] / HALF_HOUR_S + now[0] / after_s
        return [share * (1 - answered[k]) * made - now[0] / after_s, made]

    waiting, expected = 0.0, []
    for k in range(1, 5):
        solved = solve_ivp(moves, (0, HALF_HOUR_S), [waiting, 0.0], args=(k,), rtol=1e-9, atol=1e-9)
        waiting = solved.y[0, -1]
        expected.append(solved.y[1, -1])
    assert attempts(traffic(counts), answered, share, after_s)[1:] == pytest.approx(expected, rel=1e-6)


def test_who_would_call_again_while_the_queue_is_closed_is_lost() -> None:
    made = attempts(traffic([300.0, 0.0, 100.0]), np.array([0.5, 1.0, 1.0]), 0.8, 1800)
    assert made[1] == 0
    assert made[2] == pytest.approx(100)


def test_the_requirement_staffs_attempts_and_says_what_they_mean_by_contact() -> None:
    once = CALLS_AGAIN.model_copy(update={"redial_share": None, "redial_after_min": None})
    forecast = small_forecast([400.0] * 4)
    again, alone = (requirement(forecast, [queue], {}, 30) for queue in (CALLS_AGAIN, once))
    assert again.frame["agents"].sum() == pytest.approx(alone.frame["agents"].sum() / 0.88, rel=0.05)
    assert alone.notes == ()
    assert again.notes == (
        "Queue general: 60% of those not answered call again, so its forecast is taken as contacts that make 1.14 "
        "attempts each; 80.0% of attempts answered are 90.9% of contacts.",
    )


def test_simulated_days_with_calls_made_again_reach_the_figures_by_attempt_and_by_contact() -> None:
    """Too few agents, so that many call again: both rates within a point of 1,500 simulated runs.

    They come a little out above them: calls made again bunch, since those lost are lost together.
    """
    counts, agents = np.full(8, 200.0), np.array([17, 17, 18, 18, 20, 20, 17, 17])
    rows = small_forecast([0.0, *counts])
    told = live_figures(CALLS_AGAIN, rows, np.append(0, agents), 30).response_rate[1:]
    stream = Stream("general", counts, np.full(8, 180.0), 120.0, 20.0, redials=Redials(0.6, 600.0))
    found = simulate([stream], [AgentGroup((0,), np.arange(8) * HALF_HOUR_S, agents)], HALF_HOUR_S, 1500, 5, jobs=2)
    by_attempt = found.attempts_answered[:, 0].sum(axis=0) / found.attempts[:, 0].sum(axis=0)
    by_contact = found.answered[:, 0].sum(axis=0) / found.offered[:, 0].sum(axis=0)
    assert told == pytest.approx(by_attempt, abs=0.01)
    assert response_by_contact(told[3], 0.6) == pytest.approx(by_contact[3], abs=0.012)


def test_a_queue_without_a_response_rate_goal_counts_the_attempts_that_its_other_goals_leave() -> None:
    goal = Goal(service_level=0.5, threshold_s=20)
    queue = CALLS_AGAIN.model_copy(update={"goal": goal})
    once = queue.model_copy(update={"redial_share": None, "redial_after_min": None})
    more, fewer = (live_rows(each, small_forecast([400.0] * 3), 0.0, 30) for each in (queue, once))
    assert (more["agents"] > fewer["agents"]).all()
    assert (more["service_level"] >= 0.5).all()
