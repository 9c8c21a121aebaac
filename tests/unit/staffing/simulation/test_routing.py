"""Contacts find agents and agents find contacts as the routing says; deferred work and chats keep their rules."""

import numpy as np
import pytest

from domain.errors import UsageError
from staffing.simulation.model import AgentGroup, Redials, Routing, Stream
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated import Simulated
from tests.unit.staffing.simulation.small import INTERVAL_S, group, stream

QUIET, BUSY = (20.0, 20.0, 20.0, 20.0), (100.0, 100.0, 100.0, 100.0)


def mean_wait(found: Simulated, queue: int) -> float:
    return float(found.wait_s[:, queue].sum() / found.answered[:, queue].sum())


def played(streams: list[Stream], groups: list[AgentGroup], routing: Routing = Routing.LONGEST_WAIT) -> Simulated:
    return simulate(streams, groups, INTERVAL_S, 40, 9, routing=routing)


def test_a_contact_goes_to_those_with_the_fewest_skills() -> None:
    found = played([stream(QUIET), stream(QUIET)], [group(30, skills=(0, 1)), group(30, skills=(0,))])
    one, other = found.busy_s.sum(axis=(0, 2))
    assert found.busy_s[:, 0].sum() == pytest.approx(one)
    assert other == pytest.approx(one, rel=0.1), "each group works one of two like queues"


def test_under_skill_order_a_contact_goes_to_those_in_whose_skills_it_stands_first() -> None:
    streams, groups = [stream(QUIET), stream(QUIET)], [group(30, skills=(1, 0)), group(30, skills=(0, 1))]
    by_order = played(streams, groups, Routing.SKILL_ORDER)
    by_number = played(streams, groups)
    assert by_order.busy_s[:, 1].sum() == pytest.approx(by_order.busy_s[:, 0].sum(), rel=0.1)
    assert by_number.busy_s[:, 1].sum() > 0.7 * by_number.busy_s[:, 0].sum(), "who has most agents free is asked"


def test_of_groups_that_are_alike_the_one_with_most_agents_free_is_asked() -> None:
    """Two contacts at most are in hand at a time, or next to: the larger group has one more free until it has two."""
    rare = stream((2.0,) * 4, patience_s=None)
    found = played([rare, rare], [group(3, skills=(0, 1)), group(9, skills=(1, 0))])
    assert found.busy_s[:, 0].sum() == 0
    assert found.busy_s[:, 1].sum() > 0
    same = played([rare, rare], [group(9, skills=(0, 1)), group(9, skills=(1, 0))])
    assert same.busy_s[:, 0].sum() > same.busy_s[:, 1].sum() > 0, "of equally many free the group named first"


def test_freed_agents_take_the_longest_wait_so_that_queues_wait_alike() -> None:
    found = played([stream(BUSY, patience_s=None), stream(QUIET, patience_s=None)], [group(12, skills=(0, 1))])
    assert mean_wait(found, 1) == pytest.approx(mean_wait(found, 0), rel=0.1)


def test_under_skill_order_the_foremost_queue_waits_least() -> None:
    found = played(
        [stream(BUSY, patience_s=None), stream(BUSY, patience_s=None)], [group(21, skills=(1, 0))], Routing.SKILL_ORDER
    )
    assert mean_wait(found, 1) < 0.2 * mean_wait(found, 0)


def test_under_urgency_waits_are_to_one_another_as_the_thresholds() -> None:
    streams = [stream(BUSY, patience_s=None, within_s=10.0), stream(BUSY, patience_s=None, within_s=40.0)]
    found = played(streams, [group(20, skills=(0, 1))], Routing.URGENCY)
    assert mean_wait(found, 1) == pytest.approx(4 * mean_wait(found, 0), rel=0.15)


def test_flexible_agents_help_whoever_needs_them_without_being_counted_twice() -> None:
    """Two queues with one pool are one queue with all the contacts, up to chance."""
    pooled = played([stream(BUSY), stream(BUSY)], [group(20, skills=(0, 1))])
    merged = played([stream(np.array(BUSY) * 2)], [group(20)])
    share = [found.answered.sum() / found.offered.sum() for found in (pooled, merged)]
    assert share[0] == pytest.approx(share[1], abs=0.01)


def test_a_queue_that_nobody_knows_is_never_answered() -> None:
    found = played([stream(QUIET), stream(QUIET, patience_s=None)], [group(9)])
    assert found.answered[:, 1].sum() == 0
    assert np.array_equal(found.left[:, 1], found.offered[:, 1])


def test_deferred_work_waits_while_any_live_contact_of_the_agents_skills_waits() -> None:
    """Live work for more agents than there are never lets go of them."""
    live, mail = stream((500.0,) * 4, patience_s=None), stream(QUIET, backlog_s=7200.0)
    found = played([live, mail], [AgentGroup((0, 1), np.array([0.0, 7199.0]), np.array([20, 20]))])
    early = found.in_time[:, 1].sum()
    assert early <= 0.02 * found.offered[:, 1].sum()
    assert (found.abandoned[:, 1] == 0).all()


def test_deferred_work_is_in_time_when_it_is_finished_in_time() -> None:
    spare = played([stream(QUIET), stream(QUIET, backlog_s=7200.0)], [group(12, skills=(0, 1))])
    assert np.array_equal(spare.in_time[:, 1], spare.offered[:, 1])
    # An exponential handling of 180 s is finished within 180 s in 1 - 1 / e of the cases, with agents free at once.
    short = played([stream(QUIET), stream(BUSY, backlog_s=180.0)], [group(60, skills=(0, 1))])
    assert short.in_time[:, 1].sum() / short.offered[:, 1].sum() == pytest.approx(1 - np.exp(-1), abs=0.01)


def test_agents_kept_spare_take_no_deferred_work() -> None:
    streams = [stream(QUIET), stream(BUSY, backlog_s=600.0, spare_agents=5)]
    found = played(streams, [group(12, skills=(0, 1))])
    alone = played([streams[0]], [group(12)])
    assert found.answered[:, 0].sum() == pytest.approx(alone.answered.sum(), rel=0.002)
    none_spare = [stream(QUIET), stream(BUSY, backlog_s=600.0, spare_agents=12)]
    assert played(none_spare, [group(12, skills=(0, 1))]).answered[:, 1].sum() == 0


def test_an_agent_holds_contacts_of_one_queue_at_a_time() -> None:
    """One agent, chats two at a time and calls: while a chat is in hand no call is taken, a second chat is."""
    call = stream((0.0, 20.0), aht_s=1e-3, patience_s=1e-6)
    chat = stream((300.0, 0.0), aht_s=900.0, patience_s=1.0, concurrency=2)
    found = simulate([call, chat], [group(1, skills=(0, 1))], INTERVAL_S, 400, 9)
    assert found.busy_s[:, 0, 0].max() <= INTERVAL_S
    assert found.busy_s[:, 0, 0].mean() > 0.95 * INTERVAL_S, "two chats at a time, each half an agent"
    # Both chats of mean 900 s are over by a time v x 900 s after the half-hour with chance (1 - e^-v)^2.
    until = np.linspace(0, 2, 2001)
    free = ((1 - np.exp(-until)) ** 2).mean()
    assert found.answered[:, 0, 1].sum() / found.offered[:, 0, 1].sum() == pytest.approx(free, abs=0.06)


@pytest.mark.parametrize(
    ("streams", "groups", "said"),
    [
        ([stream((1.0,)), stream((1.0, 2.0))], [group(1)], "same intervals"),
        ([stream((-1.0,))], [group(1)], "at least 0"),
        ([stream((1.0,), aht_s=0.0)], [group(1)], "handling times"),
        ([stream((1.0,), patience_s=0.0)], [group(1)], "patience"),
        ([stream((1.0,), concurrency=0)], [group(1)], "concurrency"),
        ([stream((1.0,), handling_cv=-1.0)], [group(1)], "handling_cv"),
        ([stream((1.0,), redials=Redials(1.5, 60.0))], [group(1)], "calls again"),
        ([stream((1.0,))], [group(1, skills=(1,))], "skills"),
        ([stream((1.0,))], [group(1, -1)], "agents must be"),
        ([stream((1.0,))], [AgentGroup((0,), np.array([5.0, 1.0]), np.array([1, 1]))], "order of time"),
    ],
)
def test_what_cannot_be_simulated_is_refused_by_name(
    streams: list[Stream], groups: list[AgentGroup], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        played(streams, groups)
