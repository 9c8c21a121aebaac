"""Pay hours of cases computed by hand, each with the article that it follows (Labour Standards Act unless named).

All minutes are counted from the clock times in the case; the product's functions are not asked for what is expected.
"""

from datetime import date

import pytest

from tests.unit.exports.pay_cases import case, duty

NOON = ("12:00", "13:00")
# 2026-12-07 is a Monday; the week has no holiday of the pay calendar.
MONDAY = "2026-12-07"


def test_article_56_3_a_night_across_midnight_has_the_minutes_of_22_to_6_without_the_meal() -> None:
    # 22:00 to 07:00 is 540 min, the meal 02:00 to 03:00 is unpaid: 480 paid; 22-06 is 480 less the meal: 420.
    found = case(duty("2026-12-07", "22:00", "07:00", ("02:00", "03:00")), first=MONDAY)
    assert found["2026-12-07"] == {"regular_minutes": 480, "night_minutes": 420}
    assert found["2026-12-08"] == {}


def test_articles_56_1_and_56_3_overtime_at_night_is_counted_in_both() -> None:
    # 17:00 to 04:00 is 660 min, meal 60: 600 paid, 120 beyond 8 h; 22:00 to 04:00 is 360 min of night.
    found = case(duty("2026-12-07", "17:00", "04:00", ("20:00", "21:00")), first=MONDAY)
    assert found["2026-12-07"] == {"regular_minutes": 480, "overtime_minutes": 120, "night_minutes": 360}


def test_articles_50_2_and_56_1_ten_hours_on_a_day_are_two_of_overtime_in_a_week_of_32() -> None:
    days = [duty(f"2026-12-{day:02}", "09:00", "18:00", NOON) for day in (8, 9, 10)]
    found = case(duty("2026-12-07", "09:00", "20:00", NOON), *days, first=MONDAY)
    assert found["2026-12-07"] == {"regular_minutes": 480, "overtime_minutes": 120}
    assert found["2026-12-10"] == {"regular_minutes": 480}


def test_articles_50_1_and_56_1_the_sixth_day_of_eight_hours_is_overtime_beyond_40_hours() -> None:
    days = [duty(f"2026-12-{day:02}", "09:00", "18:00", NOON) for day in range(7, 13)]
    found = case(*days, first=MONDAY)
    assert found["2026-12-11"] == {"regular_minutes": 480}
    assert found["2026-12-12"] == {"overtime_minutes": 480}


def test_articles_50_and_56_1_a_minute_over_8_hours_is_not_counted_again_over_40_hours() -> None:
    # Monday 600; Tuesday to Friday 480 each: 2,520 paid. 120 are over 8 h; the other 2,400 are 40 h exactly.
    days = [duty(f"2026-12-{day:02}", "09:00", "18:00", NOON) for day in range(8, 12)]
    found = case(duty("2026-12-07", "09:00", "20:00", NOON), *days, first=MONDAY)
    assert sum(minutes.get("overtime_minutes", 0) for minutes in found.values()) == 120
    assert sum(minutes.get("regular_minutes", 0) for minutes in found.values()) == 2400


def test_article_56_2_a_public_holiday_on_a_sunday_is_holiday_work() -> None:
    # 1 March 2026, Independence Movement Day, is a Sunday.
    found = case(duty("2026-03-01", "09:00", "18:00", NOON), first="2026-02-23")
    assert found["2026-03-01"] == {"holiday_minutes_to_8h": 480}


def test_article_55_2_the_substitute_of_a_holiday_on_a_sunday_is_a_paid_holiday() -> None:
    # Monday 2 March 2026 stands in for Sunday 1 March; the Tuesday after is an ordinary day.
    found = case(
        duty("2026-03-02", "09:00", "18:00", NOON), duty("2026-03-03", "09:00", "18:00", NOON), first="2026-03-02"
    )
    assert found["2026-03-02"] == {"holiday_minutes_to_8h": 480}
    assert found["2026-03-03"] == {"regular_minutes": 480}


def test_article_56_2_and_56_3_ten_hours_of_a_holiday_night_are_eight_two_and_the_night_beside() -> None:
    # Friday 25 December 2026: 18:00 to 05:00 is 660 min, meal 60: 600 paid, 480 + 120; 22:00 to 05:00 is 420 of night.
    found = case(duty("2026-12-25", "18:00", "05:00", ("20:00", "21:00")), first="2026-12-21")
    assert found["2026-12-25"] == {
        "holiday_minutes_to_8h": 480,
        "holiday_minutes_over_8h": 120,
        "night_minutes": 420,
    }


def test_article_56_2_a_night_that_starts_on_the_eve_is_no_holiday_work_and_one_that_starts_on_the_holiday_is() -> None:
    # The duty belongs to the day on which it starts (our reading, docs/hr.md).
    eve, day = (duty(f"2026-12-{n}", "22:00", "07:00", ("02:00", "03:00")) for n in (24, 25))
    found = case(eve, day, first="2026-12-21")
    assert found["2026-12-24"] == {"regular_minutes": 480, "night_minutes": 420}
    assert found["2026-12-25"] == {"holiday_minutes_to_8h": 480, "night_minutes": 420}


def test_part_time_act_6_hours_over_a_part_timers_contract_are_extra_and_not_overtime() -> None:
    # 20 h a week agreed: five days of 300 min are 1,500, of which 300 come after 1,200: all of Friday.
    days = [duty(f"2026-12-{day:02}", "10:00", "15:00") for day in range(7, 12)]
    found = case(*days, first=MONDAY, contract_min=1200)
    assert found["2026-12-10"] == {"regular_minutes": 300}
    assert found["2026-12-11"] == {"part_time_extra_minutes": 300}


def test_part_time_act_6_and_article_56_1_a_part_timers_ninth_hour_is_overtime() -> None:
    # 8 h agreed a week; a day of 540 min: 480 within the contract, 60 over 8 h. The next 240 are extra.
    found = case(
        duty("2026-12-07", "09:00", "19:00", NOON), duty("2026-12-08", "09:00", "13:00"), first=MONDAY, contract_min=480
    )
    assert found["2026-12-07"] == {"regular_minutes": 480, "overtime_minutes": 60}
    assert found["2026-12-08"] == {"part_time_extra_minutes": 240}


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_article_55_2_the_first_of_may_is_a_paid_holiday_before_and_after_2026(year: int) -> None:
    # A Thursday, a Friday and a Saturday; public offices close on it from 2026 on only.
    day = date(year, 5, 1)
    monday = date.fromordinal(day.toordinal() - day.weekday())
    found = case(duty(day.isoformat(), "09:00", "19:00", NOON), first=monday.isoformat())
    assert found[day.isoformat()] == {"holiday_minutes_to_8h": 480, "holiday_minutes_over_8h": 60}


def test_article_55_2_a_temporary_holiday_that_was_announced_is_one_of_pay() -> None:
    found = case(duty("2026-12-09", "09:00", "18:00", NOON), first=MONDAY, announced=["2026-12-09"])
    assert found["2026-12-09"] == {"holiday_minutes_to_8h": 480}


def test_articles_50_1_and_56_2_holiday_hours_use_up_the_40_hours_but_earn_their_own_premium() -> None:
    # Christmas is the Friday: Monday to Thursday 1,920, Friday 480 of holiday, then Saturday is beyond 40 h.
    days = [duty(f"2026-12-{day}", "09:00", "18:00", NOON) for day in range(21, 27)]
    found = case(*days, first="2026-12-21")
    assert found["2026-12-25"] == {"holiday_minutes_to_8h": 480}
    assert found["2026-12-26"] == {"overtime_minutes": 480}


def test_article_55_1_the_weekly_holiday_is_sunday_when_free_else_the_last_day_off() -> None:
    at_work = [duty(f"2026-12-{day:02}", "09:00", "18:00", NOON) for day in (7, 8, 9, 12, 13)]
    assert case(*at_work, first=MONDAY)["2026-12-11"] == {"weekly_holiday_minutes": 480}
    assert case(*at_work[:4], first=MONDAY)["2026-12-13"] == {"weekly_holiday_minutes": 480}


def test_article_55_1_a_saturday_night_takes_the_sunday_that_it_touches() -> None:
    night = duty("2026-12-12", "22:00", "07:00", ("02:00", "03:00"))
    assert case(night, first=MONDAY)["2026-12-11"] == {"weekly_holiday_minutes": 480}


def test_article_56_2_work_on_a_sunday_that_contracts_name_is_holiday_work() -> None:
    found = case(duty("2026-12-13", "09:00", "18:00", NOON), first=MONDAY, weekly_holiday=6)
    assert found["2026-12-13"] == {"holiday_minutes_to_8h": 480, "weekly_holiday_minutes": 480}


def test_article_56_2_in_a_week_without_any_day_off_sunday_is_holiday_work() -> None:
    days = [duty(f"2026-12-{day:02}", "09:00", "13:00") for day in range(7, 14)]
    assert case(*days, first=MONDAY)["2026-12-13"] == {"holiday_minutes_to_8h": 240, "weekly_holiday_minutes": 480}


@pytest.mark.parametrize(("contract_min", "paid"), [(2400, 480), (1200, 240), (900, 180), (899, 0), (870, 0)])
def test_articles_55_1_and_18_3_the_weekly_holiday_is_a_day_of_the_contract_and_none_under_15_hours(
    contract_min: int, paid: int
) -> None:
    found = case(first=MONDAY, contract_min=contract_min)
    assert found["2026-12-13"].get("weekly_holiday_minutes", 0) == paid


def test_article_55_1_a_week_that_ends_after_the_window_is_settled_by_the_next_one() -> None:
    cut = case(duty("2026-12-07", "09:00", "18:00", NOON), first=MONDAY, days=5)
    assert all("weekly_holiday_minutes" not in minutes for minutes in cut.values())
    rest = case(duty("2026-12-12", "09:00", "13:00"), duty("2026-12-13", "09:00", "13:00"), first="2026-12-12", days=2)
    assert rest["2026-12-13"] == {"regular_minutes": 240, "weekly_holiday_minutes": 480}  # the day off came before
    rest = case(first="2026-12-12", days=2)
    assert sum(minutes.get("weekly_holiday_minutes", 0) for minutes in rest.values()) == 480


def test_articles_50_1_and_56_1_duties_before_the_window_count_towards_the_week_it_begins_in() -> None:
    before = [duty(f"2026-12-{day:02}", "09:00", "18:00", NOON)[0] for day in range(7, 12)]
    found = case(duty("2026-12-12", "09:00", "18:00", NOON), first="2026-12-12", days=2, previous=before)
    assert found["2026-12-12"] == {"overtime_minutes": 480}


def test_article_55_1_who_leaves_within_a_week_has_no_weekly_holiday_of_it_and_no_rows_after() -> None:
    found = case(first=MONDAY, employed=(date(2020, 1, 1), date(2026, 12, 9)))
    assert list(found) == ["2026-12-07", "2026-12-08", "2026-12-09"]
    assert all("weekly_holiday_minutes" not in minutes for minutes in found.values())


def test_article_60_a_day_of_leave_is_counted_and_is_not_taken_for_the_weekly_holiday() -> None:
    at_work = [duty(f"2026-12-{day:02}", "09:00", "18:00", NOON) for day in (7, 8, 9, 10)]
    found = case(*at_work, first=MONDAY, leave=["2026-12-12", "2026-12-13"])
    assert found["2026-12-13"] == {"leave_days": 1}
    assert found["2026-12-11"] == {"weekly_holiday_minutes": 480}
