"""How much of the time limit a search has: what comes after it gets its time as well."""

import pytest

from scheduling.options import SolveOptions
from scheduling.watch import Watch


def watch_at(seconds: float, to_finish_s: float, counted_s: float | None = None) -> Watch:
    options = SolveOptions(lambda: seconds, time_limit_s=100.0, counted_s=counted_s)
    return Watch(options, 0.0, to_finish_s=to_finish_s)


@pytest.mark.parametrize(("to_finish_s", "search_s"), [(0.0, 97.0), (1.0, 97.0), (20.0, 80.0), (90.0, 50.0)])
def test_a_search_leaves_what_comes_after_it_its_time_but_has_half_of_the_limit(
    to_finish_s: float, search_s: float
) -> None:
    assert watch_at(search_s / 2, to_finish_s).share() == pytest.approx(0.5)
    assert not watch_at(search_s - 0.1, to_finish_s).is_late()
    assert watch_at(search_s, to_finish_s).is_late()


def test_the_clock_ends_a_search_that_goes_by_counted_work_no_sooner_where_there_is_more_to_finish() -> None:
    assert not watch_at(96.0, 20.0, counted_s=80.0).is_late()
    assert watch_at(97.0, 20.0, counted_s=80.0).is_late()
