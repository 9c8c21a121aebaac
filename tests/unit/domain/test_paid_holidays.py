"""The calendar of pay is not that of demand, and holidays announced late belong to both."""

from datetime import date
from pathlib import Path

import pytest

from domain.day_types import day_type, demand_calendar
from domain.errors import DataError
from domain.holiday_names import is_election_name, is_temporary_holiday_name, pooled_name
from domain.public_holidays import public_holidays
from domain.temporary_holidays import temporary_holidays

HEAD = "event,from,until,queue,effect\n"


def paid(country: str, day: date) -> bool:
    return day in public_holidays(country, day, day)


@pytest.mark.parametrize("year", [1994, 2024, 2025, 2026, 2027])
def test_the_first_of_may_is_paid_in_korea_before_and_after_2026(year: int) -> None:
    assert paid("KR", date(year, 5, 1))


@pytest.mark.parametrize(("year", "is_shut"), [(2024, False), (2025, False), (2026, True)])
def test_the_first_of_may_shuts_korean_offices_from_2026_on(year: int, is_shut: bool) -> None:
    calendar = demand_calendar("KR", date(year, 1, 1), date(year, 12, 31))

    assert day_type(calendar, date(year, 5, 1)).is_holiday == is_shut


def test_election_and_temporary_days_are_paid() -> None:
    assert all(paid("KR", day) for day in (date(2024, 4, 10), date(2025, 6, 3), date(2025, 1, 27), date(2024, 10, 1)))


def test_other_countries_pay_their_public_holidays() -> None:
    assert paid("FR", date(2025, 5, 1)) and not paid("US", date(2025, 5, 1))


def events(folder: Path, *rows: str) -> Path:
    path = folder / "events.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["임시공휴일", "설 연휴 임시 공휴일", "Temporary holiday", "대통령 선거일"])
def test_an_announced_holiday_is_read_from_the_events(tmp_path: Path, name: str) -> None:
    path = events(tmp_path, f"{name},2027-02-05,2027-02-06,general,")

    assert temporary_holidays(path, "Asia/Seoul") == {date(2027, 2, 5), date(2027, 2, 6)}


@pytest.mark.parametrize("row", ["storm,2027-02-05,2027-02-05,*,", "임시공휴일,2027-02-05,2027-02-05,*,0.5"])
def test_a_storm_or_an_event_with_an_effect_is_no_holiday(tmp_path: Path, row: str) -> None:
    assert temporary_holidays(events(tmp_path, row), "Asia/Seoul") == frozenset()


def test_a_site_without_events_has_no_announced_holiday(tmp_path: Path) -> None:
    assert temporary_holidays(tmp_path / "events.csv", "Asia/Seoul") == frozenset()
    assert temporary_holidays(events(tmp_path), "Asia/Seoul") == frozenset()


def test_a_wrong_day_in_the_events_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"events.csv, row 2, column from"):
        temporary_holidays(events(tmp_path, "임시공휴일,soon,2027-02-05,*,"), "Asia/Seoul")


def test_a_by_election_shuts_no_office() -> None:
    assert not is_temporary_holiday_name("재보궐 선거일") and is_temporary_holiday_name("지방선거일")


def test_elections_and_temporary_holidays_are_learnt_together_in_every_language() -> None:
    assert {pooled_name(name) for name in ("국회의원 선거일", "Local Election Day")} == {"election"}
    assert {pooled_name(name) for name in ("임시공휴일", "Temporary Public Holiday")} == {"temporary holiday"}
    assert pooled_name("Chuseok") == "Chuseok"
    assert not is_election_name("Anniversary of the Election of the Holy Father")
