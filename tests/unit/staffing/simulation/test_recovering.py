"""Who is out for recovery: as many at once as the reserve's own law says, never more than there are."""

import numpy as np
import pytest
from scipy.stats import poisson

from staffing.compiling import FloatArray, IntArray
from staffing.recovery import most_out, reserve, share_out
from staffing.simulation.recovering import out_at_once

STEP_S, REST_S, WARM = 300.0, 1800.0, 12
EVENTS = 10.6


def out(team: IntArray, events_a_month: float = EVENTS, replications: int = 60, seed: int = 1) -> IntArray:
    rate: FloatArray = np.full(team.size, events_a_month / 168 / 3600)
    return out_at_once(team, STEP_S, rate, REST_S, (replications, seed), 0)


@pytest.mark.parametrize("agents", [50, 230])
def test_a_steady_team_has_as_many_out_as_a_poisson_law(agents: int) -> None:
    found = out(np.full(1500, agents))[:, WARM:]
    mean = agents * share_out(EVENTS, REST_S / 60)
    assert found.mean() == pytest.approx(mean, rel=0.03)
    assert found.var() == pytest.approx(mean, rel=0.06)
    most = int(most_out(agents, share_out(EVENTS, REST_S / 60), 0.95))
    assert (found <= most).mean() == pytest.approx(poisson.cdf(most, mean), abs=0.006)


def test_with_the_reserve_no_fewer_than_those_needed_are_there_in_the_share_of_moments_asked_for() -> None:
    needed = 120
    team = needed + int(reserve(needed, share_out(EVENTS, REST_S / 60), 0.95))
    assert (team - out(np.full(1500, team))[:, WARM:] >= needed).mean() > 0.945


def test_who_is_out_goes_home_with_the_team() -> None:
    team = np.repeat([400, 40, 0, 40], 200)
    found = out(team, events_a_month=40.0, replications=400)
    assert (found <= team).all()
    share = share_out(40.0, REST_S / 60)
    assert found[:, 199].mean() == pytest.approx(400 * share, rel=0.05)
    assert found[:, 200].mean() == pytest.approx(40 * share, rel=0.1), "one in ten stays, in or out"
    assert (found[:, 400:600] == 0).all()
    assert found[:, 600].sum() == 0, "who comes to work is not out"


def test_a_whole_team_can_be_out_and_no_more() -> None:
    found = out(np.full(100, 2), events_a_month=900.0)
    assert found.max() == 2


def test_a_replication_does_not_depend_on_how_many_there_are() -> None:
    few, many = (out(np.full(300, 80), replications=count) for count in (3, 9))
    assert np.array_equal(few, many[:3])
    assert not np.array_equal(few[0], few[1])
    assert not np.array_equal(few, out(np.full(300, 80), replications=3, seed=2))
