"""The kernel of one queue and the event kernel find the same, contact by contact, to the last bit."""

import numpy as np
import pytest

from staffing.simulation.model import AgentGroup, Redials, Stream
from staffing.simulation.parts import Part
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated import Simulated
from tests.unit.staffing.simulation.small import INTERVAL_S, differing, group, stream

RAGGED = group(5, 20, 3, 0, 18, 25, 25, 1, 6, 2, 0, 4, every_s=613.0)
CASES = {
    "steady": (stream(), group(16)),
    "agents come and leave": (stream(), RAGGED),
    "nobody leaves the line": (stream(patience_s=None), RAGGED),
    "callers call again": (stream(redials=Redials(0.7, 240.0)), RAGGED),
    "chats three at a time": (stream(concurrency=3, aht_s=400.0), RAGGED),
    "lognormal handling": (stream(handling_cv=1.4), RAGGED),
    "deferred work": (stream(backlog_s=3600.0), RAGGED),
    "nobody at work": (stream(), group(0)),
    "nobody offered": (stream((0.0, 0.0)), group(4)),
}


@pytest.mark.parametrize("case", CASES)
def test_both_kernels_find_the_same(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    queue, agents = CASES[case]
    at_once = simulated(queue, agents)
    monkeypatch.setattr(Part, "is_one_queue", property(lambda part: False))
    assert differing(at_once, simulated(queue, agents)) == []


def test_agents_of_every_replication_may_differ_in_both(monkeypatch: pytest.MonkeyPatch) -> None:
    agents = AgentGroup((0,), np.array([0.0, 2000.0]), np.arange(60).reshape(30, 2) % 31)
    at_once = simulated(stream(), agents)
    monkeypatch.setattr(Part, "is_one_queue", property(lambda part: False))
    assert differing(at_once, simulated(stream(), agents)) == []
    answered = at_once.answered.sum(axis=(1, 2))
    assert answered[14] > answered[1], "28 and 29 agents answer more than 2 and 3"


def test_callers_who_call_again_do_so_and_are_counted_once() -> None:
    found = simulated(*CASES["callers call again"])
    assert found.attempts.sum() > 1.1 * found.offered.sum()
    assert found.attempts_answered.sum() == found.answered.sum()


def simulated(queue: Stream, agents: AgentGroup) -> Simulated:
    return simulate([queue], [agents], INTERVAL_S, 30, 7)
