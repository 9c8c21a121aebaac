"""Exponential smoothing follows a level, keeps the week, and knows holidays by the planner's ratios."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.errors import ForecastError
from forecasting.day_table import day_table
from forecasting.models.smoothing import Smoothing
from forecasting.series import Floats
from tests.unit.forecasting.histories import MONDAY, korea, office, series_of, week_wave

DAYS = 84


def totals_of(rule: object, days: int = DAYS) -> Floats:
    """What is forecast for each of the fourteen days after the history."""
    history = series_of(rule, days)  # type: ignore[arg-type]
    table = day_table(korea(), [MONDAY + timedelta(days=days + offset) for offset in range(14)])
    return np.asarray(Smoothing().fit(history, korea()).mean(table).sum(axis=1))


def test_a_week_without_noise_comes_again() -> None:
    found = totals_of(week_wave)

    assert found[2:5] == pytest.approx(960, rel=0.01)
    assert found[5:7] == pytest.approx(480, rel=0.01)
    assert found[9:] == pytest.approx(found[2:7], rel=0.01)


def test_a_desk_that_is_shut_on_weekends_stays_shut() -> None:
    found = totals_of(office())

    assert (found[[5, 6, 12, 13]] == 0).all()
    assert found[:5] == pytest.approx(150, rel=0.01)


def test_a_level_that_rose_five_weeks_ago_is_followed() -> None:
    rise = MONDAY + timedelta(days=DAYS - 35)

    def risen(moment: datetime) -> float:
        return week_wave(moment) * (2 if moment.date() >= rise else 1)

    assert totals_of(risen)[2:5] == pytest.approx(1920, rel=0.05)  # Monday is a holiday, Tuesday the day after


def test_a_holiday_has_a_part_of_its_weekdays_contacts_as_holidays_had() -> None:
    holidays = {day for day in korea().holidays if day.weekday() < 5}

    def quiet_on_holidays(moment: datetime) -> float:
        return week_wave(moment) / (4 if moment.date() in holidays else 1)

    history = series_of(quiet_on_holidays, 190)
    day = date(2026, 9, 24)  # Chuseok's first day, a Thursday
    ordinary = day_table(korea(), [day + timedelta(days=7)])
    fitted = Smoothing().fit(history, korea())

    ratio = fitted.mean(day_table(korea(), [day])).sum() / fitted.mean(ordinary).sum()
    assert ratio == pytest.approx(0.25, abs=0.03)


def test_a_line_that_is_hardly_open_is_refused() -> None:
    with pytest.raises(ForecastError, match="to smooth"):
        Smoothing().fit(series_of(lambda moment: 5.0 if moment.weekday() == 2 else None, 21), korea())
