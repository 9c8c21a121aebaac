"""The demand calendar: known Korean blocks of 2026, other countries, languages, and days added late."""

from datetime import date

import pytest

from domain.day_types import (
    DayKind,
    DemandCalendar,
    day_type,
    day_types,
    demand_calendar,
    with_events,
    with_temporary_holidays,
)
from domain.errors import ConfigError

KOREA = demand_calendar("KR", date(2026, 1, 1), date(2026, 12, 31))


def kinds(calendar: DemandCalendar, first: date, last: date) -> list[str]:
    return [day.kind.value for day in day_types(calendar, first, last)]


def test_seollal_2026_is_a_block_of_five_days_between_an_eve_and_a_first_workday() -> None:
    assert kinds(KOREA, date(2026, 2, 12), date(2026, 2, 20)) == [
        "ordinary",
        "eve",  # Friday 13
        "block first",  # Saturday 14
        "block middle",
        "block middle",  # Monday 16, the day preceding Korean New Year
        "block middle",  # Tuesday 17, Korean New Year
        "block last",  # Wednesday 18
        "first workday after",  # Thursday 19
        "ordinary",
    ]


def test_chuseok_2026_runs_into_its_sunday() -> None:
    assert kinds(KOREA, date(2026, 9, 23), date(2026, 9, 28)) == [
        "eve",
        "block first",
        "block middle",
        "block middle",
        "block last",
        "first workday after",
    ]


def test_a_holiday_on_sunday_is_single_and_its_monday_a_substitute() -> None:
    assert kinds(KOREA, date(2026, 2, 27), date(2026, 3, 3)) == [
        "eve",
        "ordinary",
        "single holiday",
        "substitute",
        "first workday after",
    ]


def test_a_workday_between_two_days_off_is_a_bridge_and_its_monday_a_first_workday_after() -> None:
    assert day_type(KOREA, date(2026, 1, 2)).kind == DayKind.BRIDGE
    assert day_type(KOREA, date(2026, 1, 5)).kind == DayKind.FIRST_WORKDAY_AFTER
    assert day_type(KOREA, date(2026, 5, 4)).kind == DayKind.BRIDGE


def test_a_holiday_on_a_saturday_without_substitute_changes_no_neighbour() -> None:
    assert kinds(KOREA, date(2026, 6, 5), date(2026, 6, 8)) == ["ordinary", "single holiday", "ordinary", "ordinary"]


def test_labour_day_closes_public_offices_in_korea_only_from_2026_on() -> None:
    before = demand_calendar("KR", date(2025, 1, 1), date(2025, 12, 31))

    assert not day_type(before, date(2025, 5, 1)).is_holiday
    assert day_type(KOREA, date(2026, 5, 1)).is_holiday


def test_a_day_knows_its_place_in_the_run_of_days_off() -> None:
    korean_new_year = day_type(KOREA, date(2026, 2, 17))

    assert (korean_new_year.run_day, korean_new_year.run_length) == (4, 5)
    assert day_type(KOREA, date(2026, 2, 19)).run_length == 0


@pytest.mark.parametrize(("language", "name"), [("ko", "설날"), ("en", "Korean New Year"), ("xx", "Korean New Year")])
def test_holidays_are_named_in_the_language_or_else_in_english(language: str, name: str) -> None:
    calendar = demand_calendar("KR", date(2026, 1, 1), date(2026, 12, 31), language=language)

    assert day_type(calendar, date(2026, 2, 17)).names == (name,)


def test_kinds_do_not_depend_on_the_language() -> None:
    korean = demand_calendar("KR", date(2026, 1, 1), date(2026, 12, 31), language="ko")

    assert kinds(korean, date(2026, 1, 1), date(2026, 12, 31)) == kinds(KOREA, date(2026, 1, 1), date(2026, 12, 31))


def test_a_region_adds_its_holidays() -> None:
    france = demand_calendar("FR", date(2026, 1, 1), date(2026, 12, 31))
    moselle = demand_calendar("FR", date(2026, 1, 1), date(2026, 12, 31), region="57")

    assert not day_type(france, date(2026, 12, 26)).is_holiday
    assert day_type(moselle, date(2026, 12, 26)).is_holiday


def test_every_country_of_the_library_gives_a_calendar() -> None:
    for country in ("KR", "US", "FR", "JP", "DE", "GB", "AE", "IL", "BR"):
        calendar = demand_calendar(country, date(2026, 1, 1), date(2026, 12, 31))
        assert any(day.is_holiday for day in day_types(calendar, date(2026, 1, 1), date(2026, 12, 31)))


def test_the_weekend_is_the_country_s_own() -> None:
    assert demand_calendar("IL", date(2026, 1, 1), date(2026, 12, 31)).weekend == {4, 5}


def test_an_unknown_country_or_region_is_refused_by_name() -> None:
    with pytest.raises(ConfigError, match="'XX'"):
        demand_calendar("XX", date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(ConfigError, match="'Q9' of US"):
        demand_calendar("US", date(2026, 1, 1), date(2026, 12, 31), region="Q9")


def test_a_temporary_holiday_joins_the_block_it_touches() -> None:
    calendar = with_temporary_holidays(KOREA, {date(2026, 9, 23): "임시공휴일"})

    assert kinds(calendar, date(2026, 9, 22), date(2026, 9, 24)) == ["eve", "block first", "block middle"]
    assert day_type(KOREA, date(2026, 9, 23)).kind == DayKind.EVE  # the calendar given is left as it was


def test_a_temporary_holiday_does_not_rename_a_known_one() -> None:
    calendar = with_temporary_holidays(KOREA, {date(2026, 2, 17): "임시공휴일"})

    assert day_type(calendar, date(2026, 2, 17)).names == ("Korean New Year",)


def test_an_event_marks_an_ordinary_day_but_not_a_holiday() -> None:
    calendar = with_events(KOREA, frozenset({date(2026, 3, 11), date(2026, 2, 17)}))

    assert day_type(calendar, date(2026, 3, 11)).kind == DayKind.EVENT
    assert day_type(calendar, date(2026, 2, 17)).kind == DayKind.BLOCK_MIDDLE


def test_the_calendar_knows_holidays_just_beyond_its_span() -> None:
    december = demand_calendar("KR", date(2025, 12, 1), date(2025, 12, 31))

    assert day_type(december, date(2025, 12, 31)).kind == DayKind.EVE
    assert not december.covers(date(2025, 12, 1), date(2026, 1, 1))
