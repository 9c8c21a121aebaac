"""The forward equations: steady they are Erlang A; moving, they agree with other solvers and with simulated days."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.stats import poisson

from staffing.compiling import FloatArray, IntArray
from staffing.queue_figures import queue_figures
from staffing.simulation.figures import ratio
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from staffing.through_time.least import figures_through_time
from staffing.through_time.offered_load import carried_load
from staffing.through_time.traffic import Traffic
from staffing.through_time.waits import leaving_rates, prospects
from tests.unit.staffing.through_time.traffics import HALF_HOUR_S, traffic, waves

LOADS_AND_AGENTS = [(0.3, 1), (2.0, 3), (15.0, 15), (100.0, 98), (400.0, 390), (2000.0, 2010)]


@pytest.mark.parametrize(("load", "agents"), LOADS_AND_AGENTS)
@pytest.mark.parametrize("is_fine", [True, False])
def test_a_steady_queue_is_erlang_a(load: float, agents: int, is_fine: bool) -> None:
    steady = traffic([load * 10] * 3)
    found = figures_through_time(steady, np.full(3, agents), is_fine)
    exact = queue_figures(load, agents, 180, 120, 20)
    error = 3e-6 if is_fine or load < 64 else 5e-4  # from 64 erlangs on the ordinary lattice leaves numbers out
    assert found.response_rate == pytest.approx(float(exact.response_rate), abs=error)
    assert found.service_level == pytest.approx(float(exact.service_level), abs=error)
    assert found.asa_s == pytest.approx(float(exact.asa_s), rel=3e-4 if error == 3e-6 else 3e-3)
    assert found.occupancy == pytest.approx(float(exact.occupancy), abs=error)


def shares_by_another_solver(day: Traffic, agents: IntArray) -> FloatArray:
    """Shares answered of level rates and growing teams, by an adaptive solver of all states; starts with nobody."""
    size = int(2 * agents.max() + 60)
    chances, shares = np.zeros(size), []
    chances[0] = 1
    for k, slots in enumerate(agents):
        coming, theta = day.offered[k] / HALF_HOUR_S, 1 / float(day.patience_s or np.inf)
        leaving, rows = np.empty(size), np.empty((4, size))
        leaving_rates(float(slots), 1 / day.aht_s[k], theta, leaving)
        prospects(int(slots), 1 / day.aht_s[k], theta, 20.0, rows)

        def moves(
            _: float,
            now: FloatArray,
            coming: float = coming,
            leaving: FloatArray = leaving,
            answered: FloatArray = rows[0],
        ) -> FloatArray:
            p = now[:-1]
            change = -(coming + leaving) * p
            change[-1] += coming * p[-1]
            change[1:] += coming * p[:-1]
            change[:-1] += leaving[1:] * p[1:]
            return np.append(change, answered @ p)

        solved = solve_ivp(moves, (0, HALF_HOUR_S), np.append(chances, 0), "LSODA", rtol=1e-8, atol=1e-10)
        chances = solved.y[:-1, -1]
        following = int(agents[min(k + 1, agents.size - 1)])
        later = chances @ gained_at_the_border(int(slots), following, float(day.aht_s[k]), size)
        shares.append(solved.y[-1, -1] / HALF_HOUR_S + later / day.offered[k])
    return np.array(shares)


def gained_at_the_border(slots: int, following: int, aht_s: float, size: int, patience_s: float = 120.0) -> FloatArray:
    """Contacts answered more, by number present, because other agents follow: each of those waiting is one that comes
    anew and finds as many before it.
    """
    now, then = np.empty((4, size)), np.empty((4, size))
    prospects(slots, 1 / aht_s, 1 / patience_s, 20.0, now)
    prospects(following, 1 / aht_s, 1 / patience_s, 20.0, then)
    by_place: FloatArray = np.where(np.arange(size) >= slots, then[0] - now[0], 0.0)
    return np.cumsum(by_place) - by_place


def test_a_queue_that_opens_and_grows_agrees_with_another_solver() -> None:
    """Counts step up two by two, so that the rate is level within each half-hour; handling gets longer, too."""
    counts = [0.0, 100.0, 100.0, 260.0, 260.0, 500.0, 500.0]
    day = traffic(counts, aht_s=[180.0] * 5 + [240.0] * 2)
    agents = np.array([0, 9, 10, 24, 25, 60, 64])
    exact = shares_by_another_solver(traffic(counts[1:], aht_s=day.aht_s[1:]), agents[1:])
    assert figures_through_time(day, agents, is_fine=True).response_rate[1:] == pytest.approx(exact, abs=1e-4)
    assert figures_through_time(day, agents).response_rate[1:] == pytest.approx(exact, abs=1e-3)


def test_callers_as_patient_as_handling_is_long_are_a_poisson_number() -> None:
    """Then all leave at one rate, in hand or waiting: whatever the agents, the number present is Poisson, exactly.

    Its mean is the carried load. The agents change all the time and finish what is in hand.
    """
    day = traffic(waves(48), aht_s=180.0, patience_s=180.0)
    agents = np.ceil(day.load * 0.9).astype(np.int64)
    carried, found = carried_load(day, parts=120), figures_through_time(day, agents, is_fine=True)
    rows = np.empty((4, 150))
    for k in range(48):
        prospects(int(agents[k]), 1 / 180, 1 / 180, 20.0, rows)
        law = poisson.pmf(np.arange(150), carried.load[k][:, None])
        answered = (law @ rows[0]) @ (carried.contacts[k] / carried.contacts[k].sum())
        following = int(agents[(k + 1) % 48])  # the next day is like this one
        gained = gained_at_the_border(int(agents[k]), following, 180.0, 150, 180.0)
        answered += poisson.pmf(np.arange(150), carried.load[k, -1]) @ gained / day.offered[k]
        assert found.response_rate[k] == pytest.approx(answered, abs=3e-4)


def test_simulated_days_agree_where_teams_leave_with_contacts_in_hand() -> None:
    """A fifth to half of the agents leaves at once, three times, at rates that are level within each half-hour.

    4,000 runs, every interval within 0.3 points: those who wait meet the agents who follow.
    """
    counts, runs = np.repeat([300.0, 150.0, 400.0, 320.0, 200.0], 3), 4000
    agents = np.repeat([29, 15, 39, 31, 20], 3)
    day = traffic(np.append(0.0, counts))
    stream = Stream("general", counts, np.full(15, 180.0), 120.0, 20.0)
    changes = AgentGroup((0,), np.arange(15) * HALF_HOUR_S, agents)
    found = simulate([stream], [changes], HALF_HOUR_S, runs, 7, jobs=2)
    told = figures_through_time(day, np.append(0, agents))
    for counted, share in ((found.answered, told.response_rate[1:]), (found.in_time, told.service_level[1:])):
        seen = ratio(counted[:, 0], found.offered[:, 0], 0.9995)
        assert (np.abs(seen.mean - share) < np.maximum(seen.half_width, 0.003)).all()
    waited = found.wait_s[:, 0].sum(axis=0) / found.answered[:, 0].sum(axis=0)
    assert told.asa_s[1:] == pytest.approx(waited, rel=0.06)


def test_an_uncertain_rate_is_followed_through_the_day() -> None:
    """Simulated with a gamma factor on every day: contact by contact, within three standard errors and 0.2 points."""
    counts, runs = np.full(8, 200.0), 4000
    agents = np.array([20, 20, 22, 22, 21, 21, 24, 24])
    stream = Stream("general", counts, np.full(8, 180.0), 120.0, 20.0)
    found = simulate(
        [stream], [AgentGroup((0,), np.arange(8) * HALF_HOUR_S, agents)], HALF_HOUR_S, runs, 5, day_cv=0.15, jobs=2
    )
    told = figures_through_time(traffic(np.append(0.0, counts), deviation=0.15), np.append(0, agents))
    seen = ratio(found.answered[:, 0], found.offered[:, 0], 0.997)
    assert (np.abs(seen.mean - told.response_rate[1:]) < seen.half_width + 0.002).all()
    busy = found.busy_s[:, 0].mean(axis=0) / (agents * HALF_HOUR_S)
    assert told.occupancy[1:] == pytest.approx(busy, abs=0.03)


def test_a_chat_agent_is_as_many_slots_as_chats_at_once() -> None:
    day = waves(8)
    two, one = (
        figures_through_time(traffic(day, concurrency=slots), 32 // slots * np.ones(8, int)) for slots in (2, 1)
    )
    assert two.response_rate == pytest.approx(one.response_rate)
    assert two.occupancy == pytest.approx(one.occupancy)


def test_nobody_at_work_answers_nobody_but_who_still_waits_when_agents_come() -> None:
    """About 3.3 of 50 contacts wait at the border, patient for two minutes; six agents take most of them."""
    found = figures_through_time(traffic([50.0, 50.0]), np.array([0, 6]))
    assert figures_through_time(traffic([50.0, 50.0]), np.array([0, 0])).response_rate[0] == 0
    assert 0.04 < found.response_rate[0] < 120 / HALF_HOUR_S
    assert 0 < found.service_level[0] < 20 / HALF_HOUR_S
    assert np.isnan(found.occupancy[0])
    assert 0.5 < found.response_rate[1] < 1
