"""The rest of the time where duties alone make cover: who is free more often, and when another way down begins."""

import pytest

from scheduling.deep_search import ANYHOW, STUCK, Descent, Reach, _next


def taken_up(people: Reach, days: Reach, seconds: float) -> float:
    """Share of the time that people have, each turn a second long and worth what it was before."""
    turns = []
    for _ in range(int(seconds)):
        reach = _next(people, days)
        worth = reach.rate
        reach.seconds += 1
        reach.gained += worth
        turns.append(reach is people)
    return sum(turns) / len(turns)


def test_both_have_half_of_the_time_where_they_gain_as_much() -> None:
    people, days = Reach(5, 30, seconds=10, gained=4), Reach(5, 28, seconds=10, gained=4)

    assert taken_up(people, days, 1000) == pytest.approx(0.5, abs=0.01)


def test_who_gains_nothing_keeps_a_little_of_the_time() -> None:
    people, days = Reach(5, 30, seconds=10, gained=0), Reach(5, 28, seconds=10, gained=4)

    assert taken_up(people, days, 1000) == pytest.approx(ANYHOW / (1 + 2 * ANYHOW), abs=0.01)


def test_another_way_begins_after_some_rounds_without_anything_better() -> None:
    down = Descent(points=440)

    assert [down.is_stuck(440) for _ in range(STUCK)] == [False] * (STUCK - 1) + [True]
    assert not Descent(points=440, rounds=STUCK - 1).is_stuck(439)
