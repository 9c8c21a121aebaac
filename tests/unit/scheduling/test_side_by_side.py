"""Work side by side: in order, at the same time, and what goes wrong in one is not lost."""

import threading

import pytest

from scheduling.side_by_side import side_by_side


def test_what_each_item_gives_comes_in_the_order_of_the_items() -> None:
    assert side_by_side(lambda item: item * item, range(5)) == [0, 1, 4, 9, 16]
    assert side_by_side(str, [7]) == ["7"]


def test_all_are_worked_on_at_the_same_time_and_the_first_in_the_thread_that_asks() -> None:
    meet, here = threading.Barrier(3), threading.get_ident()

    def work(item: int) -> int:
        meet.wait(timeout=30)  # nobody passes before all three are here
        return threading.get_ident()

    found = side_by_side(work, range(3))

    assert found[0] == here
    assert here not in found[1:]


@pytest.mark.parametrize("bad", [0, 1])
def test_an_error_in_any_of_them_is_raised(bad: int) -> None:
    def work(item: int) -> int:
        if item == bad:
            raise ValueError(f"item {item}")
        return item

    with pytest.raises(ValueError, match=f"item {bad}"):
        side_by_side(work, range(2))
