"""The bench's own simulation of messages put aside for calls."""

import numpy as np
import pytest

from bench.put_aside import BothDays, days_of_both
from staffing.queue_figures import queue_figures

STEADY = np.full(48, 60.0)  # 6 erlangs of 180 s in half-hours


def days(messages: float, agents: int = 7, own: int = 0, aside_s: float = 0.0) -> BothDays:
    """Steady days of calls and messages."""
    return days_of_both(
        STEADY,
        np.full(48, messages),
        np.full(48, agents),
        np.full(48, own),
        aht_s=180,
        patience_s=120,
        message_aht_s=300,
        limit_s=4 * 3600,
        interval_s=1800,
        aside_s=aside_s,
        days=40,
        seed=1,
    )


def test_calls_alone_are_answered_as_erlang_a_says() -> None:
    found = days(0)
    settled = slice(2, 46)
    share = found.answered[settled].sum() / found.calls[settled].sum()
    assert share == pytest.approx(float(queue_figures(6, 7, 180, 120).response_rate), abs=0.005)


def test_messages_put_aside_at_once_leave_every_call_as_it_was() -> None:
    without, beside = days(0), days(5)
    assert (without.calls == beside.calls).all()
    assert (without.answered == beside.answered).all()
    assert beside.put_aside_a_message > 0
    assert beside.in_time[:40].sum() / beside.messages[:40].sum() > 0.9


def test_putting_aside_that_takes_time_costs_calls() -> None:
    assert days(5, aside_s=60).answered.sum() < days(5).answered.sum()


def test_agents_for_messages_alone_take_no_calls() -> None:
    assert (days(5, own=3).answered == days(0).answered).all()
    assert days(5, own=3).in_time[:40].sum() == days(5, own=3).messages[:40].sum()
