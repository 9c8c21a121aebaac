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


# Dates and their acts as the `holidays` package cites them: elections by the Public Official Election Act, art. 34
# (terms) and 35 (vacancies), which the Public Holidays Act makes public holidays; temporary holidays by decree.
RECENT = demand_calendar("KR", date(2023, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(2024, 4, 10), "National Assembly Election Day"),
        (date(2025, 6, 3), "Presidential Election Day"),  # a vacancy: announced two months ahead
        (date(2026, 6, 3), "Local Election Day"),
    ],
)
def test_the_day_of_a_korean_election_is_an_election_day(day: date, what: str) -> None:
    found = day_type(RECENT, day)

    assert found.kind == DayKind.ELECTION and found.names == (what,) and found.is_holiday


def test_an_election_day_has_an_eve_a_bridge_or_a_first_workday_beside_it() -> None:
    assert kinds(RECENT, date(2024, 4, 9), date(2024, 4, 11)) == ["eve", "election", "first workday after"]
    assert kinds(RECENT, date(2025, 6, 2), date(2025, 6, 4)) == ["bridge", "election", "first workday after"]


def test_elections_are_found_in_every_language_and_country() -> None:
    korean = demand_calendar("KR", date(2024, 1, 1), date(2024, 12, 31), language="ko")
    indonesia = demand_calendar("ID", date(2024, 1, 1), date(2024, 12, 31))
    south_africa = demand_calendar("ZA", date(2024, 1, 1), date(2024, 12, 31))

    assert day_type(korean, date(2024, 4, 10)).kind == DayKind.ELECTION
    assert day_type(indonesia, date(2024, 2, 14)).kind == DayKind.ELECTION  # Presidential Decree 10 of 2024
    assert day_type(south_africa, date(2024, 5, 29)).kind == DayKind.ELECTION


def test_a_holiday_that_only_commemorates_an_election_is_none() -> None:
    vatican = demand_calendar("VA", date(2026, 1, 1), date(2026, 12, 31))

    assert vatican.elections == frozenset()


def test_the_armed_forces_day_of_2024_was_a_temporary_holiday_between_two_bridges() -> None:
    assert kinds(RECENT, date(2024, 9, 30), date(2024, 10, 4)) == [
        "bridge",
        "single holiday",  # Tuesday 1 October, decided by the cabinet on 3 September
        "bridge",
        "single holiday",
        "bridge",
    ]


def test_the_temporary_holiday_of_october_2023_joins_chuseok_to_the_foundation_day() -> None:
    assert kinds(RECENT, date(2023, 9, 27), date(2023, 10, 4)) == [
        "eve",
        "block first",
        "block middle",
        "block middle",
        "block middle",
        "block middle",  # Monday 2 October, temporary
        "block last",
        "first workday after",
    ]


def test_seollal_2025_begins_with_its_weekend_and_a_temporary_holiday_and_ends_before_a_bridge() -> None:
    assert kinds(RECENT, date(2025, 1, 24), date(2025, 2, 3)) == [
        "eve",
        "block first",  # Saturday 25
        "block middle",
        "block middle",  # Monday 27, temporary
        "block middle",
        "block middle",  # Wednesday 29, Korean New Year
        "block last",
        "bridge",
        "ordinary",
        "ordinary",
        "first workday after",
    ]


def test_the_substitute_of_chuseok_2025_stands_within_its_block() -> None:
    assert kinds(RECENT, date(2025, 10, 6), date(2025, 10, 10)) == [
        "block middle",
        "block middle",
        "substitute",  # Wednesday 8, for Sunday 5
        "block last",
        "bridge",
    ]


def test_a_holiday_announced_for_an_election_is_an_election_day() -> None:
    calendar = with_temporary_holidays(KOREA, {date(2026, 11, 4): "대통령 선거일"})

    assert day_type(calendar, date(2026, 11, 4)).kind == DayKind.ELECTION
