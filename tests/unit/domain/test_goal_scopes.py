"""Which intervals a goal holds together."""

import pandas as pd
import pytest

from domain.errors import ConfigError
from domain.goal_scopes import scope_of_each


def stamps(start: str, hours: int) -> pd.Series:
    """Hours in a row, local in Seoul."""
    return pd.Series(pd.date_range(start, periods=hours, freq="h", tz="Asia/Seoul"))


def test_days_are_local_dates() -> None:
    """23:00 and 00:00 in Seoul are one day of universal time."""
    assert scope_of_each(stamps("2026-03-02T22:00", 4), "day", 0).tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(("first_weekday", "found"), [(0, [0, 0, 1]), (6, [0, 1, 1]), (5, [0, 0, 0])])
def test_weeks_start_as_the_site_says(first_weekday: int, found: list[int]) -> None:
    """Saturday, Sunday and Monday."""
    days = pd.Series(pd.date_range("2026-03-07", periods=3, tz="Asia/Seoul"))
    assert scope_of_each(days, "week", first_weekday).tolist() == found


def test_a_window_is_one_scope() -> None:
    assert set(scope_of_each(stamps("2026-03-02", 100), "window", 0)) == {0}


def test_a_day_in_which_clocks_change_is_one_day() -> None:
    long_day = pd.Series(pd.date_range("2026-10-25", periods=26, freq="h", tz="Europe/Berlin"))
    assert scope_of_each(long_day, "day", 0).tolist() == [0] * 25 + [1]


def test_an_interval_alone_is_no_scope_to_sum_over() -> None:
    with pytest.raises(ConfigError, match="interval"):
        scope_of_each(stamps("2026-03-02", 1), "interval", 0)
