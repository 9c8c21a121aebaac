"""Feasts: which days give a holiday its name, the days around it, and the same feast a year before."""

from datetime import date

import pytest

from domain.day_types import DemandCalendar, demand_calendar
from domain.feasts import Feast, feast_before, feasts


def korea(language: str = "ko") -> DemandCalendar:
    return demand_calendar("KR", date(2025, 1, 1), date(2027, 12, 31), None, language)


@pytest.mark.parametrize(("language", "name"), [("ko", "설날"), ("en", "Korean New Year")])
def test_the_three_days_of_a_feast_are_one_with_the_workdays_around_them(language: str, name: str) -> None:
    (found,) = feasts(korea(language), date(2027, 2, 1), date(2027, 2, 28))
    assert found == Feast(name, date(2027, 2, 7), first=date(2027, 2, 5), last=date(2027, 2, 10))


def test_the_same_feast_by_the_moon_is_found_a_year_before() -> None:
    (found,) = feasts(korea(), date(2027, 2, 1), date(2027, 2, 28))
    before = feast_before(korea(), found)
    assert before == Feast("설날", date(2026, 2, 17), first=date(2026, 2, 13), last=date(2026, 2, 19))
    assert before.at(found.offset_of(date(2027, 2, 8))) == date(2026, 2, 18)


def test_holidays_beside_each_other_that_are_not_named_after_each_other_stay_apart() -> None:
    names = [found.name for found in feasts(korea(), date(2025, 10, 1), date(2025, 10, 31))]
    assert names == ["개천절", "추석", "한글날"]


def test_a_substitute_is_no_feast_of_its_own() -> None:
    assert feasts(korea(), date(2027, 2, 9), date(2027, 2, 9)) == ()


def test_a_holiday_that_was_not_kept_a_year_before_has_none() -> None:
    (election,) = feasts(korea(), date(2026, 6, 3), date(2026, 6, 3))
    assert feast_before(korea(), election) is None


def test_a_holiday_of_several_days_under_one_name_is_one_feast() -> None:
    turkey = demand_calendar("TR", date(2026, 1, 1), date(2026, 12, 31), None, "en")
    found = [feast for feast in feasts(turkey, date(2026, 5, 1), date(2026, 6, 30)) if feast.name == "Eid al-Adha"]
    assert [feast.day for feast in found] == [date(2026, 5, 27)]
