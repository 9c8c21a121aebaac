"""Handling time: its level and how it moves, its shape over the week, and values that cannot be."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from forecasting.aht import HandlingTime, handling_time
from forecasting.aht_level import level_path
from forecasting.candidates import SeasonalNaive
from forecasting.forecast import forecast_queues
from forecasting.record import record_json
from tests.unit.forecasting.histories import MONDAY, korea, rows_of, steady

COUNTS = np.full(200, 500.0)


def found_in(rows: pd.DataFrame, default_aht_s: float | None = 190.0) -> HandlingTime:
    handling = handling_time(rows, 60, default_aht_s)
    assert handling is not None
    return handling


def on(handling: HandlingTime, day: int, interval: int) -> float:
    """Seconds on a day counted from the first Monday after the history."""
    start = handling.last + timedelta(days=1)
    return float(handling.seconds(start, np.array([day]), np.array([interval]))[0])


def test_a_history_without_handling_times_gives_none() -> None:
    assert handling_time(rows_of(steady(), 14), 60, 190.0) is None
    assert handling_time(rows_of(steady(), 14).assign(aht_s=0.0), 60, 190.0) is None


def test_aht_differs_by_time_of_week_and_is_drawn_to_the_overall_where_contacts_are_few() -> None:
    rows = rows_of(steady(400.0), 28)
    at_night = rows["interval_start"].dt.hour < 6
    many = found_in(rows.assign(aht_s=np.where(at_night, 300.0, 180.0)))
    few = found_in(rows.assign(aht_s=np.where(at_night, 300.0, 180.0), offered=1.0))

    assert on(many, 0, 3) == pytest.approx(300, abs=10)
    assert on(many, 0, 12) == pytest.approx(180, abs=5)
    assert on(few, 0, 3) == pytest.approx(on(few, 0, 12), abs=10)


def test_aht_is_weighted_by_answered_contacts() -> None:
    """Nine o'clock has one contact of 100 s on most days, and once a thousand of 200 s."""
    rows = rows_of(steady(), 28).assign(aht_s=100.0, answered=50.0)
    at_nine = (rows["interval_start"].dt.hour == 9) & (rows["interval_start"].dt.day_of_week == 6)
    rows.loc[at_nine, "answered"] = 1.0
    rows.loc[rows.index[at_nine][-1], ["aht_s", "answered"]] = [200.0, 1000.0]
    handling = found_in(rows, None)

    assert on(handling, 6, 9) > 1.5 * on(handling, 6, 8)


def test_a_thin_queue_stays_near_what_the_site_says() -> None:
    thin = rows_of(steady(1.0), 3).iloc[:5].assign(aht_s=400.0)
    busy = rows_of(steady(100.0), 3).assign(aht_s=400.0)

    assert 190 < on(found_in(thin), 0, 9) < 250
    assert on(found_in(busy), 0, 9) == pytest.approx(400, abs=5)


def test_absurd_values_change_nothing() -> None:
    rows = rows_of(steady(30.0), 28).assign(aht_s=180.0)
    absurd = rows.assign(aht_s=rows["aht_s"].mask(rows.index % 100 == 7, 9999.0))

    assert on(found_in(absurd), 0, 9) == pytest.approx(on(found_in(rows), 0, 9), abs=0.5)


def test_one_long_call_among_few_is_no_absurd_value() -> None:
    rows = rows_of(steady(1.0), 28).assign(aht_s=180.0)
    rows.loc[100, "aht_s"] = 1500.0

    assert found_in(rows).shape[4, 4] > 1.05  # the 101st hour: Friday at 04:00


def test_a_ramp_is_followed_and_carried_on_less_and_less() -> None:
    """A third of a second a day: level and slope are found, and a month on it has moved by less than ten seconds."""
    day_s = 180 + np.arange(200) / 3
    path = level_path(day_s, COUNTS, 180.0, 30.0)

    assert path.past_s[-1] == pytest.approx(day_s[-1], abs=2)
    assert path.slope_s == pytest.approx(1 / 3, abs=0.1)
    week, month, year = path.ahead(np.array([7.0, 30.0, 365.0])) - path.past_s[-1]
    assert 0 < week < month < 10
    assert year < 3 * month  # not twelve times as far


def test_a_level_that_stands_still_has_no_trend() -> None:
    noise = np.random.default_rng(5).normal(0, 8, 200)
    path = level_path(190 + noise, COUNTS, 190.0, 30.0)

    assert abs(path.slope_s) * 30 < 1
    assert path.ahead(np.array([28.0]))[0] == pytest.approx(190 + noise.mean(), abs=1)


def test_a_step_is_followed_within_weeks_and_one_odd_day_is_not() -> None:
    noise = np.random.default_rng(5).normal(0, 4, 200)
    stepped, odd = 190 + noise, 190 + noise
    stepped[-28:] += 20
    odd[-1] += 60

    assert level_path(stepped, COUNTS, 190.0, 30.0).past_s[-1] == pytest.approx(210, abs=3)
    assert level_path(odd, COUNTS, 190.0, 30.0).past_s[-1] == pytest.approx(190, abs=2)


def test_days_without_handling_are_bridged() -> None:
    day_s, contacts = np.full(60, 200.0), np.full(60, 300.0)
    day_s[::7], contacts[::7] = np.nan, 0.0
    path = level_path(day_s, contacts, 200.0, 30.0)

    assert np.isfinite(path.past_s).all()
    assert path.past_s[-1] == pytest.approx(200, abs=0.5)


def test_the_forecast_has_the_trend_by_date_and_the_record_says_it() -> None:
    rows = rows_of(steady(40.0), 140)
    day = (rows["interval_start"].dt.tz_localize(None) - pd.Timestamp(MONDAY)).dt.days
    start = MONDAY + timedelta(days=140)
    outcome = forecast_queues(
        rows.assign(aht_s=180 + day / 4), korea(), start, 21, 60, {}, backtest_origins=0, candidates=(SeasonalNaive(),)
    )

    by_day = outcome.frame.groupby(outcome.frame["interval_start"].dt.date)["aht_s"].mean()
    assert by_day.to_numpy().reshape(3, 7).mean(axis=1) == pytest.approx([215.5, 217, 218.4], abs=0.8)
    assert by_day[start] == pytest.approx(180 + 140 / 4, abs=2)
    said = record_json(outcome.records[0])["aht"]
    assert isinstance(said, dict)
    assert said["level_s"] == pytest.approx(180 + 139 / 4, abs=2)
    assert said["trend_s_month"] == pytest.approx(30 / 4, abs=2.5)


def test_a_forecast_without_handling_times_takes_the_site_s_and_records_none() -> None:
    outcome = forecast_queues(
        rows_of(steady(), 60), korea(), date(2026, 5, 1), 7, 60, {"q": 190.0}, None, 0, (SeasonalNaive(),)
    )

    assert (outcome.frame["aht_s"] == 190.0).all()
    assert record_json(outcome.records[0])["aht"] is None
