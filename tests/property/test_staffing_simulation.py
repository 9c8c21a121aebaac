"""No contact is lost or counted twice, and with patient callers one agent more never makes anybody wait longer.

With impatient callers that is true in the mean only: somebody with much to say, who would have given up, may now be
answered and keep others waiting.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.simulation.model import AgentGroup, Redials, Routing, Stream
from staffing.simulation.simulate import simulate

INTERVAL_S = 900.0
means = st.lists(st.floats(0, 60), min_size=3, max_size=3)
numbers = st.lists(st.integers(0, 12), min_size=4, max_size=4)


def queue(
    offered: list[float], patience_s: float | None, redials: Redials | None = None, max_backlog_s: float | None = None
) -> Stream:
    return Stream(
        "q", np.array(offered), np.full(3, 240.0), patience_s, 20.0, redials=redials, max_backlog_s=max_backlog_s
    )


def at_work(agents: list[int], skills: tuple[int, ...] = (0,)) -> AgentGroup:
    return AgentGroup(skills, np.array([0.0, 500.0, 1100.0, 2000.0]), np.array(agents))


@settings(max_examples=60)
@given(st.lists(means, min_size=3, max_size=3), numbers, numbers, st.sampled_from(list(Routing)), st.integers(0, 99))
def test_every_contact_is_answered_gives_up_or_is_left(
    offered: list[list[float]], some: list[int], others: list[int], routing: Routing, seed: int
) -> None:
    streams = [
        queue(offered[0], 90.0, Redials(0.5, 200.0)),
        queue(offered[1], None),
        queue(offered[2], None, max_backlog_s=1800.0),
    ]
    groups = [at_work(some, (0, 2)), at_work(others, (1, 0, 2))]
    found = simulate(streams, groups, INTERVAL_S, 8, seed, routing=routing)
    assert (found.left >= 0).all()
    assert (found.left[:, 0] == 0).all(), "who has patience to lose is answered or gives up"
    assert (found.abandoned[:, 1:] == 0).all()
    assert (found.in_time <= found.answered).all()
    assert (found.attempts >= found.offered).all()
    assert np.array_equal(found.attempts_answered.sum(axis=2), found.answered.sum(axis=2))
    assert np.array_equal(found.attempts[:, 1:], found.offered[:, 1:]), "only who gave up calls again"
    if others[-1] > 0:
        assert (found.left == 0).all(), "whoever is at work at the end works everything off"


@settings(max_examples=60)
@given(means, numbers, st.integers(0, 3), st.integers(0, 99))
def test_one_agent_more_never_makes_a_patient_caller_wait_longer(
    offered: list[float], agents: list[int], when: int, seed: int
) -> None:
    """On the same contacts, first come first served (Kiefer and Wolfowitz 1955): true of every single contact."""
    more = [number + (place >= when) for place, number in enumerate(agents)]
    few, many = (simulate([queue(offered, None)], [at_work(each)], INTERVAL_S, 8, seed) for each in (agents, more))
    assert np.array_equal(few.offered, many.offered)
    assert (many.answered >= few.answered).all()
    assert (many.in_time >= few.in_time).all()
    everyone = few.answered == few.offered
    assert (many.wait_s[everyone] <= few.wait_s[everyone] + 1e-6).all()


@settings(max_examples=20)
@given(st.floats(5, 60), st.integers(1, 12), st.integers(0, 99))
def test_one_agent_more_answers_more_of_the_impatient_in_the_mean(offered: float, agents: int, seed: int) -> None:
    few, many = (
        simulate([queue([offered] * 3, 90.0)], [at_work([each] * 4)], INTERVAL_S, 400, seed)
        for each in (agents, agents + 1)
    )
    assert many.answered.sum() >= few.answered.sum()
    assert many.in_time.sum() >= few.in_time.sum()
