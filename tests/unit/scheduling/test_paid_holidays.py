"""Who may not work on holidays is kept from all paid ones: Workers' Day, and those that the site was told of late."""

from dataclasses import replace
from datetime import date

from domain.roster import PlanningWindow
from scheduling.facts import holidays_around
from tests.builders import MONDAY, person, shift, site

ANNOUNCED = date(2026, 6, 10)


def test_an_announced_holiday_is_a_paid_holiday_of_the_roster() -> None:
    plain = site([person()], [shift()])
    told = replace(plain, temporary_holidays=frozenset({ANNOUNCED, date(2027, 1, 4)}))
    window = PlanningWindow(MONDAY, 7)

    assert holidays_around(plain, window) == frozenset()
    assert holidays_around(told, window) == {ANNOUNCED}


def test_workers_day_was_a_paid_holiday_of_the_roster_before_it_shut_offices() -> None:
    assert date(2025, 5, 1) in holidays_around(site([person()], [shift()]), PlanningWindow(date(2025, 4, 28), 7))
