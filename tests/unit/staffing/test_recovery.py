"""The reserve for recovery after abuse: P95 of people out at once, for the whole team, shared fairly."""

import numpy as np
import pandas as pd
import pytest

from domain.errors import UsageError
from domain.frames import Forecast, checked
from domain.site_config import Goal, Queue, Recovery
from staffing.recovery import most_out, reserve, share_out, shared_fairly
from staffing.recovery_rows import out_shares, with_recovery
from staffing.requirement import requirement
from tests.unit.staffing.small import small_forecast, voice

# Events per agent and month of 168 paid hours, 30 minutes each: lost time, and mean and P95 out of 230 and of 50.
TABLE = [
    (2.35, 0.0070, (1.6, 4), (0.35, 1)),
    (10.6, 0.0315, (7.3, 12), (1.6, 4)),
    (12.7, 0.038, (8.7, 14), (1.9, 4)),
]


@pytest.mark.parametrize(("events", "lost", "by_day", "at_night"), TABLE)
def test_the_p95_of_people_out_at_once(
    events: float, lost: float, by_day: tuple[float, int], at_night: tuple[float, int]
) -> None:
    out = share_out(events, 30)
    assert out == pytest.approx(lost, abs=0.0005)
    for agents, (mean, p95) in ((230, by_day), (50, at_night)):
        assert agents * out == pytest.approx(mean, abs=0.05)
        assert most_out(agents, out, 0.95) == p95


def test_the_reserve_covers_those_in_reserve_as_well_and_is_the_least_that_does() -> None:
    needed, out = np.arange(0, 400), share_out(12.7, 30)
    held = reserve(needed, out, 0.95)
    assert (most_out(needed + held, out, 0.95) <= held).all()
    fewer = held[held > 0] - 1
    assert (most_out(needed[held > 0] + fewer, out, 0.95) > fewer).all()
    assert held[0] == 0


def test_a_small_team_needs_the_larger_share() -> None:
    small, large = reserve([10, 500], share_out(10.6, 30), 0.95) / [10, 500]
    assert small > 2 * large


def test_a_team_that_is_always_out_is_refused() -> None:
    with pytest.raises(UsageError, match="out_share is 1"):
        reserve([10], [1.0], 0.95)


def test_a_reserve_is_shared_by_the_largest_remainders() -> None:
    shared = shared_fairly(np.array([4, 3, 0, 5]), np.array([[5.0, 3, 2], [1, 1, 1], [1, 2, 3], [0, 0, 0]]))
    assert shared.tolist() == [[2, 1, 1], [1, 1, 1], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("seed", range(5))
def test_no_queue_gets_a_whole_agent_more_or_less_than_its_share(seed: int) -> None:
    chance = np.random.default_rng(seed)
    weights, whole = chance.integers(0, 30, (50, 6)).astype(float), chance.integers(0, 25, 50)
    weights[:, 0] += 1
    shared = shared_fairly(whole, weights)
    exact = weights / weights.sum(axis=1, keepdims=True) * whole[:, None]
    assert (shared.sum(axis=1) == whole).all()
    assert (abs(shared - exact) < 1).all()


def test_hours_weigh_by_their_mean() -> None:
    by_hour = [1.0] * 12 + [3.0] * 12
    recovery = Recovery(events_per_agent_month=10.6, by_hour=tuple(by_hour))
    usual = share_out(10.6, 30)
    assert out_shares(recovery, np.array([0, 23])) == pytest.approx([usual / 2, usual * 1.5])
    assert out_shares(Recovery(events_per_agent_month=10.6), np.array([5])) == pytest.approx([usual])


def needed_rows(general: list[int], chat: list[int]) -> pd.DataFrame:
    """Agents of two queues in half-hours from 09:00."""
    rows = [small_forecast([1.0] * 2, queue)[["interval_start", "queue"]] for queue in ("general", "chat")]
    return pd.concat([rows[0].assign(agents=general), rows[1].assign(agents=chat)]).sort_values("interval_start")


def test_the_reserve_is_that_of_the_whole_team_not_of_each_queue() -> None:
    recovery = Recovery(events_per_agent_month=10.6)
    frame, (note,) = with_recovery(needed_rows([150, 30], [50, 10]), recovery, 30)
    added = frame.set_index(["interval_start", "queue"])["agents"].unstack() - np.array([[50, 150], [10, 30]])
    held = reserve([200, 40], share_out(10.6, 30), 0.95)
    assert added.sum(axis=1).tolist() == held.tolist()
    assert held[0] < sum(reserve([150, 50], share_out(10.6, 30), 0.95))
    assert f"{held.sum() / 2:.1f} agent-hours" in note
    assert (added["general"] > added["chat"]).all()


def test_a_site_without_recovery_is_left_as_it_is() -> None:
    rows = needed_rows([150, 30], [50, 10])
    frame, notes = with_recovery(rows, None, 30)
    assert frame is rows
    assert notes == ()


def test_a_reserve_adds_agents_and_changes_no_figure() -> None:
    mail = Queue(id="mail", channel="email", aht_s=300, goal=Goal(max_backlog_h=4))
    forecast = checked(
        Forecast, pd.concat([small_forecast([300.0, 0.0]), small_forecast([30.0, 0.0], "mail")], ignore_index=True)
    )
    queues = [voice(Goal(response_rate=0.95)), mail]
    plain = requirement(forecast, queues, {"absence": 0.1}, 30)
    held = requirement(forecast, queues, {"absence": 0.1}, 30, recovery=Recovery(events_per_agent_month=10.6))
    assert (held.frame["agents"] >= plain.frame["agents"]).all()
    assert held.frame["agents"].sum() > plain.frame["agents"].sum()
    assert held.frame["agents"].iloc[-2] == 0  # closed for calls: nobody is held in reserve for nobody
    pd.testing.assert_frame_equal(held.frame.drop(columns="agents"), plain.frame.drop(columns="agents"))
    assert [note.split(":")[0] for note in held.notes] == ["Recovery after abuse"]
