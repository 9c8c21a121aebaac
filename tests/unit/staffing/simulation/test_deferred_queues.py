"""Deferred work in spare time: work conserved, the ceiling kept, waits as by formulas and by a walk event by event."""

import numpy as np
import pytest

from bench.put_aside import NEVER, day_of_both, drawn
from staffing.compiling import FloatArray
from staffing.queue_figures import queue_figures
from staffing.simulation.deferred_queues import DeferredQueue, Found, Lender, LiveTime, work_deferred
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from tests.unit.staffing.simulation.small import INTERVAL_S

HALF_HOURS, DAYS = 96, 100
NOBODY: FloatArray = np.zeros((1, HALF_HOURS))


def mail(
    offered: float | FloatArray = 20.0,
    own: float = 0.0,
    ceiling: float = 1.0,
    backlog_s: float = 7200.0,
    name: str = "mail",
    place: int = 1,
    clock_s: FloatArray | None = None,
) -> DeferredQueue:
    """A queue of contacts of 300 s with so many agents of its own throughout."""
    means = np.broadcast_to(np.asarray(offered, dtype=float), (HALF_HOURS,)).copy()
    stream = Stream(name, means, np.full(HALF_HOURS, 300.0), max_backlog_s=backlog_s)
    clock = np.arange(HALF_HOURS + 1) * INTERVAL_S if clock_s is None else clock_s
    return DeferredQueue(stream, place, NOBODY + own * INTERVAL_S, ceiling, clock)


def live(there: float, idle: float) -> LiveTime:
    """So many agents on calls at every time, and so many of them without one."""
    return LiveTime({"voice": NOBODY + there * INTERVAL_S}, {"voice": NOBODY + idle * INTERVAL_S})


def lender(*knows: str, share: float = 1.0) -> Lender:
    return Lender("voice", frozenset(knows), np.full(HALF_HOURS, share))


def worked(
    queues: list[DeferredQueue], lenders: list[Lender], spare: LiveTime, jobs: int = 1, seed: int = 5
) -> tuple[dict[str, Found], FloatArray]:
    factors = np.ones((DAYS, 1, HALF_HOURS))
    found, lent_s = work_deferred(queues, lenders, spare, factors, INTERVAL_S, seed, jobs)
    return found, lent_s["voice"]


@pytest.mark.parametrize(("own", "offered"), [(1, 4.0), (6, 30.0)])
def test_on_agents_of_their_own_contacts_take_as_long_as_in_erlang_c(own: int, offered: float) -> None:
    """Whole hands, the oldest first, nobody calls: M/M/c, whose time to the end is the wait and the handling."""
    found, _ = worked([mail(offered, own)], [], live(0, 0))
    exact = queue_figures(offered * 300 / INTERVAL_S, own, 300.0, None)
    middle = slice(24, 72)
    took_s = found["mail"].wait_s[:, middle].sum() / found["mail"].finished[:, middle].sum()
    assert took_s == pytest.approx(float(exact.asa_s) + 300, rel=0.06)


def test_no_second_is_worked_that_nobody_had_and_none_is_lost() -> None:
    found, lent_s = worked([mail(30.0, own=2, ceiling=0.9)], [lender("mail", share=0.5)], live(20, 4))
    own = found["mail"]
    most_lent = 0.5 * (4 - 0.1 * 20) * INTERVAL_S
    assert lent_s.max() <= most_lent + 1e-6
    assert own.own_busy_s.max() <= 0.9 * 2 * INTERVAL_S + 1e-6
    assert (own.own_busy_s[lent_s < most_lent - 1e-6] < 1e-6).all(), "spare time first"
    assert np.array_equal(own.offered.sum(axis=1) - own.finished.sum(axis=1), own.backlog[:, -1])
    done = (lent_s + own.own_busy_s).sum() / own.finished.sum()
    assert done == pytest.approx(300, rel=0.03), "each takes its handling"


def test_nobody_lends_who_is_busy_to_the_ceiling() -> None:
    found, lent_s = worked([mail(ceiling=0.9)], [lender("mail")], live(20, 2))
    assert lent_s.sum() == 0
    assert found["mail"].finished.sum() == 0


def test_the_shortest_backlog_takes_first_and_from_those_who_know_least() -> None:
    """Work of 20 contacts is 3.3 agents; 4 are idle who know both, 1 who knows mail alone."""
    both, mail_alone = lender("mail", "sns", share=0.8), lender("mail", share=0.2)
    queues = [mail(name="sns", place=2, backlog_s=9000.0), mail(backlog_s=3600.0)]
    found, lent_s = worked(queues, [both, mail_alone], live(5, 5))
    assert found["mail"].in_time.sum() > 0.99 * found["mail"].offered.sum()
    # Of 5 idle mail needs 3.3, 1 of them alone: 1.7 are left for sns, which needs 3.3.
    done = found["sns"].finished.sum() / found["sns"].offered.sum()
    assert done == pytest.approx((5 - 20 / 6) / (20 / 6), abs=0.05)
    assert lent_s.mean() == pytest.approx(5 * INTERVAL_S, rel=0.03)
    with_three = worked([mail(name="sns", place=2)], [mail_alone], live(5, 5))[0]["sns"]
    assert with_three.finished.sum() == 0, "nobody of them knows it"


def test_it_agrees_with_a_walk_event_by_event_in_which_messages_are_put_aside() -> None:
    """Calls of the second morning take nearly all; the walk knows every call, this the idle time of each half-hour."""
    calls = np.tile(np.repeat([20.0, 100.0, 170.0, 60.0], 12), 2)
    messages, agents = np.full(HALF_HOURS, 24.0), np.tile(np.repeat([6, 14, 20, 12], 12), 2)
    took_s, late, seen = 0.0, 0, 0
    for day in range(DAYS):
        call = drawn(np.random.default_rng([8, day, 0]), calls, INTERVAL_S, 180.0, 120.0)
        message = drawn(np.random.default_rng([8, day, 1]), messages, INTERVAL_S, 300.0, NEVER)
        own = np.zeros(HALF_HOURS, dtype=np.int64)
        _, finished_s, _ = day_of_both(
            call.came_s, call.work_s, call.patience_s, message.came_s, message.work_s, agents, own, INTERVAL_S, 0.0
        )
        early = message.came_s < 72 * INTERVAL_S
        took_s += float((finished_s - message.came_s)[early].sum())
        late += int((finished_s - message.came_s > 3600.0)[early].sum())
        seen += int(early.sum())
    stream = Stream("voice", calls, np.full(HALF_HOURS, 180.0), 120.0)
    group = AgentGroup((0,), np.arange(HALF_HOURS) * INTERVAL_S, agents)
    line = simulate([stream], [group], INTERVAL_S, DAYS, 3)
    spare = LiveTime({"voice": line.at_work_s[:, 0]}, {"voice": np.maximum(line.at_work_s - line.busy_s, 0.0)[:, 0]})
    found = worked([mail(messages, backlog_s=3600.0)], [lender("mail")], spare)[0]["mail"]
    judged = slice(0, 72)
    mine_s = found.wait_s[:, judged].sum() / found.finished[:, judged].sum()
    mine_late = 1 - found.in_time[:, judged].sum() / found.offered[:, judged].sum()
    assert mine_s == pytest.approx(took_s / seen, rel=0.08)
    assert 0.05 < late / seen < 0.6, "a case in which it matters"
    assert mine_late == pytest.approx(late / seen, abs=0.03)


def test_a_clock_that_stands_still_at_night_gives_the_night_to_nobody() -> None:
    is_worked = (np.arange(HALF_HOURS) % 48 >= 18) & (np.arange(HALF_HOURS) % 48 < 36)
    clock_s = np.concatenate([[0.0], np.cumsum(is_worked * INTERVAL_S)])
    found, _ = worked([mail(6.0, own=2, backlog_s=4 * 3600.0, clock_s=clock_s)], [], live(0, 0))
    own = found["mail"]
    assert own.own_busy_s[:, ~is_worked].sum() == 0
    in_time = own.in_time[:, :12].sum() / own.offered[:, :12].sum()
    assert in_time > 0.998, "what comes at night is due in the morning"
    wall_s = own.wait_s[:, :12].sum() / own.finished[:, :12].sum()
    assert wall_s > 6 * 3600
    assert own.pending[:, 90:].sum() == own.offered[:, 90:].sum() > 0
    assert own.pending[:, :48].sum() == 0


def test_the_age_of_the_oldest_runs_while_nobody_works() -> None:
    found, _ = worked([mail(20.0)], [], live(0, 0))
    own = found["mail"]
    assert np.array_equal(own.backlog, np.cumsum(own.offered, axis=1))
    first_s = own.backlog_age_s[:, 9] - 9 * INTERVAL_S  # the oldest came in the first half-hour
    assert (own.offered[:, 0] > 0).all()
    assert ((first_s > 0) & (first_s <= INTERVAL_S)).all()
    assert own.in_time.sum() == 0


def test_the_same_is_found_whatever_the_jobs_and_another_by_another_seed() -> None:
    one, three, other = (
        worked([mail(own=3)], [lender("mail")], live(9, 1), jobs, seed)[0]["mail"]
        for jobs, seed in ((1, 5), (3, 5), (1, 6))
    )
    assert all(np.array_equal(left, right) for left, right in zip(one, three, strict=True))
    assert not np.array_equal(one.offered, other.offered)
