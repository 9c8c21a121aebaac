"""The smallest conflict among members, against trying every subset."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.conflict.quickxplain import smallest_conflict

MEMBERS = tuple(range(6))


@settings(deadline=None)
@given(st.lists(st.frozensets(st.sampled_from(MEMBERS), min_size=1), min_size=1, max_size=4))
def test_it_is_a_conflict_and_without_any_one_member_it_is_none(conflicts: list[frozenset[int]]) -> None:
    def hold_not(held) -> bool:
        return any(conflict <= set(held) for conflict in conflicts)

    found = smallest_conflict(MEMBERS, hold_not)

    assert hold_not(found)
    assert not any(hold_not(fewer) for fewer in combinations(found, len(found) - 1))


@pytest.mark.parametrize(("conflicts", "kept"), [([{0}, {5}], [0]), ([{1, 4}, {2, 3}], [2, 3]), ([set()], [])])
def test_members_that_stand_first_are_kept(conflicts, kept) -> None:
    found = smallest_conflict(MEMBERS, lambda held: any(conflict <= set(held) for conflict in conflicts))

    assert sorted(found) == kept


def test_few_questions_are_asked_for_a_small_conflict_among_many_members() -> None:
    asked = []

    def hold_not(held) -> bool:
        asked.append(held)
        return {3, 90} <= set(held)

    assert sorted(smallest_conflict(range(100), hold_not)) == [3, 90]
    assert len(asked) < 30
