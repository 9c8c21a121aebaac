"""Each model on histories whose answer is known, and what they share: the profile and the shut days."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.errors import ForecastError
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.closings import shut_days, unseen_holidays
from forecasting.day_table import DayTable, day_table, history_days
from forecasting.models.moving_level import MovingLevel
from forecasting.models.prophet_days import ProphetDays
from forecasting.models.protocol import Model
from forecasting.models.regression import Regression
from forecasting.models.simple import PlannerMean, PlannerMeanWithHolidays, SeasonalNaive
from forecasting.profile import day_totals, shares
from forecasting.series import Floats, QueueSeries
from tests.unit.forecasting.histories import MONDAY, Rule, korea, office, series_of, week_wave

NEW_YEAR_2027 = date(2027, 1, 1)


def days_from(first: date, days: int) -> DayTable:
    return day_table(korea(), [first + timedelta(days=offset) for offset in range(days)])


def forecast(model: Model, series: QueueSeries, first: date, days: int = 7) -> Floats:
    return model.fit(series, korea()).mean(days_from(first, days))


def growing(factor_a_week: float) -> Rule:
    return lambda moment: round(week_wave(moment) * factor_a_week ** ((moment.date() - MONDAY).days / 7), 3)


def quiet_on_holidays(moment: datetime) -> float:
    """Holidays have a fifth of the contacts, all of them from 20:00 on."""
    is_holiday = bool(korea().holidays.get(moment.date()))
    if not is_holiday:
        return week_wave(moment)
    return 60.0 if moment.hour >= 20 else 0.0


@pytest.mark.parametrize("model", DEFAULT_CANDIDATES, ids=lambda model: model.name)
def test_every_candidate_repeats_a_week_that_never_changes(model: Model) -> None:
    ordinary_weeks = series_of(week_wave, 70, first=date(2026, 6, 8))
    expected = np.array([[week_wave(datetime(2026, 8, 19, hour)) for hour in range(24)]])  # a Wednesday

    found = forecast(model, ordinary_weeks, date(2026, 8, 19), 1)

    assert found == pytest.approx(expected, rel=0.03)


def test_seasonal_naive_takes_the_last_known_count() -> None:
    series = series_of(growing(2.0), 28)

    assert forecast(SeasonalNaive(), series, MONDAY + timedelta(days=28), 1)[0, 9] == pytest.approx(60 * 2**3)


def test_planner_mean_is_the_mean_of_the_last_four_weeks_only() -> None:
    def rising(moment: datetime) -> float:
        return 10.0 + (moment.date() - MONDAY).days // 7

    found = forecast(PlannerMean(), series_of(rising, 56), MONDAY + timedelta(days=56), 1)

    assert found[0] == pytest.approx(np.full(24, np.mean([14, 15, 16, 17])))


def test_planner_mean_skips_what_is_missing_and_never_reads_it_as_zero() -> None:
    series = series_of(week_wave, 28)
    series.offered[7, 9] = np.nan

    assert forecast(PlannerMean(), series, MONDAY + timedelta(days=28), 1)[0, 9] == 60.0


@pytest.mark.parametrize("model", [PlannerMeanWithHolidays(), Regression(), MovingLevel()], ids=lambda m: m.name)
def test_holidays_get_their_own_total_and_their_own_hours(model: Model) -> None:
    series = series_of(quiet_on_holidays, 300, first=date(2026, 3, 2))  # ten holidays on workdays until Christmas
    new_year = forecast(model, series, NEW_YEAR_2027, 1)[0]
    ordinary_friday = sum(week_wave(datetime(2026, 12, 4, hour)) for hour in range(24))

    assert new_year.sum() < 0.5 * ordinary_friday
    assert new_year[20:].sum() > 0.75 * new_year.sum()


def test_moving_level_follows_a_tenfold_growth_where_a_plain_mean_lags() -> None:
    series = series_of(growing(1.08), 210)
    expected = week_wave(datetime(2026, 9, 28, 9)) * 1.08**30

    found = forecast(MovingLevel(), series, MONDAY + timedelta(days=210), 1)[0, 9]
    lagging = forecast(PlannerMean(), series, MONDAY + timedelta(days=210), 1)[0, 9]

    assert abs(found - expected) < abs(lagging - expected)
    assert found == pytest.approx(expected, rel=0.2)


def test_moving_level_is_hardly_moved_by_one_odd_day() -> None:
    plain, odd = series_of(week_wave, 84), series_of(week_wave, 84)
    odd.offered[75] *= 8

    before = forecast(MovingLevel(), plain, MONDAY + timedelta(days=84))
    after = forecast(MovingLevel(), odd, MONDAY + timedelta(days=84))

    assert after.sum() == pytest.approx(before.sum(), rel=0.05)


def test_regression_scales_to_the_last_four_weeks() -> None:
    def stepped(moment: datetime) -> float:
        return week_wave(moment) * (1.5 if moment.date() >= date(2026, 8, 3) else 1.0)

    series = series_of(stepped, 182)

    assert forecast(Regression(), series, date(2026, 8, 31), 1)[0, 9] == pytest.approx(90, rel=0.1)


def test_prophet_is_silent_and_knows_temporary_holidays_from_the_calendar(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        found = forecast(ProphetDays(), series_of(quiet_on_holidays, 240), date(2026, 10, 28))

    assert np.isfinite(found).all()
    assert [record.name for record in caplog.records if "prophet" in record.name or "cmdstan" in record.name] == []


@pytest.mark.parametrize("model", [Regression(), MovingLevel(), ProphetDays()], ids=lambda m: m.name)
def test_a_model_of_totals_says_that_it_has_nothing_to_learn_from(model: Model) -> None:
    series = series_of(week_wave, 70)
    series.offered[:] = np.nan

    with pytest.raises(ForecastError, match="to learn from"):
        model.fit(series, korea())


def test_shares_of_a_day_sum_to_one_and_are_zero_in_shut_hours() -> None:
    series = series_of(office(), 56)
    table = shares(series, day_table(korea(), history_days(series)), days_from(date(2026, 4, 27), 7))

    assert table.sum(axis=1) == pytest.approx([1, 1, 1, 1, 1, 0, 0])
    assert table[0, 9:12] == pytest.approx([40 / 150, 60 / 150, 50 / 150])
    assert table[0, :9].sum() == 0


def test_a_part_day_is_scaled_by_the_share_that_was_observed() -> None:
    series = series_of(office(), 56)
    series.offered[7, 10] = np.nan
    totals = day_totals(series)

    assert totals.observed_share[7] == pytest.approx(90 / 150)
    assert totals.scaled[7] == pytest.approx(150)


def shut_on(*days: date) -> Rule:
    """An office whose rows hold no contact on the given days."""
    return lambda moment: 0.0 if office()(moment) and moment.date() in days else office()(moment)


def shut_found(rule: Rule, days: int, first: date, future: date) -> bool:
    series = series_of(rule, days, first)
    return bool(shut_days(series, day_table(korea(), history_days(series)), days_from(future, 1))[0])


def test_a_holiday_that_was_shut_before_will_be_shut_again() -> None:
    childrens_day = date(2026, 5, 5)

    assert shut_found(shut_on(childrens_day), 300, MONDAY, date(2027, 5, 5))
    assert not shut_found(shut_on(), 300, MONDAY, date(2027, 5, 5))


def test_a_holiday_never_seen_is_shut_when_three_others_were_found_empty() -> None:
    three = (date(2026, 5, 5), date(2026, 5, 25), date(2026, 6, 3))
    seen = {date(2026, 3, 2), date(2026, 5, 1)}  # two more holidays in the span

    assert shut_found(shut_on(*three, *seen), 120, MONDAY, date(2026, 7, 17))
    assert not shut_found(shut_on(*three), 120, MONDAY, date(2026, 7, 17))


def test_absent_holidays_close_the_same_holiday_but_not_one_never_seen() -> None:
    def absent_on_holidays(moment: datetime) -> float | None:
        return None if korea().holidays.get(moment.date()) else office()(moment)

    assert shut_found(absent_on_holidays, 300, MONDAY, date(2027, 5, 5))
    assert not shut_found(absent_on_holidays, 120, MONDAY, date(2026, 7, 17))


def test_holidays_never_seen_are_listed_where_all_seen_ones_were_absent() -> None:
    def absent_on_holidays(moment: datetime) -> float | None:
        return None if korea().holidays.get(moment.date()) else office()(moment)

    series = series_of(absent_on_holidays, 120)
    listed = unseen_holidays(series, day_table(korea(), history_days(series)), days_from(date(2026, 7, 13), 7))

    assert [day.date for day in listed] == [date(2026, 7, 17)]


def test_a_calendar_made_for_too_short_a_span_is_refused() -> None:
    with pytest.raises(ForecastError, match="make it for the history and the horizon"):
        day_table(korea(first=date(2026, 1, 1), last=date(2026, 6, 30)), [date(2026, 7, 1)])


def test_a_substitute_goes_by_the_name_of_its_holiday() -> None:
    days = day_table(korea(), [date(2026, 3, 1), date(2026, 3, 2), date(2026, 5, 5)])  # 1 March was a Sunday

    assert days.names == ("Children's Day", "Independence Movement Day")
    assert days.is_named("Independence Movement Day").tolist() == [True, True, False]


def test_a_holiday_seen_on_weekends_only_does_not_pass_for_a_workday() -> None:
    def loud_on_one_sunday(moment: datetime) -> float:
        """Holidays are quiet, but for one that fell on a Sunday."""
        if moment.date() == date(2026, 3, 1):
            return 3 * week_wave(moment)
        return 0.4 * week_wave(moment) if moment.date() in korea().holidays else week_wave(moment)

    series = series_of(loud_on_one_sunday, 360, first=date(2026, 2, 23))
    first_of_march_2027 = forecast(MovingLevel(), series, date(2027, 3, 1), 1).sum()  # a Monday
    ordinary = sum(week_wave(datetime(2027, 2, 22, hour)) for hour in range(24))

    assert first_of_march_2027 < 0.6 * ordinary
