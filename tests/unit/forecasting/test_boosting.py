"""Boosting finds what the regressions leave out, keeps to the open hours, and may be absent."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.frames import CallHistory, checked
from forecasting.day_table import day_table
from forecasting.forecast import forecast_queues
from forecasting.models import boosting
from forecasting.models.boosting import BoostedLevel, Boosting
from forecasting.models.interval_features import FARTHEST_DAYS, interval_rows
from forecasting.models.moving_level import MovingLevel
from forecasting.models.protocol import Model
from forecasting.series import Floats, QueueSeries
from tests.unit.forecasting.histories import MONDAY, korea, office, rows_of, series_of, week_wave

BOTH = pytest.mark.parametrize("model", [Boosting(), BoostedLevel()], ids=lambda model: model.name)


def week_after(model: Model, series: QueueSeries) -> Floats:
    first = series.last + timedelta(days=1)
    return model.fit(series, korea()).mean(day_table(korea(), [first + timedelta(days=offset) for offset in range(7)]))


def late_on_month_ends(moment: datetime) -> float:
    """From the 25th on, the evening takes half of what the morning has on other days."""
    ends = moment.day >= 25
    if 8 <= moment.hour < 12:
        return 30.0 if ends else 60.0
    return (50.0 if ends else 20.0) if 18 <= moment.hour < 22 else 10.0


@BOTH
def test_hours_that_move_at_the_end_of_a_month_are_found(model: Model) -> None:
    series = series_of(late_on_month_ends, 210, first=date(2026, 3, 2))  # the next day is 28 September
    boosted, plain = week_after(model, series)[0], week_after(MovingLevel(), series)[0]
    truth = np.array([late_on_month_ends(datetime(2026, 9, 28, hour)) for hour in range(24)])

    assert np.abs(boosted - truth).sum() < np.abs(plain - truth).sum() / 2


@BOTH
def test_nothing_is_forecast_outside_the_open_hours(model: Model) -> None:
    mean = week_after(model, series_of(office(), 84))  # from Saturday on

    assert mean[2:, 9:12].min() > 30
    assert mean.sum() == pytest.approx(mean[2:, 9:12].sum(), rel=1e-12)


@BOTH
def test_the_same_history_gives_the_same_forecast(model: Model) -> None:
    noise = np.random.default_rng(5).uniform(0.8, 1.2, (84, 24))
    series = series_of(week_wave, 84)
    noisy = replace(series, offered=series.offered * noise)

    assert (week_after(model, noisy) == week_after(model, noisy)).all()


def test_growth_that_goes_on_is_carried_by_the_level_under_the_trees() -> None:
    series = series_of(lambda moment: week_wave(moment) * 1.04 ** ((moment.date() - MONDAY).days / 7), 140)
    last_week = series.offered[-7:].sum()

    assert week_after(BoostedLevel(), series).sum() > 0.97 * last_week


def test_distances_to_holidays_count_to_the_next_and_from_the_last_day_off() -> None:
    around = [date(2026, 5, 4), date(2026, 5, 5), date(2026, 5, 6), date(2026, 7, 1)]  # Children's Day is 5 May
    rows = interval_rows(day_table(korea(), around), korea(), 1, with_year=False, last=None)

    assert rows[:, 5].tolist() == [1.0, FARTHEST_DAYS, FARTHEST_DAYS, FARTHEST_DAYS]
    assert rows[2, 6] == 1.0


@pytest.fixture
def without_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library cannot be imported, as where its OpenMP runtime is absent."""
    boosting._library.cache_clear()
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    yield
    boosting._library.cache_clear()


@pytest.mark.usefixtures("without_library")
def test_without_the_library_the_others_forecast_and_the_record_names_it() -> None:
    history = checked(CallHistory, rows_of(week_wave, 100))
    outcome = forecast_queues(
        history, korea(), MONDAY + timedelta(days=100), 7, 60, {}, None, 2, (MovingLevel(), BoostedLevel(), Boosting())
    )

    assert outcome.records[0].model == "moving_level"
    assert {failure.model for failure in outcome.records[0].failures} == {"boosted_level", "boosting"}
