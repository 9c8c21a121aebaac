"""Pay hours as a table: what it refuses, what it agrees with, and the months made of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DataError, WfmError
from domain.frames import checked
from domain.pay_frames import PayHours
from domain.roster import Duty, PlanningWindow, Roster
from exports.pay_hours import PayTerms, pay_hours
from exports.pay_months import is_health_check_night, pay_months
from exports.pay_rules import week_splits
from exports.short_contracts import lifted_contracts
from exports.weekly_holidays import site_weeks
from scheduling.rules.weekly_hours import daily_over_min, overtime_min
from tests.builders import NIGHT, PACK, day, facts, person, shift, site
from tests.builders import duty as built_duty
from tests.unit.exports.books import book
from tests.unit.exports.pay_cases import duty

WEEK = PlanningWindow(day(0), 7)


def roster(*worked: tuple[Duty, list], window: PlanningWindow = WEEK) -> Roster:
    return Roster(window, tuple(one for one, _ in worked), tuple(each for _, found in worked for each in found))


def test_activities_that_do_not_add_up_to_the_paid_minutes_are_refused_with_the_duty() -> None:
    with pytest.raises(DataError, match=r"roster.csv, column paid_minutes: '480'.* 540 paid minutes .* A0001 on 2026"):
        pay_hours(book().site, book().roster, PayTerms(frozenset()))


def test_somebody_who_is_not_on_the_staff_list_is_refused() -> None:
    place = site([person("A0009")], [shift()])
    with pytest.raises(DataError, match="agent_id: 'A0001' is not accepted; expected somebody on the staff list"):
        pay_hours(place, roster(duty(day(0).isoformat(), "09:00", "13:00")), PayTerms(frozenset()))


def test_an_activity_outside_all_duties_is_refused() -> None:
    worked, activities = duty(day(0).isoformat(), "09:00", "13:00")
    stray = replace(activities[0], start=worked.end, end=worked.end + timedelta(hours=1))
    with pytest.raises(DataError, match="activities inside the duties"):
        pay_hours(site([person()], [shift()]), roster((worked, [*activities, stray])), PayTerms(frozenset()))


def test_parts_that_do_not_add_up_cannot_leave_the_room() -> None:
    found = pay_hours(site([person()], [shift()]), roster(), PayTerms(frozenset()))
    with pytest.raises(WfmError, match="add up"):
        checked(PayHours, found.assign(regular_minutes=1))


@given(
    paid=st.lists(st.integers(0, 900), min_size=7, max_size=7),
    contract_min=st.sampled_from([480, 870, 1200, 2000, 2400, 2600]),
)
def test_overtime_and_extra_hours_of_a_week_without_holiday_are_those_of_the_rule_of_weekly_hours(
    paid: list[int], contract_min: int
) -> None:
    by_day = {day(number): minutes for number, minutes in enumerate(paid)}
    splits = week_splits(by_day, frozenset(), contract_min, PACK.parameters)
    over_day = sum(daily_over_min(PACK.parameters, minutes) for minutes in paid)
    rule = overtime_min(facts(person(contract_min=contract_min)), (sum(paid), over_day))
    assert sum(split.overtime_min + split.part_time_extra_min for split in splits.values()) == rule
    assert {each: split.paid_min for each, split in splits.items()} == by_day


@given(
    paid=st.lists(st.integers(0, 900), min_size=7, max_size=7),
    holidays=st.sets(st.integers(0, 6)),
    contract_min=st.sampled_from([870, 1200, 2400]),
)
def test_a_week_with_holidays_adds_up_and_has_no_more_overtime_than_without(
    paid: list[int], holidays: set[int], contract_min: int
) -> None:
    by_day = {day(number): minutes for number, minutes in enumerate(paid)}
    with_them = week_splits(by_day, {day(number) for number in holidays}, contract_min, PACK.parameters)
    without = week_splits(by_day, frozenset(), contract_min, PACK.parameters)
    assert {each: split.paid_min for each, split in with_them.items()} == by_day
    assert all(split.overtime_min <= without[each].overtime_min for each, split in with_them.items())


def test_a_night_of_the_health_check_has_eight_paid_hours_and_all_of_midnight_to_five() -> None:
    assert is_health_check_night(built_duty(0, NIGHT))
    assert not is_health_check_night(built_duty(0, NIGHT, paid_min=479))
    assert not is_health_check_night(built_duty(0, shift("N15", "15:00", 780)))  # ends at 04:00
    assert not is_health_check_night(built_duty(0, shift("N00", "00:30")))
    assert is_health_check_night(built_duty(0, shift("N00", "00:00")))


def test_months_are_the_sums_of_their_days_and_count_nights_where_duties_start() -> None:
    window = PlanningWindow(date(2026, 12, 28), 7)
    nights = [duty(f"2026-12-{n}", "22:00", "07:00", ("02:00", "03:00")) for n in (28, 29, 30, 31)]
    worked = roster(*nights, window=window)
    hours = pay_hours(site([person()], [shift()]), worked, PayTerms(frozenset({date(2027, 1, 1)})))
    december, january = pay_months(hours, worked).to_dict("records")
    assert (december["month"], december["days"], january["month"], january["days"]) == ("2026-12", 4, "2027-01", 3)
    assert (december["paid_minutes"], december["night_minutes"]) == (4 * 480, 4 * 420)
    assert (december["health_check_nights"], december["nights_reach_limit"]) == (4, 1)
    assert (december["night_hours_reach_limit"], january["health_check_nights"]) == (0, 0)
    assert january["weekly_holiday_minutes"] == 480


def test_sixty_hours_of_night_in_a_month_reach_the_other_limit() -> None:
    window = PlanningWindow(date(2026, 12, 7), 14)
    starts = [datetime(2026, 12, 7) + timedelta(days=n) for n in range(10)]
    nights = [duty(f"{start:%Y-%m-%d}", "22:00", "04:00") for start in starts]
    worked = roster(*nights, window=window)
    (month,) = pay_months(pay_hours(site([person()], [shift()]), worked, PayTerms(frozenset())), worked).to_dict(
        "records"
    )
    assert (month["night_minutes"], month["night_hours_reach_limit"], month["nights_reach_limit"]) == (3600, 1, 0)


def test_another_country_has_no_weekly_holiday_unless_contracts_name_it() -> None:
    place = site([person()], [shift()])
    section = place.config.site.model_copy(update={"country": "FR"})
    french = replace(place, config=place.config.model_copy(update={"site": section}))
    for named, kind in ((None, "off"), (6, "weekly_holiday")):
        last = pay_hours(french, roster(), PayTerms(frozenset(), named)).to_dict("records")[-1]
        assert (last["day_kind"], last["weekly_holiday_minutes"]) == (kind, 0)


def test_contracts_under_15_hours_that_reach_15_on_average_of_four_weeks_are_named() -> None:
    window = PlanningWindow(day(0), 28)
    weeks = site_weeks(window, 0)
    for hours_on_monday, expected in ((15, {"A0001": 15.0}), (14, {})):
        worked = [duty(week[0].isoformat(), "00:00", f"{hours_on_monday:02}:00") for week in weeks]
        short = site([person(contract_min=870), person("A0002")], [shift()])
        hours = pay_hours(short, roster(*worked, window=window), PayTerms(frozenset()))
        assert lifted_contracts(short.people, hours, weeks) == expected
