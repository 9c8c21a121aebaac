"""Shrinkage: the one step from agents needed on the queue to agents at work."""

import pytest

from domain.errors import ConfigError
from staffing.shrinkage import combined_shrinkage, scheduled


def test_fourteen_agents_at_thirty_percent_are_twenty_at_work() -> None:
    """callcentrehelper.com, worked example: 14 / (1 - 0.3) = 20."""
    assert int(scheduled(14, 0.3)) == 20


def test_a_quotient_that_is_whole_but_for_rounding_is_not_raised() -> None:
    """21 / (1 - 0.3) is 30.000000000000004 in floating point."""
    assert 21 / (1 - 0.3) > 30
    assert int(scheduled(21, 0.3)) == 30


def test_a_quotient_just_above_a_whole_number_is_raised() -> None:
    assert scheduled([47, 48, 0], 0.06).tolist() == [50, 52, 0]


def test_every_whole_percentage_gives_back_the_agents_it_was_made_from() -> None:
    for percent in range(100):
        present = [at_work * (100 - percent) // 100 for at_work in range(0, 1000, 100)]
        assert scheduled(present, percent / 100).tolist() == list(range(0, 1000, 100))


def test_causes_are_shares_of_rostered_time_and_add_up() -> None:
    assert combined_shrinkage({"absence": 0.04, "meeting": 0.02}) == pytest.approx(0.06)
    assert combined_shrinkage({}) == 0


def test_causes_that_leave_nobody_at_work_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"Shrinkage adds up to 1.1 \(absence 0.6, meeting 0.5\)"):
        combined_shrinkage({"absence": 0.6, "meeting": 0.5})
