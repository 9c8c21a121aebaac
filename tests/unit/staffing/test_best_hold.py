"""Sharing people over queues: the most contacts by concave curves, beside every whole use of the same people."""

from itertools import product

import pandas as pd
import pytest

from staffing.best_hold import best_hold

AT = pd.Timestamp("2026-10-06T09:00")
GAINS = {"general": (10.0, 6.0, 3.0, 1.0), "sign": (4.0, 2.0, 0.5, 0.1), "chat": (5.0, 4.5, 0.2, 0.1)}
BOTH, ONE = frozenset({"general", "sign"}), frozenset({"chat"})
ALL = frozenset(GAINS)


def curve(gains: dict[str, tuple[float, ...]]) -> pd.DataFrame:
    rows = [
        (AT, queue, number + 1, sum(steps[: number + 1]))
        for queue, steps in gains.items()
        for number in range(len(steps))
    ]
    return pd.DataFrame(rows, columns=["interval_start", "queue", "agents", "answered"])


def people(*groups: tuple[frozenset[str], float]) -> pd.DataFrame:
    return pd.DataFrame([(AT, *group) for group in groups], columns=["interval_start", "skills", "agents"])


def answered(queue: str, agents: int) -> float:
    return sum(GAINS[queue][:agents])


def most_of_every_use() -> float:
    """Three who know general and sign, one who knows chat, one who knows all: every whole use of them."""
    uses = (
        (both_general + (extra == "general"), 3 - both_general + (extra == "sign"), 1 + (extra == "chat"))
        for both_general, extra in product(range(4), GAINS)
    )
    return max(answered("general", g) + answered("sign", s) + answered("chat", c) for g, s, c in uses)


def test_no_whole_use_of_the_same_people_answers_more() -> None:
    found = best_hold(people((BOTH, 3), (ONE, 1), (ALL, 1)), curve(GAINS), {})
    assert found["answered"].sum() == pytest.approx(most_of_every_use())
    assert found["agents"].sum() == pytest.approx(5)


def test_a_floor_keeps_a_small_queue_and_costs_the_others() -> None:
    free = best_hold(people((BOTH, 1)), curve(GAINS), {})
    floors = pd.DataFrame({"interval_start": [AT], "queue": ["sign"], "answered": [2.0]})
    kept = best_hold(people((BOTH, 1)), curve(GAINS), {}, floors)
    assert dict(zip(free["queue"], free["agents"], strict=True))["sign"] == pytest.approx(0)
    assert dict(zip(kept["queue"], kept["answered"], strict=True))["sign"] == pytest.approx(2.0, rel=1e-4)
    assert kept["answered"].sum() < free["answered"].sum()


def test_a_weight_serves_a_queue_first() -> None:
    found = best_hold(people((BOTH, 2)), curve(GAINS), {"sign": 100.0})
    assert dict(zip(found["queue"], found["agents"], strict=True))["sign"] == pytest.approx(2)


def test_people_answer_only_what_they_know_and_half_a_person_half() -> None:
    found = best_hold(people((ONE, 0.5)), curve(GAINS), {})
    assert dict(zip(found["queue"], found["answered"], strict=True)) == {
        "chat": pytest.approx(2.5), "general": pytest.approx(0), "sign": pytest.approx(0),
    }  # fmt: skip


def test_without_people_nothing_is_answered() -> None:
    found = best_hold(people((frozenset(), 3)), curve(GAINS), {})
    assert found["answered"].sum() == 0
